"""A small provider over a folder of JSON files, which spawned processes and tests share.

Run as a program it is a Terraform plugin; `ExampleProvider` also serves in-process tests. The attribute
`behaviour` of a thing makes its create go wrong in the ways that matter.
"""

import json
import sys
from pathlib import Path
from typing import Any

from crosscloud.tfplugin import (
    BOOL,
    NUMBER,
    STRING,
    Attribute,
    Context,
    DataSource,
    Function,
    FunctionArgumentError,
    NestedObject,
    Object,
    Parameter,
    Provider,
    Resource,
    Schema,
    Unknown,
    map_of,
    serve,
    set_of,
)

ADDRESS = "example.test/demo/example"
INTERRUPT_SECONDS = 60
SERVICE_LEVEL = {"level": 1, "audited": False}
"""What the service gives a thing whose `live` is not configured."""


class Store:
    """Things by id, one file each."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def get(self, thing_id: str) -> Object | None:
        path = self.folder / f"{thing_id}.json"
        return json.loads(path.read_text()) if path.exists() else None

    def put(self, thing: Object) -> Object:
        (self.folder / f"{thing['id']}.json").write_text(json.dumps(thing))
        return thing

    def delete(self, thing_id: str) -> None:
        (self.folder / f"{thing_id}.json").unlink(missing_ok=True)

    def announce(self) -> None:
        """Tell whoever reads the named pipe that a create has begun."""
        (self.folder / "begun").write_text("begun")


def same_text(a: str, b: str) -> bool:
    return a.casefold() == b.casefold()


def lower_case(value: str) -> str | None:
    return None if value == value.lower() else f"must be in lower case, not {value!r}"


TARGETS = NestedObject(
    [
        Attribute("id", STRING, required=True, equal=same_text, validators=[lower_case]),
        Attribute("kind", STRING, default="user"),
        Attribute("primary", BOOL, default=False),
    ],
    nesting="set",
)


STEP = [
    Attribute("name", STRING, required=True, equal=same_text),
    Attribute("retries", NUMBER, default=0),
    Attribute("kind", STRING, optional=True, requires_replace=True),
]


class Thing(Resource[Store]):
    """A resource with an attribute of every kind."""

    type_name = "example_thing"
    schema = Schema(
        [
            Attribute("id", STRING, computed=True, keep_prior=True),
            Attribute("name", STRING, required=True, requires_replace=True),
            Attribute("owner", STRING, optional=True, equal=same_text),
            Attribute("enabled", BOOL, default=False),
            Attribute("size", NUMBER, optional=True),
            Attribute("labels", map_of(STRING), optional=True),
            Attribute("tags", set_of(STRING), optional=True),
            Attribute("revision", NUMBER, computed=True),
            Attribute("token", STRING, optional=True, sensitive=True),
            Attribute("behaviour", STRING, optional=True),
            Attribute("steps", nested=NestedObject(STEP, nesting="list"), optional=True),
            Attribute("routes", nested=NestedObject(STEP, nesting="map"), optional=True),
            Attribute(
                "section",
                optional=True,
                nested=NestedObject(
                    [
                        Attribute("mode", STRING, required=True, validators=[lower_case]),
                        Attribute("strict", BOOL, default=False),
                        Attribute("targets", nested=TARGETS, optional=True),
                    ]
                ),
            ),
            Attribute(
                "live",
                optional=True,
                computed=True,
                keep_prior=True,
                nested=NestedObject(
                    [Attribute("level", NUMBER, required=True), Attribute("audited", BOOL, default=False)]
                ),
            ),
        ],
        version=1,
    )

    def plan(
        self, context: Context[Store], prior: Object | None, config: Object | None, planned: Object | None
    ) -> Object | None:
        if planned is None:
            context.diagnostics.warning("A thing goes away")
        elif prior is None and planned["name"] is not Unknown:
            planned["id"] = f"id-{planned['name']}"
        return planned

    def create(self, context: Context[Store], planned: Object) -> Object | None:
        store = _store(context)
        behaviour, name = planned["behaviour"], planned["name"]
        if behaviour == "nothing":
            context.diagnostics.error("The service refused the thing", path=["name"])
            return None
        if behaviour == "crash":
            raise RuntimeError(f"the service did not like {planned['token']}")
        live = SERVICE_LEVEL if planned["live"] is Unknown else planned["live"]
        thing = store.put({**planned, "id": f"id-{name}", "live": live, "revision": 1})
        context.private = b"made"
        if behaviour == "wait":
            store.announce()
            if not context.stop.wait(INTERRUPT_SECONDS):
                raise TimeoutError("nobody interrupted")
        if behaviour == "late":
            context.diagnostics.error("The thing is not ready", "Its status is pending.", ["section", "mode"])
        return {**thing, "size": 99} if behaviour == "mismatch" else thing

    def read(self, context: Context[Store], state: Object) -> Object | None:
        return _store(context).get(state["id"])

    def update(self, context: Context[Store], prior: Object, planned: Object) -> Object | None:
        return _store(context).put({**planned, "revision": prior["revision"] + 1})

    def delete(self, context: Context[Store], prior: Object) -> None:
        _store(context).delete(prior["id"])

    def import_state(self, context: Context[Store], import_id: str) -> Object | None:
        return {"id": import_id} if _store(context).get(import_id) else None

    def upgrade(self, version: int, state: Object) -> Object:
        """Version 0 called the owner `boss`."""
        return {**state, "owner": state["boss"]}


class ThingData(DataSource[Store]):
    """A thing by its name."""

    type_name = "example_thing"
    schema = Schema(
        [
            Attribute("name", STRING, required=True),
            Attribute("owner", STRING, computed=True),
            Attribute("note", STRING, default="none"),
        ]
    )

    def read(self, context: Context[Store], config: Object) -> Object | None:
        thing = _store(context).get(f"id-{config['name']}")
        return None if thing is None else {**config, "owner": thing["owner"]}


def shout(text: str) -> str:
    if not text:
        raise FunctionArgumentError(0, "must not be empty")
    return text.upper()


class ExampleProvider(Provider[Store]):
    """The provider of things."""

    schema = Schema(
        [
            Attribute("folder", STRING, required=True),
            Attribute("password", STRING, optional=True, sensitive=True),
            Attribute("level", NUMBER, default=1),
        ]
    )
    resources = (Thing(),)
    data_sources = (ThingData(),)
    functions = (Function("shout", [Parameter("text", STRING)], STRING, "Upper case", "Loud.", shout),)

    def configure(self, context: Context[Store], config: Object) -> Store | None:
        return None if config["folder"] is Unknown else Store(Path(config["folder"]))


def _store(context: Context[Store]) -> Store:
    if context.client is None:
        raise RuntimeError("the provider is not configured")
    return context.client


def _noisy_provider() -> Provider[Any]:
    sys.stdout.write("a stray line that must not reach the handshake\n")
    sys.stdout.flush()
    return ExampleProvider()


if __name__ == "__main__":
    sys.exit(serve(_noisy_provider))
