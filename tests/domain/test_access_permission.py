"""The whole set that two tenants permit: held by brute force against the single decisions."""

from itertools import chain, combinations, product

from hypothesis import given
from hypothesis import strategies as st

from crosscloud.domain.access import Permission, Truth, compare
from crosscloud.domain.access.cells import cells, witness
from crosscloud.domain.access.difference import Effect
from crosscloud.domain.access.formula import covers, shortest
from crosscloud.domain.access.permission import table_of
from crosscloud.domain.access.section import Rule
from crosscloud.domain.access.targets import Subject, Targets
from crosscloud.domain.access.words import Wording, lines

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
        effect = change.effects[cell_of(user, table.user_lists), cell_of(application, table.application_lists)]
        assert (effect is Effect.GAINED) == (was is Truth.NO and is_now is Truth.YES)
        assert (effect is Effect.LOST) == (was is Truth.YES and is_now is Truth.NO)
        is_unknown, can_only_lose = Truth.UNKNOWN in (was, is_now), was is Truth.YES or is_now is Truth.NO
        assert (effect is Effect.MAY_LOSE) == (is_unknown and can_only_lose)
        assert (effect is Effect.UNKNOWN) == (is_unknown and not can_only_lose)


@given(permissions)
def test_nothing_changes_from_a_permission_to_itself(permission: Permission) -> None:
    change = compare(permission, permission)
    assert not change.widens
    assert not change.narrows


@given(st.integers(1, 4).flatmap(lambda n: st.tuples(st.just(n), st.sets(st.tuples(*[st.booleans()] * n)))))
def test_a_formula_holds_exactly_what_is_wanted(case: tuple[int, set[tuple[bool, ...]]]) -> None:
    width, wanted = case
    possible = list(product((False, True), repeat=width))
    terms = shortest(wanted, possible, width)
    for cell in possible:
        assert any(covers(term, cell) for term in terms) == (cell in wanted)


@given(permissions)
def test_every_kind_of_user_is_in_one_line(permission: Permission) -> None:
    table = table_of([permission])
    pairs = [field for field, answer in table.answers(permission).items() if answer is Truth.YES]
    found = lines(table, pairs, lambda _: None)
    assert found
    assert (not pairs) == all(line.is_nothing for line in found)
    assert len({line.what for line in found}) == len(found)


def test_the_words_of_the_demonstration() -> None:
    engineers, vault = Targets(classes=frozenset({"g1"})), Targets(ids=frozenset({"u1"}))
    rule = Rule(engineers, False, vault, False)
    permission = Permission(Truth.YES, rule, rule)
    table = table_of([permission])
    pairs = [field for field, answer in table.answers(permission).items() if answer is Truth.YES]
    names = {"g1": "engineers", "u1": "design-vault"}
    assert [(line.who, line.what) for line in lines(table, pairs, names.get)] == [
        ("group engineers", "design-vault"),
        ("everyone else", "nothing"),
    ]


def test_a_block_that_reads_like_a_restriction_opens_everything_else() -> None:
    contractors, vault = Targets(classes=frozenset({"g2"})), Targets(ids=frozenset({"u1"}))
    engineers = Targets(classes=frozenset({"g1"}))
    before = Permission(Truth.YES, *[Rule(engineers, False, vault, False)] * 2)
    after = Permission(Truth.YES, *[Rule(contractors, True, vault, True)] * 2)
    change = compare(before, after)
    assert change.widens
    assert change.narrows
    names = {"g1": "engineers", "g2": "contractors", "u1": "design-vault"}
    after_pairs = [*change.pairs(Effect.GAINED), *change.pairs(Effect.KEPT)]
    assert [(line.who, line.what) for line in lines(change.table, after_pairs, names.get)] == [
        ("group contractors", "all applications but design-vault"),
        ("everyone else", "all applications"),
    ]
    lost = lines(change.table, change.pairs(Effect.LOST), names.get)
    assert (lost[0].who, lost[0].what) == ("group engineers that are also in group contractors", "design-vault")


def test_each_list_is_put_into_words_once_however_many_lines_name_it() -> None:
    asked: list[str] = []
    change = compare(
        Permission(Truth.YES, Rule(Targets(classes=frozenset({"g1"})), False, EVERYTHING, False), None),
        Permission(Truth.YES, Rule(Targets(classes=frozenset({"g2"})), False, EVERYTHING, False), None),
    )
    wording = Wording(change.table, asked.append)
    pairs = list(change.was)
    told = [line.who for number in range(len(pairs)) for line in wording.lines(pairs[: number + 1])]
    assert any("group g1" in who for who in told)
    assert sorted(asked) == ["g1", "g2"]
