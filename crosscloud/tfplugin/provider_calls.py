"""The calls about the provider itself, its data sources and its functions.

Each method answers one RPC, as in `crosscloud.tfplugin.resource_calls`.
"""

from functools import cached_property
from typing import Any, Generic

from crosscloud.tfplugin import proto
from crosscloud.tfplugin.diagnostics import Diagnostics
from crosscloud.tfplugin.function import FunctionArgumentError
from crosscloud.tfplugin.planning import fill_defaults
from crosscloud.tfplugin.provider import Client, DataSource, Provider
from crosscloud.tfplugin.session import Session
from crosscloud.tfplugin.shape import Problems, conform, conform_type
from crosscloud.tfplugin.validation import validate_object
from crosscloud.tfplugin.values import is_wholly_known
from crosscloud.tfplugin.wire import function_message, schema_message, value_from, value_message


class ProviderCalls(Generic[Client]):
    """Answers the calls about one provider, its data sources and functions."""

    def __init__(self, provider: Provider[Client], session: Session[Client]) -> None:
        self._provider = provider
        self._session = session
        self._data_sources = {source.type_name: source for source in provider.data_sources}
        self._functions = {function.name: function for function in provider.functions}

    def metadata(self, request: Any, response: Any, diagnostics: Diagnostics) -> None:
        """GetMetadata."""
        response.server_capabilities.CopyFrom(_capabilities())
        for resource in self._provider.resources:
            response.resources.add(type_name=resource.type_name)
        for source in self._provider.data_sources:
            response.data_sources.add(type_name=source.type_name)
        for function in self._provider.functions:
            response.functions.add(name=function.name)

    def schemas(self, request: Any, response: Any, diagnostics: Diagnostics) -> None:
        """GetProviderSchema: built once."""
        response.CopyFrom(self._schemas)

    def identities(self, request: Any, response: Any, diagnostics: Diagnostics) -> None:
        """GetResourceIdentitySchemas (Terraform 1.12 and later): no resource has one; the answer stays empty."""

    def validate(self, request: Any, response: Any, diagnostics: Diagnostics) -> None:
        """ValidateProviderConfig."""
        config = self._session.decode(self._provider.schema, request.config)
        validate_object(self._provider.schema.attributes, config, diagnostics)
        if not diagnostics.has_errors:
            self._provider.validate(self._session.context(diagnostics, config=config), config)

    def configure(self, request: Any, response: Any, diagnostics: Diagnostics) -> None:
        """ConfigureProvider: after an error the earlier client stays, for those who use it already."""
        schema = self._provider.schema
        self._session.begin_configuration(request.terraform_version)
        config = fill_defaults(schema.attributes, self._session.decode(schema, request.config))
        context = self._session.context(diagnostics, config=config)
        context.client = None
        client = self._provider.configure(context, config)
        if not diagnostics.has_errors:
            self._session.use(client)

    def stop(self, request: Any, response: Any, diagnostics: Diagnostics) -> None:
        """StopProvider: advisory; handlers see it in `Context.stop`, and the provider keeps serving."""
        self._session.stop()

    def validate_data(self, request: Any, response: Any, diagnostics: Diagnostics) -> None:
        """ValidateDataResourceConfig."""
        source = self._data_source(request.type_name)
        config = self._session.decode(source.schema, request.config)
        validate_object(source.schema.attributes, config, diagnostics)
        if not diagnostics.has_errors:
            source.validate(self._session.context(diagnostics, config=config), config)

    def read_data(self, request: Any, response: Any, diagnostics: Diagnostics) -> None:
        """ReadDataSource."""
        source = self._data_source(request.type_name)
        attributes = source.schema.attributes
        config = fill_defaults(attributes, self._session.decode(source.schema, request.config))
        answer = conform(attributes, source.read(self._session.context(diagnostics, config=config), config))
        if diagnostics.has_errors:
            return
        if answer is None:
            diagnostics.error(f"No such {request.type_name}", "Nothing there matches the data source's arguments.")
            return
        if not is_wholly_known(answer):
            msg = f"the answer of data source {request.type_name} holds an unknown value"
            raise TypeError(msg)
        response.state.CopyFrom(value_message(answer))

    def functions(self, request: Any, response: Any, diagnostics: Diagnostics) -> None:
        """GetFunctions."""
        for name, function in self._functions.items():
            response.functions[name].CopyFrom(function_message(function))

    def call_function(self, request: Any, response: Any, diagnostics: Diagnostics) -> None:
        """CallFunction: the response has an error field of its own instead of diagnostics."""
        if request.name not in self._functions:
            diagnostics.error(f"This provider has no function {request.name!r}")
            return
        function = self._functions[request.name]
        problems: Problems = []
        try:
            result = function.call(*(value_from(argument) for argument in request.arguments))
        except FunctionArgumentError as error:
            response.error.text = error.text
            response.error.function_argument = error.index
            return
        shaped = conform_type(function.return_type, result, problems)
        if problems:
            msg = f"the result of function {request.name} {problems[0][1]}"
            raise TypeError(msg)
        response.result.CopyFrom(value_message(shaped))

    @cached_property
    def _schemas(self) -> Any:
        message = proto.new("GetProviderSchema.Response", server_capabilities=_capabilities())
        message.provider.CopyFrom(schema_message(self._provider.schema, configuration_only=True))
        for resource in self._provider.resources:
            message.resource_schemas[resource.type_name].CopyFrom(schema_message(resource.schema))
        for source in self._provider.data_sources:
            message.data_source_schemas[source.type_name].CopyFrom(schema_message(source.schema))
        for name, function in self._functions.items():
            message.functions[name].CopyFrom(function_message(function))
        return message

    def _data_source(self, type_name: str) -> DataSource[Client]:
        if type_name not in self._data_sources:
            known = ", ".join(sorted(self._data_sources)) or "none"
            msg = f"this provider has no data source {type_name!r}; it has {known}"
            raise LookupError(msg)
        return self._data_sources[type_name]


def _capabilities() -> Any:
    return proto.new("ServerCapabilities", plan_destroy=True, get_provider_schema_optional=True)
