"""A tenant that has no stack any more, while the state of its stack still holds what it set."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class DepartedTenant:
    """One that was taken out of the environment, or is another organisation's by now.

    Attributes:
        tenant: its id, as the state has it.
        state: the file of the state, for a reader.
        partners: the ids of the partners that the state holds entries for.
    """

    tenant: str
    state: str
    partners: tuple[str, ...] = ()
