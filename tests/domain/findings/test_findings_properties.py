"""What holds of every situation, and widening held by brute force against the single decisions."""

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import replace
from itertools import product
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from crosscloud.domain.access import permission, user
from crosscloud.domain.access.targets import Subject
from crosscloud.domain.applications import RIGHTS_MANAGEMENT
from crosscloud.domain.findings import CATALOGUE, Situation, check, check_change, introduced
from crosscloud.domain.settings import OFFICE_365
from crosscloud.domain.truth import Truth
from crosscloud.wording.findings import say
from crosscloud.wording.names import Names
from tests.domain.findings.made_situations import (
    CLOSED,
    CONTOSO,
    ENGINEERS,
    FABRIKAM,
    FIELD,
    MAIL,
    OPEN,
    OUTSIDE,
    SYSTEM_DEFAULT,
    TO_DESK,
    TO_VAULT,
    VAULT,
    b2b,
    contoso,
    pair_of,
    partner,
    with_settings,
)

OFFICE = b2b("allowed", (ENGINEERS,), "allowed", (OFFICE_365, VAULT))
BLOCKED = b2b("blocked", (FIELD,), "blocked", (VAULT,))
MIXED = b2b("blocked", (ENGINEERS,), "allowed", ("AllApplications",))
HALF = {"usersAndGroups": OPEN["usersAndGroups"], "applications": None}
KNOWN = (OPEN, CLOSED, MAIL, TO_VAULT, TO_DESK, OFFICE, BLOCKED, MIXED, None)
USERS = tuple(user("u", set(groups)) for groups in ((), (ENGINEERS,), (FIELD,), (ENGINEERS, FIELD)))
IDS = sorted({t["target"] for each in (TO_VAULT, TO_DESK) for t in each["applications"]["targets"]})
APPLICATIONS = [Subject(id_, classes) for id_ in (*IDS, "") for classes in (frozenset(), frozenset({OFFICE_365}))]


def ends(values: tuple[object, ...]) -> st.SearchStrategy[tuple[object, object]]:
    return st.tuples(st.sampled_from(values), st.sampled_from(values))


situations = st.builds(pair_of, ends((*KNOWN, HALF)), ends((*KNOWN, HALF)))
known = st.builds(pair_of, ends(KNOWN), ends(KNOWN))


@given(situations)
def test_what_does_not_change_introduces_nothing(found: Situation) -> None:
    assert check_change(found, found) == []
    assert introduced(check(found), check(found)) == []


@given(situations, situations)
def test_findings_are_sound_and_each_has_a_key_of_its_own(before: Situation, after: Situation) -> None:
    for findings in (check(after), check_change(before, after)):
        assert len({each.key for each in findings}) == len(findings)
        assert all(each.id in CATALOGUE for each in findings)
        assert all(each.tenants and each.place.tenant in each.tenants for each in findings)
        assert {id_ for each in findings for id_ in each.tenants} <= {CONTOSO, FABRIKAM}
        for said in (say(each, Names()) for each in findings):
            assert said.summary
            assert said.detail
            assert said.fix
            assert "\n" not in said.summary
            assert said.summary.endswith(".")


@given(situations, st.sampled_from((OPEN, CLOSED, TO_VAULT, None)), st.booleans())
def test_what_stays_the_same_object_is_passed_over_and_nothing_else(
    before: Situation, section: Mapping[str, Any] | None, is_default: bool
) -> None:
    """An entry that no change touches is the same object after it: that is taken for no change, without a look."""
    outside, own = partner(OUTSIDE, b2bCollaborationInbound=section), before.tenants[CONTOSO]
    listed = {**own.settings.partners, **contoso(outside).settings.partners}
    shared = with_settings(own, partners=listed)
    if is_default:
        opened = contoso(default=SYSTEM_DEFAULT).settings.default
        shared = with_settings(shared, default=opened)
    planned = replace(before, tenants={**before.tenants, CONTOSO: shared})
    copied = replace(planned, tenants=deepcopy(dict(planned.tenants)))
    assert check_change(before, planned) == check_change(before, copied)


def gains(before: Situation, after: Situation, home: str, resource: str) -> list[tuple[Subject, Subject]]:
    """Who gains what, one by one."""
    was, will = (permission(s.tenants[home].settings, s.tenants[resource].settings) for s in (before, after))
    return [
        pair
        for pair in product(USERS, APPLICATIONS)
        if was.permits(*pair) is Truth.NO and will.permits(*pair) is Truth.YES
    ]


@given(known, known)
def test_a_direction_is_found_to_widen_exactly_where_some_user_gains_some_application(
    before: Situation, after: Situation
) -> None:
    widening = [each for each in check_change(before, after) if each.id in ("XC307", "XC311")]
    found = {(each.place.tenant, each.place.of): each.id for each in widening}
    for home, resource in ((CONTOSO, FABRIKAM), (FABRIKAM, CONTOSO)):
        gained = gains(before, after, home, resource)
        assert ((home, resource) in found) == bool(gained)
        to_all = [pair for pair in gained if not pair[0].classes and pair[1].id != RIGHTS_MANAGEMENT]
        to_everything = [pair for pair in gained if not pair[1].id]
        if to_all or to_everything:
            assert found[home, resource] == "XC307"
        elif gained and all(somebody.classes for somebody, _ in gained):
            assert found[home, resource] == "XC311"
