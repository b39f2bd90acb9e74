"""Messages: their table, schemas, diagnostics and paths."""

from typing import Any

import pytest

from crosscloud.tfplugin import (
    NUMBER,
    STRING,
    Attribute,
    Diagnostics,
    Function,
    Key,
    NestedObject,
    Parameter,
    Schema,
    SetElement,
    proto,
    set_of,
    wire,
)
from crosscloud.tfplugin.redaction import Redactor


@pytest.mark.parametrize(
    ("message", "data"),
    [
        # Written out by hand from the protocol's definition: (number << 3 | wire type), length, content.
        (proto.new("DynamicValue", msgpack=b"\xc0"), b"\x0a\x01\xc0"),
        (proto.new("Diagnostic", severity=1, summary="s", detail="d"), b"\x08\x01\x12\x01s\x1a\x01d"),
        (proto.new("Schema.Attribute", name="a", type=b'"x"', required=True), b'\x0a\x01a\x12\x03"x"\x20\x01'),
        (proto.new("PlanResourceChange.Response", planned_private=b"p"), b"\x1a\x01p"),
        (proto.new("FunctionError", text="t", function_argument=0), b"\x0a\x01t\x10\x00"),
        (proto.new("GetFunctions.Response", functions={"f": proto.new("Function", summary="s")}),
         b"\x0a\x08\x0a\x01f\x12\x03\x22\x01s"),
    ],
)  # fmt: skip
def test_bytes_on_the_wire(message: Any, data: bytes) -> None:
    assert message.SerializeToString() == data
    assert type(message).FromString(data) == message


def test_fields_that_the_table_does_not_name_are_passed_over() -> None:
    newer = b"\x0a\x0athing_name" + b"\x3a\x02\x08\x01"  # field 7: client_capabilities
    assert proto.message_class("PlanResourceChange.Request").FromString(newer).type_name == "thing_name"


def test_absent_value_is_null_and_json_is_read() -> None:
    assert wire.value_from(proto.new("DynamicValue")) is None
    assert wire.value_from(proto.new("DynamicValue", json=b'{"a": 1}')) == {"a": 1}
    assert wire.value_from(wire.value_message({"a": [1]})) == {"a": [1]}


def test_path_ends_before_a_set() -> None:
    message = wire.path_message(("rows", 0, Key("k"), "some", SetElement(), "x"))
    steps = [(step.attribute_name, step.element_key_int, step.element_key_string) for step in message.steps]
    assert steps == [("rows", 0, ""), ("", 0, ""), ("", 0, "k"), ("some", 0, "")]
    assert message.steps[1].HasField("element_key_int")


def test_diagnostics_point_at_the_top_level_attribute_and_name_the_rest() -> None:
    diagnostics = Diagnostics()
    diagnostics.error("wrong", "Very.", ("section", "targets", SetElement(), "id"))
    diagnostics.error("wrong", "section.mode must be open.", ("section", "mode"))
    diagnostics.warning("careful", path=("section",))
    diagnostics.error("bare", path=("section", "mode"))
    messages = wire.diagnostic_messages(diagnostics, Redactor())
    assert [(m.severity, m.summary, m.detail) for m in messages] == [
        (1, "wrong", "Very.\n\nAt section.targets[*].id."),
        (1, "wrong", "section.mode must be open."),
        (2, "careful", ""),
        (1, "bare", "At section.mode."),
    ]
    assert [[step.attribute_name for step in m.attribute.steps] for m in messages] == [["section"]] * 4


def test_diagnostics_hold_no_sensitive_value() -> None:
    redactor, diagnostics = Redactor(), Diagnostics()
    attribute = Attribute("password", STRING, optional=True, sensitive=True)
    redactor.learn([attribute], {"password": "hunter2"})
    diagnostics.error("hunter2 is wrong", "not hunter2")
    (message,) = wire.diagnostic_messages(diagnostics, redactor)
    assert "hunter2" not in str(message)


def test_text_from_a_service_steers_no_terminal() -> None:
    diagnostics = Diagnostics()
    diagnostics.warning("a\x1b[2Jb", "one\ntwo\u202e\u2028\ud800 é")
    (message,) = wire.diagnostic_messages(diagnostics, Redactor())
    assert message.summary == "a\\u001b[2Jb"
    assert message.detail == "one\ntwo\\u202e\\u2028\\ud800 é"


def test_schema() -> None:
    members = NestedObject([Attribute("n", NUMBER, default=1)], "set")
    schema = Schema(
        [
            Attribute("tags", set_of(STRING), required=True, description="Tags.", deprecated=True),
            Attribute("secret", STRING, optional=True, computed=True, sensitive=True),
            Attribute("some", nested=members, optional=True),
        ],
        version=3,
        description="A thing.",
    )
    message = wire.schema_message(schema)
    tags, secret, some = message.block.attributes
    assert (message.version, message.block.version, message.block.description) == (3, 3, "A thing.")
    assert (tags.name, tags.type, tags.required, tags.deprecated) == ("tags", b'["set", "string"]', True, True)
    assert (secret.optional, secret.computed, secret.sensitive, secret.required) == (True, True, True, False)
    assert (some.type, some.nested_type.nesting) == (b"", 3)
    (n,) = some.nested_type.attributes
    assert (n.name, n.optional, n.computed) == ("n", True, True)


def test_a_provider_has_nothing_computed() -> None:
    message = wire.schema_message(Schema([Attribute("n", NUMBER, default=1)]), configuration_only=True)
    (n,) = message.block.attributes
    assert (n.optional, n.computed) == (True, False)


def test_function_signature() -> None:
    function = Function("f", [Parameter("x", NUMBER, "A number.")], set_of(STRING), "Short.", "Long.", str)
    message = wire.function_message(function)
    assert [(p.name, p.type, p.description) for p in message.parameters] == [("x", b'"number"', "A number.")]
    assert getattr(message, "return").type == b'["set", "string"]'
    assert (message.summary, message.description) == ("Short.", "Long.")
