"""Why access widens to all: which trap it is. What is told of it: tests/wording/findings/test_causes.py."""

from typing import Any

import pytest

from crosscloud.domain.access import Targets
from crosscloud.domain.findings import Situation, TenantFacts, check_change
from crosscloud.domain.findings.causes import Blocked, Blocks, Cause, Inheriting, Inherits, Keywords, Meant
from crosscloud.domain.findings.rules.widening import Widening
from tests.domain.findings.made_situations import (
    CLOSED,
    CONTOSO,
    ENGINEERS,
    FABRIKAM,
    FIELD,
    OPEN,
    OUTSIDE,
    SYSTEM_DEFAULT,
    TAILSPIN,
    VAULT,
    b2b,
    contoso,
    fabrikam,
    found,
    pair_of,
    partner,
    situation,
    tailspin,
)

TO_VAULT = b2b("allowed", (ENGINEERS,), "allowed", (VAULT,))
ONLY_ENGINEERS = Targets(classes=frozenset({ENGINEERS}))
NOT_FIELD = Meant(ONLY_ENGINEERS, Targets(), Targets(classes=frozenset({FIELD})), Targets(ids=frozenset({VAULT})))
NOBODY = Meant(Targets(), ONLY_ENGINEERS, Targets(), Targets(ids=frozenset({VAULT})))
DECLARED = frozenset({(CONTOSO, FABRIKAM)})


def both(section: Any, *, declared: bool = True) -> Situation:
    """From contoso to fabrikam: the same section at both ends."""
    return pair_of((CLOSED, section), (section, CLOSED), declared=DECLARED if declared else frozenset())


def facts_of(before: Situation, after: Situation) -> list[Widening]:
    """The facts of each direction that widens to all."""
    return [each.facts for each in found("XC307", check_change(before, after)) if isinstance(each.facts, Widening)]


def cause_of(before: Situation, after: Situation) -> Cause:
    cause = facts_of(before, after)[0].cause
    assert cause is not None
    return cause


def towards_an_outsider(before: TenantFacts, after: TenantFacts) -> Cause:
    """Contoso alone, and a partner of the same cloud of which nothing else is known."""
    in_global = {OUTSIDE: frozenset({"global"})}
    return cause_of(situation(before, clouds_of=in_global), situation(after, clouds_of=in_global))


@pytest.mark.parametrize(
    ("after", "what", "gone", "meant"),
    [
        (b2b("blocked", (FIELD,), "allowed", (VAULT,)), Blocked.USERS, ONLY_ENGINEERS, NOT_FIELD),
        (b2b("blocked", (FIELD,), "blocked", (VAULT,)), Blocked.PAIR, ONLY_ENGINEERS, NOT_FIELD),
        (b2b("blocked", (ENGINEERS,), "blocked", (VAULT,)), Blocked.PAIR, ONLY_ENGINEERS, NOBODY),
        (b2b("blocked", (ENGINEERS, FIELD), "blocked", (VAULT,)), Blocked.PAIR, ONLY_ENGINEERS, NOBODY),
        (b2b("allowed", (ENGINEERS,), "blocked", (VAULT,)), Blocked.APPLICATIONS, None, None),
        (b2b("blocked", ("AllUsers",), "blocked", (VAULT,)), Blocked.PAIR, ONLY_ENGINEERS, None),
    ],
)
def test_lists_that_block(after: Any, what: Blocked, gone: Targets | None, meant: Meant | None) -> None:
    cause = cause_of(both(TO_VAULT), both(after))
    found_ = [(trap.what, trap.gone, trap.meant) for trap in cause.traps if isinstance(trap, Blocks)]
    assert found_ == [(what, gone, meant)] * 2
    assert [trap.end.tenant for trap in cause.traps] == [CONTOSO, FABRIKAM]
    assert cause.is_one_line
    assert not cause.only_counts_now
    assert not cause_of(both(TO_VAULT, declared=False), both(after, declared=False)).is_one_line


def test_who_is_blocked_of_a_list_that_allowed_them_is_left_out_of_it() -> None:
    before = both(b2b("allowed", (ENGINEERS, FIELD), "allowed", (VAULT,)))
    (trap, _) = cause_of(before, both(b2b("blocked", (FIELD,), "blocked", (VAULT,)))).traps
    assert isinstance(trap, Blocks)
    only_field = Targets(classes=frozenset({FIELD}))
    assert trap.meant == Meant(ONLY_ENGINEERS, only_field, Targets(), Targets(ids=frozenset({VAULT})))


def test_nobody_is_gone_where_nobody_was_named() -> None:
    blocked = both(b2b("blocked", (FIELD,), "blocked", (VAULT,)))
    for before in (both(CLOSED), both(b2b("allowed", ("AllUsers",), "allowed", (VAULT,)))):
        traps = [trap for trap in cause_of(before, blocked).traps if isinstance(trap, Blocks)]
        assert [(trap.gone, trap.meant) for trap in traps] == [(None, None)] * 2


@pytest.mark.parametrize(
    ("before", "after", "keywords"),
    [
        (TO_VAULT, b2b("allowed", ("AllUsers",), "allowed", (VAULT,)), (True, False, False)),
        (TO_VAULT, b2b("allowed", (ENGINEERS,), "allowed", ("AllApplications",)), (False, True, False)),
        (TO_VAULT, b2b("allowed", (ENGINEERS,), "allowed", (VAULT, "Office365")), (False, False, True)),
        (TO_VAULT, OPEN, (True, True, False)),
        (b2b("allowed", ("AllUsers",), "allowed", (VAULT,)), OPEN, (False, True, False)),
    ],
)
def test_keywords_that_did_not_stand_there_before(before: Any, after: Any, keywords: tuple[bool, ...]) -> None:
    traps = [trap for trap in cause_of(both(before), both(after)).traps if isinstance(trap, Keywords)]
    assert [(trap.all_users, trap.all_applications, trap.office_365) for trap in traps] == [keywords] * 2


def test_a_default_that_takes_over() -> None:
    own = contoso(partner(OUTSIDE, b2bCollaborationInbound=TO_VAULT), default=SYSTEM_DEFAULT)
    for after, how in (
        (contoso(partner(OUTSIDE), default=SYSTEM_DEFAULT), Inheriting.SECTION_GONE),
        (contoso(default=SYSTEM_DEFAULT), Inheriting.ENTRY_GONE),
    ):
        cause = towards_an_outsider(own, after)
        assert [trap.how for trap in cause.traps if isinstance(trap, Inherits)] == [how]
        assert cause.is_takeover


def test_a_default_that_opens_is_told_of_itself() -> None:
    (trap,) = towards_an_outsider(contoso(), contoso(default=SYSTEM_DEFAULT)).traps
    assert isinstance(trap, Keywords)
    assert (trap.end.is_default, trap.end.home, trap.end.resource) == (True, None, CONTOSO)


def test_a_default_that_opens_under_those_who_inherit_it_and_those_who_are_not_listed() -> None:
    def pair(default: Any, *entries: Any) -> Situation:
        return situation(contoso(*entries, default=default), tailspin(default=SYSTEM_DEFAULT))

    for entries, how in (((), Inheriting.NOT_LISTED), ((partner(TAILSPIN),), Inheriting.LEFT_OUT)):
        before, after = pair(contoso().settings.default_json, *entries), pair(SYSTEM_DEFAULT, *entries)
        into = next(facts for facts in facts_of(before, after) if facts.way.home == TAILSPIN)
        assert into.cause is not None
        assert [trap.how for trap in into.cause.traps if isinstance(trap, Inherits)] == [how]
        assert not into.cause.is_takeover


def test_what_stood_there_counts_from_now_on() -> None:
    def pair(*, enabled: bool) -> Situation:
        more: Any = {"default": SYSTEM_DEFAULT} | ({} if enabled else {"enabled": ()})
        return situation(contoso(partner(FABRIKAM), **more), fabrikam(partner(CONTOSO), **more))

    cause = cause_of(pair(enabled=False), pair(enabled=True))
    assert cause.only_counts_now
    assert [trap.how for trap in cause.traps if isinstance(trap, Inherits)] == [Inheriting.LEFT_OUT] * 2


def test_an_end_that_opens_alone_is_no_line_of_both() -> None:
    def pair(section: Any) -> Situation:
        return pair_of((CLOSED, OPEN), (section, CLOSED), declared=DECLARED)

    cause = cause_of(pair(TO_VAULT), pair(OPEN))
    assert [trap.end.tenant for trap in cause.traps] == [FABRIKAM]
    assert not cause.is_one_line


def test_what_may_widen_or_does_not_widen_to_all_has_no_cause() -> None:
    own = contoso(partner(OUTSIDE, b2bCollaborationInbound=TO_VAULT), default=SYSTEM_DEFAULT)
    (doubtful,) = facts_of(situation(own), situation(contoso(default=SYSTEM_DEFAULT)))
    assert not doubtful.is_sure
    assert not doubtful.way.is_cloud_known
    assert doubtful.cause is None
    narrow = check_change(both(CLOSED, declared=False), both(TO_VAULT, declared=False))
    assert [each.facts.cause for each in narrow if isinstance(each.facts, Widening)] == [None]
