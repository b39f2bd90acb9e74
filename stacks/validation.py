"""The whole intent, checked by cdktf's own App when it is synthesised, for those who do not use `IntentApp`."""

import sys

from crosscloud_constructs.cdk import IValidation, implements
from stacks.app import findings, warning_line
from stacks.declaring import DeclaringStack, stacks_of


def validate_once(stack: DeclaringStack) -> None:
    """Have the app of `stack` check the whole intent; the first stack that asks does it for all."""
    if stacks_of(stack.node.root)[0] is stack:
        stack.node.add_validation(_WholeIntent(stack))


@implements(IValidation)
class _WholeIntent:
    def __init__(self, stack: DeclaringStack) -> None:
        self._stack = stack

    def validate(self) -> list[str]:
        """The errors; warnings go to stderr. What cdktf calls before it writes anything."""
        found = findings(stacks_of(self._stack.node.root))
        for each in found:
            if each.severity == "warning":
                sys.stderr.write(warning_line(each) + "\n")
        return [str(each) for each in found if each.severity == "error"]
