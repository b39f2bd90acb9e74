"""A provider with one resource whose handlers each test gives: for whatever a provider may do."""

from collections.abc import Callable
from typing import Any

from crosscloud.tfplugin import STRING, Attribute, Context, NestedObject, Provider, Resource, Schema
from tests.tfplugin.service_calls import Caller

Handler = Callable[..., Any]


class Scripted(Resource[str]):
    """A resource whose handlers are given by the test."""

    type_name = "scripted"
    schema = Schema(
        [
            Attribute("id", STRING, computed=True, keep_prior=True),
            Attribute("name", STRING, optional=True, requires_replace=True),
            Attribute("owner", STRING, optional=True, equal=lambda a, b: a.lower() == b.lower()),
            Attribute("secret", STRING, optional=True, sensitive=True),
            Attribute("one", nested=NestedObject([Attribute("x", STRING, optional=True)]), optional=True),
        ],
        version=2,
    )

    def __init__(self, **handlers: Handler) -> None:
        self.handlers = handlers

    def _do(self, name: str, *arguments: Any) -> Any:
        return self.handlers[name](*arguments)

    def validate(self, context: Context[str], config: dict[str, Any]) -> None:
        if "validate" in self.handlers:
            self._do("validate", context, config)

    def plan(self, context: Context[str], prior: Any, config: Any, planned: Any) -> Any:
        return self._do("plan", context, prior, config, planned) if "plan" in self.handlers else planned

    def create(self, context: Context[str], planned: dict[str, Any]) -> Any:
        return self._do("create", context, planned)

    def read(self, context: Context[str], state: dict[str, Any]) -> Any:
        return self._do("read", context, state)

    def update(self, context: Context[str], prior: Any, planned: dict[str, Any]) -> Any:
        return self._do("update", context, prior, planned)

    def delete(self, context: Context[str], prior: dict[str, Any]) -> None:
        self._do("delete", context, prior)

    def import_state(self, context: Context[str], import_id: str) -> Any:
        return self._do("import_state", context, import_id)

    def upgrade(self, version: int, state: dict[str, Any]) -> Any:
        return self._do("upgrade", version, state)


class ScriptedProvider(Provider[str]):
    """Offers one scripted resource."""

    schema = Schema([])

    def __init__(self, resource: Resource[str]) -> None:
        self.resources = (resource,)

    def configure(self, context: Context[str], config: dict[str, Any]) -> str:
        return "client"


def caller(**handlers: Handler) -> Caller:
    return Caller(ScriptedProvider(Scripted(**handlers)))
