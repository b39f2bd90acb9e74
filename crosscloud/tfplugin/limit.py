"""How many diagnostics of one kind a run tells: a few, however many resources there are.

Terraform parses the whole configuration again for each diagnostic that it shows, so that a warning for each
resource takes a time that grows with the square of their number. Resources are planned one by one and at once, and
a diagnostic belongs to the answer for one of them: how many more there will be is not known when one is told. So
the first few of a kind are told as they are; the last of these says that it is the last, and where to read all.
Whoever reports says of what kind it is; what has no kind is always told.

A run is what follows one ConfigureProvider call. Nothing that Terraform decides by gets lost: an error is left out
only in an answer to a read or a plan, where Terraform has got other errors of the run and will refuse the plan for
them; `crosscloud.tfplugin.resource_calls` sees that what was refused is not applied.
"""

import threading
from collections import Counter
from collections.abc import Iterable
from typing import Final

from crosscloud.tfplugin.diagnostics import Diagnostic, Severity

FEW: Final = 3
"""How many of a kind are told."""

BOUNDED: Final = frozenset(
    {"ReadResource", "PlanResourceChange", "ApplyResourceChange", "ImportResourceState", "ReadDataSource"}
)
"""The calls whose warnings are bounded. Validation is no part of a run, and what it says is about the code."""

REFUSING: Final = frozenset({"ReadResource", "PlanResourceChange"})
"""The calls whose errors are bounded too: one error of a plan refuses it whole."""


class DiagnosticLimit:
    """What one run has told so far. Safe to use from several threads."""

    def __init__(self, elsewhere: str = "") -> None:
        """Nothing is told yet; `elsewhere` is a sentence that says where those are that are not."""
        self._elsewhere = elsewhere
        self._lock = threading.Lock()
        self._told: Counter[tuple[Severity, str]] = Counter()

    def choose(self, diagnostics: Iterable[Diagnostic], *, errors_too: bool) -> list[Diagnostic]:
        """Those of one answer that are told.

        Args:
            diagnostics: all of them.
            errors_too: whether errors may be left out as well.
        """
        told: list[Diagnostic] = []
        last: dict[tuple[Severity, str], int] = {}
        left_out: Counter[tuple[Severity, str]] = Counter()
        for item in diagnostics:
            if not item.kind or (item.severity == "error" and not errors_too):
                told.append(item)
                continue
            key = (item.severity, item.kind)
            with self._lock:
                self._told[key] += 1
                number = self._told[key]
            if number > FEW:
                left_out[key] += 1
                continue
            if number == FEW:
                last[key] = len(told)
            told.append(item)
        for key, index in last.items():
            told[index] = self._with_the_rest(told[index], left_out[key])
        return told

    def _with_the_rest(self, item: Diagnostic, more_here: int) -> Diagnostic:
        others = (
            f"{more_here:,} more of this resource, and any of others," if more_here else "If there are more, they"
        )
        sentence = f"Of one kind, {FEW} are told. {others} are not listed here. {self._elsewhere}".rstrip()
        return item.with_paragraph(sentence)
