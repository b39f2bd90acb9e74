"""Which version of a state a saved plan was made on, and whether the state has moved on since.

A saved plan is a zip file that holds the state it was made on, `tfstate`; a state says its `serial`, which grows
with every write, and its `lineage`, which a state has for life. Terraform looks at both too, but in one tenant at
a time, when others are written already. Source: Terraform, internal/backend/local/backend_local.go.
"""

import io
import json
import zipfile
from dataclasses import dataclass
from typing import Self


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


def planned_on(plan: bytes) -> StateVersion | None:
    """The version of the state that a saved plan was made on.

    Returns:
        None where the file does not hold it: what the backend `cloud` saves of a run that is executed remotely is
        no more than a reference to that run. It is then for Terraform alone to refuse a stale plan.

    Raises:
        ValueError: where it should hold it and is damaged.
    """
    if not zipfile.is_zipfile(io.BytesIO(plan)):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(plan)) as parts:
            return StateVersion.of_state(parts.read("tfstate"))
    except (KeyError, zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        msg = f"it holds no state that can be read ({error})"
        raise ValueError(msg) from error


def moved_on(planned: StateVersion, now: StateVersion) -> str:
    """How the state of now is another than that of the plan, in words; empty where it is the same.

    The first plan is made where there is no state, and so no lineage: then the serial alone is compared.
    """
    is_first = planned == StateVersion()
    if not is_first and planned.lineage != now.lineage:
        return f"it is another state by now (lineage {planned.lineage}, now {now.lineage or 'none'})"
    if planned.serial != now.serial:
        return f"it was written since (serial {planned.serial}, now {now.serial})"
    return ""
