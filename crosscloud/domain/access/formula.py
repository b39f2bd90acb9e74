"""The shortest formula for a set of cells: `in engineers and not in contractors`, by Quine and McCluskey's method.

Four lists at most, so the method in its plain form is quick. Cells that nobody can be in may fall on either side.
"""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import combinations, product

from crosscloud.domain.access.cells import Cell

Term = tuple[bool | None, ...]
"""For each list: in it, not in it, or (None) either."""


def shortest(wanted: Iterable[Cell], possible: Sequence[Cell], width: int) -> tuple[Term, ...]:
    """The fewest, shortest terms that together hold exactly `wanted` of the `possible` cells.

    Empty for no cell; one term without conditions for all of them.
    """
    return _shortest(frozenset(wanted), frozenset(possible), width)


@lru_cache(maxsize=4096)
def _shortest(wanted: frozenset[Cell], possible: frozenset[Cell], width: int) -> tuple[Term, ...]:
    if not wanted:
        return ()
    refused = possible - wanted
    terms: list[Term] = [
        term
        for term in product((None, True, False), repeat=width)
        if not any(covers(term, cell) for cell in refused) and any(covers(term, cell) for cell in wanted)
    ]
    terms.sort(key=_length)
    primes = [term for term in terms if not any(covers(other, term) for other in terms if other != term)]
    for count in range(1, len(primes) + 1):
        fitting = [
            chosen
            for chosen in combinations(primes, count)
            if all(any(covers(term, cell) for term in chosen) for cell in wanted)
        ]
        if fitting:
            return min(fitting, key=lambda chosen: sum(_length(term)[0] for term in chosen))
    raise AssertionError("each wanted cell is a term of its own")


def covers(term: Term, other: Cell | Term) -> bool:
    """Whether a cell meets every condition of `term`; another term does where it has each of them too."""
    return all(wanted is None or wanted == found for wanted, found in zip(term, other, strict=True))


def _length(term: Term) -> tuple[int, int]:
    """Conditions, then negations: what is shorter to read comes first."""
    return sum(part is not None for part in term), sum(part is False for part in term)
