"""3xx: whether a change is safe. What is told of it: tests/wording/findings/test_changes.py."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from crosscloud.domain.applications import GUEST_ESSENTIALS, RIGHTS_MANAGEMENT, TERMS_OF_USE
from crosscloud.domain.clouds import GLOBAL
from crosscloud.domain.directory import ConditionalAccessPolicy, DirectoryContext
from crosscloud.domain.directory.conditional_access import Selection
from crosscloud.domain.findings import (
    Finding,
    Situation,
    TenantFacts,
    check,
    check_change,
    check_resource_change,
    introduced,
)
from crosscloud.domain.findings.finding import Place
from crosscloud.domain.findings.rules.cut_off import (
    CloudSwitchedOff,
    DefaultCloses,
    ManyRemoved,
    ServiceProviderRemoved,
)
from crosscloud.domain.findings.rules.needed_applications import GuestEssentials, ProtectedMail
from crosscloud.domain.findings.rules.trust import TrustChanges
from crosscloud.domain.findings.rules.widening import Way, Widening
from crosscloud.domain.settings import AFTER_APPLY, NOT_READ, Unread
from crosscloud.domain.truth import Truth
from tests.domain.findings.made_situations import (
    CLOSED,
    CONTOSO,
    ENGINEERS,
    FABRIKAM,
    HARDENED,
    MAIL,
    MFA,
    NO_TRUST,
    OPEN,
    OUTSIDE,
    SYSTEM_DEFAULT,
    TAILSPIN,
    TO_USGOV,
    TO_VAULT,
    VAULT,
    b2b,
    contoso,
    fabrikam,
    found,
    not_read,
    pair_of,
    partner,
    situation,
    tailspin,
    with_partner,
    with_settings,
)

ONE_GROUP = b2b("allowed", (ENGINEERS,), "allowed", (VAULT,))
TWO_APPLICATIONS = b2b("allowed", (ENGINEERS,), "allowed", (VAULT, RIGHTS_MANAGEMENT))
ALL_TO_VAULT = b2b("allowed", ("AllUsers",), "allowed", (VAULT,))
IN_GLOBAL = {OUTSIDE: frozenset({"global"})}


def changed(id_: str, before: TenantFacts, after: TenantFacts, **more: Any) -> list[Finding]:
    """What is found of one id where one tenant changes."""
    return found(id_, check_change(situation(before, **more), situation(after, **more)))


def brought(id_: str, before: TenantFacts, after: TenantFacts) -> list[Finding]:
    """What stands of one id after one tenant changed, and did not stand before; what plain Terraform tells too."""
    one, other = situation(before), situation(after)
    new = found(id_, introduced(check(one), check(other)))
    assert new == found(id_, check_resource_change(one, other))
    return new


def way_of(finding: Finding) -> Way:
    """The direction of a finding about access that widens."""
    assert isinstance(finding.facts, Widening)
    return finding.facts.way


def default(**sections: Any) -> TenantFacts:
    return contoso(default={**SYSTEM_DEFAULT, **sections})


@pytest.mark.parametrize("section", [CLOSED, MAIL, ALL_TO_VAULT])
def test_a_default_that_closes(section: Any) -> None:
    for name in ("b2bCollaborationInbound", "b2bCollaborationOutbound"):
        assert [each.severity for each in changed("XC301", default(), default(**{name: section}))] == ["error"]
    assert changed("XC301", default(b2bCollaborationInbound=section), default()) == []
    assert changed("XC301", default(), default(inboundTrust=MFA)) == []


def test_rights_management_alone_counts_as_closed() -> None:
    closed, mail = default(b2bCollaborationOutbound=CLOSED), default(b2bCollaborationOutbound=MAIL)
    assert changed("XC301", mail, closed) == []
    assert len(brought("XC305", mail, closed)) == 1


def test_a_default_that_is_not_known_may_close() -> None:
    unknown = with_settings(
        default(), default={**default().settings.default, "b2b_collaboration_inbound": NOT_READ}
    )
    (finding,) = changed("XC301", default(), unknown)
    assert (finding.severity, finding.place) == ("unknown", Place(CONTOSO, "default_settings"))
    assert finding.facts == DefaultCloses(CONTOSO, GLOBAL, (), ("b2b_collaboration_inbound",))
    closing = default(b2bCollaborationInbound=CLOSED)
    assert [each.severity for each in changed("XC301", unknown, closing)] == ["unknown"]
    assert changed("XC301", unknown, default()) == []  # whatever it was, it permits everything now


def test_a_default_that_was_not_read_before_or_after_does_not_close() -> None:
    def unread(value: Unread) -> TenantFacts:
        sections = {**default().settings.default, "b2b_collaboration_inbound": value}
        return with_settings(default(), default=sections)

    assert changed("XC301", unread(NOT_READ), unread(NOT_READ)) == []
    assert changed("XC301", unread(NOT_READ), unread(Unread("Graph answered 503"))) == []
    written = changed("XC301", unread(NOT_READ), unread(AFTER_APPLY))  # a plan writes it, nobody knows what
    assert [each.severity for each in written] == ["unknown"]


def test_what_a_default_loses() -> None:
    closing = default(b2bCollaborationInbound=CLOSED, b2bCollaborationOutbound=MAIL)
    (finding,) = changed("XC301", default(), closing)
    assert (finding.tenants, finding.degree) == ((CONTOSO,), 2)
    assert finding.about == ("b2b_collaboration_inbound", "b2b_collaboration_outbound")
    assert isinstance(finding.facts, DefaultCloses)
    assert [(section, bool(change.lost)) for section, change in finding.facts.lost] == [
        ("b2b_collaboration_inbound", True),
        ("b2b_collaboration_outbound", True),
    ]


def test_a_service_provider_that_is_removed() -> None:
    provider = contoso(partner(OUTSIDE, isServiceProvider=True))
    (finding,) = changed("XC302", provider, with_settings(provider, partners={}))
    assert finding.facts == ServiceProviderRemoved(CONTOSO, OUTSIDE)
    assert (finding.tenants, finding.place) == ((CONTOSO, OUTSIDE), Place(CONTOSO, OUTSIDE))
    for ordinary in ({}, {"isServiceProvider": None}, {"isServiceProvider": False}):
        assert changed("XC302", contoso(partner(OUTSIDE, **ordinary)), contoso()) == []
    assert changed("XC302", provider, provider) == []
    (anew,) = changed("XC302", provider, contoso(partner(OUTSIDE)))  # made in its place: the relationship is gone
    assert anew.facts == ServiceProviderRemoved(CONTOSO, OUTSIDE)


@pytest.mark.parametrize("odd", ["yes", "", 0, {}])
def test_what_may_be_a_service_provider_and_is_removed(odd: Any) -> None:
    (finding,) = changed("XC302", contoso(partner(OUTSIDE, isServiceProvider=odd)), contoso())
    assert finding.severity == "unknown"
    assert finding.facts == ServiceProviderRemoved(CONTOSO, OUTSIDE, is_sure=False)


def test_a_cloud_switched_off_under_its_partners() -> None:
    on, off = contoso(partner(FABRIKAM)), contoso(partner(FABRIKAM), enabled=())
    known = fabrikam(partner(CONTOSO))
    findings = found("XC303", check_change(situation(on, known), situation(off, known)))
    assert [each.severity for each in findings] == ["error"]
    assert [each.severity for each in changed("XC303", on, off)] == ["unknown"]  # fabrikam's cloud is not known
    assert changed("XC303", on, contoso(enabled=())) == []
    assert changed("XC303", on, off, clouds_of={FABRIKAM: frozenset({"global"})}) == []
    (finding,) = findings
    assert finding.facts == CloudSwitchedOff(CONTOSO, TO_USGOV, (FABRIKAM,))
    assert (finding.tenants, finding.place, finding.about, finding.degree) == (
        (CONTOSO,),
        Place(CONTOSO, "settings"),
        (TO_USGOV,),
        1,
    )


def test_a_cloud_that_may_be_switched_off() -> None:
    on, off, unread = (contoso(partner(FABRIKAM), enabled=enabled) for enabled in ((TO_USGOV,), (), None))
    in_usgov = {FABRIKAM: frozenset({"usgov"})}
    for before, after in ((on, unread), (unread, off)):
        (finding,) = changed("XC303", before, after, clouds_of=in_usgov)
        assert finding.severity == "unknown"
        assert finding.facts == CloudSwitchedOff(CONTOSO, TO_USGOV, (FABRIKAM,), is_sure=False)
        assert changed("XC303", before, after, clouds_of={FABRIKAM: frozenset({"global"})}) == []
    assert changed("XC303", unread, on, clouds_of=in_usgov) == []
    assert changed("XC303", unread, unread, clouds_of=in_usgov) == []
    otherwise = with_settings(unread, endpoints=Unread("Graph answered 503"))
    assert changed("XC303", unread, otherwise, clouds_of=in_usgov) == []


def test_a_cloud_switched_off_under_partners_that_were_not_read() -> None:
    on, off = (
        with_settings(contoso(enabled=enabled), unreadable={"partners": "503"}) for enabled in ((TO_USGOV,), ())
    )
    (finding,) = changed("XC303", on, off)
    assert finding.severity == "unknown"
    assert finding.facts == CloudSwitchedOff(CONTOSO, TO_USGOV, (), lists_all=False)


@pytest.mark.parametrize(
    ("whole", "kept", "is_many"), [(10, 7, False), (10, 6, True), (2, 0, False), (3, 0, True)]
)
def test_many_partners_removed(whole: int, kept: int, is_many: bool) -> None:
    partners = [partner(f"{n:08}-2222-4333-8444-555555555555") for n in range(whole)]
    findings = changed("XC304", contoso(*partners), contoso(*partners[:kept]))
    gone = tuple(each["tenantId"] for each in partners[kept:])
    expected = [(ManyRemoved(CONTOSO, gone, whole), Place(CONTOSO), len(gone))] if is_many else []
    assert [(each.facts, each.place, each.degree) for each in findings] == expected


def test_partners_that_are_no_longer_readable_are_not_removed() -> None:
    partners = [partner(f"{n:08}-2222-4333-8444-555555555555") for n in range(5)]
    assert (
        changed("XC304", contoso(*partners), with_settings(contoso(), partners={}, unreadable={"partners": "503"}))
        == []
    )


@pytest.mark.parametrize(
    ("section", "is_missing"),
    [(ALL_TO_VAULT, True), (CLOSED, True), (MAIL, False), (OPEN, False), (TWO_APPLICATIONS, False)],
)
def test_protected_mail(section: Any, is_missing: bool) -> None:
    after = default(b2bCollaborationOutbound=section)
    findings = brought("XC305", default(), after)
    where = Place(CONTOSO, "default_settings", "b2b_collaboration_outbound")
    assert [(each.facts, each.place) for each in findings] == [(ProtectedMail(CONTOSO), where)] * is_missing
    assert brought("XC305", after, after) == []  # it stands already, and is told as that
    assert len(found("XC305", check(situation(after)))) == is_missing
    assert brought("XC305", default(), default(b2bCollaborationInbound=section)) == []


def test_a_direction_that_is_closed_is_not_missing_applications() -> None:
    assert brought("XC305", contoso(), contoso(partner(FABRIKAM, b2bCollaborationOutbound=CLOSED))) == []
    blocked = b2b("blocked", ("AllUsers",), "blocked", ("AllApplications",))
    assert changed("XC306", contoso(), contoso(partner(FABRIKAM, b2bCollaborationInbound=blocked))) == []


@pytest.mark.parametrize(
    ("section", "missing"), [(ALL_TO_VAULT, 4), (TO_VAULT, 0), (MAIL, 0), (OPEN, 0), (CLOSED, 0)]
)
def test_applications_that_guests_need(section: Any, missing: int) -> None:
    for name in ("b2bCollaborationInbound", "b2bCollaborationOutbound"):
        after = contoso(partner(FABRIKAM, **{name: section}))
        findings = changed("XC306", contoso(), after)
        assert [each.degree for each in findings] == [missing] * bool(missing)
        assert [each.place.of for each in findings] == [FABRIKAM] * bool(missing)
        for each in findings:
            assert isinstance(each.facts, GuestEssentials)
            assert len(each.facts.missing) == missing


def test_all_users_or_all_applications_gained_between_known_tenants() -> None:
    def pair(section: Any, *, declared: bool = True) -> Situation:
        directions = frozenset({(CONTOSO, FABRIKAM)}) if declared else frozenset()
        return pair_of((CLOSED, section), (section, CLOSED), declared=directions)

    def ids(before: Situation, after: Situation) -> list[tuple[str, str]]:
        return [(each.id, each.severity) for each in check_change(before, after) if each.id in ("XC307", "XC311")]

    one_group = pair(ONE_GROUP)
    assert ids(one_group, pair(ALL_TO_VAULT)) == [("XC307", "error")]
    for applications in (("AllApplications",), (VAULT, "Office365")):
        wide = b2b("allowed", (ENGINEERS,), "allowed", applications)
        assert ids(one_group, pair(wide)) == [("XC307", "error")]
    assert ids(one_group, pair(TWO_APPLICATIONS)) == [("XC311", "warning")]
    assert ids(pair(OPEN), one_group) == []
    assert ids(one_group, one_group) == []
    assert ids(pair(CLOSED), one_group) == []  # nothing was permitted, and the intent declares it
    assert ids(pair(CLOSED), pair(TO_VAULT, declared=False)) == [("XC311", "warning")]
    assert ids(pair(CLOSED), pair(OPEN)) == [("XC307", "error")]  # all users, declared or not


def test_one_end_alone_widens_nothing_while_the_other_is_closed() -> None:
    other = fabrikam(partner(CONTOSO))
    before = situation(contoso(partner(FABRIKAM)), other)
    after = situation(contoso(partner(FABRIKAM, b2bCollaborationInbound=ALL_TO_VAULT)), other)
    assert found("XC307", check_change(before, after)) == []


def test_a_default_that_opens() -> None:
    findings = changed("XC307", contoso(), contoso(default=SYSTEM_DEFAULT))
    assert [each.place.section for each in findings] == ["b2b_collaboration_inbound", "b2b_collaboration_outbound"]
    inheriting = partner(OUTSIDE), partner(TAILSPIN)
    told_once = changed(
        "XC307", contoso(*inheriting), contoso(*inheriting, default=SYSTEM_DEFAULT), clouds_of=IN_GLOBAL
    )
    assert [each.tenants for each in told_once] == [(CONTOSO,)] * 2
    assert way_of(told_once[0]).inheriting == 2
    one = contoso(default={**HARDENED, "b2bCollaborationInbound": TO_VAULT})
    assert len(changed("XC311", contoso(), one)) == 1
    assert changed("XC307", contoso(), one) == []
    direct = contoso(default={**HARDENED, "b2bDirectConnectInbound": OPEN})
    assert len(changed("XC307", contoso(), direct)) == 1


def test_a_partner_outside_the_environment_that_opens_is_judged_by_this_half() -> None:
    before = contoso(partner(OUTSIDE, b2bCollaborationInbound=TO_VAULT))
    after = contoso(partner(OUTSIDE, b2bCollaborationInbound=OPEN))
    for clouds in ({}, IN_GLOBAL, {OUTSIDE: frozenset({"usgov"})}):
        findings = changed("XC307", before, after, clouds_of=clouds)
        assert [(each.severity, each.tenants) for each in findings] == [("error", (CONTOSO, OUTSIDE))]
    not_enabled = [with_settings(each, endpoints=frozenset()) for each in (before, after)]
    assert changed("XC307", *not_enabled, clouds_of={OUTSIDE: frozenset({"usgov"})}) == []


def test_direct_connect_widens_within_one_cloud_alone() -> None:
    opened = contoso(partner(OUTSIDE, b2bDirectConnectInbound=OPEN))
    assert [each.severity for each in changed("XC307", contoso(), opened, clouds_of=IN_GLOBAL)] == ["error"]
    outward = partner(OUTSIDE, b2bDirectConnectInbound=OPEN, b2bCollaborationOutbound=CLOSED)
    in_usgov = {OUTSIDE: frozenset({"usgov"})}
    assert changed("XC307", contoso(), contoso(outward), clouds_of=in_usgov) == []
    assert [each.severity for each in changed("XC307", contoso(), contoso(outward))] == ["unknown"]


def test_a_section_or_an_entry_that_goes_leaves_the_default() -> None:
    own = contoso(partner(OUTSIDE, b2bCollaborationInbound=TO_VAULT), default=SYSTEM_DEFAULT)
    inherits, gone = contoso(partner(OUTSIDE), default=SYSTEM_DEFAULT), contoso(default=SYSTEM_DEFAULT)
    taken = changed("XC307", own, inherits, clouds_of=IN_GLOBAL)
    assert [each.severity for each in taken] == ["error"]
    assert [end.is_taken_over for end in way_of(taken[0]).ends] == [True]
    assert [each.severity for each in changed("XC307", own, gone, clouds_of=IN_GLOBAL)] == ["error"]
    assert changed("XC307", own, gone, clouds_of={OUTSIDE: frozenset({"usgov"})}) == []  # gone is blocked there
    assert [each.severity for each in changed("XC307", own, gone)] == ["unknown"]
    only_this_cloud = [with_settings(each, endpoints=frozenset()) for each in (own, gone)]
    assert [each.severity for each in changed("XC307", *only_this_cloud)] == ["error"]


def test_a_same_cloud_pair_that_falls_back_on_open_defaults() -> None:
    def pair(*entries: Any) -> Situation:
        return situation(contoso(*entries, default=SYSTEM_DEFAULT), tailspin(default=SYSTEM_DEFAULT))

    both_blocked = partner(TAILSPIN, b2bCollaborationInbound=CLOSED, b2bCollaborationOutbound=CLOSED)
    findings = found("XC307", check_change(pair(both_blocked), pair()))
    assert {each.tenants for each in findings} == {(CONTOSO, TAILSPIN), (TAILSPIN, CONTOSO)}


@pytest.mark.parametrize(
    ("clouds", "severities"),
    [({}, ["unknown"] * 2), ({OUTSIDE: frozenset({"usgov"})}, ["error"] * 2), (IN_GLOBAL, [])],
)
def test_a_partner_that_is_listed_anew_on_an_open_default(clouds: Any, severities: list[str]) -> None:
    before, after = contoso(default=SYSTEM_DEFAULT), contoso(partner(OUTSIDE), default=SYSTEM_DEFAULT)
    findings = changed("XC307", before, after, clouds_of=clouds)
    assert [each.severity for each in findings] == severities


def test_an_unmanaged_tenant_is_judged_by_this_half() -> None:
    theirs = not_read("fabrikam", FABRIKAM, "usgov", is_managed=False)
    declared = frozenset({(FABRIKAM, CONTOSO)})
    offered = contoso(partner(FABRIKAM, b2bCollaborationInbound=TO_VAULT))

    def ids(after: TenantFacts) -> list[str]:
        findings = check_change(situation(contoso(), theirs), situation(after, theirs, declared=declared))
        return [each.id for each in findings]

    assert ids(offered) == ["XC311"]  # outbound, on a default that lets everybody out to read mail
    narrow = {"b2bCollaborationInbound": TO_VAULT, "b2bCollaborationOutbound": CLOSED}
    assert ids(contoso(partner(FABRIKAM, **narrow))) == []
    wide = {"b2bCollaborationInbound": OPEN, "b2bCollaborationOutbound": CLOSED}
    assert ids(contoso(partner(FABRIKAM, **wide))) == ["XC307"]


def test_what_is_not_known_yet_may_widen() -> None:
    before = contoso(partner(OUTSIDE, b2bCollaborationInbound=TO_VAULT))
    after = with_partner(before, OUTSIDE, b2b_collaboration_inbound=NOT_READ)
    findings = changed("XC307", before, after, clouds_of=IN_GLOBAL)
    assert [each.severity for each in findings] == ["unknown"]
    closing = with_partner(before, OUTSIDE, b2b_collaboration_inbound=after_closing())
    for id_ in ("XC307", "XC311"):
        assert changed(id_, after, closing, clouds_of=IN_GLOBAL) == []  # from unknown to nothing is a loss


def after_closing() -> Any:
    """A section that permits nothing, as a plan writes it."""
    return contoso(partner(OUTSIDE, b2bCollaborationInbound=CLOSED)).settings.own_section(
        "b2b_collaboration_inbound", OUTSIDE
    )


def claims_of(findings: list[Finding]) -> list[tuple[str | None, set[str], set[str]]]:
    """Of each finding about trust: whose claims, what is accepted anew, what no longer is."""
    facts = [each.facts for each in findings if isinstance(each.facts, TrustChanges)]
    return [(each.other, {*each.added}, {*each.removed}) for each in facts]


def test_trust() -> None:
    trusts = contoso(partner(OUTSIDE, inboundTrust=MFA))
    refuses = contoso(partner(OUTSIDE, inboundTrust=NO_TRUST))
    (added,) = changed("XC308", refuses, trusts)
    assert (added.severity, added.tenants, added.degree) == ("warning", (CONTOSO,), 1)
    assert added.place == Place(CONTOSO, OUTSIDE, "inbound_trust")
    assert claims_of([added]) == [(OUTSIDE, {"is_mfa_accepted"}, set())]
    assert claims_of(changed("XC308", trusts, contoso())) == [(OUTSIDE, set(), {"is_mfa_accepted"})]
    assert changed("XC308", refuses, contoso()) == []
    unknown = with_partner(trusts, OUTSIDE, inbound_trust=NOT_READ)
    assert [each.severity for each in changed("XC308", trusts, unknown)] == ["unknown"]
    unread_otherwise = with_partner(trusts, OUTSIDE, inbound_trust=Unread("Graph answered 503"))
    assert changed("XC308", unknown, unread_otherwise) == []


def test_trust_in_everybody_is_told_once() -> None:
    trusting = contoso(partner(OUTSIDE), default={**HARDENED, "inboundTrust": MFA})
    (finding,) = changed("XC308", contoso(partner(OUTSIDE)), trusting)
    assert finding.place == Place(CONTOSO, "default_settings", "inbound_trust")
    assert claims_of([finding]) == [(None, {"is_mfa_accepted"}, set())]


def test_trust_that_is_spelt_otherwise_does_not_change() -> None:
    none = contoso(default={**HARDENED, "inboundTrust": None})
    assert changed("XC308", none, contoso()) == changed("XC308", contoso(), none) == []


def test_enabling_a_cloud_opens_to_the_partners_that_wait_for_it() -> None:
    waiting = partner(OUTSIDE, b2bCollaborationInbound=OPEN, b2bCollaborationOutbound=CLOSED)
    before, after = contoso(waiting, enabled=()), contoso(waiting, enabled=(TO_USGOV,))
    in_usgov = {OUTSIDE: frozenset({"usgov"})}
    assert [each.severity for each in changed("XC307", before, after, clouds_of=in_usgov)] == ["error"]
    assert changed("XC307", before, after, clouds_of=IN_GLOBAL) == []


EVERY_GUEST = Selection(all_guests=True, homes=frozenset(), somebody=False)
NO_GUEST = Selection(all_guests=False, homes=frozenset(), somebody=False)


def terms(asks: Truth = Truth.YES, included: Selection = EVERY_GUEST, **more: Any) -> DirectoryContext:
    """A directory whose Conditional Access asks guests for terms of use."""
    values: dict[str, Any] = {"applications": None, "claims": frozenset(), "needs_all": True, **more}
    policy = ConditionalAccessPolicy("Terms", included, NO_GUEST, asks_terms=asks, **values)
    return DirectoryContext(conditional_access=(policy,))


def left_out(section: str, entry: Any, directories: Mapping[str, DirectoryContext]) -> list[GuestEssentials]:
    """What contoso's entry for fabrikam leaves out, where the directories were read."""
    pair = [situation(facts, fabrikam()) for facts in (contoso(), contoso(partner(FABRIKAM, **{section: entry})))]
    before, after = (
        replace(
            each,
            tenants={id_: replace(one, directory=directories.get(id_)) for id_, one in each.tenants.items()},
        )
        for each in pair
    )
    told = [each.facts for each in found("XC306", check_change(before, after))]
    assert all(isinstance(facts, GuestEssentials) for facts in told)
    return [facts for facts in told if isinstance(facts, GuestEssentials)]


@pytest.mark.parametrize(
    ("section", "resource"), [("b2bCollaborationInbound", CONTOSO), ("b2bCollaborationOutbound", FABRIKAM)]
)
def test_terms_of_use_are_needed_at_both_ends_where_the_resource_asks(section: str, resource: str) -> None:
    other = FABRIKAM if resource == CONTOSO else CONTOSO
    asking = GuestEssentials(CONTOSO, (TERMS_OF_USE,), resource, Truth.YES)
    assert left_out(section, TO_VAULT, {resource: terms()}) == [asking]
    assert left_out(section, TO_VAULT, {other: terms()}) == []
    assert left_out(section, TO_VAULT, {}) == []
    with_terms = b2b("allowed", (ENGINEERS,), "allowed", (VAULT, *GUEST_ESSENTIALS, TERMS_OF_USE))
    assert left_out(section, with_terms, {resource: terms()}) == []
    (all_missing,) = left_out(section, ALL_TO_VAULT, {resource: terms()})
    assert len(all_missing.missing) == 5


@pytest.mark.parametrize(
    "directory",
    [
        terms(Truth.UNKNOWN),
        terms(included=replace(NO_GUEST, somebody=True)),
        terms(is_conditional=True),
        terms(applications=frozenset({VAULT})),
        terms(excluded_applications=frozenset({VAULT})),
    ],
)
def test_terms_that_may_be_asked_for_are_told_as_that(directory: DirectoryContext) -> None:
    (facts,) = left_out("b2bCollaborationInbound", TO_VAULT, {CONTOSO: directory})
    assert (facts.missing, facts.asks_terms) == ((TERMS_OF_USE,), Truth.UNKNOWN)


def test_terms_that_these_guests_do_not_meet_are_not_needed() -> None:
    others = terms(included=replace(NO_GUEST, homes=frozenset({TAILSPIN})))
    assert left_out("b2bCollaborationInbound", TO_VAULT, {CONTOSO: others}) == []
