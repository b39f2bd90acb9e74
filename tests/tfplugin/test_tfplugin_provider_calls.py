"""The calls about the provider, its data sources and functions, and the service as a whole."""

from collections.abc import Callable
from typing import Any

import pytest

from crosscloud.tfplugin import (
    NUMBER,
    STRING,
    Attribute,
    Context,
    DataSource,
    Function,
    FunctionArgumentError,
    Parameter,
    Provider,
    Schema,
    Unknown,
    wire,
)
from tests.tfplugin.example_provider import ExampleProvider
from tests.tfplugin.service_calls import Caller


class Echo(DataSource[Any]):
    """Answers what the test says."""

    type_name = "echo"
    schema = Schema(
        [
            Attribute("name", STRING, required=True, validators=[lambda v: None if v else "cannot be empty"]),
            Attribute("size", NUMBER, default=7),
            Attribute("etag", STRING, computed=True),
        ]
    )

    def __init__(self, handler: Callable[..., Any]) -> None:
        self.handler = handler

    def validate(self, context: Context[Any], config: dict[str, Any]) -> None:
        if config["name"] == "bad":
            context.diagnostics.error("bad name", path="name")

    def read(self, context: Context[Any], config: dict[str, Any]) -> Any:
        return self.handler(context, config)


def half(number: int) -> Any:
    if number < 0:
        raise FunctionArgumentError(0, "must not be negative")
    if number == 13:
        raise RuntimeError("bad luck")
    return "half" if number % 2 else number // 2


class EchoProvider(Provider[Any]):
    """Offers one data source and one function; the client is whatever the level says."""

    schema = Schema(
        [
            Attribute("level", NUMBER, default=1, validators=[lambda v: None if v < 9 else "must be below 9"]),
            Attribute("password", STRING, optional=True, sensitive=True),
        ]
    )
    functions = (Function("half", [Parameter("number", NUMBER)], NUMBER, "Half", "", half),)

    def __init__(self, handler: Callable[..., Any] = lambda context, config: None) -> None:
        self.data_sources = (Echo(handler),)

    def validate(self, context: Context[Any], config: dict[str, Any]) -> None:
        if config["level"] == 8:
            context.diagnostics.warning("nearly")

    def configure(self, context: Context[Any], config: dict[str, Any]) -> Any:
        assert context.client is None
        if config["level"] is Unknown:
            return None
        if config["level"] == 5:
            context.diagnostics.error("refused")
        if config["level"] == 6:
            raise RuntimeError(f"no sign-in with {config['password']}")
        return f"client {config['level']} {context.terraform_version}"


def clients(call: Caller, seen: list[Any]) -> Any:
    """The client that handlers get now."""
    call("ReadDataSource", type_name="echo", config={"name": "x"})
    return seen[-1]


def test_schema_and_metadata() -> None:
    call = Caller(ExampleProvider())
    schema = call("GetProviderSchema").message
    assert set(schema.resource_schemas) == {"example_thing"}
    assert set(schema.data_source_schemas) == {"example_thing"}
    assert set(schema.functions) == {"shout"}
    assert [attribute.name for attribute in schema.provider.block.attributes] == ["folder", "password", "level"]
    assert schema.server_capabilities.plan_destroy
    metadata = call("GetMetadata").message
    assert [item.type_name for item in metadata.resources] == ["example_thing"]
    assert [item.type_name for item in metadata.data_sources] == ["example_thing"]
    assert [item.name for item in metadata.functions] == ["shout"]
    assert metadata.server_capabilities == schema.server_capabilities
    assert set(call("GetFunctions").message.functions) == {"shout"}
    assert call("GetResourceIdentitySchemas").diagnostics == []


def test_validate_the_provider() -> None:
    call = Caller(EchoProvider())
    assert call("ValidateProviderConfig", config={"level": 9}).diagnostics == [
        ("error", "Invalid value for level")
    ]
    assert call("ValidateProviderConfig", config={"level": 8}).diagnostics == [("warning", "nearly")]
    assert call("ValidateProviderConfig", config={}).diagnostics == []


def test_configure_and_configure_again() -> None:
    seen: list[Any] = []
    call = Caller(EchoProvider(lambda context, config: seen.append(context.client)))
    assert clients(call, seen) is None
    call("ConfigureProvider", config={}, terraform_version="1.11.4")
    assert clients(call, seen) == "client 1 1.11.4"
    call("ConfigureProvider", config={"level": 2}, terraform_version="1.12.0")
    assert clients(call, seen) == "client 2 1.12.0"
    call("ConfigureProvider", config={"level": Unknown})
    assert clients(call, seen) is None


@pytest.mark.parametrize("level", [5, 6])
def test_a_refused_configuration_leaves_the_earlier_client_in_use(level: int) -> None:
    seen: list[Any] = []
    call = Caller(EchoProvider(lambda context, config: seen.append(context.client)))
    call("ConfigureProvider", config={"level": 3})
    answer = call("ConfigureProvider", config={"level": level, "password": "hunter2-hunter2"})
    assert [severity for severity, _ in answer.diagnostics] == ["error"]
    assert "hunter2" not in answer.details
    assert clients(call, seen) == "client 3 "


def test_stop_is_seen_by_running_calls_and_ends_with_the_next_configuration() -> None:
    stops: list[Any] = []
    call = Caller(EchoProvider(lambda context, config: stops.append(context.stop)))
    call("ConfigureProvider", config={})
    clients(call, stops)
    assert call("StopProvider").message.Error == ""
    clients(call, stops)
    assert [stop.is_set() for stop in stops] == [True, True]
    call("ConfigureProvider", config={})
    clients(call, stops)
    assert [stop.is_set() for stop in stops] == [True, True, False], "calls of before keep their signal"


def test_validate_a_data_source() -> None:
    call = Caller(EchoProvider())
    for name, errors in (("", ["Invalid value for name"]), ("bad", ["bad name"]), ("good", [])):
        answer = call("ValidateDataResourceConfig", type_name="echo", config={"name": name})
        assert [summary for _, summary in answer.diagnostics] == errors


def test_read_a_data_source_with_defaults_filled_in() -> None:
    call = Caller(EchoProvider(lambda context, config: {**config, "etag": "e"}))
    answer = call("ReadDataSource", type_name="echo", config={"name": "x"})
    assert answer.value("state") == {"name": "x", "size": 7, "etag": "e"}


def test_data_sources_that_answer_nothing_or_nonsense() -> None:
    def reports(context: Context[Any], config: Any) -> Any:
        context.diagnostics.error("unreadable")
        return config

    cases: list[tuple[Callable[..., Any], str]] = [
        (lambda *_: None, "No such echo"),
        (reports, "unreadable"),
        (lambda *_: {"size": "big"}, "ReadDataSource echo failed"),
        (lambda *_: {"etag": Unknown}, "ReadDataSource echo failed"),
    ]
    for handler, summary in cases:
        answer = Caller(EchoProvider(handler))("ReadDataSource", type_name="echo", config={"name": "x"})
        assert answer.diagnostics == [("error", summary)]
        assert answer.value("state") is None
    unknown = Caller(EchoProvider())("ReadDataSource", type_name="other", config={})
    assert "no data source 'other'; it has echo" in unknown.details


def call_function(name: str, *arguments: Any) -> Any:
    messages = [wire.value_message(argument) for argument in arguments]
    return Caller(EchoProvider())("CallFunction", name=name, arguments=messages).message


def test_call_a_function() -> None:
    assert wire.value_from(call_function("half", 8).result) == 4


def test_function_errors() -> None:
    negative = call_function("half", -1).error
    assert (negative.text, negative.function_argument) == ("must not be negative", 0)
    assert negative.HasField("function_argument")
    failed = call_function("half", 13).error
    assert failed.text == "CallFunction half failed: RuntimeError: bad luck"
    assert not failed.HasField("function_argument")
    assert "must be a number, not str" in call_function("half", 3).error.text
    assert "no function 'third'" in call_function("third", 3).error.text


def test_every_rpc_of_the_service_has_messages_and_answers() -> None:
    service = Caller(ExampleProvider()).service
    assert len(service.rpcs) == 17
    for rpc in service.rpcs:
        assert Caller(ExampleProvider())(rpc).message.DESCRIPTOR.full_name == f"tfplugin6.{rpc}.Response"
