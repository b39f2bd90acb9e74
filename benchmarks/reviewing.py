"""How long the joint review of very many partners takes once Terraform is done, beside reading the plans' JSON.

Nothing of Terraform is run: the plans are made up in the shape that `terraform show -json` prints
(`large_environments`). All of it is computing in one thread, so that processor time is measured.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Final

from benchmarks import opening
from benchmarks.large_environments import LargeEnvironment, all_partners, hub, two_tenants
from benchmarks.measuring import cpu_seconds, in_turns
from crosscloud.domain.access import compare
from crosscloud.report import Renderer, comment, data, page, terminal
from crosscloud.report.directions import DirectionWording
from crosscloud.review.directions import review_directions
from crosscloud.review.review import Review, review_plan
from crosscloud.review.situations import collect_names

_TODAY: Final = date(2026, 11, 25)
_FORMATS: Final[Mapping[str, Renderer]] = MappingProxyType(
    {"text": terminal.render, "comment": comment.render, "JSON": data.render, "HTML": page.render}
)


@dataclass(frozen=True, slots=True)
class Reviewing:
    """Seconds for one environment.

    Attributes:
        case: which environment, in words.
        directions: how many directions change.
        parsing: reading the plans' JSON, and nothing else: the floor.
        review: all that comes after Terraform, up to the report: reading that JSON, changes, access, findings.
        formats: then each report, by its format.
    """

    case: str
    directions: int
    parsing: float
    review: float
    formats: Mapping[str, float]

    @property
    def beyond_terraform(self) -> float:
        """What `crosscloud plan` takes beyond Terraform's own time: the review and the report in the terminal."""
        return self.review + self.formats["text"]

    @property
    def ratio(self) -> float:
        """How many times as long that takes as reading the JSON alone."""
        return self.beyond_terraform / self.parsing


@dataclass(frozen=True, slots=True)
class Differing:
    """Seconds for the difference of access alone, words included, where every direction changes."""

    partnerships: int
    directions: int
    difference: float


def measure(partners: int, rounds: int) -> list[Reviewing]:
    """Measure the review of two tenants with as many partners each, and of one with as many; `rounds` times."""
    return [_measure(case, large, rounds) for case, large in _cases(partners).items()]


def measure_pages(partners: int, rounds: int, folder: Path) -> dict[str, opening.Opening]:
    """Open the pages of the same reviews in a browser, `rounds` times; empty where there is none."""
    reviews = {case: _review(large) for case, large in _cases(partners).items()}
    return opening.measure({case: page.render(review) for case, review in reviews.items()}, rounds, folder)


def _cases(partners: int) -> dict[str, LargeEnvironment]:
    return {
        f"two tenants with {partners:,} partners each, nothing changes": two_tenants(partners, 0),
        "one partner of each changes": two_tenants(partners, 1),
        "every partner of both changes, both ways": two_tenants(partners, partners),
        f"one tenant, {partners:,} partners in the environment, all change": hub(partners),
    }


def measure_difference(tenants: int, rounds: int) -> Differing:
    """Measure the difference of access between tenants that are all partners of one another; `rounds` times."""
    large = all_partners(tenants)
    before, after = large.settings()

    def tell() -> int:
        compare.cache_clear()
        words = DirectionWording(collect_names(large.environment))
        found = review_directions(before, after, before)
        return sum(len(words.list_gained(each)) + len(words.list_lost(each)) for each in found)

    found = in_turns(rounds, {"difference": lambda: cpu_seconds(tell)})
    partnerships = tenants * (tenants - 1) // 2
    return Differing(partnerships, 2 * partnerships, found["difference"])


def _review(large: LargeEnvironment) -> Review:
    return review_plan(large.environment, large.plan(), _TODAY)


def _measure(case: str, large: LargeEnvironment, rounds: int) -> Reviewing:
    reviewed = _review(large)
    actions: dict[str, Callable[[], float]] = {
        "parsing": lambda: cpu_seconds(lambda: [json.loads(text) for text in large.documents.values()]),
        "review": lambda: _reviewed(large),
        **{name: partial(_rendered, render, large) for name, render in _FORMATS.items()},
    }
    found = in_turns(rounds, actions)
    return Reviewing(
        case,
        sum(direction.is_changed for direction in reviewed.directions),
        found["parsing"],
        found["review"],
        {name: found[name] for name in _FORMATS},
    )


def _rendered(render: Renderer, large: LargeEnvironment) -> float:
    """How long it takes to render a review of which nothing was put into words before."""
    fresh = _review(large)
    return cpu_seconds(lambda: render(fresh))


def _reviewed(large: LargeEnvironment) -> float:
    compare.cache_clear()
    return cpu_seconds(lambda: _review(large))
