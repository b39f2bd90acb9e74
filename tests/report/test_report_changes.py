"""What changes in words: each member once, what is not known said so, and no warning hidden that says more."""

from dataclasses import replace
from typing import Any

from crosscloud.domain.settings import DEFAULT, PARTNER
from crosscloud.report.changes import count_tenants, list_messages, list_remaining, list_rows, say_about, sum_up
from crosscloud.report.terminal import render
from crosscloud.review.model import JointPlan, TenantPlan
from crosscloud.review.object_changes import ObjectChange, Row, Side
from crosscloud.terraform.cli import TerraformMessage
from crosscloud.terraform.plan import read_plan
from crosscloud.wording.names import Names
from tests.report import reviews
from tests.report.reviews import CLOSED, CONTOSO, FABRIKAM, OPEN, TOGETHER, UNTOUCHED, tenant, tenant_plan

LONG = "invitation_redemption_identity_provider_configuration"
ADOPTED = "crosscloud_settings.this"
WARNING = TerraformMessage("warning", "The settings exist", "Live settings that change: all.", ADOPTED)


def planned(*entries: dict[str, Any], before: Any = TOGETHER[CONTOSO]) -> TenantPlan:
    """A plan of contoso with these entries, as Terraform prints them."""
    shown = [{"mode": "managed", "type": entry["address"].split(".")[0], **entry} for entry in entries]
    return replace(tenant_plan(before), plan=read_plan({"resource_changes": shown}))


def entry(address: str, *actions: str, **change: Any) -> dict[str, Any]:
    return {"address": address, "change": {"actions": actions, **change}}


def test_a_long_name_has_a_line_of_its_own_and_pushes_nothing_to_the_right() -> None:
    default: dict[str, Any] = {
        "b2b_collaboration_inbound": OPEN,
        LONG: {
            "primary_identity_provider_precedence_order": ["externalFederation"],
            "fallback_identity_provider": "defaultConfiguredIdp",
        },
        "block_service_provider_outbound_access": False,
        "inbound_trust": reviews.NO_TRUST,
    }
    after = {
        "b2b_collaboration_inbound": CLOSED,
        LONG: {
            "primary_identity_provider_precedence_order": ["azureActiveDirectory"],
            "fallback_identity_provider": "emailOneTimePasscode",
        },
        "block_service_provider_outbound_access": True,
        "inbound_trust": {**reviews.NO_TRUST, "is_mfa_accepted": True},
    }
    live = replace(TOGETHER[CONTOSO], default={**TOGETHER[CONTOSO].default, **default})
    plan = planned(entry("crosscloud_default_settings.this", "update", before=default, after=after), before=live)
    text = render(replace(reviews.empty(), plan=JointPlan("test", "", (plan,))))
    assert text[text.index("      b2b") :].splitlines()[:8] == [
        "      b2b_collaboration_inbound  users_and_groups  allowed AllUsers -> blocked AllUsers",
        "                                 applications      allowed AllApplications -> blocked AllApplications",
        "      inbound_trust              is_mfa_accepted   false -> true",
        f"      {LONG}",
        "          primary_identity_provider_precedence_order  [externalFederation] -> [azureActiveDirectory]",
        "          fallback_identity_provider  defaultConfiguredIdp -> emailOneTimePasscode",
        "      block_service_provider_outbound_access",
        "          false -> true",
    ]


def test_each_state_of_a_side_has_its_word() -> None:
    section = PARTNER.section("inbound_trust")

    def shown(before: Side, after: Side) -> tuple[str, str]:
        change = ObjectChange("a", PARTNER, "change", FABRIKAM, (Row(section, (), section.type, before, after),))
        (row,) = list_rows(change, Names())
        return row.before, row.after

    trusts = Side("known", {**reviews.NO_TRUST, "is_mfa_accepted": True})
    assert shown(Side("absent"), Side("inherited")) == ("", "inherited")
    assert shown(Side("inherited"), Side("after apply")) == ("inherited", "(known after apply)")
    assert shown(Side("unread"), Side("unread")) == ("not read", "unknown")
    before, after = shown(trusts, Side("absent"))
    assert before.startswith("is_mfa_accepted true")
    assert after == "removed"


def test_sections_that_were_not_read_are_said_beside_those_that_stay() -> None:
    change = ObjectChange(
        "a", DEFAULT, "adopt", unchanged=("inbound_trust",), unread=("b2b_collaboration_inbound", LONG)
    )
    assert list_remaining(change) == [
        "unchanged: inbound_trust",
        f"not read, so not known whether they change: b2b_collaboration_inbound, {LONG}",
    ]


def test_a_default_that_is_reset_says_what_each_section_becomes() -> None:
    before = {"on_destroy": "reset"}
    plan = planned(entry("crosscloud_default_settings.this", "delete", before=before, after=None))
    text = render(replace(reviews.empty(), plan=JointPlan("test", "", (plan,))))
    assert "on_destroy is reset: back to the service's own default" in text
    assert "allowed AllUsers" in text
    kept = planned(entry("crosscloud_default_settings.this", "delete", before={"on_destroy": "keep"}, after=None))
    assert say_about(kept.changes[0]).startswith("on_destroy is keep: nothing is written")
    assert sum_up(kept) == ". 1 no longer managed"


def test_options_of_the_resource_stand_below_its_members() -> None:
    same = {"allowed_cloud_endpoints": ["microsoftonline.us"]}
    plan = planned(
        entry(ADOPTED, "update", before={**same, "on_destroy": "keep"}, after={**same, "on_destroy": "reset"})
    )
    (row,) = list_rows(plan.changes[0], Names())
    assert (row.name, row.effect) == ("on_destroy", "keep -> reset")
    assert sum_up(plan) == ". 1 only in Terraform's state"


def test_a_tenant_that_nothing_is_written_to_is_not_counted_as_one_that_changes() -> None:
    same = {"allowed_cloud_endpoints": ["microsoftonline.us"]}
    noted = planned(
        entry(ADOPTED, "update", before={**same, "on_destroy": "keep"}, after={**same, "on_destroy": "reset"})
    )
    kept = planned(entry("crosscloud_default_settings.this", "delete", before={"on_destroy": "keep"}, after=None))
    reset = {"on_destroy": "reset"}
    written = planned(entry("crosscloud_default_settings.this", "delete", before=reset, after=None))

    def counted(*tenants: TenantPlan) -> str:
        return count_tenants(JointPlan("test", "", tenants))

    assert counted(noted) == counted(kept) == "0 tenants change, 1 only in Terraform's state, 0 unreadable"
    assert counted(noted, written, kept) == "1 tenant changes, 2 only in Terraform's state, 0 unreadable"
    assert counted(written, written) == "2 tenants change, 0 unreadable"


def messages(plan: TenantPlan, message: TerraformMessage) -> list[TerraformMessage]:
    return [said for _, said in list_messages(JointPlan("test", "", (replace(plan, messages=(message,)),)))]


def test_that_an_object_is_adopted_is_said_once_by_its_change() -> None:
    plan = tenant_plan(UNTOUCHED[CONTOSO], TOGETHER[CONTOSO], is_first=True)
    assert messages(plan, WARNING) == []
    assert messages(plan, replace(WARNING, address="")) != []
    assert messages(plan, replace(WARNING, severity="error")) == []  # errors come first, and not here


def test_a_warning_about_what_was_not_read_or_will_be_refused_is_told() -> None:
    unread = planned(
        entry(ADOPTED, "create", before=None, after={"allowed_cloud_endpoints": []}),
        before=reviews.UNREAD_FABRIKAM,
    )
    assert unread.changes[0].action == "adopt"
    assert messages(unread, WARNING) == [WARNING]
    address = "crosscloud_partner_settings.fabrikam"
    after = {"tenant_id": FABRIKAM, **tenant("contoso", {FABRIKAM: {}}).partners[FABRIKAM].sections}
    of_partner = replace(WARNING, address=address)
    refused = planned(entry(address, "create", before=None, after=after))
    assert refused.changes[0].will_be_refused
    assert messages(refused, of_partner) == [of_partner]
    adopted = planned(entry(address, "create", before=None, after={**after, "adopt_existing": True}))
    assert messages(adopted, of_partner) == []
