"""What is told of settings that are wrong in themselves (2xx), word for word."""

from typing import Any

import pytest

from crosscloud.domain.findings import Finding, TenantFacts
from crosscloud.wording.findings import Said, say
from crosscloud.wording.names import Names
from tests.domain.findings.made_situations import (
    CLOSED,
    CONTOSO,
    DESK,
    ENGINEERS,
    FABRIKAM,
    HARDENED,
    MFA,
    OPEN,
    SYSTEM_DEFAULT,
    TO_CHINA,
    TO_GLOBAL,
    TO_VAULT,
    VAULT,
    b2b,
    checked,
    contoso,
    fabrikam,
    partner,
    tenant,
)

NAMES = Names({CONTOSO: "contoso", FABRIKAM: "fabrikam"})
REDEMPTION = "invitationRedemptionIdentityProviderConfiguration"


def said(id_: str, facts: TenantFacts, **more: Any) -> Said:
    """What is told of the one finding of this id."""
    (one,) = checked(id_, facts, **more)
    return say(one, NAMES)


def of_section(section: Any) -> TenantFacts:
    return contoso(partner(FABRIKAM, b2bCollaborationInbound=section))


def test_all_users_blocked_alone() -> None:
    told = said("XC201", of_section(b2b("blocked", ("AllUsers",), "blocked", (VAULT,))))
    assert told == Said(
        "contoso: b2b_collaboration_inbound of the entry for fabrikam blocks all users, but not all applications.",
        "All users may be blocked only together with all applications; the admin center refuses anything else.",
        "Block AllApplications as well, or allow the users and applications that are meant.",
    )


def test_an_inbound_default_that_chooses() -> None:
    told = said("XC202", contoso(default={**HARDENED, "b2bCollaborationInbound": TO_VAULT}))
    assert told == Said(
        "contoso: b2b_collaboration_inbound of the default names chosen users or groups.",
        "The default governs organisations that nobody named, so the ids of their users and groups cannot be "
        "known.",
        "Use AllUsers in the default, and name users or groups in a partner's entry.",
    )


@pytest.mark.parametrize(
    ("users", "applications", "member", "says"),
    [
        (("AllUsers", ENGINEERS), (VAULT,), "users_and_groups", "mixes AllUsers with other targets"),
        ((ENGINEERS,), ("AllApplications", VAULT), "applications", "mixes AllApplications with other targets"),
        ((ENGINEERS,), (), "applications", "is empty"),
        ((ENGINEERS, ENGINEERS.upper()), (VAULT,), "users_and_groups", f"names {ENGINEERS} 2 times"),
        (
            ("AllApplications",),
            (VAULT,),
            "users_and_groups",
            "holds AllApplications, which belongs to applications",
        ),
        ((ENGINEERS,), ("AllUsers",), "applications", "holds AllUsers, which belongs to users"),
    ],
)
def test_lists_that_cannot_stand(
    users: tuple[str, ...], applications: tuple[str, ...], member: str, says: str
) -> None:
    assert said("XC203", of_section(b2b("allowed", users, "allowed", applications))) == Said(
        f"contoso: {member} in b2b_collaboration_inbound of the entry for fabrikam {says}.",
        f"The list {says}. What Graph makes of it is not documented.",
        "Name either the wildcard alone or chosen ids, each once and with its own target type.",
    )


@pytest.mark.parametrize(
    ("member", "name", "kind", "says"),
    [
        ("usersAndGroups", "AllUsers", "group", "gives AllUsers the target type group, which must be user"),
        ("usersAndGroups", "AllUsers", None, "gives AllUsers the target type None, which must be user"),
        ("usersAndGroups", DESK, "device", f"gives {DESK} the target type device, which must be user or group"),
        ("applications", DESK, "user", f"gives {DESK} the target type user, which must be application"),
        ("applications", DESK, None, f"gives {DESK} the target type None, which must be application"),
    ],
)  # fmt: skip
def test_targets_of_the_wrong_type(member: str, name: str, kind: str | None, says: str) -> None:
    section = b2b("allowed", (ENGINEERS,), "allowed", (VAULT,))
    section[member]["targets"] = [{"target": name, "targetType": kind}]
    assert said("XC203", of_section(section)).detail.startswith(f"The list {says}. What")


def test_several_mistakes_of_one_list_are_told_together() -> None:
    told = said("XC203", of_section(b2b("allowed", ("AllUsers", ENGINEERS, ENGINEERS), "allowed", (VAULT,))))
    assert told.summary.endswith("entry for fabrikam mixes AllUsers with other targets.")
    assert told.detail.startswith(f"The list mixes AllUsers with other targets; it names {ENGINEERS} 2 times. ")


def test_partners_that_cannot_be_listed() -> None:
    assert said("XC204", contoso(partner(CONTOSO))) == Said(
        "contoso lists itself as a partner.",
        f"{CONTOSO} is its own tenant id; these settings are about other organisations.",
        "Take the entry out, or correct the tenant id that was meant.",
    )
    assert said("XC204", contoso(partner(FABRIKAM), partner(FABRIKAM.upper()))) == Said(
        "contoso lists fabrikam 2 times.",
        f"The tenant id {FABRIKAM} is the key of an entry; ids compare without regard to case.",
        "Keep one entry, with the sections that are meant.",
    )


def test_what_needs_a_licence() -> None:
    assert said("XC205", of_section(TO_VAULT)) == Said(
        "Chosen users, groups or applications need Entra ID P1 in the tenant that sets them.",
        "contoso sets them. Whether it has the licence was not read.",
        "See that the tenant has Entra ID P1 for whoever these settings govern.",
    )
    both = contoso(partner(FABRIKAM, b2bCollaborationInbound=TO_VAULT, inboundTrust=MFA))
    assert said("XC205", both).summary.startswith(
        "Chosen users, groups or applications and trust need Entra ID P1"
    )
    assert said("XC205", contoso(partner(FABRIKAM, inboundTrust=MFA), default=SYSTEM_DEFAULT)).summary.startswith(
        "Trust need Entra ID P1"
    )


def test_a_policy_that_is_large() -> None:
    many = [partner(f"{n:08}-2222-4333-8444-555555555555", b2bCollaborationInbound=TO_VAULT) for n in range(60)]
    told = said("XC206", contoso(*many))
    assert told.summary.startswith("The policy of contoso has ")
    assert told.summary.endswith(" KB; older documents name a limit of 25 KB.")
    assert told.detail.endswith("Elsewhere a write above 25 KB is answered with 400.")


@pytest.mark.parametrize(
    ("id_", "section", "summary", "detail"),
    [
        (
            "XC207",
            b2b("allowed", (ENGINEERS,), "blocked", (VAULT,)),
            "has users and applications of different access types: legal, often misread",
            "It allows users and blocks applications: the users named reach every application but those named, "
            "and nobody else reaches any.",
        ),
        (
            "XC208",
            b2b("blocked", (ENGINEERS,), "blocked", (VAULT,)),
            "blocks users and applications: only the combination is blocked",
            "It blocks only the users named from only the applications named; everything else stays allowed.",
        ),
        (
            "XC211",
            {"usersAndGroups": OPEN["usersAndGroups"], "applications": None},
            "has one half only: what it permits is unknown",
            "It leaves out applications; Microsoft does not document whether that inherits, allows or blocks.",
        ),
        (
            "XC211",
            {**OPEN, "usersAndGroups": {"accessType": "Allowed"}},
            "is not understood: what it means is unknown",
            "In it, users_and_groups.access_type is 'Allowed', which is not documented; "
            "users_and_groups.targets is missing.",
        ),
        (
            "XC211",
            {**OPEN, "applications": []},
            "is not understood: what it means is unknown",
            "Graph answered b2bCollaborationInbound.applications as list, which is not its documented type.",
        ),
    ],
)
def test_sections_that_may_be_misread(id_: str, section: Any, summary: str, detail: str) -> None:
    told = said(id_, of_section(section))
    assert told.summary == f"contoso: b2b_collaboration_inbound of the entry for fabrikam {summary}."
    assert told.detail == detail
    assert told.fix


@pytest.mark.parametrize(
    ("cloud", "fallback", "what", "may"),
    [
        (
            "global",
            None,
            "no identity provider is left as a fallback for redemption",
            "emailOneTimePasscode or microsoftAccount or defaultConfiguredIdp",
        ),
        (
            "china",
            "emailOneTimePasscode",
            "the fallback for redemption is emailOneTimePasscode, which China (21Vianet) does not have",
            "defaultConfiguredIdp",
        ),
    ],
)
def test_no_fallback_for_redemption(cloud: str, fallback: str | None, what: str, may: str) -> None:
    default = {
        **HARDENED,
        REDEMPTION: {
            "primaryIdentityProviderPrecedenceOrder": ["azureActiveDirectory"],
            "fallbackIdentityProvider": fallback,
        },
    }
    assert said("XC209", tenant("contoso", CONTOSO, cloud, default=default)) == Said(
        f"contoso: {what}.",
        "Guests for whom no other identity provider applies could not redeem their invitations.",
        f"Set fallback_identity_provider of invitation_redemption_identity_provider_configuration to {may}.",
    )


def test_an_order_of_providers_that_code_gives() -> None:
    redemption = {
        "primaryIdentityProviderPrecedenceOrder": ["socialIdentityProviders"],
        "fallbackIdentityProvider": "defaultConfiguredIdp",
    }
    china = tenant("contoso", CONTOSO, "china", default={**HARDENED, REDEMPTION: redemption})
    told = said("XC209", china, by_code=True)
    assert told.summary == (
        "contoso: primary_identity_provider_precedence_order of "
        "invitation_redemption_identity_provider_configuration cannot name socialIdentityProviders, which China "
        "(21Vianet) does not have; it may name azureActiveDirectory, externalFederation."
    )
    assert told.fix == "Name azureActiveDirectory, externalFederation, each at most once."


def test_what_is_not_an_id() -> None:
    assert said("XC210", contoso(partner("fabrikam.com"))) == Said(
        "contoso lists the partner 'fabrikam.com', which is a domain name.",
        "Partners are listed by tenant id alone; between clouds, no domain name is ever looked up.",
        "Ask the partner for its tenant id, and list it under that.",
    )
    assert said("XC210", contoso(partner("fabrikam"))).summary.endswith("'fabrikam', which is not a GUID.")
    assert said("XC210", of_section(b2b("allowed", ("engineers",), "allowed", (VAULT,)))) == Said(
        "contoso: users_and_groups in b2b_collaboration_inbound of the entry for fabrikam names 'engineers', "
        "which is not a GUID.",
        "A target is an id or one of the keywords AllUsers, AllApplications, Office365, written exactly so.",
        "Name the object id of the user or group, or the application (client) id.",
    )
    doubtful = of_section(b2b("allowed", (ENGINEERS,), "allowed", ("AllMicrosoftApps",)))
    assert said("XC210", doubtful).detail == "Whether Graph takes it is not documented consistently."


@pytest.mark.parametrize(
    ("id_", "facts", "summary", "detail"),
    [
        (
            "XC212",
            contoso(enabled=(TO_GLOBAL,)),
            "contoso has enabled microsoftonline.com, which is its own cloud.",
            "A tenant of Global may list microsoftonline.us, partner.microsoftonline.cn.",
        ),
        (
            "XC212",
            fabrikam(enabled=(TO_CHINA,)),
            "fabrikam has enabled partner.microsoftonline.cn, which is China (21Vianet): US Government (GCC High) "
            "cannot enable it.",
            "A tenant of US Government (GCC High) may list microsoftonline.com.",
        ),
        (
            "XC210",
            contoso(enabled=("microsoftonline.de",)),
            "contoso has enabled microsoftonline.de, which is no cloud that is known here.",
            "A tenant of Global may list microsoftonline.us, partner.microsoftonline.cn.",
        ),
    ],
)
def test_clouds_that_cannot_be_enabled(id_: str, facts: TenantFacts, summary: str, detail: str) -> None:
    told = said(id_, facts)
    assert (told.summary, told.detail) == (summary, detail)
    assert told.fix == f"Take {summary.split()[3].rstrip(',')} out of allowed_cloud_endpoints."


_DISPUTE = (
    "Whether US Government (GCC High) has tenantRestrictions is not known: Microsoft Entra's page on tenant "
    "restrictions says that they are supported on all clouds, and the schemas of Graph that Microsoft publishes "
    "lack them there."
)
_HOW_TO_TRY = (
    "To try it, write `try_sections: [tenant_restrictions]` below the tenant in the environment file (in plain "
    "Terraform, in the provider's block)."
)


def test_a_property_that_the_cloud_does_not_declare() -> None:
    restricted = fabrikam(partner(CONTOSO, tenantRestrictions=CLOSED))
    assert said("XC213", restricted) == Said(
        "fabrikam: tenant_restrictions of the entry for contoso is answered by Graph, which does not declare it "
        "in US Government (GCC High).",
        _DISPUTE,
        f"Nothing. From code it is refused in US Government (GCC High). {_HOW_TO_TRY}",
    )
    assert said("XC213", restricted, by_code=True) == Said(
        "fabrikam: tenant_restrictions of the entry for contoso is set, which Graph does not declare in US "
        "Government (GCC High).",
        _DISPUTE,
        f"Leave tenant_restrictions out for tenants of US Government (GCC High). {_HOW_TO_TRY}",
    )
    undisputed = fabrikam(partner(CONTOSO, blockServiceProviderOutboundAccess=True))
    assert said("XC213", undisputed).detail == (
        "No version of the schema that Microsoft publishes for US Government (GCC High) has "
        "blockServiceProviderOutboundAccess: the schema may be behind. What it means there is not documented."
    )


def test_a_tenant_without_a_name_is_called_by_its_id() -> None:
    (one,) = checked("XC204", contoso(partner(CONTOSO)))
    assert isinstance(one, Finding)
    assert say(one, Names()).summary == f"{CONTOSO} lists itself as a partner."
