"""A name for an id: what an environment calls a group, a user or an application of one tenant."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

Kind: TypeAlias = Literal["group", "user", "application"]


@dataclass(frozen=True, slots=True)
class NamedId:
    """One name, and the id that it stands for.

    Attributes:
        kind: who may be let in elsewhere (`group`, `user`), or what somebody may reach (`application`).
        id: in lower case: the object id of a group or user in its tenant; of an application the application
            (client) id, not the object id of its service principal.
        name: the name in the environment file.
        tenant_name: the name of its tenant.
        tenant_id: the id of its tenant.
        display_name: the name in the directory; None where the file does not give it.
        line: where it stands in the environment file; 0 where it stands in none.
    """

    kind: Kind
    id: str
    name: str
    tenant_name: str
    tenant_id: str
    display_name: str | None = None
    line: int = 0

    def __str__(self) -> str:
        return f"{self.name} (of {self.tenant_name})"


TellUnknown: TypeAlias = Callable[[str, str], None]
"""Told of a name that stands for nothing: what is wrong, and what to do."""


class UnknownNames:
    """Who is told of names that stand for nothing, while code goes on in spite of them; None: they are raised."""

    tell: TellUnknown | None = None
