"""Sections and values that tests of the rules are about; short, so that a table of them can be read."""

from typing import Final

from crosscloud.domain.settings import DEFAULT, PARTNER, ROOT, Rule, Section, Value

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


BROKEN: Final[tuple[tuple[Section, Value, tuple[str, ...], Rule, str], ...]] = (
    (INBOUND, {}, (), Rule.EMPTY_OBJECT, "cannot be empty: leave it out, or give its members"),
    (
        TRUST,
        {"is_mfa_accepted": None},
        (),
        Rule.EMPTY_OBJECT,
        "cannot be empty: leave it out, or give its members",
    ),
    (M365, {}, (), Rule.EMPTY_OBJECT, "cannot be empty: leave it out, or give its members"),
    (REDEMPTION, {"fallback_identity_provider": "microsoftAccount"}, (ORDER,), Rule.MISSING, "must be given"),
    (REDEMPTION, {ORDER: ["azureActiveDirectory"]}, (FALLBACK,), Rule.MISSING, "must be given"),
    (RESTRICTIONS, {"devices": {"mode": "allowed"}}, ("devices", "rule"), Rule.MISSING, "must be given"),
    (RESTRICTIONS, {"devices": {}}, (), Rule.EMPTY_OBJECT, "cannot be empty: leave it out, or give its members"),
    (
        RESTRICTIONS,
        {**b2b(), "devices": {}},
        ("devices",),
        Rule.EMPTY_OBJECT,
        "cannot be empty: leave it out, or give its members",
    ),
    (INBOUND, b2b(users={"access_type": "allowed"}), USERS, Rule.MISSING, "must be given"),
    (
        INBOUND,
        b2b(users={"targets": [{"target": ID, "target_type": "user"}]}),
        ("users_and_groups", "access_type"),
        Rule.MISSING,
        "must be given",
    ),
    (
        INBOUND,
        b2b(users={"access_type": "allowed", "targets": [{"target": ID}]}),
        (*USERS, "target_type"),
        Rule.MISSING,
        "must be given",
    ),
    (INBOUND, "AllUsers", (), Rule.SHAPE, "must be an object, not 'AllUsers'"),
    (ENDPOINTS, "microsoftonline.us", (), Rule.SHAPE, "must be a list, not 'microsoftonline.us'"),
    (ENDPOINTS, [True], (), Rule.SHAPE, "must be a string, not True"),
    (TRUST, {"is_mfa_accepted": "yes"}, ("is_mfa_accepted",), Rule.SHAPE, "must be true or false, not 'yes'"),
    (
        INBOUND,
        b2b(users={"access_type": True, "targets": [{"target": ID, "target_type": "user"}]}),
        ("users_and_groups", "access_type"),
        Rule.SHAPE,
        "must be a string, not True",
    ),
    (
        INBOUND,
        b2b(applications=half("permitted", ANYTHING)),
        ("applications", "access_type"),
        Rule.CHOICE,
        "must be allowed or blocked, not 'permitted'",
    ),
    (INBOUND, users((ID, "device")), (*USERS, "target_type"), Rule.CHOICE, "must be user or group, not 'device'"),
    (
        INBOUND,
        applications((ID, "user")),
        (*APPLICATIONS, "target_type"),
        Rule.CHOICE,
        "must be application, not 'user'",
    ),
    (
        INBOUND,
        users(("ada@contoso.com", "user")),
        (*USERS, "target"),
        Rule.NOT_AN_ID,
        "must be an id (a GUID) or one of AllUsers, not 'ada@contoso.com'",
    ),
    (
        INBOUND,
        users(("allusers", "user")),
        (*USERS, "target"),
        Rule.NOT_AN_ID,
        "must be an id (a GUID) or one of AllUsers, not 'allusers'",
    ),
    (
        INBOUND,
        applications(("AllUsers", "application")),
        (*APPLICATIONS, "target"),
        Rule.WRONG_LIST,
        "must be an id (a GUID) or one of AllApplications, Office365, not 'AllUsers'",
    ),
    (INBOUND, users(("AllUsers", "group")), USERS, Rule.ALL_USERS_TYPE, "must give AllUsers the target type user"),
    (INBOUND, users(), USERS, Rule.EMPTY_LIST, "cannot be empty: name at least one target"),
    (
        INBOUND,
        users((ID, "user"), (ID.upper(), "group")),
        USERS,
        Rule.REPEATED,
        f"cannot name {ID} more than once (ids compare without regard to case)",
    ),
    (ENDPOINTS, ["microsoftonline.us"] * 2, (), Rule.REPEATED, "cannot name microsoftonline.us more than once"),
    (INBOUND, users(ANYONE, (ID, "user")), USERS, Rule.MIXED, "cannot mix AllUsers with other targets"),
    (REDEMPTION, redemption([]), (ORDER,), Rule.EMPTY_LIST, "cannot be empty: name at least one value"),
    (
        REDEMPTION,
        redemption(["azureActiveDirectory", "azureActiveDirectory"]),
        (ORDER,),
        Rule.REPEATED,
        "cannot name azureActiveDirectory more than once",
    ),
    (
        REDEMPTION,
        redemption(["emailOneTimePasscode"]),
        (ORDER,),
        Rule.CHOICE,
        "must be azureActiveDirectory or externalFederation or socialIdentityProviders, "
        "not 'emailOneTimePasscode'",
    ),
    (
        REDEMPTION,
        redemption(["azureActiveDirectory"], "externalFederation"),
        (FALLBACK,),
        Rule.CHOICE,
        "must be emailOneTimePasscode or microsoftAccount or defaultConfiguredIdp, not 'externalFederation'",
    ),
    (
        RESTRICTIONS,
        {**b2b(), "devices": {"mode": "allowed", "rule": " "}},
        ("devices", "rule"),
        Rule.EMPTY_TEXT,
        "cannot be empty",
    ),
    (
        M365,
        {"users": half("allowed", (ID, "group"))},
        ("users", "targets", "target_type"),
        Rule.CHOICE,
        "must be user, not 'group'",
    ),
    (M365, {"users": half("allowed", ANYONE, (ID, "user"))}, ("users", "targets"), Rule.MIXED, MIXED_USERS),
    (BLOCK, "yes", (), Rule.SHAPE, "must be true or false, not 'yes'"),
    (
        OUTBOUND,
        applications(("Office365", "application"), ANYTHING),
        APPLICATIONS,
        Rule.MIXED,
        "cannot mix AllApplications with other targets",
    ),
)
"""For each rule of what a value must be, values that break it: where, which rule, and what is told."""
