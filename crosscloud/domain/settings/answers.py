"""What an answer of Graph, or a part of a snapshot, must be to count as read; one of another shape is unread.

This is about shapes alone: what stands in an object of the right shape may still be a value that Microsoft does
not document, which whoever judges it takes as unknown.
"""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from crosscloud.domain.settings.types import Bool, Collection, Object, Settings, Text, Type

Fault: TypeAlias = tuple[str, str]
"""A place, in Graph's names, and what must be there."""


def is_blank(body: Mapping[str, Any]) -> bool:
    """Whether `body` has no property: nothing, or nothing but what OData says about the answer itself."""
    return all(name.startswith("@odata.") for name in body)


def find_missing(settings: Settings, body: Mapping[str, Any]) -> Iterator[Fault]:
    """What `body` lacks to be an answer about one object of `settings`."""
    if "error" in body:
        yield "error", "stands where the settings must be"
    for section in settings.always:
        if not isinstance(body.get(section.graph), Mapping):
            yield section.graph, "must be an object"


def find_misshapen(settings: Settings, body: Mapping[str, Any]) -> Iterator[Fault]:
    """Every value in the sections of `settings` that has another shape than its type.

    Null is of every type, but no element of a collection.
    """
    for section in (*settings.sections, *settings.read_only):
        if section.graph in body:
            yield from _misshapen(section.type, body[section.graph], section.graph)


def _misshapen(type_: Type, data: Any, where: str) -> Iterator[Fault]:
    match type_:
        case _ if data is None:
            return
        case Bool() if not isinstance(data, bool):
            yield where, "must be true, false or null"
        case Text() if not isinstance(data, str):
            yield where, "must be a text or null"
        case Object(members=members):
            if not isinstance(data, Mapping):
                yield where, "must be an object or null"
                return
            for member in members:
                yield from _misshapen(member.type, data.get(member.graph), f"{where}.{member.graph}")
        case Collection(element=element):
            if not isinstance(data, list):
                yield where, "must be a list or null"
                return
            for index, item in enumerate(data):
                if item is None:
                    yield f"{where}[{index}]", "must not be null"
                yield from _misshapen(element, item, f"{where}[{index}]")
