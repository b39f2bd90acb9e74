"""The vocabulary in which the settings are described: what a value may be, and how it is spelt for Graph.

A value in crosscloud is plain data in the shape of its type: `bool`, `str`, a `dict` of members in
snake_case, or a `list`. The same shape is used in Terraform state, in constructs and in reports.
"""

from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final, TypeAlias

Value: TypeAlias = bool | str | list["Value"] | dict[str, "Value"] | None


@dataclass(frozen=True, slots=True)
class Unread:
    """In place of a value that is not known: it was not read, not understood, or is known only after an apply.

    It is never taken for null, absent, empty or inherited, and never equal to any value.

    Attributes:
        reason: why it is not known; a part of a sentence, starting in lower case where it can.
    """

    reason: str


NOT_READ: Final = Unread("it was not read")
"""Nobody read it, for no particular reason."""
AFTER_APPLY: Final = Unread("known after the apply")
"""Terraform works it out while it applies."""


@dataclass(frozen=True, slots=True)
class Bool:
    """True or false."""


@dataclass(frozen=True, slots=True)
class Text:
    """A string: one of `choices` where there are any; an id (a GUID) compares without regard to case.

    Attributes:
        choices: the only values allowed, exactly as written; empty means any.
        keywords: values allowed beside ids, exactly as written. Only for ids.
        is_id: whether the string is a GUID or a keyword.
    """

    choices: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    is_id: bool = False


@dataclass(frozen=True, slots=True)
class Object:
    """A group of members. An object whose members are all null is the same as null."""

    members: tuple["Member", ...]


@dataclass(frozen=True, slots=True)
class Collection:
    """Several elements, always replaced as a whole.

    Attributes:
        element: what each of them is.
        ordered: whether it is a list; otherwise it is a set.
        can_be_empty: whether no element at all means something.
    """

    element: Text | Object
    ordered: bool = False
    can_be_empty: bool = False


Type: TypeAlias = Bool | Text | Object | Collection


@dataclass(frozen=True, slots=True)
class Member:
    """One member of an object.

    Attributes:
        name: the name in code, Graph's word in snake_case.
        graph: the property's name in Graph's JSON; names there are case-sensitive.
        type: what its value may be.
        doc: what it means, one sentence.
        default: the value of a member left out of an object that is given; None means it must be given.
        optional_in: the kinds of settings (by name) in which the member may be left out all the same, and is
            then null.
    """

    name: str
    graph: str
    type: Type
    doc: str
    default: bool | None = None
    optional_in: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """One property of a settings object, the unit in which Graph inherits, replaces and leaves alone.

    Attributes:
        name: the name in code, Graph's word in snake_case.
        graph: the property's name in Graph's JSON.
        type: what its value may be.
        doc: what it decides, one or two sentences.
        versions: for each cloud (by name) that declares the property, the API versions that do, the one to
            prefer first.
        inherit: what Graph is sent, and answers, when a partner takes the default's value.
        source: where the facts stand in Microsoft's documents.
        disputed: the clouds of which Microsoft's sources disagree whether they have the property: it is not
            declared there, and whether it exists is unknown until Graph answers it.
        dispute: what those sources say, as a part of a sentence.
        blocks_when: of a section that is true or false, the value that blocks; None where it opens and closes
            nothing, or that is not known.
    """

    name: str
    graph: str
    type: Type
    doc: str
    versions: Mapping[str, tuple[str, ...]]
    source: str
    inherit: Mapping[str, None] | None = None
    blocks_when: bool | None = None
    disputed: tuple[str, ...] = ()
    dispute: str = ""

    def version_in(self, cloud: str) -> str | None:
        """The API version (`v1.0` or `beta`) to use for this property in the cloud called `cloud`, if any."""
        return next(iter(self.versions_in(cloud)), None)

    def versions_in(self, cloud: str, tries: Container[str] = ()) -> tuple[str, ...]:
        """The API versions that have this property in the cloud called `cloud`, the one to prefer first.

        Where the sources disagree and its name is among `tries`, the one by which the rest is read there.
        """
        if cloud in self.disputed and self.name in tries:
            return ("v1.0",)
        return self.versions.get(cloud, ())


@dataclass(frozen=True)
class Settings:
    """One kind of settings object: the policy root, the default, or a partner.

    Attributes:
        name: the name in code.
        title: what reports call it.
        doc: what it governs.
        sections: its properties that can be written, in the order in which they are shown.
        always: those of its sections that every answer of Graph has, in every cloud, and never as null: an answer
            without one of them is no answer.
        untouched: the JSON that an answer without any property stands for, where Microsoft documents such an
            answer for an object that nobody has changed; None where it documents none.
        read_only: its properties that Graph answers and nobody can set.
    """

    name: str
    title: str
    doc: str
    sections: tuple[Section, ...]
    always: tuple[Section, ...] = ()
    untouched: Mapping[str, Any] | None = None
    read_only: tuple[Section, ...] = ()

    @property
    def type_name(self) -> str:
        """Terraform's name for it, as a resource and as a data source."""
        return f"crosscloud_{self.name}"

    @cached_property
    def graph_names(self) -> frozenset[str]:
        """Graph's names of the sections."""
        return frozenset(section.graph for section in self.sections)

    def section(self, name: str) -> Section:
        """The section called `name` in code.

        Raises:
            KeyError: where there is none.
        """
        for section in self.sections:
            if section.name == name:
                return section
        raise KeyError(name)

    def sections_in(self, cloud: str) -> Iterator[Section]:
        """The sections that Graph declares in the cloud called `cloud`."""
        return (section for section in self.sections if section.version_in(cloud))
