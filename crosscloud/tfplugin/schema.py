"""What a resource, data source or provider consists of: attributes, nested attributes and their rules.

A schema is data. What Terraform is told of it stands in `crosscloud.tfplugin.wire`; how it governs a plan in
`planning`; how it is checked in `validation`. Mistakes that Terraform would only notice at run time are
refused at construction.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import KW_ONLY, dataclass
from functools import cached_property
from typing import Any, Literal, TypeAlias

from crosscloud.tfplugin.cty import Type

Nesting: TypeAlias = Literal["single", "list", "set", "map"]

Validator: TypeAlias = Callable[[Any], str | list[str] | None]
"""Judges one wholly known, non-null value. Answers None, or one or more messages that continue a sentence whose
subject is the attribute: lower-case start, "must" or "cannot", no full stop."""

Equality: TypeAlias = Callable[[Any, Any], bool]
"""Whether two wholly known, non-null values mean the same."""

_NAME = re.compile(r"[a-z][a-z0-9_]*")
# Terraform language, "Meta-Arguments": taken at the top level of every resource block.
_RESERVED = frozenset({"connection", "count", "depends_on", "for_each", "lifecycle", "provider", "provisioner"})


@dataclass(frozen=True)
class Attribute:
    """One attribute.

    Attributes:
        name: Its name in the configuration.
        type: Its type; exactly one of `type` and `nested` is given.
        description: Markdown, shown by editors and in generated documentation.
        required: The configuration must give it.
        optional: The configuration may give it.
        computed: The provider gives it where the configuration does not.
        sensitive: Terraform hides its value, and no diagnostic of this package shows it.
        deprecated: Terraform warns where it is used.
        nested: The members of an object or of each object in a collection.
        default: The value where the configuration gives none; implies optional and computed.
        keep_prior: A computed attribute that is absent from the configuration keeps its prior value (null
            too) on update. Without it the value becomes unknown as soon as anything in the resource changes.
            Together with a default, null alone is kept: any other value becomes the default.
        requires_replace: A change replaces the resource.
        validators: Each is called on a wholly known, non-null value.
        equal: Semantic equality. Where configuration and prior state are equal, the prior spelling is
            planned, so nothing changes; likewise Read keeps the state's spelling and apply the planned one.
            None compares exactly, sets without order.

    Raises:
        ValueError: The combination makes no sense, or the elements of a set that the configuration may give have
            a computed member; the message names the attribute and the rule.
    """

    name: str
    type: Type | None = None
    _: KW_ONLY
    description: str = ""
    required: bool = False
    optional: bool = False
    computed: bool = False
    sensitive: bool = False
    deprecated: bool = False
    nested: "NestedObject | None" = None
    default: Any = None
    keep_prior: bool = False
    requires_replace: bool = False
    validators: Sequence[Validator] = ()
    equal: Equality | None = None

    def __post_init__(self) -> None:
        if self.default is not None:
            object.__setattr__(self, "optional", True)
            object.__setattr__(self, "computed", True)
        object.__setattr__(self, "validators", tuple(self.validators))
        problem = self._problem()
        if problem:
            msg = f"attribute {self.name!r} {problem}"
            raise ValueError(msg)

    def _problem(self) -> str | None:
        if not _NAME.fullmatch(self.name):
            return "must be named in lower case letters, digits and underscores, starting with a letter"
        if (self.type is None) == (self.nested is None):
            return "must have either a type or nested attributes"
        if self.required and (self.optional or self.computed):
            return "cannot be required and also optional, computed or defaulted"
        if not (self.required or self.optional or self.computed):
            return "must be required, optional or computed"
        if self.keep_prior and not self.computed:
            return "must be computed to keep its prior value"
        return self._computed_in_set()

    def _computed_in_set(self) -> str | None:
        """Elements of a set do not correspond between configuration and prior state: nothing can be filled in.

        Only where all of the set comes from the provider may its members come from there.
        """
        if self.nested is None or self.nested.nesting != "set" or (self.computed and not self.optional):
            return None
        name = _computed_member(self.nested.attributes)
        return name and f"holds {name!r}, which cannot be computed inside a set; give it a default or use a list"

    @property
    def content(self) -> "Type | NestedObject":
        """What the attribute holds: a type without members, or nested attributes."""
        if self.type is not None:
            return self.type
        if self.nested is not None:
            return self.nested
        raise AssertionError("construction refuses an attribute without either")

    @cached_property
    def has_equality(self) -> bool:
        """Whether this attribute or a member of it has a semantic equality."""
        return self.equal is not None or (self.nested is not None and self.nested.has_equality)

    @cached_property
    def has_secrets(self) -> bool:
        """Whether this attribute or a member of it is sensitive."""
        nested = self.nested.attributes if self.nested is not None else ()
        return self.sensitive or any(member.has_secrets for member in nested)


@dataclass(frozen=True)
class NestedObject:
    """The members of a nested attribute: of one object ("single") or of each object in a list, set or map.

    Raises:
        ValueError: Two members share a name.
    """

    attributes: Sequence[Attribute]
    nesting: Nesting = "single"

    def __post_init__(self) -> None:
        object.__setattr__(self, "attributes", tuple(self.attributes))
        _refuse_duplicates(self.attributes)

    @cached_property
    def has_equality(self) -> bool:
        """Whether any member has a semantic equality."""
        return any(attribute.has_equality for attribute in self.attributes)


@dataclass(frozen=True)
class Schema:
    """The attributes of a resource, data source or provider.

    Attributes:
        attributes: The top-level attributes.
        version: Raised by one when stored state needs `Resource.upgrade`.
        description: Markdown.

    Raises:
        ValueError: Two attributes share a name, or one has a name that Terraform reserves.
    """

    attributes: Sequence[Attribute]
    version: int = 0
    description: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "attributes", tuple(self.attributes))
        _refuse_duplicates(self.attributes)
        for attribute in self.attributes:
            if attribute.name in _RESERVED:
                msg = f"attribute {attribute.name!r} cannot be at the top: Terraform reserves the name"
                raise ValueError(msg)


def _refuse_duplicates(attributes: Sequence[Attribute]) -> None:
    seen: set[str] = set()
    for attribute in attributes:
        if attribute.name in seen:
            msg = f"attribute {attribute.name!r} is there twice"
            raise ValueError(msg)
        seen.add(attribute.name)


def _computed_member(attributes: Sequence[Attribute]) -> str | None:
    """The name of a member, at any depth, that the provider gives without a default."""
    for attribute in attributes:
        if attribute.computed and attribute.default is None:
            return attribute.name
        inner = _computed_member(attribute.nested.attributes) if attribute.nested is not None else None
        if inner is not None:
            return inner
    return None
