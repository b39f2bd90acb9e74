"""The services of the emulator for each test: without sockets, and running."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from crosscloud.emulator.emulator import Emulator
from crosscloud.emulator.store import Store
from crosscloud.emulator.tenants import Tenants
from crosscloud.emulator.tokens import Tokens
from tests.emulator.graph_client import ALL, HttpClient, World


@pytest.fixture(scope="session")
def tokens() -> Tokens:
    """One signing key for all tests: making one takes a while."""
    return Tokens()


@pytest.fixture
def world(tokens: Tokens, tmp_path: Path) -> Iterator[World]:
    """The services without their sockets."""
    tenants = Tenants(ALL)
    store = Store(tmp_path / "graph.sqlite", tenants)
    yield World(tokens, store, tenants)
    store.close()


@pytest.fixture
def emulator(tmp_path: Path) -> Iterator[Emulator]:
    """A running emulator with a tenant in each cloud."""
    with Emulator(ALL, tmp_path / "emulator") as running:
        yield running


@pytest.fixture
def http(emulator: Emulator) -> Iterator[HttpClient]:
    """A client of the running emulator."""
    with HttpClient(emulator) as client:
        yield client
