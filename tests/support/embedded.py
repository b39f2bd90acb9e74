"""An environment of a test's own, and the embedded Graph that serves its tenants."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from crosscloud.cli.session import emulated, exports
from crosscloud.emulator import Emulator
from crosscloud.environment import Environment, load


@dataclass(frozen=True)
class Embedded:
    """The environment, the embedded Graph, and the variables under which its tenants are found there."""

    environment: Environment
    emulator: Emulator
    variables: Mapping[str, str]


def environment_of(folder: Path, text: str) -> Environment:
    """The environment of which `text` is the file, in the project `folder`."""
    name = text.splitlines()[0].removeprefix("environment: ")
    (folder / "environments").mkdir(exist_ok=True)
    (folder / "environments" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return load(name, folder=folder)


@contextmanager
def embedded(folder: Path, text: str, *, roles: frozenset[str] | None = None) -> Iterator[Embedded]:
    """The environment of `text`, served.

    Args:
        folder: the project, and where the embedded Graph keeps its state.
        text: the environment file; its first line names the environment.
        roles: the permissions that every tenant's application holds; those of the environment, where left out.
    """
    environment = environment_of(folder, text)
    tenants = [emulated(tenant) for tenant in environment.tenants.values()]
    if roles is not None:
        tenants = [replace(tenant, roles=roles) for tenant in tenants]
    with Emulator(tenants, folder / "graph") as emulator:
        yield Embedded(environment, emulator, exports(environment, emulator))
