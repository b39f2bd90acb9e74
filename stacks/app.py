"""The app of an intent: tells all its mistakes at once, and writes nothing while there is one."""

import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from crosscloud_constructs import Partnership
from crosscloud_constructs.cdk import App
from crosscloud_constructs.collecting import Collection
from crosscloud_constructs.errors import IntentError, IntentProblem, merged
from stacks.declared import read_declarations, tenants_of
from stacks.declaring import DeclaringStack, stacks_of
from stacks.findings import find_problems


class IntentApp(App):
    """cdktf's App, made before the intent is declared.

    From here on, whatever is wrong with accesses, directions, partnerships and stacks is collected, and `synth()`
    raises it as one `IntentError`; warnings go to stderr, one line each, and with all other findings into the
    provenance of each stack. With cdktf's own App, each mistake is raised where it is made, and what only the
    whole shows is raised by `synth()`, one validation error for all.
    """

    tells_all_at_once = True

    def __init__(self, **options: Any) -> None:
        """Begin to collect; `options` are those of cdktf's App, such as `outdir`."""
        super().__init__(**options)
        self._collection = Collection()

    def close(self) -> None:
        """Collect no more: mistakes are raised where they are made again."""
        self._collection.close()

    def synth(self) -> None:
        """Write the stacks.

        Raises:
            IntentError: with everything that is wrong; then nothing is written.
        """
        self.close()
        stacks = stacks_of(self)
        found = (*findings(stacks), *_given_to_no_stack(self._collection.made, stacks))
        errors = merged((*self._collection.problems, *(each for each in found if each.severity == "error")))
        if errors:
            raise IntentError(errors)
        for each in found:
            if each.severity == "warning":
                sys.stderr.write(warning_line(each) + "\n")
        super().synth()


def findings(stacks: list[DeclaringStack]) -> tuple[IntentProblem, ...]:
    """What is wrong, or worth knowing, in the stacks and between them; also left in the provenance of each."""
    read = [read_declarations(stack) for stack in stacks]
    declared = [each for declarations in read for each in declarations.objects]
    collisions = [each for declarations in read for each in declarations.collisions]
    found = merged((*collisions, *find_problems(declared, tenants_of(stacks))))
    for stack in stacks:
        below = f"{stack.node.id}/"
        stack.warnings[:] = [
            _to_provenance(each)
            for each in found
            if each.severity != "error" and any(path.startswith(below) for path in each.paths)
        ]
    return found


def _given_to_no_stack(made: Iterable[object], stacks: Sequence[DeclaringStack]) -> Iterator[IntentProblem]:
    """A partnership that is made and given to no stack, which changes nothing; also left in the provenance.

    Of whose stacks it would have been, or of all where there is none of these.
    """
    given = {id(each) for stack in stacks for each in stack.given}
    for each in made:
        if not isinstance(each, Partnership) or id(each) in given or not each.tenants:
            continue
        between = " and ".join(tenant.name for tenant in each.tenants)
        problem = IntentProblem(
            f"the partnership between {between} is given to no stack, so that it changes nothing",
            each.source,
            "Give it to the stacks, TenantStack(..., partnerships=[...]), or take it out",
            severity="warning",
        )
        for stack in [stack for stack in stacks if each.involves(stack.tenant)] or stacks:
            stack.warnings.append(_to_provenance(problem))
        yield problem


def warning_line(finding: IntentProblem) -> str:
    """One line for a person: `warning XC113 main.py:23 ...`."""
    paths = f" ({', '.join(finding.paths)})" if finding.paths else ""
    id_ = f"{finding.finding} " if finding.finding else ""
    return f"{finding.severity} {id_}{finding.where} {finding.what}. {finding.to_do}{paths}"


def _to_provenance(finding: IntentProblem) -> dict[str, Any]:
    return {
        "finding": finding.finding,
        "severity": finding.severity,
        "where": str(finding.where),
        "what": finding.what,
        "to_do": finding.to_do,
        "paths": [*finding.paths],
    }
