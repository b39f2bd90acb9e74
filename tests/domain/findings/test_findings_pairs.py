"""1xx: whether the two halves of a pair fit. What is told of them: tests/wording/findings/test_pairs.py."""

from typing import Any

import pytest

from crosscloud.domain.access.section import rule_for
from crosscloud.domain.clouds import CHINA, GLOBAL, USGOV, find_cloud
from crosscloud.domain.findings import TenantFacts, check
from crosscloud.domain.findings.finding import Place
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
from tests.domain.findings.made_situations import (
    CLOSED,
    CONTOSO,
    DESK,
    ENGINEERS,
    FABRIKAM,
    HARDENED,
    MAIL,
    MFA,
    NOT_ANSWERED,
    OPEN,
    OUTSIDE,
    SYSTEM_DEFAULT,
    TAILSPIN,
    TO_CHINA,
    TO_DESK,
    TO_GLOBAL,
    TO_USGOV,
    TO_VAULT,
    b2b,
    both_ends,
    checked,
    contoso,
    fabrikam,
    found,
    not_read,
    partner,
    situation,
    tailspin,
    tenant,
)

ALL_OF_IT: Any = ("enabled", "listed", "permits", "trusts")

CONSENTS = {"automaticUserConsentSettings": {"inboundAllowed": True, "outboundAllowed": True}}
OTHER_APPLICATION = b2b("allowed", (ENGINEERS,), "allowed", (DESK,))
SYNCHRONISED = {"identitySynchronization": {"userSyncInbound": {"isSyncAllowed": True}}}


def test_a_pair_in_which_both_halves_fit_has_no_finding_of_the_1xx() -> None:
    assert [each.id for each in check(both_ends())] == ["XC205", "XC205"]


def test_clouds_that_cannot_collaborate() -> None:
    china = tenant("tailspin", TAILSPIN, "china", partner(FABRIKAM))
    (finding,) = checked("XC101", fabrikam(), china)
    assert (finding.tenants, finding.place) == ((TAILSPIN, FABRIKAM), Place(TAILSPIN, FABRIKAM))
    assert finding.facts == UnsupportedPair(TAILSPIN, FABRIKAM, (CHINA, USGOV))
    assert checked("XC101", fabrikam(), tailspin(partner(FABRIKAM), cloud="global")) == []
    declared = frozenset({(FABRIKAM, TAILSPIN)})
    assert len(checked("XC101", fabrikam(), tailspin(cloud="china"), declared=declared)) == 1
    assert checked("XC101", fabrikam(), tailspin(cloud="china")) == []


def test_a_partner_found_in_a_cloud_without_a_documented_value() -> None:
    facts = contoso(partner(OUTSIDE))
    (finding,) = checked("XC101", facts, clouds_of={OUTSIDE: frozenset({"bleu"})})
    assert finding.facts == UnsupportedPair(CONTOSO, OUTSIDE, undocumented="bleu")
    assert checked("XC101", facts, clouds_of={OUTSIDE: frozenset({"usgov"})}) == []


def test_a_partner_whose_cloud_is_not_enabled() -> None:
    closed = contoso(partner(FABRIKAM), enabled=())
    (finding,) = checked("XC102", closed, fabrikam(partner(CONTOSO)))
    assert (finding.severity, finding.place) == ("error", Place(CONTOSO, FABRIKAM))
    assert finding.facts == CloudNotEnabled(CONTOSO, FABRIKAM, USGOV)
    assert checked("XC102", contoso(partner(FABRIKAM)), fabrikam(partner(CONTOSO))) == []
    assert checked("XC102", contoso(partner(TAILSPIN), enabled=()), tailspin()) == []  # the same cloud
    china = tailspin(cloud="china")
    assert checked("XC102", fabrikam(partner(TAILSPIN)), china) == []  # XC101 says more
    unread = contoso(partner(FABRIKAM), enabled=None)
    assert [each.severity for each in checked("XC102", unread, fabrikam())] == ["unknown"]


def test_a_partner_outside_the_environment_whose_cloud_was_found() -> None:
    places = {OUTSIDE: frozenset({TO_USGOV})}
    findings = checked("XC102", contoso(partner(OUTSIDE), enabled=()), clouds_of=places)
    assert [each.tenants for each in findings] == [(CONTOSO, OUTSIDE)]
    assert checked("XC102", contoso(partner(OUTSIDE), enabled=())) == []  # its cloud is not known


def test_a_cloud_that_only_one_end_has_enabled() -> None:
    (finding,) = checked("XC103", contoso(partner(FABRIKAM)), fabrikam(partner(CONTOSO), enabled=()))
    assert (finding.tenants, finding.place) == ((CONTOSO, FABRIKAM), Place(FABRIKAM, "settings"))
    assert finding.facts == EnabledAtOneEnd(CONTOSO, FABRIKAM, GLOBAL, USGOV)
    assert checked("XC103", contoso(partner(FABRIKAM)), fabrikam(partner(CONTOSO))) == []
    assert checked("XC103", contoso(), fabrikam(enabled=())) == []  # they have nothing to do with each other


def test_a_partner_that_only_one_end_lists() -> None:
    findings = checked("XC104", contoso(partner(FABRIKAM)), fabrikam())
    assert [(each.tenants, each.place) for each in findings] == [((CONTOSO, FABRIKAM), Place(CONTOSO, FABRIKAM))]
    assert findings[0].facts == ListedAtOneEnd(CONTOSO, FABRIKAM)
    assert checked("XC104", contoso(partner(FABRIKAM.upper())), fabrikam(partner(CONTOSO))) == []
    assert checked("XC104", contoso(partner(TAILSPIN)), tailspin()) == []  # the same cloud: the default serves


def test_the_other_end_is_never_taken_for_absent() -> None:
    here = contoso(partner(FABRIKAM))
    elsewhere = not_read("fabrikam", FABRIKAM, "usgov", is_managed=False)
    findings = check(situation(here, elsewhere))
    assert found("XC103", findings) + found("XC104", findings) == []
    (finding,) = found("XC111", findings)
    assert (finding.severity, finding.tenants) == ("unknown", (CONTOSO, FABRIKAM))
    assert finding.facts == OneSideDecided(CONTOSO, FABRIKAM, GLOBAL, is_managed=False, unknown=ALL_OF_IT)
    assert found("XC111", check(both_ends())) == []


def test_a_managed_tenant_that_was_not_read_is_named_with_the_reason() -> None:
    unreadable = not_read("fabrikam", FABRIKAM, "usgov", "403 Authorization_RequestDenied")
    findings = checked("XC111", contoso(partner(FABRIKAM)), unreadable)
    assert [each.tenants for each in findings] == [(CONTOSO, FABRIKAM), (FABRIKAM,)]
    reason = "403 Authorization_RequestDenied"
    assert [each.facts for each in findings] == [
        OneSideDecided(CONTOSO, FABRIKAM, GLOBAL, is_managed=True, unknown=ALL_OF_IT),
        NotReadInFull(FABRIKAM, (("default", reason), ("partners", reason), ("policy", reason))),
    ]
    assert [each.degree for each in findings] == [0, 3]


def test_what_does_not_matter_between_two_tenants_leaves_nothing_unknown() -> None:
    def unknown(one: TenantFacts, other: TenantFacts) -> list[tuple[str, ...]]:
        facts = [each.facts for each in checked("XC111", one, other)]
        return [each.unknown for each in facts if isinstance(each, OneSideDecided)]

    own = {"b2bCollaborationInbound": TO_VAULT, "b2bCollaborationOutbound": TO_DESK, "inboundTrust": MFA}
    ours = contoso(partner(FABRIKAM, **own))
    assert unknown(ours, fabrikam(partner(CONTOSO, **own), default=None)) == []
    assert unknown(ours, fabrikam(partner(CONTOSO, **{**own, "inboundTrust": None}), default=None)) == [
        ("trusts",)
    ]
    assert unknown(ours, fabrikam(partner(CONTOSO), default=None)) == [("permits", "trusts")]
    assert unknown(ours, fabrikam(partner(CONTOSO, **own), enabled=None)) == [("enabled",)]
    in_one_cloud = contoso(partner(TAILSPIN))
    assert unknown(in_one_cloud, tailspin(enabled=None)) == []
    assert unknown(in_one_cloud, tailspin(default=None)) == [("permits", "trusts")]


def test_partners_outside_the_environment_are_one_unknown() -> None:
    many = contoso(partner(OUTSIDE), partner(TAILSPIN))
    (finding,) = checked("XC111", many)
    assert (finding.degree, finding.facts) == (2, PartnersOutside(CONTOSO, 2))
    in_this_cloud = {id_: frozenset({"global"}) for id_ in (OUTSIDE, TAILSPIN)}
    assert checked("XC111", many, clouds_of=in_this_cloud) == []
    assert checked("XC111", contoso(partner(OUTSIDE), enabled=())) == []  # it cannot be another cloud's


@pytest.mark.parametrize(
    ("outbound", "inbound", "declared", "severities"),
    [
        (TO_VAULT, TO_VAULT, True, []),
        (TO_VAULT, CLOSED, False, ["info"]),
        (TO_VAULT, CLOSED, True, ["warning"]),
        (CLOSED, OPEN, True, ["warning"]),
        (MAIL, CLOSED, True, []),  # Rights Management alone counts as closed
        (CLOSED, CLOSED, True, []),
        (TO_VAULT, OTHER_APPLICATION, True, ["warning"]),  # nothing in common
    ],
)
def test_a_direction_open_at_one_end_only(
    outbound: Any, inbound: Any, declared: bool, severities: list[str]
) -> None:
    home = contoso(partner(FABRIKAM, b2bCollaborationOutbound=outbound, b2bCollaborationInbound=CLOSED))
    resource = fabrikam(partner(CONTOSO, b2bCollaborationInbound=inbound, b2bCollaborationOutbound=CLOSED))
    directions = frozenset({(CONTOSO, FABRIKAM)}) if declared else frozenset()
    findings = checked("XC105", home, resource, declared=directions)
    assert [each.severity for each in findings] == severities
    out = rule_for(home.settings, "b2b_collaboration_outbound", FABRIKAM)
    into = rule_for(resource.settings, "b2b_collaboration_inbound", CONTOSO)
    assert out is not None
    assert into is not None
    assert all(each.facts == OpenAtOneEnd(CONTOSO, FABRIKAM, out, into) for each in findings)
    assert all(each.place == Place(CONTOSO, FABRIKAM, "b2b_collaboration_outbound") for each in findings)


def test_automatic_redemption_at_one_end() -> None:
    one = contoso(partner(FABRIKAM, **CONSENTS)), fabrikam(partner(CONTOSO))
    findings = checked("XC106", *one)
    assert [(each.tenants, each.severity) for each in findings] == [
        ((CONTOSO, FABRIKAM), "info"),
        ((FABRIKAM, CONTOSO), "info"),
    ]
    assert checked("XC106", contoso(partner(FABRIKAM, **CONSENTS)), fabrikam(partner(CONTOSO, **CONSENTS))) == []
    # No default decides it, so that one that was not read leaves nothing open.
    assert checked("XC106", one[0], fabrikam(partner(CONTOSO), default=None)) == findings
    assert checked("XC106", one[0], not_read("fabrikam", FABRIKAM, "usgov")) == []
    assert [each.facts for each in findings] == [
        RedeemedAtOneEnd(CONTOSO, FABRIKAM, Truth.YES, Truth.NO, Truth.NO),
        RedeemedAtOneEnd(FABRIKAM, CONTOSO, Truth.NO, Truth.YES, Truth.NO),
    ]
    assert findings[0].place == Place(CONTOSO, FABRIKAM, "automatic_user_consent_settings")
    synced = contoso(partner(FABRIKAM, **CONSENTS)), fabrikam(partner(CONTOSO, **SYNCHRONISED))
    assert [(each.severity, each.tenants) for each in checked("XC106", *synced)] == [
        ("warning", (CONTOSO, FABRIKAM)),
        ("info", (FABRIKAM, CONTOSO)),
    ]
    unknown = contoso(partner(FABRIKAM, **CONSENTS)), fabrikam(partner(CONTOSO, identitySynchronization="x"))
    assert [(each.severity, each.tenants) for each in checked("XC106", *unknown)] == [
        ("info", (FABRIKAM, CONTOSO)),
        ("unknown", (CONTOSO, FABRIKAM)),
    ]


def test_direct_connect_across_clouds() -> None:
    opened = contoso(partner(FABRIKAM, b2bDirectConnectInbound=OPEN))
    (finding,) = checked("XC107", opened, fabrikam())
    section = "b2b_direct_connect_inbound"
    assert (finding.tenants, finding.place) == ((CONTOSO, FABRIKAM), Place(CONTOSO, FABRIKAM, section))
    assert finding.facts == DirectConnectOpened(CONTOSO, FABRIKAM, section)
    half = contoso(partner(FABRIKAM, b2bDirectConnectInbound={"usersAndGroups": OPEN["usersAndGroups"]}))
    assert [each.severity for each in checked("XC107", half, fabrikam())] == ["unknown"]
    blocked = contoso(partner(FABRIKAM, b2bDirectConnectInbound=CLOSED))
    assert checked("XC107", blocked, fabrikam()) == []
    assert checked("XC107", contoso(partner(TAILSPIN, b2bDirectConnectInbound=OPEN)), tailspin()) == []


@pytest.mark.parametrize(
    ("target", "source", "severities"),
    [
        ("usgov", "global", []),
        ("global", "usgov", []),
        ("china", "global", []),
        ("global", "china", ["unknown"]),
        ("china", "usgov", ["error"]),
        ("global", "global", []),
    ],
)
def test_users_synchronised_between_clouds(target: str, source: str, severities: list[str]) -> None:
    into = tenant("contoso", CONTOSO, target, partner(TAILSPIN, **SYNCHRONISED))
    findings = checked("XC108", into, tailspin(cloud=source))
    assert [each.severity for each in findings] == severities
    facts = SynchronisedAcrossClouds(CONTOSO, TAILSPIN, find_cloud(target), find_cloud(source), are_groups=False)
    assert all(each.facts == facts for each in findings)


def test_groups_synchronised_between_clouds() -> None:
    groups = {"identitySynchronization": {"groupSyncInbound": {"isSyncAllowed": True}}}
    (finding,) = checked("XC108", contoso(partner(FABRIKAM, **groups)), fabrikam())
    assert finding.facts == SynchronisedAcrossClouds(CONTOSO, FABRIKAM, GLOBAL, USGOV, are_groups=True)
    assert (finding.severity, finding.place) == ("error", Place(CONTOSO, FABRIKAM, "group_sync_inbound"))
    assert checked("XC108", contoso(partner(TAILSPIN, **groups)), tailspin()) == []


def test_synchronised_users_who_are_blocked() -> None:
    (finding,) = checked("XC109", contoso(partner(FABRIKAM, **SYNCHRONISED)))  # the default is closed
    assert finding.tenants == (CONTOSO, FABRIKAM)
    assert finding.facts == SynchronisedUsersBlocked(CONTOSO, FABRIKAM)
    let_in = partner(FABRIKAM, **SYNCHRONISED, b2bCollaborationInbound=TO_DESK)
    assert checked("XC109", contoso(let_in)) == []
    assert checked("XC109", contoso(partner(FABRIKAM))) == []


@pytest.mark.parametrize(
    ("answered", "severities"),
    [
        ({"identitySynchronization": "odd"}, ["unknown", "unknown"]),  # users, and groups
        ({"identitySynchronization": {"userSyncInbound": "odd"}}, ["unknown"]),
        ({"identitySynchronization": None}, []),
        ({"identitySynchronization": NOT_ANSWERED}, []),  # as a partner without one is answered
    ],
)
def test_a_synchronisation_that_is_not_understood_may_be_one(
    answered: dict[str, Any], severities: list[str]
) -> None:
    into = tenant("contoso", CONTOSO, "usgov", partner(TAILSPIN, b2bCollaborationInbound=CLOSED, **answered))
    across = checked("XC108", into, tailspin(cloud="china"))
    assert [each.severity for each in across] == severities
    blocked = checked("XC109", into)
    assert [each.severity for each in blocked] == severities[:1]
    assert not any(getattr(each.facts, "is_sure") for each in (*across, *blocked))  # noqa: B009 - of several types


def test_a_cloud_without_partners() -> None:
    (finding,) = checked("XC110", contoso())
    assert (finding.severity, finding.tenants) == ("info", (CONTOSO,))
    assert finding.place == Place(CONTOSO, "settings", "allowed_cloud_endpoints")
    assert finding.facts == EnabledWithoutPartner(CONTOSO, TO_USGOV, unplaced=0, has_open_default=Truth.NO)
    assert len({each.key for each in checked("XC110", contoso(enabled=(TO_USGOV, TO_CHINA)))}) == 2
    (finding,) = checked("XC110", contoso(default=SYSTEM_DEFAULT))
    assert finding.severity == "warning"
    assert finding.facts == EnabledWithoutPartner(CONTOSO, TO_USGOV, unplaced=0, has_open_default=Truth.YES)
    assert checked("XC110", contoso(partner(FABRIKAM)), fabrikam(partner(CONTOSO))) == []
    assert checked("XC110", contoso(enabled=())) == []
    assert checked("XC110", contoso(enabled=(TO_GLOBAL,))) == []  # its own cloud: XC212
    outsider = contoso(partner(OUTSIDE))
    (finding,) = checked("XC110", outsider)
    assert finding.severity == "unknown"
    assert finding.facts == EnabledWithoutPartner(CONTOSO, TO_USGOV, unplaced=1, has_open_default=Truth.NO)
    assert checked("XC110", outsider, clouds_of={OUTSIDE: frozenset({"usgov"})}) == []
    for default in (None, {**HARDENED, "b2bCollaborationOutbound": "x"}):
        (finding,) = checked("XC110", contoso(default=default))
        assert finding.severity == "unknown"
        assert finding.facts == EnabledWithoutPartner(
            CONTOSO, TO_USGOV, unplaced=0, has_open_default=Truth.UNKNOWN
        )


def test_a_tenant_found_in_another_cloud() -> None:
    (finding,) = checked("XC112", fabrikam(), clouds_of={FABRIKAM: frozenset({"global"})})
    assert (finding.tenants, finding.place) == ((FABRIKAM,), Place(FABRIKAM))
    assert finding.facts == FoundElsewhere(FABRIKAM, frozenset({TO_GLOBAL}), USGOV)
    assert checked("XC112", fabrikam(), clouds_of={FABRIKAM: frozenset({"usgov"})}) == []
    assert checked("XC112", fabrikam(), clouds_of={FABRIKAM: frozenset()}) == []
    dod = tenant("dod", FABRIKAM, "usgov_dod")
    assert checked("XC112", dod, clouds_of={FABRIKAM: frozenset({TO_USGOV})}) == []  # one login service
    twice = {OUTSIDE: frozenset({TO_GLOBAL, TO_CHINA})}
    (finding,) = checked("XC112", contoso(partner(OUTSIDE)), clouds_of=twice)
    assert finding.facts == FoundElsewhere(OUTSIDE, frozenset({TO_GLOBAL, TO_CHINA}), None)
    assert checked("XC112", contoso(), clouds_of=twice) == []  # nobody's partner


def test_everybody_may_reach_everything() -> None:
    opened = partner(CONTOSO, b2bCollaborationInbound=OPEN)
    out = partner(FABRIKAM, b2bCollaborationOutbound=OPEN)
    findings = checked("XC113", contoso(out), fabrikam(opened))
    assert [each.tenants for each in findings] == [(FABRIKAM, CONTOSO)]
    assert findings[0].place == Place(FABRIKAM, CONTOSO, "b2b_collaboration_inbound")
    assert findings[0].facts == EverybodyEverything(FABRIKAM, CONTOSO)
    assert checked("XC113", contoso(partner(FABRIKAM)), fabrikam(opened)) == []  # the other end lets nobody out
    assert checked("XC113", contoso(out, enabled=()), fabrikam(opened)) == []
    outsider = contoso(partner(OUTSIDE, b2bCollaborationInbound=OPEN))
    (beyond,) = checked("XC113", outsider)
    assert (beyond.tenants, beyond.facts) == (
        (CONTOSO, OUTSIDE),
        EverybodyEverything(CONTOSO, OUTSIDE, is_placed=False),
    )
    assert [each.severity for each in (*findings, beyond)] == ["warning", "unknown"]
    placed = {OUTSIDE: frozenset({"global"})}
    (found_,) = checked("XC113", outsider, clouds_of=placed)
    assert (found_.severity, found_.facts) == ("warning", EverybodyEverything(CONTOSO, OUTSIDE))


def test_what_a_tenant_lets_out_that_was_not_read_leaves_it_unknown() -> None:
    opened = contoso(partner(FABRIKAM, b2bCollaborationInbound=OPEN))
    (finding,) = checked("XC113", opened, not_read("fabrikam", FABRIKAM, "usgov"))
    facts = EverybodyEverything(CONTOSO, FABRIKAM, is_read=False)
    assert (finding.severity, finding.facts) == ("unknown", facts)
    theirs = not_read("fabrikam", FABRIKAM, "usgov", "it is another organisation's", is_managed=False)
    (finding,) = checked("XC113", opened, theirs)  # nobody will ever read it: the own half is the answer
    assert (finding.severity, finding.facts) == ("warning", EverybodyEverything(CONTOSO, FABRIKAM))
    inherits = contoso(partner(FABRIKAM), default=SYSTEM_DEFAULT)
    (finding,) = checked("XC113", inherits, not_read("fabrikam", FABRIKAM, "usgov"))
    assert (finding.severity, finding.facts) == ("unknown", OpenDefault(CONTOSO, (FABRIKAM,), unread=1))


def test_what_code_lets_out_is_told_where_the_other_end_is_not_declared() -> None:
    out = contoso(partner(FABRIKAM, b2bCollaborationOutbound=OPEN))
    unread = not_read("fabrikam", FABRIKAM, "usgov")
    (finding,) = checked("XC113", out, unread, by_code=True)
    assert (finding.tenants, finding.facts) == ((CONTOSO, FABRIKAM), EverybodyLetOut(CONTOSO, FABRIKAM))
    assert finding.place == Place(CONTOSO, FABRIKAM, "b2b_collaboration_outbound")
    assert checked("XC113", out, unread) == []  # of a live tenant, the partner decides
    assert checked("XC113", out, fabrikam(partner(CONTOSO, b2bCollaborationInbound=TO_VAULT)), by_code=True) == []
    inherited = contoso(partner(FABRIKAM, b2bCollaborationInbound=CLOSED), default=SYSTEM_DEFAULT)
    assert checked("XC113", inherited, unread, by_code=True) == []


def test_partners_on_an_open_default_are_one_finding() -> None:
    ids = [f"{n:08}-2222-4333-8444-555555555555" for n in range(5)]
    (finding,) = checked("XC113", contoso(*map(partner, ids), default=SYSTEM_DEFAULT))
    assert (finding.tenants, finding.degree) == ((CONTOSO,), 5)
    assert finding.place == Place(CONTOSO, "default_settings", "b2b_collaboration_inbound")
    assert (finding.severity, finding.facts) == ("unknown", OpenDefault(CONTOSO, tuple(ids), unplaced=5))
    one_placed = {ids[0]: frozenset({"global"})}
    (finding,) = checked("XC113", contoso(*map(partner, ids), default=SYSTEM_DEFAULT), clouds_of=one_placed)
    assert (finding.severity, finding.facts) == ("warning", OpenDefault(CONTOSO, tuple(ids), unplaced=4))
    assert checked("XC113", contoso(partner(OUTSIDE), default=HARDENED)) == []
