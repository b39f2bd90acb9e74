"""Sets named without what says nothing: held by brute force against the terms that they come from."""

from collections import Counter
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from crosscloud.domain.access.cells import cells
from crosscloud.domain.access.formula import Term, covers, shortest
from crosscloud.domain.access.reduced import Condition, reduce_terms
from crosscloud.domain.access.targets import Subject, Targets
from crosscloud.domain.truth import Truth

IDS, CLASSES = ("u1", "u2", "u3"), ("g1", "g2", "g3")


def lists_of(classes: tuple[str, ...]) -> st.SearchStrategy[Targets]:
    some = st.builds(
        Targets,
        ids=st.frozensets(st.sampled_from(IDS[:2])),
        classes=st.frozensets(st.sampled_from(classes)) if classes else st.just(frozenset()),
    ).filter(lambda targets: not targets.is_empty)
    return some | st.just(Targets(everything=True))


@st.composite
def sets(
    draw: st.DrawFn, *, classes: tuple[str, ...] = CLASSES, most: int = 4
) -> tuple[list[Targets], tuple[Term, ...]]:
    """Up to four lists, and a set of the kinds of users that they tell apart."""
    lists = draw(st.lists(lists_of(classes), min_size=1, max_size=most, unique=True))
    possible = cells(lists)
    wanted = draw(st.sets(st.sampled_from(possible), min_size=1))
    return lists, shortest(wanted, possible, len(lists))


def everybody() -> list[Subject]:
    groups = [
        frozenset(c for c, has in zip(CLASSES, some, strict=True) if has) for some in product((0, 1), repeat=3)
    ]
    return [Subject(id_, found) for id_ in IDS for found in groups]


def is_any(conditions: tuple[Condition, ...], subject: Subject) -> bool:
    return any(condition.holds(subject) is Truth.YES for condition in conditions)


def named(conditions: tuple[Condition, ...]) -> Counter[str]:
    """How often each id and group is named."""
    lists = [targets for each in conditions for targets in (*each.inside, each.outside)]
    return Counter(name for targets in lists for name in (*targets.ids, *targets.classes))


@given(sets())
def test_what_is_left_denotes_the_same_set(case: tuple[list[Targets], tuple[Term, ...]]) -> None:
    lists, terms = case
    found = reduce_terms(terms, lists)
    for somebody in everybody():
        cell = tuple(targets.holds(somebody) is Truth.YES for targets in lists)
        assert is_any(found, somebody) == any(covers(term, cell) for term in terms)
    assert not any(targets.everything for each in found for targets in (*each.inside, each.outside))


@given(sets(classes=()))
def test_of_ids_alone_one_condition_is_left_that_names_each_once(
    case: tuple[list[Targets], tuple[Term, ...]],
) -> None:
    lists, terms = case
    found = reduce_terms(terms, lists)
    assert len(found) == 1
    assert len(found[0].inside) <= 1
    assert set(named(found).values()) <= {1}


@given(sets(most=2))
def test_one_term_over_two_lists_names_each_once(case: tuple[list[Targets], tuple[Term, ...]]) -> None:
    lists, terms = case
    if len(terms) == 1:
        found = reduce_terms(terms, lists)
        outside = {each.outside for each in found}
        of_outside = named(tuple(Condition((), each) for each in outside))
        of_inside = named(tuple(Condition(each.inside) for each in found))
        assert set((of_outside + of_inside).values()) <= {1}


@given(sets())
def test_nothing_is_named_that_the_set_does_not_depend_on(case: tuple[list[Targets], tuple[Term, ...]]) -> None:
    lists, terms = case
    found = reduce_terms(terms, lists)
    if len(found) == 1 and len(found[0].inside) <= 1:
        for name in named(found):

            def without(targets: Targets, name: str = name) -> Targets:
                return Targets(targets.everything, targets.ids - {name}, targets.classes - {name})

            less = Condition(tuple(map(without, found[0].inside)), without(found[0].outside))
            assert any(
                (less.holds(each) is Truth.YES) != (found[0].holds(each) is Truth.YES) for each in everybody()
            )


def test_what_is_taken_away_from_a_list_of_applications() -> None:
    vault, others = Targets(ids=frozenset({"vault"})), Targets(ids=frozenset({"mail", "vault"}))
    assert reduce_terms([(True, False)], [others, vault]) == (Condition((Targets(ids=frozenset({"mail"})),)),)
    assert reduce_terms([(False, None), (None, True)], [others, vault]) == (
        Condition((), Targets(ids=frozenset({"mail"}))),
    )
