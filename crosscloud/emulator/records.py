"""Objects made of named properties: Graph's complex types and entities, as tables.

A record merges what a request sends into what is held, member by member (a member that is not sent stays as it
is), and shows each caller only the properties that its version and cloud declare. Sources: OData version 4.01
(update of complex values), the update pages of the Microsoft Graph reference (read-only properties), and
reports of `Invalid property` for names in another case.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any, Final, TypeAlias

from crosscloud.emulator.errors import bad_request, invalid_property, invalid_value
from crosscloud.emulator.surfaces import EVERYWHERE, Surface, Where
from crosscloud.emulator.values import Kind

Document: TypeAlias = Mapping[str, Any]
"""A JSON object that is held; never changed in place."""

_TYPE: Final = "@odata.type"


class Writer(Enum):
    """Who may set a property."""

    API = "api"
    PORTAL = "portal"
    NOBODY = "nobody"


@dataclass(frozen=True)
class Property:
    """One property.

    Attributes:
        name: its name, spelt as Graph spells it.
        kind: what it holds.
        where: which versions and clouds declare it.
        writer: who may set it.
        nullable: whether null may be sent.
        blank: what a new object holds, and what null sets it to.
    """

    name: str
    kind: Kind
    where: Where = EVERYWHERE
    writer: Writer = Writer.API
    nullable: bool = True
    blank: Any = None

    def take(self, sent: object, held: object, at: str, surface: Surface) -> object:
        """What to hold after `sent` arrives.

        Raises:
            GraphError: if it cannot be held, or not from this caller.
        """
        if self.writer is Writer.NOBODY or (self.writer is Writer.PORTAL and not surface.is_portal):
            raise bad_request(f"Property '{at}' is read-only and cannot be set.")
        if sent is None:
            if not self.nullable:
                raise invalid_value(at, "it must not be null.")
            return self.blank
        return self.kind.take(sent, held, at, surface)


@dataclass(frozen=True)
class Record:
    """An object type.

    Attributes:
        type_name: its name in Graph's schema, without the namespace.
        properties: its properties.
        required: the members that must have a value once the object has one.
        all_null_allowed: whether an object without any value differs from null.
        type_allowed: whether a request may state the type; the service refuses it in most places.
    """

    type_name: str
    properties: tuple[Property, ...]
    required: tuple[str, ...] = ()
    all_null_allowed: bool = False
    type_allowed: bool = False

    def blank(self) -> dict[str, Any]:
        """A new object."""
        return {property_.name: property_.blank for property_ in self.properties}

    def declared(self, surface: Surface) -> dict[str, Property]:
        """The properties that `surface` sees, by name."""
        return {p.name: p for p in self.properties if surface.declares(p.where) or p.name in surface.more}

    def take(self, sent: object, held: object, at: str, surface: Surface) -> dict[str, Any]:
        """`held` with the members of `sent` laid over it; `at` is empty for a whole request body.

        Raises:
            GraphError: for a property that is unknown here, read-only or wrong.
        """
        if not isinstance(sent, dict):
            raise invalid_value(at, "it must be an object.")
        if at and not sent:
            raise invalid_value(at, "it must have members.")
        declared = self.declared(surface)
        result = {**self.blank(), **(held if isinstance(held, Mapping) else {})}
        for name, value in sent.items():
            path = f"{at}/{name}" if at else name
            if name == _TYPE:
                self._check_type(value, path)
            elif name not in declared:
                raise invalid_property(name)
            else:
                result[name] = declared[name].take(value, result[name], path, surface)
        if any(result[name] is None for name in self.required):
            raise invalid_value(at, f"{' and '.join(self.required)} are required.")
        if at and not self.all_null_allowed and all(value is None for value in result.values()):
            raise invalid_value(at, "at least one member must have a value; send null to inherit.")
        return result

    def show(self, held: object, surface: Surface) -> dict[str, Any]:
        """What `surface` sees of `held`."""
        document: Document = held if isinstance(held, Mapping) else {}
        shown: dict[str, Any] = {}
        for name, property_ in self.declared(surface).items():
            value = document.get(name, property_.blank)  # a document that is older than a property lacks it
            shown[name] = None if value is None else property_.kind.show(value, surface)
        return shown

    def _check_type(self, sent: object, at: str) -> None:
        if not self.type_allowed:
            raise bad_request(f"Invalid property '{at}': the type cannot be stated here.")
        if sent != f"#microsoft.graph.{self.type_name}":
            raise bad_request(f"Invalid value specified for '{at}': the type here is {self.type_name}.")
