"""The figures as a Markdown table, with what was aimed at."""

import os
import platform
from collections.abc import Sequence
from datetime import UTC, datetime

from benchmarks.planning import Planning
from benchmarks.starting import Starting
from benchmarks.synthesis import Synthesis

START_AIM, PLAN_AIM, SYNTHESIS_AIM = 2.0, 1.5, 2.0


def render(starting: Starting, planning: Sequence[Planning], synthesis: Sequence[Synthesis]) -> str:
    """The whole report."""
    parts = [_machine(), _starting(starting), _planning(planning), _synthesis(synthesis)]
    return "\n\n".join(parts) + "\n"


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
            f"{one.joint:.2f}",
            str(one.requests),
            f"{one.provider_mib:.0f}",
        )
        for one in found
    ]
    head = (
        *("partners in each stack", "warm, s", "terraform_data, s", "ratio", "spawned, s"),
        *("whole joint plan, s", "requests", "provider peak, MiB"),
    )
    title = f"## Two stacks planned at once (aim: warm at most {PLAN_AIM:g} times `terraform_data`)"
    return "\n".join((title, "", *_table(head, rows)))


def _synthesis(found: Sequence[Synthesis]) -> str:
    rows = [
        (
            str(one.partners),
            f"{one.main:.2f}",
            f"{one.bare:.2f}",
            _ratio(one.ratio, SYNTHESIS_AIM),
            f"{one.main_mib:.0f}",
            f"{one.bare_mib:.0f}",
        )
        for one in found
    ]
    head = ("partners", "constructs, s", "one add_override, s", "ratio", "peak, MiB", "peak of the floor, MiB")
    title = f"## Synthesis of one stack (aim: at most {SYNTHESIS_AIM:g} times a bare `add_override` at 2,000)"
    return "\n".join((title, "", *_table(head, rows)))


def _ratio(ratio: float, aim: float) -> str:
    return f"{ratio:.2f}" if ratio <= aim else f"**{ratio:.2f}**"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    return [f"| {' | '.join(cells)} |" for cells in (head, ["---:"] * len(head), *rows)]
