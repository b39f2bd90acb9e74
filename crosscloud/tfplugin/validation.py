"""Whether a configuration gives what its schema requires, and what the schema's validators say of it.

Terraform itself asks only that a required argument is written; `name = null` is written, and gives nothing. Nor
does it look for a null among the objects of a collection. Here both are errors, so that whoever handles a
configuration that was validated finds what it must have. What is not known yet is passed over: Terraform validates
again once it is known.
"""

from collections.abc import Sequence
from typing import Any

from crosscloud.tfplugin.diagnostics import Diagnostics, Path, format_path
from crosscloud.tfplugin.schema import Attribute
from crosscloud.tfplugin.shape import steps_of
from crosscloud.tfplugin.values import Unknown, is_wholly_known


def validate_object(attributes: Sequence[Attribute], value: Any, diagnostics: Diagnostics, at: Path = ()) -> None:
    """Report what is required and null, and each message of each validator, as an error at its path.

    Args:
        attributes: The members of the object.
        value: The object in their shape; null (given or not is its own attribute's matter) and `Unknown` are
            passed over.
        diagnostics: Where to report.
        at: The path of the object.
    """
    if not isinstance(value, dict):
        return
    for attribute in attributes:
        member, path = value[attribute.name], (*at, attribute.name)
        if member is None and attribute.required:
            diagnostics.error(
                f"Missing value for {attribute.name}", f"{format_path(path)} is required and cannot be null.", path
            )
        if member is None or member is Unknown:
            continue
        if attribute.validators and is_wholly_known(member):
            for message in _messages(attribute, member):
                diagnostics.error(f"Invalid value for {attribute.name}", f"{format_path(path)} {message}.", path)
        if attribute.nested is not None:
            for steps, element in steps_of(attribute.nested.nesting, member):
                if element is None:
                    where = (*path, *steps)
                    diagnostics.error(
                        f"Invalid value for {attribute.name}", f"{format_path(where)} cannot be null.", where
                    )
                validate_object(attribute.nested.attributes, element, diagnostics, (*path, *steps))


def _messages(attribute: Attribute, value: Any) -> list[str]:
    messages: list[str] = []
    for validator in attribute.validators:
        answer = validator(value)
        if answer:
            messages += [answer] if isinstance(answer, str) else answer
    return messages
