"""The tenants' documents on disk, in one SQLite file that survives being killed at any moment.

Each change is one SQLite transaction, committed before the caller hears of it. The write-ahead log makes a commit
safe against the death of the process without waiting for the disk; after a power failure the last changes may be
missing, never half there (sqlite.org, "Write-Ahead Logging" and `PRAGMA synchronous`). One emulator at a time: the
file is locked exclusively while it is open.
"""

import json
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final, TypeVar

from crosscloud.emulator.directory import TenantState, new_state
from crosscloud.emulator.errors import EmulatorError, EmulatorInUseError
from crosscloud.emulator.records import Document
from crosscloud.emulator.tenants import EmulatedTenant, Tenants

_Result = TypeVar("_Result")
_Row = tuple[str, str]
_Rows = dict[_Row, Document | None]

_LAYOUT: Final = 1
_POLICY, _DEFAULT, _PARTNER, _SYNCHRONIZATION = "policy", "default", "partner", "identitySynchronization"
_CAPABILITY: Final = "m365Capability"
_DELETED: Final = ("deletedPartner", "deletedSynchronization")


class Store:
    """What every tenant holds: read from memory, written through to the file.

    Args:
        path: the file; made, readable by its owner only, if it does not exist.
        tenants: the tenants to hold; those not in the file yet start with the system's defaults, and tenants in
            the file that are not among these are kept untouched.

    Raises:
        EmulatorError: if another emulator has the file open, another version wrote it, or a tenant was in
            another cloud when it was written.
    """

    def __init__(self, path: Path, tenants: Tenants) -> None:
        self._lock = threading.RLock()
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        self._database = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
        try:
            self._open(path)
            self._states = {tenant.key: self._load(tenant) for tenant in tenants}
        except BaseException:
            self._database.close()
            raise

    def close(self) -> None:
        """Close the file; everything is on disk already."""
        with self._lock:
            self._database.close()

    def read(self, tenant: EmulatedTenant) -> TenantState:
        """What the tenant holds now."""
        with self._lock:
            return self._states[tenant.key]

    def update(
        self, tenant: EmulatedTenant, change: Callable[[TenantState], tuple[TenantState, _Result]]
    ) -> _Result:
        """Apply `change` to what the tenant holds, all of it or, if it raises, nothing.

        Args:
            tenant: whose state to change.
            change: gets the state, returns the next one and a result.

        Returns:
            The result of `change`, once the next state is committed.
        """
        with self._lock:
            before = self._states[tenant.key]
            after, result = change(before)
            self._commit(tenant.key, before, after)
            self._states[tenant.key] = after
            return result

    def _open(self, path: Path) -> None:
        try:
            self._database.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._database.execute("PRAGMA journal_mode = WAL")
            self._database.execute("PRAGMA synchronous = NORMAL")
            self._database.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            raise EmulatorInUseError(
                f"{path} is in use ({error}): stop the other emulator, or choose another folder"
            ) from error
        except sqlite3.DatabaseError as error:
            raise EmulatorError(f"{path} cannot be read ({error}): remove it, or choose another folder") from error
        (layout,) = self._database.execute("PRAGMA user_version").fetchone()
        if layout == 0:
            self._database.execute("CREATE TABLE tenant (id TEXT PRIMARY KEY, cloud TEXT NOT NULL) STRICT")
            self._database.execute(
                "CREATE TABLE document (tenant TEXT NOT NULL REFERENCES tenant, kind TEXT NOT NULL,"
                " id TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (tenant, kind, id)) STRICT, WITHOUT ROWID"
            )
            self._database.execute(f"PRAGMA user_version = {_LAYOUT}")
        elif layout != _LAYOUT:
            raise EmulatorError(f"{path} was written by another version of the emulator: remove it")
        self._database.execute("COMMIT")

    def _load(self, tenant: EmulatedTenant) -> TenantState:
        row = self._database.execute("SELECT cloud FROM tenant WHERE id = ?", (tenant.key,)).fetchone()
        if row is None:
            state = new_state(tenant)
            self._database.execute("BEGIN IMMEDIATE")
            self._database.execute("INSERT INTO tenant VALUES (?, ?)", (tenant.key, tenant.cloud.name))
            self._replace(tenant.key, {}, _rows(state))
            self._database.execute("COMMIT")
            return state
        if row[0] != tenant.cloud.name:
            raise EmulatorError(
                f"{tenant.name} was in the cloud {row[0]} when this folder was written and is in"
                f" {tenant.cloud.name} now: choose another folder"
            )
        return self._read(tenant.key)

    def _read(self, key: str) -> TenantState:
        found: dict[str, dict[str, Document]] = {_POLICY: {}, _DEFAULT: {}, _PARTNER: {}, _SYNCHRONIZATION: {}}
        found |= {kind: {} for kind in _DELETED}
        capabilities: dict[tuple[str, str], Document] = {}
        directory: _Rows = {}
        rows: Iterator[tuple[str, str, str]] = self._database.execute(
            "SELECT kind, id, body FROM document WHERE tenant = ?", (key,)
        )
        for kind, identifier, body in rows:
            if kind in found:
                found[kind][identifier] = json.loads(body)
            elif kind == _CAPABILITY:
                whose, _, name = identifier.partition("/")
                capabilities[whose, name] = json.loads(body)
            else:
                directory[kind, identifier] = json.loads(body)
        return TenantState(
            found[_POLICY][""],
            found[_DEFAULT][""],
            found[_PARTNER],
            found[_SYNCHRONIZATION],
            capabilities,
            found[_DELETED[0]],
            found[_DELETED[1]],
            directory,
        )

    def _commit(self, key: str, before: TenantState, after: TenantState) -> None:
        if after is before:
            return
        old, new = _rows(before), _rows(after)
        self._database.execute("BEGIN IMMEDIATE")
        try:
            self._replace(key, old, new)
        except BaseException:
            self._database.execute("ROLLBACK")
            raise
        self._database.execute("COMMIT")

    def _replace(self, key: str, old: _Rows, new: _Rows) -> None:
        gone = [(key, *row) for row in old.keys() - new.keys()]
        changed: list[tuple[Any, ...]] = [
            (key, *row, json.dumps(document))
            for row, document in new.items()
            if row not in old or old[row] is not document
        ]
        self._database.executemany("DELETE FROM document WHERE tenant = ? AND kind = ? AND id = ?", gone)
        self._database.executemany("REPLACE INTO document VALUES (?, ?, ?, ?)", changed)


def _rows(state: TenantState) -> _Rows:
    """The documents of a state by kind and id; older files have fewer kinds."""
    return {
        (_POLICY, ""): state.policy,
        (_DEFAULT, ""): state.default,
        **{(_PARTNER, key): document for key, document in state.partners.items()},
        **{(_SYNCHRONIZATION, key): doc for key, doc in state.identity_synchronization.items()},
        **{(_DELETED[0], key): document for key, document in state.deleted_partners.items()},
        **{(_DELETED[1], key): document for key, document in state.deleted_synchronization.items()},
        **{(_CAPABILITY, "/".join(key)): document for key, document in state.capabilities.items()},
        **state.directory,
    }
