"""While an app collects mistakes, values that are wrong do not raise, and nothing is made from them."""

from collections.abc import Iterator
from typing import Any

import pytest

from crosscloud.domain.clouds import CHINA, USGOV
from crosscloud_constructs import Access, Direction, InboundTrust, IntentError, Partnership, PartnershipError
from crosscloud_constructs.collecting import Collection, is_refused, locate, stop
from crosscloud_constructs.errors import IntentProblem, merged
from tests.constructs.made_up import tenant

CONTOSO, FABRIKAM, NORTHWIND = tenant("contoso"), tenant("fabrikam", USGOV), tenant("northwind", CHINA)
NO_TENANT: Any = "contoso"  # untyped, so that what the type checker would refuse can be tried
NO_BOOL: Any = "yes"


@pytest.fixture
def collection() -> Iterator[Collection]:
    opened = Collection()
    yield opened
    opened.close()


def test_mistakes_of_all_values_are_kept_in_their_order(collection: Collection) -> None:
    access = Access.allow(groups=["engineers"], applications=["desk"])
    trust = InboundTrust(is_mfa_accepted=NO_BOOL)
    direction = Direction(home=FABRIKAM, resource=NORTHWIND, access=access, inbound_trust=trust)
    partnership = Partnership(direction, direction)
    assert [problem.finding for problem in collection.problems] == ["XC210", "XC210", "", "XC101", "XC204"]
    assert all(is_refused(value) for value in (access, trust, direction, partnership))
    assert not is_refused(Access.block_all())
    assert partnership.parts == (partnership, *(direction, access, trust) * 2)


def test_what_a_value_was_to_become_is_said(collection: Collection) -> None:
    access = Access.allow(groups=["engineers"], applications=[FABRIKAM.application("desk")])
    locate(access, "test-global-contoso/crosscloud-partner-fabrikam")
    locate(access, "test-usgov-fabrikam/crosscloud-partner-contoso")
    locate(Access.block_all(), "elsewhere")
    (problem,) = collection.problems
    assert problem.paths == (
        "test-global-contoso/crosscloud-partner-fabrikam",
        "test-usgov-fabrikam/crosscloud-partner-contoso",
    )
    assert "contoso/crosscloud-partner-fabrikam, test-usgov-fabrikam/crosscloud-partner-contoso): XC210" in str(
        problem
    )


def test_a_partnership_goes_on_without_ends(collection: Collection) -> None:
    direction = Direction(home=NO_TENANT, resource=NO_TENANT, access=Access.block_all())
    partnership = Partnership(direction)
    assert (partnership.tenants, partnership.directions) == ((), ())
    assert not partnership.involves(CONTOSO)
    assert len(collection.problems) == 2


def test_where_the_program_cannot_go_on_all_is_told(collection: Collection) -> None:
    Direction(home=CONTOSO, resource=CONTOSO, access=Access.block_all())
    with pytest.raises(PartnershipError) as caught:
        stop(PartnershipError([IntentProblem("the last straw", "main.py:9", "Stop")]))
    assert [problem.what for problem in caught.value.problems] == [
        "contoso cannot be a partner of itself",
        "the last straw",
    ]
    assert len(collection.problems) == 1


def test_once_it_is_closed_a_mistake_is_raised_where_it_is_made(collection: Collection) -> None:
    collection.close()
    with pytest.raises(PartnershipError, match="XC204 contoso cannot be a partner of itself"):
        Direction(home=CONTOSO, resource=CONTOSO, access=Access.block_all())
    assert collection.problems == ()


def test_the_collection_opened_last_is_the_one(collection: Collection) -> None:
    inner = Collection()
    collection.close()
    Direction(home=CONTOSO, resource=CONTOSO, access=Access.block_all())
    inner.close()
    assert (len(inner.problems), len(collection.problems)) == (1, 0)


def test_the_same_said_of_several_constructs_is_said_once() -> None:
    one = IntentProblem("x", "main.py:1", "Do", "XC113", "warning", ("a", "b"))
    other = IntentProblem("y", "main.py:1", "Do", "XC113", "warning", ("a",))
    assert merged([one, other, one.at("c")]) == (one.at("c"), other)
    assert str(IntentError([one])) == "main.py:1 (a, b): XC113 x. Do"
