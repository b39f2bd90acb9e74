"""The whole set that two tenants permit: held by brute force against the single decisions."""

from itertools import chain, combinations, product

from hypothesis import given
from hypothesis import strategies as st

from crosscloud.domain.access import Permission, compare
from crosscloud.domain.access.cells import cells, witness
from crosscloud.domain.access.formula import covers, shortest
from crosscloud.domain.access.permission import table_of
from crosscloud.domain.access.section import Rule
from crosscloud.domain.access.statements import statements
from crosscloud.domain.access.targets import Subject, Targets
from crosscloud.domain.truth import Truth

EVERYTHING = Targets(everything=True)
IDS, CLASSES = ("u1", "u2", "u3"), ("g1", "g2")

target_lists = st.builds(
    Targets,
    everything=st.booleans(),
    ids=st.frozensets(st.sampled_from(IDS[:2])),
    classes=st.frozensets(st.sampled_from(CLASSES)),
).filter(lambda targets: not targets.is_empty)
rules = st.none() | st.builds(Rule, target_lists, st.booleans(), target_lists, st.booleans())
permissions = st.builds(Permission, st.sampled_from(Truth), rules, rules)


def everybody() -> list[Subject]:
    """Every user that the alphabet can make: one named by nobody, and every set of groups."""
    sets = chain.from_iterable(combinations(CLASSES, n) for n in range(len(CLASSES) + 1))
    return [Subject(id_, frozenset(found)) for id_, found in product(IDS, list(sets))]


def cell_of(subject: Subject, lists: tuple[Targets, ...]) -> tuple[bool, ...]:
    return tuple(targets.holds(subject) is Truth.YES for targets in lists)


@given(st.lists(target_lists, max_size=4, unique=True))
def test_the_cells_are_exactly_those_that_somebody_is_in(found: list[Targets]) -> None:
    lists = tuple(found)
    assert set(cells(lists)) == {cell_of(subject, lists) for subject in everybody()}
    for cell in cells(lists):
        somebody = witness(lists, cell)
        assert somebody is not None
        assert cell_of(somebody, lists) == cell


@given(permissions)
def test_the_table_says_what_each_single_decision_says(permission: Permission) -> None:
    table = table_of([permission])
    answers = table.answers(permission)
    for user, application in product(everybody(), repeat=2):
        cell = cell_of(user, table.user_lists), cell_of(application, table.application_lists)
        assert answers[cell] is permission.permits(user, application)


@given(permissions, permissions)
def test_the_difference_is_that_of_each_single_decision(before: Permission, after: Permission) -> None:
    change = compare(before, after)
    table = change.table
    for user, application in product(everybody(), repeat=2):
        was, is_now = before.permits(user, application), after.permits(user, application)
        pair = cell_of(user, table.user_lists), cell_of(application, table.application_lists)
        assert (change.was[pair], change.will[pair]) == (was, is_now)
        assert (pair in change.gained) == (was is Truth.NO and is_now is Truth.YES)
        assert (pair in change.lost) == (was is Truth.YES and is_now is Truth.NO)
        assert (pair in change.unknown) == (was is is_now is Truth.UNKNOWN)
        may_gain = was is not Truth.YES and is_now is not Truth.NO and was is not is_now
        may_lose = was is not Truth.NO and is_now is not Truth.YES and was is not is_now
        assert (pair in change.gained or pair in change.maybe_gained) == may_gain
        assert (pair in change.lost or pair in change.maybe_lost) == may_lose


@given(permissions)
def test_nothing_changes_from_a_permission_to_itself(permission: Permission) -> None:
    change = compare(permission, permission)
    assert not change.may_widen
    assert not change.lost
    assert not change.maybe_lost


def test_from_unknown_to_nothing_can_only_lose() -> None:
    rule = Rule(EVERYTHING, False, EVERYTHING, False)
    unknown, nothing = Permission(Truth.YES, None, rule), Permission(Truth.NO, rule, rule)
    assert not compare(unknown, nothing).may_widen
    assert compare(unknown, nothing).maybe_lost
    assert compare(nothing, unknown).may_widen
    assert not compare(nothing, unknown).maybe_lost


@given(st.integers(1, 4).flatmap(lambda n: st.tuples(st.just(n), st.sets(st.tuples(*[st.booleans()] * n)))))
def test_a_formula_holds_exactly_what_is_wanted(case: tuple[int, set[tuple[bool, ...]]]) -> None:
    width, wanted = case
    possible = list(product((False, True), repeat=width))
    terms = shortest(wanted, possible, width)
    for cell in possible:
        assert any(covers(term, cell) for term in terms) == (cell in wanted)


@given(permissions)
def test_the_statements_say_exactly_the_set(permission: Permission) -> None:
    table = table_of([permission])
    pairs = [field for field, answer in table.answers(permission).items() if answer is Truth.YES]
    found = statements(table, pairs)
    assert found
    assert (not pairs) == all(statement.is_nothing for statement in found)
    assert len({statement.applications for statement in found}) == len(found)
    for user, application in product(table.users, table.applications):
        told = [
            statement
            for statement in found
            if any(covers(term, user) for term in statement.users)
            and any(covers(term, application) for term in statement.applications)
        ]
        assert bool(told) == ((user, application) in pairs)
