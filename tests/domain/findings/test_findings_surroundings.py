"""4xx and XC114: what stands around the settings, where it was asked for; what was not read is unknown."""

from dataclasses import replace
from typing import Any

import pytest

from crosscloud.domain.access.section import rule_for
from crosscloud.domain.clouds import GLOBAL
from crosscloud.domain.findings import Finding, Situation, check, check_change
from crosscloud.domain.named import NamedId
from crosscloud.domain.surroundings import ConditionalAccessPolicy, DomainList, Guests, Surroundings
from crosscloud.domain.surroundings.conditional_access import MFA, Selection
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

ENABLED = Surroundings(
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
DEVICE = "is_compliant_device_accepted"


def around(base: Situation | None = None, *, contoso: Any = ENABLED, fabrikam: Any = ENABLED) -> Situation:
    """The demonstration's pair (or `base`), each with these surroundings."""
    found = base or both_ends()
    given = {CONTOSO: contoso, FABRIKAM: fabrikam}
    tenants = {id_: replace(facts, surroundings=given[id_]) for id_, facts in found.tenants.items()}
    return replace(found, tenants=tenants)


def of(id_: str, found_: Situation) -> list[tuple[str, str, str]]:
    """Severity, first tenant and summary of the findings of one id."""
    return [(each.severity, each.tenants[0], each.summary) for each in found(id_, check(found_))]


def with_(**changes: Any) -> Surroundings:
    return replace(ENABLED, **changes)


FOUR = ("XC401", "XC402", "XC403", "XC404", "XC405")


def fours(findings: list[Finding]) -> list[Finding]:
    return [each for each in findings if each.id in FOUR]


def test_nothing_is_said_where_nobody_asked_or_nothing_is_open() -> None:
    assert fours(check(both_ends())) == []
    assert fours(check(around(untouched()))) == []


def test_whatever_was_not_read_is_unknown_once_for_each_tenant_with_its_reason() -> None:
    none = Surroundings.none_read("needs Permission.All")
    findings = fours(check(around(contoso=none, fabrikam=none)))
    assert [(each.id, each.tenants) for each in findings] == [
        (id_, (name,)) for id_ in FOUR for name in ("contoso", "fabrikam")
    ]
    assert {each.severity for each in findings} == {"unknown"}
    assert all("needs Permission.All" in each.summary for each in findings)


def test_another_organisations_tenant_is_not_asked() -> None:
    base = both_ends()
    theirs = replace(base.tenants[FABRIKAM], is_managed=False)
    pair = replace(base, tenants={**base.tenants, FABRIKAM: theirs})
    found_ = around(pair, fabrikam=Surroundings.none_read("x"))
    assert {each.tenants[0] for each in fours(check(found_))} == {"contoso"}


@pytest.mark.parametrize(
    ("value", "severity", "words"),
    [
        ("none", "warning", "Nobody may invite"),
        ("adminsAndGuestInviters", "info", "Only administrators and Guest Inviters"),
        ("adminsGuestInvitersAndAllMembers", "info", "all members"),
        ("everyone", "info", "Everybody may invite"),
        ("somethingNew", "unknown", "no document names"),
    ],
)
def test_who_may_invite(value: str, severity: str, words: str) -> None:
    first, second = found("XC401", check(around(contoso=with_(invites_from=value))))
    told = next(each for each in (first, second) if each.tenants == ("contoso",))
    assert told.severity == severity
    assert words in told.summary
    assert value in told.detail


def test_a_list_that_keeps_out_a_partner_that_is_let_in() -> None:
    only_others = with_(invitation_domains=DomainList(allows=True, domains=frozenset({"woodgrove.com"})))
    two = with_(domains=frozenset({"fabrikam.us", "woodgrove.com"}))
    assert of("XC402", around(contoso=only_others, fabrikam=with_(domains=frozenset({"fabrikam.us"})))) == [
        ("warning", "contoso", "contoso's list of allowed domains keeps out all users of fabrikam.")
    ]
    assert of("XC402", around(contoso=only_others, fabrikam=two)) == [
        ("warning", "contoso", "contoso's list of allowed domains keeps out some users of fabrikam.")
    ]
    assert of("XC402", around(contoso=only_others, fabrikam=with_(domains=frozenset({"woodgrove.com"})))) == []
    denied = with_(invitation_domains=DomainList(allows=False, domains=frozenset({"fabrikam.us"})))
    assert "denied domains" in of("XC402", around(contoso=denied, fabrikam=two))[0][2]


def test_whether_a_list_keeps_out_a_partner_of_unknown_domains_is_unknown() -> None:
    denied = with_(invitation_domains=DomainList(allows=False, domains=frozenset({"fabrikam.us"})))
    unread = with_(domains=None, unread={"organization": "needs Organization.Read.All"})
    (finding,) = found("XC402", check(around(contoso=denied, fabrikam=unread)))
    assert (finding.severity, finding.tenants) == ("unknown", ("contoso", "fabrikam"))
    assert "needs Organization.Read.All" in finding.detail
    assert of("XC402", around(fabrikam=unread)) == []  # an empty list keeps out nobody, whoever they are


@pytest.mark.parametrize(
    ("guests", "words"),
    [
        (Guests(0, 0), "no guest of contoso exists in fabrikam yet"),
        (Guests(1, 0), "1 guest exists."),
        (Guests(1_200, 3), "1,200 guests exist, 3 of which did not redeem"),
    ],
)
def test_guests_of_the_home_tenant(guests: Guests, words: str) -> None:
    findings = found("XC403", check(around(fabrikam=with_(guests={CONTOSO: guests}))))
    told = next(each for each in findings if each.tenants == ("fabrikam", "contoso"))
    assert (told.severity, words in told.summary) == ("info", True)


def test_guests_that_were_not_counted() -> None:
    unread = with_(guests={}, guests_unread={CONTOSO: "its domains are not known"})
    told = [each for each in found("XC403", check(around(fabrikam=unread))) if each.tenants == ("fabrikam",)]
    assert [(each.severity, "its domains are not known" in each.summary) for each in told] == [("unknown", True)]
    not_asked = [each for each in of("XC403", around(fabrikam=with_(guests={}))) if each[1] == "fabrikam"]
    assert "not asked for" in not_asked[0][2]


def test_guests_that_exist_are_let_in_at_once_by_a_change() -> None:
    there = with_(guests={CONTOSO: Guests(40, 2)})
    before, after = around(untouched(), fabrikam=there), around(fabrikam=there)
    (finding,) = found("XC403", check_change(before, after))
    assert finding.tenants == ("fabrikam", "contoso")
    assert "38 guests exist already" in finding.summary
    assert "engineers" not in finding.detail  # ids only: no environment gives names here
    assert ENGINEERS in finding.detail
    assert found("XC403", check_change(after, after)) == []
    pending = around(fabrikam=with_(guests={CONTOSO: Guests(2, 2)}))
    assert found("XC403", check_change(around(untouched()), pending)) == []


@pytest.mark.parametrize(("worker", "severity"), [("disabled", "error"), ("absent", "unknown")])
def test_the_worker_of_the_home_tenant(worker: Any, severity: str) -> None:
    assert [(each[0], each[1]) for each in of("XC404", around(contoso=with_(worker=worker)))] == [
        (severity, "contoso")
    ]


def test_the_worker_matters_across_clouds_alone() -> None:
    base = both_ends()
    same = replace(base.tenants[FABRIKAM], settings=replace(base.tenants[FABRIKAM].settings, cloud=GLOBAL))
    one_cloud = replace(base, tenants={**base.tenants, FABRIKAM: same})
    assert of("XC404", around(one_cloud, contoso=with_(worker="disabled"))) == []


def demand(*claims: str, included: Selection = EVERYBODY, **more: Any) -> Surroundings:
    """Surroundings with one policy that asks guests for something."""
    values: dict[str, Any] = {"excluded": NOBODY, "applications": None, "needs_all": True, **more}
    policy = ConditionalAccessPolicy("Guests need it", included, claims=frozenset(claims), **values)
    return with_(conditional_access=(policy,))


def demanded(surroundings: Surroundings) -> list[Finding]:
    """What is found about Conditional Access of contoso, which trusts the MFA of fabrikam and no devices."""
    return found("XC405", check(around(contoso=surroundings)))


def test_a_demand_that_is_trusted_is_no_finding() -> None:
    assert demanded(demand(MFA)) == []


def test_a_device_that_is_not_trusted_blocks() -> None:
    (finding,) = demanded(demand(DEVICE))
    assert (finding.severity, finding.tenants, finding.degree) == ("warning", ("contoso", "fabrikam"), 2)
    assert "a compliant device" in finding.summary
    assert '"Guests need it"' in finding.detail
    assert "blocked for their device" in finding.detail


def test_mfa_that_is_not_trusted_is_done_in_the_resource_tenant() -> None:
    base = both_ends()
    contoso = with_partner(base.tenants[CONTOSO], FABRIKAM, inbound_trust=None)
    distrusts = replace(base, tenants={**base.tenants, CONTOSO: contoso})
    (finding,) = found("XC405", check(around(distrusts, contoso=demand(MFA))))
    assert (finding.degree, "register for MFA in contoso" in finding.detail) == (1, True)


def test_a_demand_is_unknown_where_trust_is() -> None:
    base = both_ends()
    contoso = with_partner(base.tenants[CONTOSO], FABRIKAM, inbound_trust={"is_mfa_accepted": None})
    unsaid = replace(base, tenants={**base.tenants, CONTOSO: contoso})
    (finding,) = found("XC405", check(around(unsaid, contoso=demand(MFA))))
    assert (finding.severity, finding.degree) == ("unknown", 0)
    assert 'Whether contoso accepts what "Guests need it" asks for is not known' in finding.detail


def test_a_policy_about_chosen_users_may_meet_guests() -> None:
    (finding,) = demanded(demand(DEVICE, included=CHOSEN))
    assert (finding.severity, "may ask guests" in finding.summary) == ("unknown", True)


def test_a_policy_about_other_applications_does_not_matter() -> None:
    assert demanded(demand(DEVICE, applications=frozenset({VAULT}))) == []
    assert len(demanded(demand(DEVICE, applications=frozenset({DESK, VAULT})))) == 1
    rule = rule_for(both_ends().tenants[CONTOSO].settings, "b2b_collaboration_inbound", FABRIKAM)
    assert rule is not None
    opened = rule.applications.ids
    assert demanded(demand(DEVICE, excluded_applications=opened)) == []
    assert len(demanded(demand(DEVICE, excluded_applications=opened - {DESK}))) == 1


def test_a_policy_with_a_very_long_name_and_many_others_are_told_in_short() -> None:
    (one,) = demand(DEVICE).conditional_access or ()
    policies = tuple(replace(one, name=f"{n} {'x' * 5_000}") for n in range(40))
    (finding,) = demanded(with_(conditional_access=policies))
    assert len(finding.detail) < 600
    assert "and 35 more" in finding.detail


def named(*names: NamedId, **surroundings: Any) -> list[Finding]:
    return checked("XC114", contoso(names=names, surroundings=with_(**surroundings)))


GROUP = NamedId("group", "engineers", ENGINEERS, "ENG Design Engineers")
APPLICATION = NamedId("application", "supply-desk", DESK)


def test_names_that_match_the_directory() -> None:
    assert named(GROUP, APPLICATION, directory={ENGINEERS: "ENG Design Engineers", DESK: "Whatever"}) == []


@pytest.mark.parametrize(
    ("found_name", "words"), [("All Staff", 'the directory calls it "All Staff"'), (None, "none with this id")]
)
def test_names_that_do_not_match_the_directory(found_name: str | None, words: str) -> None:
    (finding,) = named(GROUP, directory={ENGINEERS: found_name})
    assert (finding.severity, finding.degree, words in finding.detail) == ("warning", 1, True)


def test_names_that_were_not_compared() -> None:
    (finding,) = named(GROUP, APPLICATION, unread={"groups": "needs GroupMember.Read.All"})
    assert (finding.severity, finding.degree) == ("unknown", 2)
    assert "(needs GroupMember.Read.All)" in finding.summary
    assert [each.severity for each in checked("XC114", contoso(names=(GROUP,)))] == ["unknown"]
    assert checked("XC114", contoso()) == []
