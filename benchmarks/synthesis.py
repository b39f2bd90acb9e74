"""How long synthesis takes and how much memory, beside one bare `add_override` with the same resources."""

import json
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks.measuring import Ran, in_turns, run
from benchmarks.project import make, resources_of, variables


@dataclass(frozen=True, slots=True)
class Synthesis:
    """Seconds of the whole program and its peak memory in MiB, with one stack of so many partners.

    Attributes:
        partners: how many.
        main: an intent, which says them as partnerships.
        by_hand: the same resources, each added to the stack by hand.
        bare: the floor: the same resources in one `add_override`, without anything of ours.
    """

    partners: int
    main: float
    by_hand: float
    bare: float
    main_mib: float
    bare_mib: float

    @property
    def ratio(self) -> float:
        """How many times as long partnerships take."""
        return self.main / self.bare


def measure(partners: int, rounds: int, folder: Path) -> Synthesis:
    """Measure it, `rounds` times in turns, in a folder that may be filled."""
    project = make(folder, partners, ("contoso",))
    peaks: dict[str, float] = {}

    def synthesise(program: str) -> float:
        output = project / f"out-{program}"
        shutil.rmtree(output, ignore_errors=True)
        ran: Ran = run([sys.executable, program], environ=variables(output), folder=project)
        peaks[program] = max(peaks.get(program, 0), ran.peak_mib)
        return ran.seconds

    synthesise("main.py")
    _write_resources(project, {"contoso": project / "out-main.py" / "stacks" / "demo-global-contoso"})
    programs = ("main.py", "by_hand.py", "bare.py")
    found = in_turns(rounds, {program: partial(synthesise, program) for program in programs})
    main, by_hand, bare = (found[program] for program in programs)
    return Synthesis(partners, main, by_hand, bare, peaks["main.py"], peaks["bare.py"])


def _write_resources(project: Path, stacks: Mapping[str, Path]) -> None:
    found = {name: resources_of(stack) for name, stack in stacks.items()}
    (project / "resources.json").write_text(json.dumps(found), encoding="utf-8")
