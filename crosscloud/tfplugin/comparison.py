"""When two values mean the same, and whose spelling is kept then.

Terraform compares exactly and reports every other spelling as a change. `keep_spelling` is applied wherever a
value meets an earlier one that means the same (plan, read, apply), so that afterwards equal values are also
spelt alike.
"""

from collections.abc import Callable, Hashable, Sequence
from typing import Any

from crosscloud.tfplugin.cty import Collection, Type
from crosscloud.tfplugin.schema import Attribute, NestedObject, Nesting
from crosscloud.tfplugin.values import Unknown, is_wholly_known


def equal_objects(attributes: Sequence[Attribute], a: Any, b: Any) -> bool:
    """Whether two objects in the shape of the attributes mean the same; `Unknown` equals only itself."""
    if not isinstance(a, dict) or not isinstance(b, dict):
        return a is b
    return all(equal_values(attribute, a[attribute.name], b[attribute.name]) for attribute in attributes)


def equal_values(attribute: Attribute, a: Any, b: Any) -> bool:
    """Whether two values of the attribute mean the same; `Unknown` equals only itself."""
    if a is None or b is None or a is Unknown or b is Unknown:
        return a is b
    if attribute.equal is not None and is_wholly_known(a) and is_wholly_known(b):
        return bool(attribute.equal(a, b))
    content = attribute.content
    if not isinstance(content, NestedObject):
        return freeze(content, a) == freeze(content, b)
    if content.nesting == "single":
        return equal_objects(content.attributes, a, b)
    if len(a) != len(b):
        return False
    if content.nesting == "map":
        return bool(a.keys() == b.keys()) and all(equal_objects(content.attributes, a[key], b[key]) for key in a)
    if content.nesting == "list":
        return all(equal_objects(content.attributes, x, y) for x, y in zip(a, b, strict=True))
    if not content.has_equality:
        return freeze(content, a) == freeze(content, b)
    return all(match is not None for match in _match(content.attributes, a, b))


def keep_spelling(attributes: Sequence[Attribute], value: Any, earlier: Any) -> Any:
    """The object `value`, with every part that means the same as in `earlier` spelt as there.

    Both are in the shape of the attributes. Elements of a set are matched one to one by equality.
    """
    if not isinstance(value, dict) or not isinstance(earlier, dict):
        return value
    return {
        attribute.name: _keep(attribute, value[attribute.name], earlier[attribute.name])
        if attribute.has_equality
        else value[attribute.name]
        for attribute in attributes
    }


def freeze(content: Type | NestedObject, value: Any) -> Hashable:
    """A hashable stand-in; those of exactly equal values of one type are equal, whatever the order of a set."""
    if isinstance(content, NestedObject):
        return _freeze(content.nesting, value, lambda element: _freeze_object(content.attributes, element))
    if isinstance(content, Collection):
        return _freeze(content.kind, value, lambda element: freeze(content.element, element))
    hashable: Hashable = value  # a string, a number, a bool, None or Unknown
    return hashable


def _freeze(nesting: Nesting, value: Any, freeze_element: Callable[[Any], Hashable]) -> Hashable:
    if value is None or value is Unknown:
        return None if value is None else Unknown
    match nesting:
        case "single":
            return freeze_element(value)
        case "list":
            return tuple(freeze_element(element) for element in value)
        case "set":
            return frozenset(freeze_element(element) for element in value)
        case "map":
            return frozenset((key, freeze_element(element)) for key, element in value.items())


def _freeze_object(attributes: Sequence[Attribute], value: Any) -> Hashable:
    if value is None or value is Unknown:
        return None if value is None else Unknown
    return tuple(freeze(attribute.content, value[attribute.name]) for attribute in attributes)


def _keep(attribute: Attribute, value: Any, earlier: Any) -> Any:
    if value is None or earlier is None or value is Unknown or earlier is Unknown:
        return value
    if attribute.equal is not None and equal_values(attribute, value, earlier):
        return earlier
    content = attribute.content
    if not isinstance(content, NestedObject):
        return value
    members = content.attributes
    match content.nesting:
        case "single":
            return keep_spelling(members, value, earlier)
        case "map":
            return {key: keep_spelling(members, element, earlier.get(key)) for key, element in value.items()}
        case "list":
            others = [*earlier, *[None] * len(value)]
            return [keep_spelling(members, element, other) for element, other in zip(value, others, strict=False)]
        case "set":
            matches = _match(members, value, earlier)
            return [v if match is None else match for v, match in zip(value, matches, strict=True)]


def _match(members: Sequence[Attribute], elements: Sequence[Any], others: Sequence[Any]) -> list[Any]:
    """For each element an equal one of the others, each used once, or None. Exact equals are tried first."""
    exact: dict[Hashable, list[Any]] = {}
    for other in others:
        exact.setdefault(_freeze_object(members, other), []).append(other)
    matches = []
    for element in elements:
        candidates = exact.get(_freeze_object(members, element))
        matches.append(candidates.pop() if candidates else None)
    rest = [other for candidates in exact.values() for other in candidates]
    for position, element in enumerate(elements):
        if matches[position] is None:
            index = next((i for i, other in enumerate(rest) if equal_objects(members, element, other)), None)
            matches[position] = None if index is None else rest.pop(index)
    return matches
