"""Calls a provider's service without a transport, with plain values in and out."""

from dataclasses import dataclass
from typing import Any

from crosscloud.tfplugin import Provider, proto, wire
from crosscloud.tfplugin.service import ProviderService

_VALUES = {"config", "prior_state", "planned_state", "proposed_new_state", "current_state"}


@dataclass(frozen=True)
class Answer:
    """A response message, and the usual things in it."""

    message: Any

    def value(self, field: str) -> Any:
        return wire.value_from(getattr(self.message, field))

    @property
    def diagnostics(self) -> list[tuple[str, str]]:
        """Severity and summary of each."""
        names = {1: "error", 2: "warning"}
        return [(names[item.severity], item.summary) for item in self.message.diagnostics]

    @property
    def details(self) -> str:
        return "\n".join(item.detail for item in self.message.diagnostics)


class Caller:
    """A service with its requests written as keyword arguments."""

    def __init__(self, provider: Provider[Any]) -> None:
        self.service = ProviderService(provider)

    def __call__(self, rpc: str, **fields: Any) -> Answer:
        fields = {name: wire.value_message(value) if name in _VALUES else value for name, value in fields.items()}
        return Answer(self.service.call(rpc, proto.new(f"{rpc}.Request", **fields)))

    def plan(self, type_name: str, config: Any, prior: Any = None, private: bytes = b"") -> Answer:
        return self(
            "PlanResourceChange",
            type_name=type_name,
            prior_state=prior,
            proposed_new_state=config,
            config=config,
            prior_private=private,
        )

    def apply(self, type_name: str, planned: Any, prior: Any = None, private: bytes = b"") -> Answer:
        return self(
            "ApplyResourceChange",
            type_name=type_name,
            prior_state=prior,
            planned_state=planned,
            config=planned,
            planned_private=private,
        )
