"""From configuration and prior state to the planned state, before the provider's own plan hook.

Terraform proposes a planned state of its own; it is not used, since for optional and computed nested
attributes it cannot tell "taken out" from "left to the provider". The rules that Terraform checks afterwards
are kept: what the configuration gives is planned as given (or as its prior equivalent), and a computed value
becomes unknown only if something changes.

Source: Terraform, "Resource Instance Change Lifecycle", PlanResourceChange.
"""

from collections.abc import Callable, Sequence
from typing import Any, Final, TypeAlias

from crosscloud.tfplugin.comparison import equal_objects, equal_values, keep_spelling
from crosscloud.tfplugin.diagnostics import Key, Path
from crosscloud.tfplugin.schema import Attribute, NestedObject
from crosscloud.tfplugin.shape import conform_default
from crosscloud.tfplugin.values import Unknown

_NOTHING: Final = object()
"""Stands for the prior value where there is no prior object; null is a prior value."""

_Computed: TypeAlias = Callable[[Attribute, Any], Any]
"""What a computed attribute becomes that the configuration leaves out, given its prior value or `_NOTHING`."""


def plan_state(
    attributes: Sequence[Attribute], config: dict[str, Any], prior: dict[str, Any] | None
) -> dict[str, Any]:
    """The state to plan for a configuration.

    Args:
        attributes: The resource's attributes.
        config: The configuration, in their shape.
        prior: The prior state, in their shape; None on create.

    Returns:
        The planned state: defaults filled in, computed values kept or `Unknown`, spelt as in the prior state
        where that means the same.
    """
    if prior is not None:
        unchanged = keep_spelling(attributes, _plan(attributes, config, prior, _keep_all), prior)
        if equal_objects(attributes, unchanged, prior):
            return prior
    planned: dict[str, Any] = keep_spelling(attributes, _plan(attributes, config, prior, _keep_marked), prior)
    return planned


def fill_defaults(attributes: Sequence[Attribute], config: dict[str, Any]) -> dict[str, Any]:
    """The configuration of a provider or data source, with the defaults of what it leaves out."""
    filled: dict[str, Any] = _plan(attributes, config, None, lambda attribute, prior: None)
    return filled


def replacement_paths(
    attributes: Sequence[Attribute], prior: dict[str, Any], planned: dict[str, Any], at: Path = ()
) -> list[Path]:
    """The paths of the changed attributes that require replacement. Not looked for inside sets."""
    paths: list[Path] = []
    for attribute in attributes:
        old, new, path = prior[attribute.name], planned[attribute.name], (*at, attribute.name)
        if attribute.requires_replace and not equal_values(attribute, old, new):
            paths.append(path)
        elif attribute.nested is not None:
            for steps, old_object, new_object in _pairs(attribute.nested, old, new):
                paths += replacement_paths(attribute.nested.attributes, old_object, new_object, (*path, *steps))
    return paths


def _keep_all(attribute: Attribute, prior: Any) -> Any:
    return Unknown if prior is _NOTHING else prior


def _keep_marked(attribute: Attribute, prior: Any) -> Any:
    return prior if attribute.keep_prior and prior is not _NOTHING else Unknown


def _plan(attributes: Sequence[Attribute], config: Any, prior: Any, computed: _Computed) -> Any:
    if not isinstance(config, dict):
        return config
    planned = {}
    for attribute in attributes:
        given = config[attribute.name]
        old = prior[attribute.name] if isinstance(prior, dict) else _NOTHING
        if given is None and attribute.default is not None and not (attribute.keep_prior and old is None):
            given = conform_default(attribute)
        if given is None:
            planned[attribute.name] = computed(attribute, old) if attribute.computed else None
        elif given is Unknown or attribute.nested is None:
            planned[attribute.name] = given
        else:
            planned[attribute.name] = _plan_nested(attribute.nested, given, old, computed)
    return planned


def _plan_nested(nested: NestedObject, config: Any, prior: Any, computed: _Computed) -> Any:
    members = nested.attributes
    match nested.nesting:
        case "single":
            return _plan(members, config, prior, computed)
        case "map":
            olds = prior if isinstance(prior, dict) else {}
            return {key: _plan(members, element, olds.get(key), computed) for key, element in config.items()}
        case "list":
            earlier = prior if isinstance(prior, list) else []
            return [
                _plan(members, element, earlier[index] if index < len(earlier) else None, computed)
                for index, element in enumerate(config)
            ]
        case "set":  # no correspondence to prior elements, hence no computed members (see NestedObject)
            return [_plan(members, element, None, computed) for element in config]


def _pairs(nested: NestedObject, old: Any, new: Any) -> list[tuple[Path, dict[str, Any], dict[str, Any]]]:
    """The objects that correspond to each other in both values, each with the path steps that lead to them."""
    if nested.nesting == "set" or not isinstance(old, dict | list) or not isinstance(new, dict | list):
        return []
    candidates: list[tuple[Path, Any, Any]]
    if nested.nesting == "single":
        candidates = [((), old, new)]
    elif isinstance(old, dict) and isinstance(new, dict):
        candidates = [((Key(key),), old[key], new[key]) for key in old if key in new]
    else:
        candidates = [((index,), a, b) for index, (a, b) in enumerate(zip(old, new, strict=False))]
    return [(steps, a, b) for steps, a, b in candidates if isinstance(a, dict) and isinstance(b, dict)]
