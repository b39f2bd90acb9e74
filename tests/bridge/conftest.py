"""Tenants of the embedded Graph, a fresh one for each test."""

import itertools
import uuid
from collections.abc import Callable, Iterator

import pytest

from crosscloud.bridge.tenant import ConnectedTenant
from crosscloud.domain.clouds import CLOUDS, GLOBAL, Cloud
from crosscloud.emulator import EmulatedTenant, Emulator
from crosscloud.graph import connect, sign_in_from_variables
from tests.bridge.served import Served


@pytest.fixture(scope="session")
def emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Emulator]:
    tenants = [
        EmulatedTenant(f"{cloud.name}-{n}", str(uuid.uuid4()), cloud)
        for cloud in CLOUDS.values()
        for n in range(500 if cloud is GLOBAL else 60)
    ]
    with Emulator(tenants, tmp_path_factory.mktemp("graph")) as running:
        yield running


@pytest.fixture(scope="session")
def _numbers() -> Callable[[Cloud], int]:
    counters = {name: itertools.count() for name in CLOUDS}
    return lambda cloud: next(counters[cloud.name])


@pytest.fixture
def serve(emulator: Emulator, _numbers: Callable[[Cloud], int]) -> Iterator[Callable[..., Served]]:
    """Makes a tenant that nobody has touched, in the cloud asked for."""
    made: list[Served] = []

    def make(cloud: Cloud = GLOBAL) -> Served:
        name = f"{cloud.name}-{_numbers(cloud)}"
        here = next(t for t in emulator.describe()["tenants"] if t["name"] == name)
        variables = {
            "T_CLIENT_ID": here["client_id"],
            "T_CLIENT_SECRET": here["client_secret"],
            "T_LOGIN_ENDPOINT": here["login"],
            "T_GRAPH_ENDPOINT": here["graph"],
            "T_CA_BUNDLE": str(emulator.ca_file),
        }
        api = connect(sign_in_from_variables(here["tenant_id"], cloud, "T", variables))
        made.append(Served(name, here["tenant_id"], cloud, emulator, ConnectedTenant(api)))
        return made[-1]

    yield make
    for served in made:
        served.connected.api.close()


@pytest.fixture
def served(serve: Callable[..., Served]) -> Served:
    """A tenant of the Global cloud that nobody has touched."""
    return serve()
