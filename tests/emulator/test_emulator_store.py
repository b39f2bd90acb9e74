"""State on disk: kept, private, locked, and whole whatever happens."""

import json
import sqlite3
import subprocess
import sys
import threading
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest

from crosscloud.domain.clouds import USGOV
from crosscloud.emulator import directory
from crosscloud.emulator.directory import TenantState, new_state
from crosscloud.emulator.entities import PARTNER as PARTNER_RECORD
from crosscloud.emulator.errors import EmulatorError
from crosscloud.emulator.store import Store
from crosscloud.emulator.surfaces import api
from crosscloud.emulator.tenants import EmulatedTenant, Tenants
from tests.emulator.graph_client import ALL, CONTOSO, FABRIKAM, PARTNER

API = api("beta", "Prod")
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
ROOT = Path(__file__).parents[2]
WRITER = """
import sys
from pathlib import Path
from crosscloud.emulator import directory
from crosscloud.emulator.store import Store
from crosscloud.emulator.surfaces import api
from crosscloud.emulator.tenants import Tenants
from tests.emulator.graph_client import CONTOSO

store = Store(Path(sys.argv[1]), Tenants([CONTOSO]))
number = 0
while True:
    number += 1
    partner = {"tenantId": f"a1111111-1111-4111-8111-{number:012}"}
    def change(state):
        state = directory.update_policy(state, CONTOSO, {"displayName": str(number)}, api("beta", "Prod"))
        return directory.create_partner(state, CONTOSO, partner, api("beta", "Prod")), None
    store.update(CONTOSO, change)
    print(number, flush=True)
"""


def open_store(path: Path, *tenants: EmulatedTenant) -> closing[Store]:
    """A store that is closed in the end."""
    return closing(Store(path, Tenants(tenants or ALL)))


def rename(store: Store, name: str, tenant: EmulatedTenant = CONTOSO) -> None:
    """Change something."""
    store.update(tenant, lambda s: (directory.update_policy(s, tenant, {"displayName": name}, API), None))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where the file is."""
    return tmp_path / "graph.sqlite"


def test_a_fresh_tenant_has_the_system_defaults(path: Path) -> None:
    with open_store(path) as store:
        assert store.read(CONTOSO) == new_state(CONTOSO)


def test_everything_is_there_after_reopening(path: Path) -> None:
    def add(state: TenantState) -> tuple[TenantState, str]:
        state = directory.create_partner(state, CONTOSO, {"tenantId": PARTNER}, API)
        return directory.create_synchronization(state, PARTNER, {"displayName": "x"}, API), "done"

    with open_store(path) as store:
        assert store.update(CONTOSO, add) == "done"
        rename(store, "one")
        before = store.read(CONTOSO)
    with open_store(path, CONTOSO) as store:
        assert store.read(CONTOSO) == before
        store.update(CONTOSO, lambda s: (directory.delete_synchronization(s, CONTOSO, PARTNER, NOON), None))
    with open_store(path, CONTOSO) as store:
        assert store.read(CONTOSO).identity_synchronization == {}
        assert set(store.read(CONTOSO).partners) == {PARTNER}
        assert set(store.read(CONTOSO).deleted_synchronization) == {PARTNER}
        store.update(CONTOSO, lambda s: (directory.delete_partner(s, CONTOSO, PARTNER, NOON), None))
    with open_store(path, CONTOSO) as store:
        assert set(store.read(CONTOSO).deleted_partners) == {PARTNER}


def test_a_document_that_is_older_than_a_property_is_shown_with_its_blank() -> None:
    older = {name: value for name, value in PARTNER_RECORD.blank().items() if name != "protectedContentSharing"}
    shown = PARTNER_RECORD.show(older, API)
    assert shown["protectedContentSharing"] == {"inboundAllowed": None, "outboundAllowed": None}


def test_tenants_come_and_go_without_losing_anything(path: Path) -> None:
    with open_store(path, CONTOSO) as store:
        rename(store, "kept")
    with open_store(path, FABRIKAM) as store:
        assert store.read(FABRIKAM) == new_state(FABRIKAM)
    with open_store(path, CONTOSO, FABRIKAM) as store:
        assert store.read(CONTOSO).policy["displayName"] == "kept"


def test_a_change_that_fails_changes_nothing(path: Path) -> None:
    def fail(state: TenantState) -> tuple[TenantState, None]:
        directory.update_policy(state, CONTOSO, {"displayName": "lost"}, API)
        raise ZeroDivisionError

    with open_store(path) as store:
        before = store.read(CONTOSO)
        with pytest.raises(ZeroDivisionError):
            store.update(CONTOSO, fail)
        assert store.read(CONTOSO) is before
        rename(store, "after")
        assert store.read(CONTOSO).policy["displayName"] == "after"


def test_a_second_emulator_is_refused(path: Path) -> None:
    with open_store(path), pytest.raises(EmulatorError, match="in use"):
        Store(path, Tenants(ALL))


def test_a_tenant_that_moved_to_another_cloud_is_refused(path: Path) -> None:
    with open_store(path):
        pass
    moved = EmulatedTenant(CONTOSO.name, CONTOSO.tenant_id, USGOV)
    with pytest.raises(EmulatorError, match="was in the cloud global"):
        Store(path, Tenants([moved]))


def test_a_file_that_is_not_ours_is_refused(path: Path) -> None:
    path.write_bytes(b"not a database at all" * 100)
    with pytest.raises(EmulatorError, match="remove it"):
        Store(path, Tenants(ALL))


def test_a_file_of_another_layout_is_refused(path: Path) -> None:
    with open_store(path):
        pass
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA user_version = 99")
    with pytest.raises(EmulatorError, match="another version"):
        Store(path, Tenants(ALL))


def test_a_change_that_cannot_be_written_is_rolled_back(path: Path) -> None:
    with open_store(path) as store:
        with pytest.raises(TypeError):
            store.update(CONTOSO, lambda s: (replace(s, policy={"no": object()}), None))
        assert store.read(CONTOSO) == new_state(CONTOSO)
        rename(store, "after")
    with open_store(path) as store:
        assert store.read(CONTOSO).policy["displayName"] == "after"


def test_only_the_owner_can_read_the_files(path: Path) -> None:
    with open_store(path) as store:
        rename(store, "x")
        modes = {file.name: file.stat().st_mode & 0o777 for file in path.parent.iterdir()}
    assert modes
    assert set(modes.values()) == {0o600}
    assert [file.name for file in path.parent.iterdir()] == [path.name]


def test_changes_from_several_threads_are_all_kept(path: Path) -> None:
    def add_one(state: TenantState, number: int) -> tuple[TenantState, None]:
        partner = {"tenantId": f"a1111111-1111-4111-8111-{number:012}"}
        return directory.create_partner(state, CONTOSO, partner, API), None

    def add(first: int, store: Store) -> None:
        for number in range(first, first + 20):
            store.update(CONTOSO, partial(add_one, number=number))

    with open_store(path) as store:
        threads = [threading.Thread(target=add, args=(first, store)) for first in (0, 100, 200)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(store.read(CONTOSO).partners) == 60


@pytest.mark.parametrize("acknowledged", [1, 7, 30])
def test_a_kill_loses_nothing_that_was_acknowledged(path: Path, acknowledged: int) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WRITER, path], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as writer:
        assert writer.stdout is not None
        seen = [int(writer.stdout.readline()) for _ in range(acknowledged)]
        writer.kill()
        seen += [int(line) for line in writer.stdout if line.endswith("\n")]
    with open_store(path, CONTOSO) as store:
        state = store.read(CONTOSO)
    number = int(state.policy["displayName"])
    assert number in (seen[-1], seen[-1] + 1)
    assert len(state.partners) == number, "a change is there as a whole or not at all"
    json.dumps(dict(state.partners))
