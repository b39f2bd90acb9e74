"""Sections and values that tests of the rules are about; short, so that a table of them can be read."""

from crosscloud.domain.settings import DEFAULT, PARTNER, ROOT, Value

INBOUND = PARTNER.section("b2b_collaboration_inbound")
OUTBOUND = PARTNER.section("b2b_collaboration_outbound")
TRUST = PARTNER.section("inbound_trust")
CONSENT = PARTNER.section("automatic_user_consent_settings")
ENDPOINTS = ROOT.section("allowed_cloud_endpoints")
RESTRICTIONS = PARTNER.section("tenant_restrictions")
REDEMPTION = DEFAULT.section("invitation_redemption_identity_provider_configuration")
ORDER, FALLBACK = "primary_identity_provider_precedence_order", "fallback_identity_provider"
M365 = PARTNER.section("m365_collaboration_inbound")
MIXED_USERS = "cannot mix AllUsers with other targets"
BLOCK = PARTNER.section("block_service_provider_outbound_access")
ID = "be5bfd38-1b0e-4a5f-9cb1-3a3b7d7a0b11"
OTHER = "0c2a8d1e-7f34-4b8e-8a55-6f1d2e3c4b5a"
ANYONE = ("AllUsers", "user")
ANYTHING = ("AllApplications", "application")
USERS, APPLICATIONS = ("users_and_groups", "targets"), ("applications", "targets")


def half(access: str, *targets: tuple[str, str]) -> dict[str, Value]:
    return {"access_type": access, "targets": [{"target": t, "target_type": k} for t, k in targets]}


def b2b(users: Value = None, applications: Value = None) -> dict[str, Value]:
    return {
        "users_and_groups": users or half("allowed", ANYONE),
        "applications": applications or half("allowed", ANYTHING),
    }


def redemption(order: list[Value], fallback: str = "emailOneTimePasscode") -> dict[str, Value]:
    return {ORDER: order, FALLBACK: fallback}


def users(*targets: tuple[str, str]) -> Value:
    return b2b(users=half("allowed", *targets))


def applications(*targets: tuple[str, str]) -> Value:
    return b2b(applications=half("allowed", *targets))
