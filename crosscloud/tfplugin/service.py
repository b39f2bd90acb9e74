"""The service `tfplugin6.Provider` as a table of calls, without a transport.

`call` takes a request message and always answers a response message: whatever goes wrong on the way is a
diagnostic in it. `crosscloud.tfplugin.transport` puts this on a socket; tests call it directly.
"""

from collections.abc import Callable, Iterable
from typing import Any, Generic, TypeAlias

from crosscloud.tfplugin import proto
from crosscloud.tfplugin.diagnostics import Diagnostic, Diagnostics
from crosscloud.tfplugin.provider import Client, Provider
from crosscloud.tfplugin.provider_calls import ProviderCalls
from crosscloud.tfplugin.resource_calls import ResourceCalls
from crosscloud.tfplugin.session import Session
from crosscloud.tfplugin.wire import diagnostic_messages

_Handler: TypeAlias = Callable[[Any, Any, Diagnostics], None]


class ProviderService(Generic[Client]):
    """One provider behind protocol 6. The transport answers RPCs that are not in `rpcs` with "unimplemented"."""

    def __init__(self, provider: Provider[Client]) -> None:
        self._session = Session[Client](provider.expected_errors, provider.elsewhere)
        calls = ProviderCalls(provider, self._session)
        resources = ResourceCalls(provider.resources, self._session)
        self._handlers: dict[str, _Handler] = {
            "GetMetadata": calls.metadata,
            "GetProviderSchema": calls.schemas,
            "GetResourceIdentitySchemas": calls.identities,
            "ValidateProviderConfig": calls.validate,
            "ConfigureProvider": calls.configure,
            "StopProvider": calls.stop,
            "ValidateDataResourceConfig": calls.validate_data,
            "ReadDataSource": calls.read_data,
            "GetFunctions": calls.functions,
            "CallFunction": calls.call_function,
            "ValidateResourceConfig": resources.validate,
            "UpgradeResourceState": resources.upgrade,
            "ReadResource": resources.read,
            "PlanResourceChange": resources.plan,
            "ApplyResourceChange": resources.apply,
            "ImportResourceState": resources.import_state,
            "MoveResourceState": resources.move,
        }

    @property
    def rpcs(self) -> tuple[str, ...]:
        """The names of the RPCs that `call` answers."""
        return tuple(self._handlers)

    def call(self, rpc: str, request: Any) -> Any:
        """Answer one RPC. Safe to call from several threads at once.

        Args:
            rpc: One of `rpcs`.
            request: Its request message.

        Returns:
            Its response message.
        """
        response, diagnostics = proto.new(f"{rpc}.Response"), Diagnostics()
        try:
            self._handlers[rpc](request, response, diagnostics)
        except (Exception, SystemExit) as error:  # a call without an answer would leave Terraform waiting for ever
            subject = getattr(request, "type_name", "") or getattr(request, "name", "")
            self._session.report(error, f"{rpc} {subject}".rstrip(), diagnostics)
        self._deliver(response, self._session.bounded(rpc, diagnostics))
        return response

    def answer(self, rpc: str, request: bytes) -> bytes:
        """As `call`, with both messages as they go over the wire.

        Raises:
            google.protobuf.message.DecodeError: where `request` is no such message.
        """
        message = proto.message_class(f"{rpc}.Request").FromString(request)
        encoded: bytes = self.call(rpc, message).SerializeToString()
        return encoded

    def stop(self) -> None:
        """Ask running calls to finish early, as StopProvider does."""
        self._session.stop()

    def _deliver(self, response: Any, diagnostics: Iterable[Diagnostic]) -> None:
        messages = diagnostic_messages(diagnostics, self._session.redactor)
        fields = response.DESCRIPTOR.fields_by_name
        if "diagnostics" in fields:
            response.diagnostics.extend(messages)
        elif messages and "error" in fields:  # CallFunction
            response.error.text = ": ".join(filter(None, (messages[0].summary, messages[0].detail)))
        elif messages and "Error" in fields:  # StopProvider
            response.Error = messages[0].summary
