"""Runs the validators of a schema over a configuration.

Values that are null or not wholly known are passed over: Terraform validates again once they are known.
"""

from collections.abc import Sequence
from typing import Any

from crosscloud.tfplugin.diagnostics import Diagnostics, Path, format_path
from crosscloud.tfplugin.schema import Attribute
from crosscloud.tfplugin.shape import steps_of
from crosscloud.tfplugin.values import Unknown, is_wholly_known


def validate_object(attributes: Sequence[Attribute], value: Any, diagnostics: Diagnostics, at: Path = ()) -> None:
    """Report each message of each validator as an error at the attribute's path.

    Args:
        attributes: The members of the object.
        value: The object in their shape; null and `Unknown` are valid.
        diagnostics: Where to report.
        at: The path of the object.
    """
    if not isinstance(value, dict):
        return
    for attribute in attributes:
        member, path = value[attribute.name], (*at, attribute.name)
        if member is None or member is Unknown:
            continue
        if attribute.validators and is_wholly_known(member):
            for message in _messages(attribute, member):
                diagnostics.error(f"Invalid value for {attribute.name}", f"{format_path(path)} {message}.", path)
        if attribute.nested is not None:
            for steps, element in steps_of(attribute.nested.nesting, member):
                validate_object(attribute.nested.attributes, element, diagnostics, (*path, *steps))


def _messages(attribute: Attribute, value: Any) -> list[str]:
    messages: list[str] = []
    for validator in attribute.validators:
        answer = validator(value)
        if answer:
            messages += [answer] if isinstance(answer, str) else answer
    return messages
