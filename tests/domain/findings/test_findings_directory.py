"""4xx and XC114: what the directory says beside the settings, where it was asked; what was not read is unknown.

What is told of them: tests/wording/findings/test_directory.py.
"""

from dataclasses import replace
from typing import Any

import pytest

from crosscloud.domain.access import compare, permission
from crosscloud.domain.access.section import rule_for
from crosscloud.domain.clouds import GLOBAL
from crosscloud.domain.directory import (
    ANOTHERS,
    NOT_ASKED,
    NOT_WANTED,
    UNSAID,
    ConditionalAccessPolicy,
    DirectoryContext,
    DomainList,
    Guests,
    Part,
)
from crosscloud.domain.directory.conditional_access import MFA, Selection
from crosscloud.domain.directory.reasons import because, needs
from crosscloud.domain.findings import Finding, Situation, check, check_change
from crosscloud.domain.findings.finding import Facts, Place
from crosscloud.domain.findings.rules.conditional_access import UntrustedDemand
from crosscloud.domain.findings.rules.guests import (
    DomainsKeptOut,
    DomainsUnknown,
    GuestsCounted,
    GuestsLetIn,
    Inviters,
    WorkerUnavailable,
)
from crosscloud.domain.findings.rules.names import NamesMismatch, NamesNotCompared
from crosscloud.domain.findings.unread import NotRead
from crosscloud.domain.named import NamedId
from crosscloud.domain.tenant import make_unread_tenant
from tests.domain.findings.made_situations import (
    CONTOSO,
    DESK,
    ENGINEERS,
    FABRIKAM,
    VAULT,
    both_ends,
    checked,
    contoso,
    found,
    untouched,
    with_partner,
)

ENABLED = DirectoryContext(
    invites_from="everyone",
    conditional_access=(),
    invitation_domains=DomainList(allows=False, domains=frozenset()),
    domains=frozenset({"contoso.com"}),
    worker="enabled",
    guests={CONTOSO: Guests(0, 0), FABRIKAM: Guests(0, 0)},
)
EVERYBODY = Selection(all_guests=True, homes=frozenset(), somebody=False)
NOBODY = Selection(all_guests=False, homes=frozenset(), somebody=False)
CHOSEN = Selection(all_guests=False, homes=frozenset(), somebody=True)
NEED = frozenset({"Guests need it"})
DEVICE = "is_compliant_device_accepted"


def asked(base: Situation | None = None, *, contoso: Any = ENABLED, fabrikam: Any = ENABLED) -> Situation:
    """The demonstration's pair (or `base`), each with its directory asked."""
    found = base or both_ends()
    given = {CONTOSO: contoso, FABRIKAM: fabrikam}
    tenants = {id_: replace(facts, directory=given[id_]) for id_, facts in found.tenants.items()}
    return replace(found, tenants=tenants)


def of(id_: str, found_: Situation) -> list[tuple[str, str, Facts]]:
    """Severity, first tenant and facts of the findings of one id."""
    return [(each.severity, each.tenants[0], each.facts) for each in found(id_, check(found_))]


def with_(**changes: Any) -> DirectoryContext:
    return replace(ENABLED, **changes)


FOUR = ("XC401", "XC402", "XC403", "XC404", "XC405")


def fours(findings: list[Finding]) -> list[Finding]:
    return [each for each in findings if each.id in FOUR]


def test_nothing_is_said_where_nobody_asked_or_nothing_is_open() -> None:
    assert fours(check(both_ends())) == []
    assert fours(check(asked(untouched()))) == []


def test_whatever_was_not_read_is_unknown_once_for_each_tenant_with_its_reason() -> None:
    reason = needs("Permission.All")
    none = DirectoryContext.none_read(reason)
    findings = fours(check(asked(contoso=none, fabrikam=none)))
    assert [(each.id, each.tenants) for each in findings] == [
        (id_, (tenant_id,)) for id_ in FOUR for tenant_id in (CONTOSO, FABRIKAM)
    ]
    assert {each.severity for each in findings} == {"unknown"}
    parts: tuple[Part, ...] = ("authorization", "invitation_domains", "guests", "worker", "conditional_access")
    assert [each.facts for each in findings] == [NotRead(part, reason) for part in parts for _ in range(2)]
    assert {(each.place, each.about) for each in findings} == {
        (Place(tenant_id), ("unread",)) for tenant_id in (CONTOSO, FABRIKAM)
    }


def test_what_follows_from_a_direction_that_only_may_be_open_is_unknown() -> None:
    """Fabrikam was not read: what its users meet in Contoso, or its own directory says, only may matter."""
    base = both_ends()
    unread = make_unread_tenant("fabrikam", FABRIKAM, base.tenants[FABRIKAM].settings.cloud)
    pair = replace(base, tenants={**base.tenants, FABRIKAM: replace(base.tenants[FABRIKAM], settings=unread)})
    says = with_(
        invites_from="none",
        invitation_domains=DomainList(allows=False, domains=frozenset({"contoso.com"})),
        worker="disabled",
        conditional_access=(
            ConditionalAccessPolicy("Device", EVERYBODY, NOBODY, None, frozenset({DEVICE}), needs_all=True),
        ),
    )
    ids = ["XC401", "XC402", "XC403", "XC404", "XC405"]
    whole, part = (check(asked(each, contoso=says, fabrikam=says)) for each in (base, pair))
    known = {each.key: each for each in fours(whole)}
    assert {each.id for each in known.values() if each.severity != "unknown"} == {*ids}
    found_ = fours(part)
    assert {each.id for each in found_} == {*ids}
    assert {each.severity for each in found_} == {"unknown"}
    assert all(getattr(each.facts, "is_open", None) is False for each in found_ if each.key in known)


def test_another_organisations_tenant_is_not_asked() -> None:
    base = both_ends()
    theirs = replace(base.tenants[FABRIKAM], is_managed=False)
    pair = replace(base, tenants={**base.tenants, FABRIKAM: theirs})
    found_ = asked(pair, fabrikam=DirectoryContext.none_read(UNSAID))
    assert {each.tenants[0] for each in fours(check(found_))} == {CONTOSO}


@pytest.mark.parametrize(
    ("value", "severity", "degree"),
    [
        ("none", "warning", 1),
        ("adminsAndGuestInviters", "info", 0),
        ("adminsGuestInvitersAndAllMembers", "info", 0),
        ("everyone", "info", 0),
        ("somethingNew", "unknown", 0),
    ],
)
def test_who_may_invite(value: str, severity: str, degree: int) -> None:
    first, second = found("XC401", check(asked(contoso=with_(invites_from=value))))
    told = next(each for each in (first, second) if each.tenants == (CONTOSO,))
    assert (told.severity, told.degree, told.place) == (severity, degree, Place(CONTOSO))
    assert told.facts == Inviters(CONTOSO, value)


def test_a_list_that_keeps_out_a_partner_that_is_let_in() -> None:
    only_others = with_(invitation_domains=DomainList(allows=True, domains=frozenset({"woodgrove.com"})))
    fabrikams = frozenset({"fabrikam.us"})
    two = with_(domains=frozenset({"fabrikam.us", "woodgrove.com"}))
    assert of("XC402", asked(contoso=only_others, fabrikam=with_(domains=fabrikams))) == [
        ("warning", CONTOSO, DomainsKeptOut(CONTOSO, FABRIKAM, True, fabrikams, are_all=True))
    ]
    assert of("XC402", asked(contoso=only_others, fabrikam=two)) == [
        ("warning", CONTOSO, DomainsKeptOut(CONTOSO, FABRIKAM, True, fabrikams, are_all=False))
    ]
    assert of("XC402", asked(contoso=only_others, fabrikam=with_(domains=frozenset({"woodgrove.com"})))) == []
    denied = with_(invitation_domains=DomainList(allows=False, domains=frozenset({"fabrikam.us"})))
    (finding,) = found("XC402", check(asked(contoso=denied, fabrikam=two)))
    assert finding.facts == DomainsKeptOut(CONTOSO, FABRIKAM, False, fabrikams, are_all=False)
    assert (finding.tenants, finding.place, finding.degree) == (
        (CONTOSO, FABRIKAM),
        Place(CONTOSO, FABRIKAM),
        1,
    )


def test_whether_a_list_keeps_out_a_partner_of_unknown_domains_is_unknown() -> None:
    denied = with_(invitation_domains=DomainList(allows=False, domains=frozenset({"fabrikam.us"})))
    needed = needs("Organization.Read.All")
    unread = with_(domains=None, unread={"organization": needed})
    (finding,) = found("XC402", check(asked(contoso=denied, fabrikam=unread)))
    assert (finding.severity, finding.tenants) == ("unknown", (CONTOSO, FABRIKAM))
    assert finding.facts == DomainsUnknown(CONTOSO, FABRIKAM, is_allow_list=False, reason=needed)
    assert of("XC402", asked(fabrikam=unread)) == []  # an empty list keeps out nobody, whoever they are


@pytest.mark.parametrize("is_managed", [True, False])
def test_why_domains_are_unknown_where_nobody_asked(is_managed: bool) -> None:
    denied = with_(invitation_domains=DomainList(allows=False, domains=frozenset({"fabrikam.us"})))
    base = both_ends()
    theirs = replace(base.tenants[FABRIKAM], is_managed=is_managed)
    pair = replace(base, tenants={**base.tenants, FABRIKAM: theirs})
    reason = NOT_ASKED if is_managed else ANOTHERS
    assert of("XC402", asked(pair, contoso=denied, fabrikam=None)) == [
        ("unknown", CONTOSO, DomainsUnknown(CONTOSO, FABRIKAM, is_allow_list=False, reason=reason))
    ]


def test_guests_of_the_home_tenant() -> None:
    guests = Guests(1_200, 3)
    findings = found("XC403", check(asked(fabrikam=with_(guests={CONTOSO: guests}))))
    told = next(each for each in findings if each.tenants == (FABRIKAM, CONTOSO))
    assert (told.severity, told.place) == ("info", Place(FABRIKAM, CONTOSO))
    assert told.facts == GuestsCounted(CONTOSO, FABRIKAM, guests)


def test_guests_that_were_not_counted() -> None:
    reason = because("its domains are not known")
    unread = with_(guests={}, guests_unread={CONTOSO: reason})
    told = [each for each in found("XC403", check(asked(fabrikam=unread))) if each.tenants == (FABRIKAM,)]
    assert [(each.severity, each.facts, each.about) for each in told] == [
        ("unknown", NotRead("guests", reason), ("unread", CONTOSO))
    ]
    not_asked = [each for each in of("XC403", asked(fabrikam=with_(guests={}))) if each[1] == FABRIKAM]
    assert not_asked == [("unknown", FABRIKAM, NotRead("guests", NOT_WANTED))]


def test_guests_that_exist_are_let_in_at_once_by_a_change() -> None:
    there = with_(guests={CONTOSO: Guests(40, 2)})
    before, after = asked(untouched(), fabrikam=there), asked(fabrikam=there)
    (finding,) = found("XC403", check_change(before, after))
    assert (finding.tenants, finding.place) == ((FABRIKAM, CONTOSO), Place(FABRIKAM, CONTOSO))
    assert finding.about == ("change",)
    old, new = (
        permission(each.tenants[CONTOSO].settings, each.tenants[FABRIKAM].settings) for each in (before, after)
    )
    change = compare(old, new)
    assert change.gained
    assert finding.facts == GuestsLetIn(CONTOSO, FABRIKAM, 38, change.table, change.gained)
    assert found("XC403", check_change(after, after)) == []
    pending = asked(fabrikam=with_(guests={CONTOSO: Guests(2, 2)}))
    assert found("XC403", check_change(asked(untouched()), pending)) == []


@pytest.mark.parametrize(("worker", "severity"), [("disabled", "error"), ("absent", "unknown")])
def test_the_worker_of_the_home_tenant(worker: Any, severity: str) -> None:
    assert of("XC404", asked(contoso=with_(worker=worker))) == [
        (severity, CONTOSO, WorkerUnavailable(CONTOSO, is_disabled=worker == "disabled"))
    ]


def test_the_worker_matters_across_clouds_alone() -> None:
    base = both_ends()
    same = replace(base.tenants[FABRIKAM], settings=replace(base.tenants[FABRIKAM].settings, cloud=GLOBAL))
    one_cloud = replace(base, tenants={**base.tenants, FABRIKAM: same})
    assert of("XC404", asked(one_cloud, contoso=with_(worker="disabled"))) == []


def demand(*claims: str, included: Selection = EVERYBODY, **more: Any) -> DirectoryContext:
    """DirectoryContext with one policy that asks guests for something."""
    values: dict[str, Any] = {"excluded": NOBODY, "applications": None, "needs_all": True, **more}
    policy = ConditionalAccessPolicy("Guests need it", included, claims=frozenset(claims), **values)
    return with_(conditional_access=(policy,))


def untrusted(**facts: frozenset[str]) -> UntrustedDemand:
    """What is told of Conditional Access of contoso; what is not given is empty."""
    claims, sure, doubtful, untold = (
        facts.get(name, frozenset()) for name in ("claims", "sure", "doubtful", "untold")
    )
    return UntrustedDemand(FABRIKAM, CONTOSO, claims, sure, doubtful, untold)


def demanded(directory: DirectoryContext) -> list[Finding]:
    """What is found about Conditional Access of contoso, which trusts the MFA of fabrikam and no devices."""
    return found("XC405", check(asked(contoso=directory)))


def test_a_demand_that_is_trusted_is_no_finding() -> None:
    assert demanded(demand(MFA)) == []


def test_a_device_that_is_not_trusted_blocks() -> None:
    (finding,) = demanded(demand(DEVICE))
    assert (finding.severity, finding.tenants, finding.degree) == ("warning", (CONTOSO, FABRIKAM), 2)
    assert finding.place == Place(CONTOSO, FABRIKAM)
    assert finding.facts == untrusted(claims=frozenset({DEVICE}), sure=NEED)


def test_mfa_that_is_not_trusted_is_done_in_the_resource_tenant() -> None:
    base = both_ends()
    contoso = with_partner(base.tenants[CONTOSO], FABRIKAM, inbound_trust=None)
    distrusts = replace(base, tenants={**base.tenants, CONTOSO: contoso})
    (finding,) = found("XC405", check(asked(distrusts, contoso=demand(MFA))))
    assert (finding.degree, finding.facts) == (1, untrusted(claims=frozenset({MFA}), sure=NEED))


def test_a_demand_is_unknown_where_trust_is() -> None:
    base = both_ends()
    contoso = with_partner(base.tenants[CONTOSO], FABRIKAM, inbound_trust={"is_mfa_accepted": None})
    unsaid = replace(base, tenants={**base.tenants, CONTOSO: contoso})
    (finding,) = found("XC405", check(asked(unsaid, contoso=demand(MFA))))
    assert (finding.severity, finding.degree) == ("unknown", 0)
    assert finding.facts == untrusted(untold=NEED)


def test_a_policy_about_chosen_users_may_meet_guests() -> None:
    (finding,) = demanded(demand(DEVICE, included=CHOSEN))
    assert (finding.severity, finding.facts) == ("unknown", untrusted(doubtful=NEED))


def test_a_policy_about_other_applications_does_not_matter() -> None:
    assert demanded(demand(DEVICE, applications=frozenset({VAULT}))) == []
    assert len(demanded(demand(DEVICE, applications=frozenset({DESK, VAULT})))) == 1
    rule = rule_for(both_ends().tenants[CONTOSO].settings, "b2b_collaboration_inbound", FABRIKAM)
    assert rule is not None
    opened = rule.applications.ids
    assert demanded(demand(DEVICE, excluded_applications=opened)) == []
    assert len(demanded(demand(DEVICE, excluded_applications=opened - {DESK}))) == 1


def test_of_many_policies_all_are_among_the_facts() -> None:
    (one,) = demand(DEVICE).conditional_access or ()
    policies = tuple(replace(one, name=f"{n}") for n in range(40))
    (finding,) = demanded(with_(conditional_access=policies))
    assert finding.facts == untrusted(claims=frozenset({DEVICE}), sure=frozenset(map(str, range(40))))


def named(*given: NamedId, **parts: Any) -> list[Finding]:
    return checked("XC114", contoso(names=given, directory=with_(**parts)))


GROUP = NamedId("group", ENGINEERS, "engineers", "contoso", CONTOSO, "ENG Design Engineers")
APPLICATION = NamedId("application", DESK, "supply-desk", "contoso", CONTOSO)


def test_names_that_match_the_directory() -> None:
    assert named(GROUP, APPLICATION, names={ENGINEERS: "ENG Design Engineers", DESK: "Whatever"}) == []


@pytest.mark.parametrize(
    "found_name",
    ["All Staff", None],
)
def test_names_that_do_not_match_the_directory(found_name: str | None) -> None:
    (finding,) = named(GROUP, names={ENGINEERS: found_name})
    assert (finding.severity, finding.degree, finding.tenants) == ("warning", 1, (CONTOSO,))
    assert (finding.place, finding.about) == (Place(CONTOSO), ("mismatch",))
    assert finding.facts == NamesMismatch(CONTOSO, ((GROUP, found_name),))


def test_names_that_were_not_compared() -> None:
    needed = needs("GroupMember.Read.All")
    (finding,) = named(GROUP, APPLICATION, unread={"groups": needed, "users": UNSAID})
    assert (finding.severity, finding.degree, finding.about) == ("unknown", 2, ())
    assert finding.facts == NamesNotCompared(CONTOSO, (GROUP, APPLICATION), frozenset({needed}))
    (finding,) = checked("XC114", contoso(names=(GROUP,)))
    assert (finding.severity, finding.facts) == ("unknown", NamesNotCompared(CONTOSO, (GROUP,), frozenset()))
    assert checked("XC114", contoso()) == []
