"""The report for a terminal keeps its columns where a section has a long name."""

from crosscloud.review.changes import ObjectChange, Row

from crosscloud.report.terminal_changes import changes
from crosscloud.review.model import JointPlan, TenantPlan

LONG = "invitation_redemption_identity_provider_configuration"
ROWS = (
    Row("b2b_collaboration_inbound", "users_and_groups", "allowed AllUsers", "blocked AllUsers"),
    Row(LONG, "primary_identity_provider_precedence_order", "[a, b]", "[a]"),
    Row(LONG, "fallback_identity_provider", "defaultConfiguredIdp", "emailOneTimePasscode"),
    Row("block_service_provider_outbound_access", "", "false", "true"),
    Row("inbound_trust", "is_mfa_accepted", "false", "true"),
)


def test_a_long_name_has_a_line_of_its_own_and_pushes_nothing_to_the_right() -> None:
    change = ObjectChange("crosscloud_default_settings.this", "default_settings", "change", None, ROWS)
    tenant = TenantPlan("a", "id", "global", "Global", "stack", None, "", (change,), (), {}, {}, has_changes=True)
    text = "\n".join(changes(JointPlan("test", "", (tenant,)), lambda line, _: line))
    assert text[text.index("      b2b") :].splitlines()[:7] == [
        "      b2b_collaboration_inbound  users_and_groups  allowed AllUsers -> blocked AllUsers",
        f"      {LONG}",
        "          primary_identity_provider_precedence_order  [a, b] -> [a]",
        "          fallback_identity_provider  defaultConfiguredIdp -> emailOneTimePasscode",
        "      block_service_provider_outbound_access",
        "          false -> true",
        "      inbound_trust              is_mfa_accepted   false -> true",
    ]
