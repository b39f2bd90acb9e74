"""A set of users (or applications) without what says nothing: `A and B, but not A` is `B`.

`formula` is exact in whole lists, and lists share ids and groups. Here what they share is taken out, so that a set
names nothing that it does not depend on. Ids exclude one another, groups and `Office365` do not (`targets`).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce

from crosscloud.domain.access.formula import Term
from crosscloud.domain.access.targets import Subject, Targets
from crosscloud.domain.truth import Truth, all_of

_NOBODY = Targets()


@dataclass(frozen=True, slots=True)
class Condition:
    """Who is in each of some lists, and not in another.

    Attributes:
        inside: the lists that hold them; none where that is no condition.
        outside: the list that does not; empty where that is no condition.
    """

    inside: tuple[Targets, ...] = ()
    outside: Targets = _NOBODY

    def holds(self, subject: Subject) -> Truth:
        """Whether `subject` is among them."""
        return all_of(targets.holds(subject) for targets in self.inside) & ~self.outside.holds(subject)


def reduce_terms(terms: Iterable[Term], lists: Sequence[Targets]) -> tuple[Condition, ...]:
    """What any of `terms` says of `lists`, as conditions of which any is met; no list of everything is named."""
    found = [condition for term in terms for condition in _reduce_term(term, lists)]
    plain = reduce(_union, map(_only_list, found), _NOBODY)
    rest = _all_but([left for each in found if (left := _beside(each, plain)) is not None])
    if len(rest) == 1 and not rest[0].inside:  # all but some, or others: who of these is not among the first
        plain = as_far_as(plain, [rest[0].outside])
    return (*rest, *([] if plain.is_empty else [Condition((plain,))]))


def _reduce_term(term: Term, lists: Sequence[Targets]) -> list[Condition]:
    """One term as conditions: at most two, where lists that must both hold somebody share a part."""
    places = list(zip(term, lists, strict=True))
    if any(part is False and targets.everything for part, targets in places):
        return []
    outside = reduce(_union, (targets for part, targets in places if part is False), _NOBODY)
    inside = [without(targets, outside) for part, targets in places if part and not targets.everything]
    if not inside:
        return [Condition((), outside)]
    shared, apart = _divide(inside)
    conditions = []
    if not shared.is_empty:
        conditions.append(Condition((shared,), as_far_as(outside, [shared])))
    if _may_share(apart):
        conditions.append(Condition(tuple(apart), as_far_as(outside, apart)))
    return conditions


def _beside(condition: Condition, plain: Targets) -> Condition | None:
    """What a condition adds to those who are in `plain` anyway; None where that is nobody."""
    if not _only_list(condition).is_empty:
        return None
    inside = tuple(without(targets, plain) for targets in condition.inside)
    if inside and not _may_share(inside):
        return None
    return Condition(inside, as_far_as(without(condition.outside, plain), inside))


def _all_but(conditions: Sequence[Condition]) -> list[Condition]:
    """The conditions, those that only leave out a list each as one: who is not in all these lists."""
    rest = [each for each in conditions if each.inside]
    left_out = [each.outside for each in conditions if not each.inside]
    if len(left_out) < 2:
        return [*rest, *(each for each in conditions if not each.inside)]
    shared, apart = _divide(left_out)
    if _may_share(apart):
        return [*rest, *(Condition((), targets) for targets in left_out)]
    return [*rest, Condition((), shared)]


def _divide(lists: Sequence[Targets]) -> tuple[Targets, list[Targets]]:
    """What all `lists` name, and what else each does: in all lists is who is in the first, or in each of these."""
    shared = reduce(_intersection, lists)
    apart = [without(targets, shared) for targets in dict.fromkeys(lists)]
    if len(apart) == 2:
        apart = [as_far_as(apart[0], apart[1:]), as_far_as(apart[1], apart[:1])]
    return shared, apart


def _only_list(condition: Condition) -> Targets:
    """The list that is the whole condition; empty where there is more to it."""
    return condition.inside[0] if len(condition.inside) == 1 and condition.outside.is_empty else _NOBODY


def _union(one: Targets, other: Targets) -> Targets:
    if one.is_empty or other.is_empty:  # most often: then the list stays the very same
        return other if one.is_empty else one
    return Targets(one.everything or other.everything, one.ids | other.ids, one.classes | other.classes)


def without(one: Targets, other: Targets) -> Targets:
    """The ids and groups of one list that another does not name."""
    if one.ids.isdisjoint(other.ids) and one.classes.isdisjoint(other.classes):
        return one
    return Targets(one.everything, one.ids - other.ids, one.classes - other.classes)


def _intersection(one: Targets, other: Targets) -> Targets:
    return one if one == other else Targets(ids=one.ids & other.ids, classes=one.classes & other.classes)


def as_far_as(targets: Targets, lists: Sequence[Targets]) -> Targets:
    """What of `targets` can hold somebody who is in each of `lists`, of which none names anything of it.

    An id that no list names can be in them through a group alone; a group may hold anybody.
    """
    if any(each.is_empty for each in lists):
        return _NOBODY
    if all(each.classes or each.everything for each in lists):
        return targets
    return Targets(classes=targets.classes)


def _may_share(lists: Sequence[Targets]) -> bool:
    """Whether somebody may be in each of several lists of which no two name the same."""
    if any(each.is_empty for each in lists):
        return False
    named = [each.ids for each in lists if not each.classes]
    return len(named) < 2 or bool(frozenset.intersection(*named))
