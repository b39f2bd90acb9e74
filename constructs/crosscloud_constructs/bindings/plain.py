"""Plain values of a stack that do not cross to cdktf's JavaScript: they are put into the file that it has written.

Each value that crosses is copied four times there, to look for references in it. Where there are none, Python can
write it as well, in a tenth of the time.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any, Final

from crosscloud_constructs.cdk import (
    Construct,
    IStackSynthesizer,
    ISynthesisSession,
    TerraformElement,
    TerraformStack,
    implements,
)

_UNFINISHED: Final = "crosscloud-unfinished"


class PlainElement(TerraformElement):
    """An element with plain values only: nothing in it refers to another construct."""

    def __init__(self, scope: Construct, construct_id: str) -> None:
        # Set before super().__init__, which may already call back into this object.
        self._is_left_out = False
        super().__init__(scope, construct_id)

    def fragment(self) -> dict[str, Any]:
        """What the element adds to the stack's JSON."""
        raise NotImplementedError

    def to_terraform(self) -> Any:
        """What cdktf merges into the stack's JSON: the fragment, unless it is put into the file later.

        Then it is a resource that Terraform refuses, so that a file which was not finished cannot be applied.
        """
        unfinished = {"resource": {_UNFINISHED: "synthesis was interrupted; run it again"}}
        return unfinished if self._is_left_out else self.fragment()

    @contextmanager
    def left_out(self) -> Iterator[None]:
        """While it is open, cdktf sees nothing of the fragment."""
        before, self._is_left_out = self._is_left_out, True
        try:
            yield
        finally:
            self._is_left_out = before


def drop_unfinished(document: dict[str, Any]) -> None:
    """Take out of a stack's JSON what stands for the elements that were left out."""
    document.get("resource", {}).pop(_UNFINISHED, None)


@implements(IStackSynthesizer)
class PlainSynthesizer:
    """Has cdktf write a stack without its plain elements, and puts these into the file.

    What is written is what cdktf would write with them. HCL is cdktf's alone.
    """

    def __init__(self, stack: TerraformStack, elements: Sequence[PlainElement]) -> None:
        self._stack = stack
        self._elements = elements
        self._cdktf = stack.synthesizer

    def synthesize(self, session: ISynthesisSession) -> None:
        """Write the stack."""
        with ExitStack() as left_out:
            for element in self._elements:
                left_out.enter_context(element.left_out())
            self._cdktf.synthesize(session)
        path = Path(session.outdir, session.manifest.for_stack(self._stack).synthesized_stack_path)
        if path.suffix == ".json":
            self._finish(path)

    def _finish(self, path: Path) -> None:
        document: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        drop_unfinished(document)
        for element in self._elements:
            for block, inside in element.fragment().items():
                _merge(document.setdefault(block, {}), inside)
        written = path.with_suffix(".unfinished")
        written.write_text(json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False), encoding="utf-8")
        written.replace(path)


def _merge(target: dict[str, Any], source: dict[str, Any]) -> None:
    """Put what `source` has into `target`, name by name."""
    for name, value in source.items():
        if isinstance(value, dict) and isinstance(target.get(name), dict):
            _merge(target[name], value)
        else:
            target[name] = value
