"""Schemas, diagnostics, paths and values as protocol messages, and values back from them.

Messages are `Any` throughout: see `crosscloud.tfplugin.proto.message_class`.
"""

import json
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Any, Final

from crosscloud.tfplugin import proto
from crosscloud.tfplugin.cty import Type
from crosscloud.tfplugin.diagnostics import Diagnostic, Key, Path, format_path
from crosscloud.tfplugin.encoding import decode, decode_json, encode
from crosscloud.tfplugin.function import Function
from crosscloud.tfplugin.redaction import Redactor
from crosscloud.tfplugin.schema import Attribute, Schema

_SEVERITIES: Final = {"error": 1, "warning": 2}
_NESTINGS: Final = {"single": 1, "list": 2, "set": 3, "map": 4}
_MARKDOWN: Final = 1


def value_from(message: Any) -> Any:
    """The value of a `DynamicValue`; an absent one is null."""
    if message.msgpack:
        return decode(message.msgpack)
    return decode_json(message.json) if message.json else None


def value_message(value: Any) -> Any:
    """A value as a `DynamicValue`."""
    return proto.new("DynamicValue", msgpack=encode(value))


def path_message(path: Path) -> Any:
    """A path as an `AttributePath`; it ends before a step into a set, which the protocol cannot number."""
    message = proto.new("AttributePath")
    for step in path:
        match step:
            case str():
                message.steps.add(attribute_name=step)
            case int():
                message.steps.add(element_key_int=step)
            case Key(name):
                message.steps.add(element_key_string=name)
            case _:
                break
    return message


def diagnostic_messages(diagnostics: Iterable[Diagnostic], redactor: Redactor) -> list[Any]:
    """Diagnostics as messages, without sensitive values.

    Terraform shows the source line of a top-level attribute, but of a path below it only the resource's first
    line. So a path is cut to its first step, and stands in the detail in full unless it is there already.
    """
    messages = []
    for item in diagnostics:
        detail, where = item.detail, format_path(item.path)
        if len(item.path) > 1 and where not in detail:
            detail = f"{detail}\n\nAt {where}.".lstrip()
        message = proto.new(
            "Diagnostic",
            severity=_SEVERITIES[item.severity],
            summary=_printable(redactor.clean(item.summary)),
            detail=_printable(redactor.clean(detail)),
        )
        if item.path:
            message.attribute.CopyFrom(path_message(item.path[:1]))
        messages.append(message)
    return messages


def _printable(text: str) -> str:
    """`text` with whatever may steer a terminal or reorder a line spelt out: a service may have written it."""
    return "".join(char if char == "\n" or not _is_harmful(char) else f"\\u{ord(char):04x}" for char in text)


def _is_harmful(char: str) -> bool:
    category = unicodedata.category(char)
    return category[0] == "C" or category in {"Zl", "Zp"}


def schema_message(schema: Schema, *, configuration_only: bool = False) -> Any:
    """A schema as a message.

    Args:
        schema: What to describe.
        configuration_only: For the provider's own schema, which has no state: a default makes an attribute
            optional, not computed.
    """
    message = proto.new("Schema", version=schema.version)
    message.block.version = schema.version
    message.block.description = schema.description
    message.block.description_kind = _MARKDOWN
    message.block.attributes.extend(_attribute_messages(schema.attributes, computed=not configuration_only))
    return message


def function_message(function: Function) -> Any:
    """The signature of a function as a message."""
    message = proto.new(
        "Function", summary=function.summary, description=function.description, description_kind=_MARKDOWN
    )
    for parameter in function.parameters:
        message.parameters.add(
            name=parameter.name,
            type=_type_bytes(parameter.type),
            description=parameter.description,
            description_kind=_MARKDOWN,
        )
    getattr(message, "return").type = _type_bytes(function.return_type)  # a keyword in Python
    return message


def _attribute_messages(attributes: Sequence[Attribute], *, computed: bool) -> list[Any]:
    messages = []
    for attribute in attributes:
        message = proto.new(
            "Schema.Attribute",
            name=attribute.name,
            description=attribute.description,
            description_kind=_MARKDOWN,
            required=attribute.required,
            optional=attribute.optional,
            computed=attribute.computed and computed,
            sensitive=attribute.sensitive,
            deprecated=attribute.deprecated,
        )
        if attribute.type is not None:
            message.type = _type_bytes(attribute.type)
        if attribute.nested is not None:
            message.nested_type.nesting = _NESTINGS[attribute.nested.nesting]
            members = _attribute_messages(attribute.nested.attributes, computed=computed)
            message.nested_type.attributes.extend(members)
        messages.append(message)
    return messages


def _type_bytes(cty_type: Type) -> bytes:
    return json.dumps(cty_type.to_json()).encode()
