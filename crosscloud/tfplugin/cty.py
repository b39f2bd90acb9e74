"""The types of attributes, as Terraform's type system (cty) names them.

Only the types that configuration here needs: three primitives and collections of them. Objects are described
by nested attributes (`crosscloud.tfplugin.schema`), which Terraform documents, validates and diffs member by
member.

Source of the notation: Terraform plugin protocol 6, Schema.Attribute.type ("cty type as JSON").
"""

from dataclasses import dataclass
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True)
class Primitive:
    """A type without parts."""

    name: Literal["string", "number", "bool"]

    def __str__(self) -> str:
        return self.name

    def to_json(self) -> str:
        """The JSON value (not its text) that Terraform knows the type by."""
        return self.name


@dataclass(frozen=True, slots=True)
class Collection:
    """Any number of elements of one type."""

    kind: Literal["set", "list", "map"]
    element: "Type"

    def __str__(self) -> str:
        return f"{self.kind} of {self.element}"

    def to_json(self) -> list[object]:
        """The JSON value (not its text) that Terraform knows the type by."""
        return [self.kind, self.element.to_json()]


Type: TypeAlias = Primitive | Collection

STRING = Primitive("string")
NUMBER = Primitive("number")
BOOL = Primitive("bool")


def set_of(element: Type) -> Collection:
    """An unordered collection without duplicates; a `list` in Python."""
    return Collection("set", element)


def list_of(element: Type) -> Collection:
    """An ordered collection; a `list` in Python."""
    return Collection("list", element)


def map_of(element: Type) -> Collection:
    """A collection under string keys; a `dict` in Python."""
    return Collection("map", element)
