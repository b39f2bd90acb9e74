"""The figures as a Markdown table, with what was aimed at."""

import os
import platform
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from benchmarks.opening import Opening
from benchmarks.planning import Planning
from benchmarks.reviewing import Differing, Reviewing
from benchmarks.starting import Starting
from benchmarks.synthesis import Synthesis

START_AIM, PLAN_AIM = 1.8, 1.5
SYNTHESIS_AIM, SMALL_SYNTHESIS_AIM, SMALL = 1.5, 1.3, 10
REVIEW_AIM, DIFFERENCE_AIM, KEY_AIM = 2.0, 1.0, 100.0
"""In seconds, and for the key in milliseconds: what was asked for, whatever the machine."""


def render(starting: Starting, planning: Sequence[Planning], synthesis: Sequence[Synthesis]) -> str:
    """The part about Terraform, its provider and synthesis."""
    return "\n\n".join([_machine(), _starting(starting), _planning(planning), _synthesis(synthesis)]) + "\n"


def render_reviews(reviewing: Sequence[Reviewing], differing: Differing, opening: Mapping[str, Opening]) -> str:
    """The part about the joint review."""
    return "\n\n".join([_machine(), _reviewing(reviewing), _differing(differing), _opening(opening)]) + "\n"


def _machine() -> str:
    day = datetime.now(UTC).date()
    return (
        f"Measured {day} on {platform.system()} {platform.machine()}, {os.cpu_count()} cores, "
        f"Python {platform.python_version()}. Seconds are medians; each ratio is to the floor "
        "that was measured in turns with it; in bold, it misses the aim."
    )


def _starting(found: Starting) -> str:
    return "\n".join(
        (
            f"## Provider: start to handshake (aim: at most {START_AIM:g} times `import grpc`)",
            "",
            *_table(
                ("handshake, s", "import grpc, s", "ratio"),
                [(f"{found.handshake:.3f}", f"{found.import_grpc:.3f}", _ratio(found.ratio, START_AIM))],
            ),
        )
    )


def _planning(found: Sequence[Planning]) -> str:
    rows = [
        (
            str(one.partners),
            f"{one.warm:.2f}",
            f"{one.floor:.2f}",
            _ratio(one.ratio, PLAN_AIM),
            f"{one.spawned:.2f}",
            f"{one.spawned_ratio:.2f}",
            str(one.diagnostics),
            f"{one.joint:.2f}",
            str(one.requests),
            f"{one.provider_mib:.0f}",
        )
        for one in found
    ]
    head = (
        *("partners in each stack", "warm, s", "terraform_data, s", "ratio", "spawned, s"),
        *("ratio of spawned", "diagnostics of one stack", "whole joint plan, s", "requests", "provider peak, MiB"),
    )
    title = f"## Two stacks planned at once (aim: warm at most {PLAN_AIM:g} times `terraform_data`)"
    return "\n".join((title, "", *_table(head, rows)))


def _synthesis(found: Sequence[Synthesis]) -> str:
    rows = [
        (
            str(one.partners),
            f"{one.main:.2f}",
            f"{one.bare:.2f}",
            _ratio(one.ratio, SMALL_SYNTHESIS_AIM if one.partners <= SMALL else SYNTHESIS_AIM),
            f"{one.by_hand:.2f}",
            f"{one.main_mib:.0f}",
            f"{one.bare_mib:.0f}",
        )
        for one in found
    ]
    head = (
        *("partners", "partnerships, s", "one add_override, s", "ratio", "added by hand, s"),
        *("peak, MiB", "peak of the floor, MiB"),
    )
    title = (
        f"## Synthesis of one stack (aim: at most {SYNTHESIS_AIM:g} times a bare `add_override`, "
        f"{SMALL_SYNTHESIS_AIM:g} at {SMALL})"
    )
    return "\n".join((title, "", *_table(head, rows)))


def _reviewing(found: Sequence[Reviewing]) -> str:
    rows = [
        (
            one.case,
            f"{one.directions:,}",
            f"{one.parsing:.2f}",
            _number(one.review, 2, REVIEW_AIM),
            *(f"{taken:.2f}" for taken in one.formats.values()),
            _number(one.beyond_terraform, 2, REVIEW_AIM),
            f"{one.ratio:.1f}",
        )
        for one in found
    ]
    head = (
        *("case", "directions that change", "reading the JSON, s", "review, s"),
        *(f"{name}, s" for name in found[0].formats),
        *("review and text, s", "ratio to reading the JSON"),
    )
    title = f"## Joint review, beyond Terraform's own time (aim: review and text at most {REVIEW_AIM:g} s)"
    return "\n".join((title, "", *_table(head, rows)))


def _differing(found: Differing) -> str:
    row = (f"{found.partnerships:,}", f"{found.directions:,}", _number(found.difference, 2, DIFFERENCE_AIM))
    title = f"## Difference of access, every direction changed (aim: at most {DIFFERENCE_AIM:g} s)"
    return "\n".join((title, "", *_table(("partnerships", "directions", "difference, s"), [row])))


def _opening(found: Mapping[str, Opening]) -> str:
    title = f"## The HTML page in Chromium (aim: at most {KEY_AIM:g} ms from a key to the rows)"
    rows = [
        (
            case,
            f"{one.painted:.0f}",
            f"{one.there:.0f}",
            _number(one.first_key, 0, KEY_AIM),
            _number(one.key, 0, KEY_AIM),
        )
        for case, one in found.items()
    ]
    head = ("case", "first text, ms", "whole page, ms", "first key in the filter, ms", "a later key, ms")
    told = _table(head, rows) if rows else ["Not measured: needs Chromium (CROSSCLOUD_TEST_CHROMIUM)."]
    return "\n".join((title, "", *told))


def _ratio(ratio: float, aim: float) -> str:
    return _number(ratio, 2, aim)


def _number(found: float, digits: int, aim: float) -> str:
    return f"{found:.{digits}f}" if found <= aim else f"**{found:.{digits}f}**"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    return [f"| {' | '.join(cells)} |" for cells in (head, ["---:"] * len(head), *rows)]
