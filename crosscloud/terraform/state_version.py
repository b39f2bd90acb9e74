"""Which version of a state a saved plan was made on, and whether the state has moved on since.

A saved plan is a zip file that holds the state it was made on, `tfstate`; a state says its `serial`, which grows
with every write, and its `lineage`, which a state has for life. Terraform looks at both too, but in one tenant at
a time, when others are written already. Source: Terraform, internal/backend/local/backend_local.go.
"""

import io
import json
import zipfile
import zlib
from dataclasses import dataclass
from typing import Final, Literal, Self

Why = Literal["missing", "lineage", "serial"]
"""A state is there no more, is another one, or was written since."""

_BOOKMARK_FORMAT: Final = 1


@dataclass(frozen=True, slots=True)
class StateVersion:
    """One version of one state; `StateVersion()` is that of a state which does not exist yet.

    Attributes:
        serial: how often it was written.
        lineage: which state it is; empty before it is first written.
    """

    serial: int = 0
    lineage: str = ""

    @classmethod
    def of_state(cls, state: bytes | str) -> Self:
        """That of a state as Terraform prints it; of nothing where there is none yet.

        Raises:
            ValueError: where it is no state.
        """
        if not state.strip():
            return cls()
        document = json.loads(state)
        members = document if isinstance(document, dict) else {}
        serial, lineage = members.get("serial"), members.get("lineage")
        if isinstance(serial, int) and isinstance(lineage, str):
            return cls(serial, lineage)
        msg = "it does not say its serial and lineage"
        raise ValueError(msg)


@dataclass(frozen=True, slots=True)
class Moved:
    """How a state is no longer the one that a plan was made on; `crosscloud.wording.states` says it.

    Attributes:
        why: what of it differs.
        planned: the serial, where this is what differs, otherwise the lineage, of the state of the plan.
        now: the same of the state as it is; empty where there is none.
    """

    why: Why
    planned: int | str
    now: int | str = ""


def planned_on(plan: bytes) -> StateVersion | None:
    """The version of the state that a saved plan was made on.

    Returns:
        None where the file is the reference to a run, which is all that the backend `cloud` saves of one that is
        executed remotely. It is then for Terraform alone to refuse a stale plan.

    Raises:
        ValueError: where it is neither that nor a saved plan, or is damaged.
    """
    if _is_remote_run(plan):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(plan)) as parts:
            return StateVersion.of_state(parts.read("tfstate"))
    except (KeyError, zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, zlib.error) as error:
        msg = f"it holds no state that can be read ({error})"
        raise ValueError(msg) from error


def _is_remote_run(plan: bytes) -> bool:
    """Whether a file is the reference to a run that is executed remotely.

    Source: Terraform, internal/cloud/cloudplan/saved_plan.go.
    """
    try:
        document = json.loads(plan)
    except (ValueError, RecursionError):
        return False
    return (
        isinstance(document, dict)
        and document.get("remote_plan_format") == _BOOKMARK_FORMAT
        and all(isinstance(document.get(member), str) and document[member] for member in ("run_id", "hostname"))
    )


def moved_on(planned: StateVersion, now: StateVersion) -> Moved | None:
    """How the state of now is another than that of the plan; None where it is the same.

    The first plan is made where there is no state, and so no lineage: then the serial alone is compared.
    """
    is_first = planned == StateVersion()
    if not is_first and now == StateVersion():
        return Moved("missing", planned.lineage)
    if not is_first and planned.lineage != now.lineage:
        return Moved("lineage", planned.lineage, now.lineage)
    return None if planned.serial == now.serial else Moved("serial", planned.serial, now.serial)
