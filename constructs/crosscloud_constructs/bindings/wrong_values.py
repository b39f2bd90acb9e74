"""Arguments that are no data: said with the line of the code, where cdktf would end without one."""

from collections.abc import Mapping
from typing import Any, Final

from crosscloud_constructs.arguments import find_foreign
from crosscloud_constructs.collecting import stop
from crosscloud_constructs.errors import IntentProblem, StackError
from crosscloud_constructs.source import calling_code
from crosscloud_constructs.tenants import is_tenant

_GIVE: Final = "Give data, as Terraform has it"


def refuse_foreign(called: str, given: Mapping[str, Any], example: str = _GIVE) -> None:
    """Refuse arguments that hold a value of Python which is no data.

    Args:
        called: what they were given to.
        given: the arguments by name.
        example: what to give instead.

    Raises:
        StackError: for all of them at once, and for what was collected before: the program cannot go on.
    """
    wrong = [(name, found) for name, value in given.items() if (found := find_foreign(value)) is not None]
    if wrong:
        where = calling_code()
        stop(
            StackError(
                IntentProblem(
                    f"{name}= of {called} holds {type(found).__name__}, which is no data",
                    where,
                    "Give its tenant_id" if is_tenant(found) else example,
                )
                for name, found in wrong
            )
        )
