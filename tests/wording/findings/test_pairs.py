"""What is told where two halves do not fit (1xx), word for word."""

import pytest

from crosscloud.domain.access import Targets
from crosscloud.domain.access.section import Rule
from crosscloud.domain.clouds import CHINA, GLOBAL, USGOV
from crosscloud.domain.findings import Severity, WhyUnread
from crosscloud.domain.findings.finding import Facts, Place, finding
from crosscloud.domain.findings.rules.clouds import (
    CloudNotEnabled,
    EnabledAtOneEnd,
    EnabledWithoutPartner,
    FoundElsewhere,
    UnsupportedPair,
)
from crosscloud.domain.findings.rules.directions import (
    DirectConnectOpened,
    EverybodyEverything,
    EverybodyLetOut,
    OpenAtOneEnd,
    OpenDefault,
    RedeemedAtOneEnd,
)
from crosscloud.domain.findings.rules.pair_listing import (
    ListedAtOneEnd,
    NotReadInFull,
    OneSideDecided,
    PartnersOutside,
)
from crosscloud.domain.findings.rules.synchronisation import SynchronisedAcrossClouds, SynchronisedUsersBlocked
from crosscloud.domain.truth import Truth
from crosscloud.wording.findings import Said, say
from crosscloud.wording.findings.pairs import WORDS
from crosscloud.wording.names import Names
from tests.domain.findings.made_situations import (
    CONTOSO,
    DESK,
    ENGINEERS,
    FABRIKAM,
    OUTSIDE,
    TAILSPIN,
    TO_CHINA,
    TO_GLOBAL,
    TO_USGOV,
    VAULT,
)

NAMES = Names(
    {CONTOSO: "contoso", FABRIKAM: "fabrikam", TAILSPIN: "tailspin"},
    {ENGINEERS: "engineers", VAULT: "design-vault", DESK: "supply-desk"}.get,
)
EVERYTHING = Targets(everything=True)
NOTHING = Rule(EVERYTHING, True, EVERYTHING, True)


def allows(application: str) -> Rule:
    """Engineers may reach one application."""
    return Rule(Targets(classes=frozenset({ENGINEERS})), False, Targets(ids=frozenset({application})), False)


ENGINEERS_TO_VAULT, ENGINEERS_TO_DESK = allows(VAULT), allows(DESK)

TOLD: list[tuple[str, Facts, Severity | None, str, str, str]] = [
    (
        "XC101",
        UnsupportedPair(FABRIKAM, TAILSPIN, (USGOV, CHINA)),
        None,
        "fabrikam and tailspin are in clouds that cannot collaborate.",
        "The pair is US Government (GCC High) and China (21Vianet). Microsoft supports Global "
        "with US Government and Global with China.",
        "Take the partner out at both ends; guests need accounts of the cloud that they work in.",
    ),
    (
        "XC101",
        UnsupportedPair(CONTOSO, OUTSIDE, undocumented="bleu"),
        None,
        "contoso and 99999999-2222-4333-8444-555555555555 are in clouds that cannot collaborate.",
        "The pair is bleu, a cloud for which no value to enable is documented. Microsoft "
        "supports Global with US Government and Global with China.",
        "Take the partner out at both ends; guests need accounts of the cloud that they work in.",
    ),
    (
        "XC102",
        CloudNotEnabled(CONTOSO, FABRIKAM, USGOV),
        None,
        "contoso lists fabrikam of US Government (GCC High), but has not enabled that cloud.",
        "Without the cloud enabled, nobody gets in or out, whatever the partner's entry says.",
        "Enable microsoftonline.us in the cross-cloud settings of contoso "
        "(allowed_cloud_endpoints), or take the partner out.",
    ),
    (
        "XC102",
        CloudNotEnabled(CONTOSO, FABRIKAM, USGOV),
        "unknown",
        "contoso lists fabrikam of US Government (GCC High), but which clouds it has enabled is not known.",
        "Without the cloud enabled, nobody gets in or out, whatever the partner's entry says.",
        "Enable microsoftonline.us in the cross-cloud settings of contoso "
        "(allowed_cloud_endpoints), or take the partner out.",
    ),
    (
        "XC103",
        EnabledAtOneEnd(CONTOSO, FABRIKAM, GLOBAL, USGOV),
        None,
        "contoso has enabled US Government (GCC High), fabrikam has not enabled Global.",
        "Both tenants must enable the other's cloud; until then nobody gets in, in either direction.",
        "Enable microsoftonline.com in the cross-cloud settings of fabrikam (allowed_cloud_endpoints).",
    ),
    (
        "XC104",
        ListedAtOneEnd(CONTOSO, FABRIKAM),
        None,
        "contoso lists fabrikam as a partner, fabrikam does not list it.",
        "Across clouds a tenant that is not listed stays blocked, so fabrikam admits nobody of "
        "contoso and lets nobody out to it.",
        "Add contoso (5cbe1b7e-4a0d-4f5e-9f0c-2f6f6a1f9c11) as a partner in fabrikam, or take "
        "the entry for fabrikam out of contoso.",
    ),
    (
        "XC105",
        OpenAtOneEnd(CONTOSO, FABRIKAM, NOTHING, ENGINEERS_TO_VAULT),
        None,
        "contoso -> fabrikam: fabrikam admits them, contoso does not let them out.",
        "Outbound in contoso: nothing. Inbound in fabrikam: group engineers -> design-vault. "
        "Only what both ends permit is permitted.",
        "Declare the direction once (a Partnership sets both ends alike), or block it at both ends.",
    ),
    (
        "XC105",
        OpenAtOneEnd(CONTOSO, FABRIKAM, ENGINEERS_TO_VAULT, NOTHING),
        None,
        "contoso -> fabrikam: contoso lets them out, fabrikam does not admit them.",
        "Outbound in contoso: group engineers -> design-vault. Inbound in fabrikam: nothing. "
        "Only what both ends permit is permitted.",
        "Declare the direction once (a Partnership sets both ends alike), or block it at both ends.",
    ),
    (
        "XC105",
        OpenAtOneEnd(CONTOSO, FABRIKAM, ENGINEERS_TO_VAULT, ENGINEERS_TO_DESK),
        None,
        "contoso -> fabrikam: the two ends have no user and application in common.",
        "Outbound in contoso: group engineers -> design-vault. Inbound in fabrikam: group "
        "engineers -> supply-desk. Only what both ends permit is permitted.",
        "Declare the direction once (a Partnership sets both ends alike), or block it at both ends.",
    ),
    (
        "XC106",
        RedeemedAtOneEnd(CONTOSO, FABRIKAM, Truth.YES, Truth.NO, Truth.NO),
        None,
        "contoso -> fabrikam: only contoso has automatic redemption; the consent prompt stays.",
        "The prompt is suppressed only where the home tenant's outbound_allowed and the resource "
        "tenant's inbound_allowed are both true.",
        "Set inbound_allowed of automatic_user_consent_settings in fabrikam, or take it back in contoso.",
    ),
    (
        "XC106",
        RedeemedAtOneEnd(CONTOSO, FABRIKAM, Truth.YES, Truth.NO, Truth.UNKNOWN),
        "unknown",
        "contoso -> fabrikam: only contoso has automatic redemption; the consent prompt stays.",
        "The prompt is suppressed only where the home tenant's outbound_allowed and the resource "
        "tenant's inbound_allowed are both true. Identity synchronisation needs both; whether it is on is not "
        "known.",
        "Set inbound_allowed of automatic_user_consent_settings in fabrikam, or take it back in contoso.",
    ),
    (
        "XC106",
        RedeemedAtOneEnd(CONTOSO, FABRIKAM, Truth.NO, Truth.YES, Truth.YES),
        None,
        "contoso -> fabrikam: only fabrikam has automatic redemption; the consent prompt stays.",
        "The prompt is suppressed only where the home tenant's outbound_allowed and the resource "
        "tenant's inbound_allowed are both true. Identity synchronisation needs both.",
        "Set outbound_allowed of automatic_user_consent_settings in contoso, or take it back in fabrikam.",
    ),
    (
        "XC106",
        RedeemedAtOneEnd(CONTOSO, FABRIKAM, Truth.NO, Truth.NO, Truth.YES),
        None,
        "contoso -> fabrikam: no automatic redemption in contoso or fabrikam; the consent prompt stays.",
        "The prompt is suppressed only where the home tenant's outbound_allowed and the resource "
        "tenant's inbound_allowed are both true. Identity synchronisation needs both.",
        "Set outbound_allowed of automatic_user_consent_settings in contoso and inbound_allowed of "
        "automatic_user_consent_settings in fabrikam, or end the synchronisation.",
    ),
    (
        "XC106",
        RedeemedAtOneEnd(CONTOSO, FABRIKAM, Truth.UNKNOWN, Truth.NO, Truth.YES),
        None,
        "contoso -> fabrikam: no automatic redemption in fabrikam; the consent prompt stays.",
        "The prompt is suppressed only where the home tenant's outbound_allowed and the resource "
        "tenant's inbound_allowed are both true. Identity synchronisation needs both.",
        "Set inbound_allowed of automatic_user_consent_settings in fabrikam, or end the synchronisation.",
    ),
    (
        "XC107",
        DirectConnectOpened(CONTOSO, FABRIKAM, "b2b_direct_connect_inbound"),
        None,
        "contoso opens b2b_direct_connect_inbound towards fabrikam, which is in another cloud.",
        "Microsoft does not support B2B direct connect (Teams shared channels) between clouds.",
        "Take b2b_direct_connect_inbound out of the entry for fabrikam; B2B collaboration works between clouds.",
    ),
    (
        "XC108",
        SynchronisedAcrossClouds(TAILSPIN, FABRIKAM, CHINA, USGOV, are_groups=False),
        None,
        "tailspin (China (21Vianet)) lets fabrikam (US Government (GCC High)) synchronise users: "
        "that is not supported.",
        "Documented between clouds: users from Global to US Government, from US "
        "Government to Global, and from Global to China.",
        "Switch off the synchronisation of users for fabrikam, and invite the guests instead.",
    ),
    (
        "XC108",
        SynchronisedAcrossClouds(CONTOSO, TAILSPIN, GLOBAL, CHINA, are_groups=False),
        "unknown",
        "contoso (Global) lets tailspin (China (21Vianet)) synchronise users: no document says "
        "whether that works.",
        "Documented between clouds: users from Global to US Government, from US "
        "Government to Global, and from Global to China.",
        "Switch off the synchronisation of users for tailspin, and invite the guests instead.",
    ),
    (
        "XC108",
        SynchronisedAcrossClouds(CONTOSO, FABRIKAM, GLOBAL, USGOV, are_groups=True),
        None,
        "contoso (Global) lets fabrikam (US Government (GCC High)) synchronise groups: that is not supported.",
        "Documented between clouds: users from Global to US Government, from US "
        "Government to Global, and from Global to China.",
        "Switch off the synchronisation of groups for fabrikam, and invite the guests instead.",
    ),
    (
        "XC108",
        SynchronisedAcrossClouds(CONTOSO, TAILSPIN, GLOBAL, CHINA, are_groups=False, is_sure=False),
        "unknown",
        "contoso (Global) may let tailspin (China (21Vianet)) synchronise users: that is not documented to work.",
        "Documented between clouds: users from Global to US Government, from US "
        "Government to Global, and from Global to China.",
        "Switch off the synchronisation of users for tailspin, and invite the guests instead.",
    ),
    (
        "XC109",
        SynchronisedUsersBlocked(CONTOSO, FABRIKAM, is_sure=False),
        "unknown",
        "contoso blocks all users of fabrikam; whether it may be synchronised from there is not known.",
        "Synchronised users would exist as guests and could not sign in.",
        "Allow the users who are synchronised (b2b_collaboration_inbound; in fabrikam, "
        "b2b_collaboration_outbound), or end the synchronisation.",
    ),
    (
        "XC109",
        SynchronisedUsersBlocked(CONTOSO, FABRIKAM),
        None,
        "contoso may be synchronised from fabrikam, but blocks all its users.",
        "Synchronised users would exist as guests and could not sign in.",
        "Allow the users who are synchronised (b2b_collaboration_inbound; in fabrikam, "
        "b2b_collaboration_outbound), or end the synchronisation.",
    ),
    (
        "XC110",
        EnabledWithoutPartner(CONTOSO, TO_USGOV, unplaced=0, has_open_default=Truth.YES),
        None,
        "contoso has enabled US Government; it lists no partner of it.",
        "An enabled cloud admits nobody by itself. A partner that is added on the defaults would "
        "be admitted (cross-cloud meetings in Teams add such); the default is open.",
        "Take microsoftonline.us out of allowed_cloud_endpoints until a partnership needs it.",
    ),
    (
        "XC110",
        EnabledWithoutPartner(CONTOSO, TO_USGOV, unplaced=1_200, has_open_default=Truth.NO),
        None,
        "contoso has enabled US Government; whether it lists a partner of it is not known.",
        "The cloud of 1,200 of its partners is not known. An enabled cloud admits nobody by "
        "itself. A partner that is added on the defaults would be admitted (cross-cloud meetings "
        "in Teams add such); the default is closed.",
        "Take microsoftonline.us out of allowed_cloud_endpoints until a partnership needs it.",
    ),
    (
        "XC110",
        EnabledWithoutPartner(CONTOSO, TO_USGOV, unplaced=0, has_open_default=Truth.UNKNOWN),
        "unknown",
        "contoso has enabled US Government; it lists no partner of it.",
        "An enabled cloud admits nobody by itself. A partner that is added on the defaults would be admitted "
        "(cross-cloud meetings in Teams add such); the default is not known to be closed.",
        "Take microsoftonline.us out of allowed_cloud_endpoints until a partnership needs it.",
    ),
    (
        "XC111",
        NotReadInFull(FABRIKAM, (("partners", "403 Forbidden"), ("policy", "401 Unauthorized"))),
        None,
        "fabrikam was not read in full: partners, policy.",
        "What depends on it was not decided. partners: 403 Forbidden; policy: 401 Unauthorized",
        "Mend what the reason names, then check again.",
    ),
    (
        "XC111",
        NotReadInFull(FABRIKAM, (("policy", "its plan failed before it was read"),), WhyUnread.PLAN_FAILED),
        None,
        "fabrikam was not read in full: policy.",
        "What depends on it was not decided. policy: its plan failed before it was read",
        "Mend what made its plan fail, which its messages tell, then plan again.",
    ),
    (
        "XC111",
        NotReadInFull(FABRIKAM, (("policy", "this plan leaves it out"),), WhyUnread.LEFT_OUT),
        None,
        "fabrikam was not read in full: policy.",
        "What depends on it was not decided. policy: this plan leaves it out",
        "Plan all tenants of the environment together: leave out --tenant.",
    ),
    (
        "XC111",
        OneSideDecided(
            CONTOSO, FABRIKAM, GLOBAL, is_managed=True, unknown=("enabled", "listed", "permits", "trusts")
        ),
        None,
        "fabrikam was not read in full: only contoso's side was decided.",
        "Whether fabrikam has enabled Global and lists contoso, and what it permits and trusts, is unknown. "
        "Access needs both ends.",
        "Read fabrikam as well (Policy.Read.All).",
    ),
    (
        "XC111",
        OneSideDecided(CONTOSO, FABRIKAM, GLOBAL, is_managed=False, unknown=("listed",)),
        None,
        "fabrikam belongs to another organisation: only contoso's side was decided.",
        "Whether fabrikam lists contoso is unknown. Access needs both ends.",
        "Read fabrikam as well, or ask its admin what is set.",
    ),
    (
        "XC111",
        OneSideDecided(CONTOSO, FABRIKAM, GLOBAL, is_managed=True, unknown=("permits",)),
        None,
        "fabrikam was not read in full: only contoso's side was decided.",
        "What fabrikam permits is unknown. Access needs both ends.",
        "Read fabrikam as well (Policy.Read.All).",
    ),
    (
        "XC111",
        PartnersOutside(CONTOSO, 1),
        None,
        "1 partner is outside this environment: only contoso's side was decided.",
        "They are, or may be, in another cloud, where both tenants must enable the cloud and list the other.",
        "Name them in the environment file (a tenant without sign_in is another organisation's), "
        "or ask their admins what is set.",
    ),
    (
        "XC111",
        PartnersOutside(CONTOSO, 1_200),
        None,
        "1,200 partners are outside this environment: only contoso's side was decided.",
        "They are, or may be, in another cloud, where both tenants must enable the cloud and list the other.",
        "Name them in the environment file (a tenant without sign_in is another organisation's), "
        "or ask their admins what is set.",
    ),
    (
        "XC112",
        FoundElsewhere(FABRIKAM, frozenset({TO_GLOBAL}), USGOV),
        None,
        "fabrikam is found in Global, the environment says US Government (GCC High).",
        "The login service of each cloud was asked for c2f4a8d6-1e93-4b7a-8c25-6d0b9e3f7a22. A "
        "partner entry under a wrong id, or for a tenant of another cloud, admits somebody else "
        "or nobody.",
        "Compare the tenant id with the partner's admin, then correct the id or the cloud in the "
        "environment file.",
    ),
    (
        "XC112",
        FoundElsewhere(OUTSIDE, frozenset({TO_GLOBAL, TO_CHINA}), None),
        None,
        "99999999-2222-4333-8444-555555555555 is found in Global and China (21Vianet).",
        "The login service of each cloud was asked for 99999999-2222-4333-8444-555555555555. A "
        "partner entry under a wrong id, or for a tenant of another cloud, admits somebody else "
        "or nobody.",
        "Compare the tenant id with the partner's admin, then correct the id or the cloud in the "
        "environment file.",
    ),
    (
        "XC113",
        EverybodyEverything(FABRIKAM, CONTOSO),
        None,
        "All users of contoso may reach all applications of fabrikam.",
        "The entry for contoso in fabrikam permits it, the Azure portal and the Entra admin center included.",
        "Name the groups and applications that are meant in b2b_collaboration_inbound of the entry for contoso.",
    ),
    (
        "XC113",
        EverybodyEverything(FABRIKAM, OUTSIDE, is_placed=False),
        None,
        f"All users of {OUTSIDE} may reach all applications of fabrikam.",
        f"The entry for {OUTSIDE} in fabrikam permits it, the Azure portal and the Entra admin center included. "
        "That is the most that may be: its cloud is not known, and nobody comes in from a cloud that is not "
        "enabled.",
        "Name the groups and applications that are meant in b2b_collaboration_inbound of the entry for "
        f"{OUTSIDE}.",
    ),
    (
        "XC113",
        EverybodyEverything(FABRIKAM, CONTOSO, is_read=False),
        "unknown",
        "All users of contoso may reach all applications of fabrikam.",
        "The entry for contoso in fabrikam permits it, the Azure portal and the Entra admin center included. What "
        "contoso itself lets out was not read.",
        "Name the groups and applications that are meant in b2b_collaboration_inbound of the entry for contoso.",
    ),
    (
        "XC113",
        OpenDefault(CONTOSO, (FABRIKAM, TAILSPIN), unread=1),
        None,
        "All users of fabrikam, tailspin may reach all applications of contoso: an open default.",
        "Their entries inherit b2b_collaboration_inbound from the default, which permits all "
        "users all applications. What 1 of them let out themselves was not read.",
        "Close the default, or give each of these partners its own inbound section.",
    ),
    (
        "XC113",
        EverybodyLetOut(CONTOSO, FABRIKAM),
        None,
        "All users of contoso are let out to all applications of fabrikam.",
        "The entry for fabrikam in contoso permits it. What fabrikam admits is not declared here.",
        "Name the groups and applications that are meant in b2b_collaboration_outbound of the entry for fabrikam.",
    ),
    (
        "XC113",
        OpenDefault(CONTOSO, (FABRIKAM, TAILSPIN, OUTSIDE)),
        None,
        "All users of fabrikam, tailspin, 99999999-2222-4333-8444-555555555555 may reach all "
        "applications of contoso: an open default.",
        "Their entries inherit b2b_collaboration_inbound from the default, which permits all "
        "users all applications.",
        "Close the default, or give each of these partners its own inbound section.",
    ),
    (
        "XC113",
        OpenDefault(CONTOSO, (FABRIKAM, TAILSPIN, OUTSIDE, *"1234"), unplaced=5),
        None,
        "All users of fabrikam, tailspin, 99999999-2222-4333-8444-555555555555 and 4 more may "
        "reach all applications of contoso: an open default.",
        "Their entries inherit b2b_collaboration_inbound from the default, which permits all "
        "users all applications. That is the most that may be: the clouds of 5 are not known, and nobody comes in "
        "from a cloud that is not enabled.",
        "Close the default, or give each of these partners its own inbound section.",
    ),
]


@pytest.mark.parametrize(("id_", "facts", "severity", "summary", "detail", "fix"), TOLD)
def test_what_is_told(
    id_: str, facts: Facts, severity: Severity | None, summary: str, detail: str, fix: str
) -> None:
    told = say(finding(id_, (), Place(""), facts, severity=severity), NAMES)
    assert told == Said(summary, detail, fix)


def test_every_kind_of_facts_is_told() -> None:
    assert {type(facts) for _, facts, *_ in TOLD} == set(WORDS)
