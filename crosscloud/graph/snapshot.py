"""Snapshot files: what Graph said about several tenants at one moment, kept for reports and for the way back.

Each tenant holds `name`, `tenant_id`, `cloud`; `policy`, `default`, `partners` as Graph returned them, or
null; `unreadable`, the reason for each null; and, where Graph answered values of another type than documented,
`not_understood`, their places. Members that are not known here are kept.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final, NoReturn

from crosscloud.domain.clouds import CLOUDS
from crosscloud.domain.guid import is_guid
from crosscloud.domain.settings import DEFAULT, ROOT, find_misshapen, find_missing
from crosscloud.domain.settings.odd_places import NOT_UNDERSTOOD, find_odd_places, with_odd_places
from crosscloud.domain.settings.table import PARTS
from crosscloud.files import read_at_most, write_named
from crosscloud.graph.errors import SnapshotFileError
from crosscloud.graph.text import clean

FORMAT: Final = "crosscloud/snapshot/v1"
MAX_BYTES: Final = 256 * 1024 * 1024
_SINGLETONS: Final = (("policy", ROOT), ("default", DEFAULT))


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A snapshot file that was read and is sound.

    Attributes:
        taken_at: when it was taken, aware, in UTC.
        tenants: one object for each tenant, as `TenantReading.to_snapshot` makes them.
    """

    taken_at: datetime
    tenants: tuple[dict[str, Any], ...]


def snapshot_document(taken_at: datetime, tenants: list[dict[str, Any]]) -> dict[str, Any]:
    """The content of a snapshot file, as data; for the arguments see `write_snapshot`."""
    moment = taken_at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    return {"format": FORMAT, "taken_at": moment, "tenants": [with_odd_places(tenant) for tenant in tenants]}


def write_snapshot(path: Path, taken_at: datetime, tenants: list[dict[str, Any]]) -> None:
    """Write a snapshot file, readable by its owner alone; whole or not at all.

    Args:
        path: the file, written as `crosscloud.files.write_named` does: one that exists is replaced, a device or
            pipe is written to. A missing folder is made (one level, 0700).
        taken_at: when it was taken, aware.
        tenants: as `TenantReading.to_snapshot` makes them.

    Raises:
        SnapshotFileError: where the tenants are not sound, or the file cannot be written.
    """
    document = snapshot_document(taken_at, tenants)
    _check(path, _problems(document))
    content = (json.dumps(document, indent=2, allow_nan=False) + "\n").encode()
    try:
        path.parent.mkdir(mode=0o700, exist_ok=True)
        write_named(path, content)
    except OSError as error:
        raise SnapshotFileError(f"cannot write the snapshot {path}: {error.strerror}") from error


def read_snapshot(path: Path) -> Snapshot:
    """Read and check a snapshot file.

    Raises:
        SnapshotFileError: where it cannot be read or is not sound; the text names the place in it.
    """
    try:
        with path.open("rb") as file:
            content = read_at_most(file, MAX_BYTES)
        if len(content) > MAX_BYTES:
            raise SnapshotFileError(f"{path} is not a snapshot: it holds more than {MAX_BYTES // 2**20} MiB")
        document = json.loads(content, parse_constant=_no_constant)
    except OSError as error:
        raise SnapshotFileError(f"cannot read the snapshot {path}: {error.strerror}") from error
    except (ValueError, RecursionError) as error:
        raise SnapshotFileError(f"{path} is not a snapshot: it is not JSON ({clean(str(error), 80)})") from error
    _check(path, _problems(document))
    return Snapshot(datetime.fromisoformat(document["taken_at"]).astimezone(UTC), tuple(document["tenants"]))


def _no_constant(name: str) -> NoReturn:
    msg = f"{name} is not JSON"
    raise ValueError(msg)


def _check(path: Path, problems: Iterator[tuple[str, str]]) -> None:
    for where, problem in problems:
        raise SnapshotFileError(f"{path} is not a sound snapshot: {where} {problem}")


def _problems(document: object) -> Iterator[tuple[str, str]]:
    """Everything wrong with a snapshot: the place, and what must be there. A place is safe to print."""
    if not isinstance(document, dict):
        yield "the file", "must hold one JSON object"
        return
    if document.get("format") != FORMAT:
        found = clean(str(document.get("format")), 60)
        yield "format", f"must be {FORMAT}, not {found}: was it written by another version of crosscloud?"
        return
    if not _is_moment(document.get("taken_at")):
        yield "taken_at", "must be a time with its zone, such as 2025-01-31T12:00:00Z"
    tenants = document.get("tenants")
    if not isinstance(tenants, list):
        yield "tenants", "must be a list"
        return
    for index, tenant in enumerate(tenants):
        where = f"tenants[{index}]"
        if isinstance(tenant, dict):
            yield from ((f"{where}.{inner}", problem) for inner, problem in tenant_problems(tenant))
        else:
            yield where, "must be an object"
    named = [tenant for tenant in tenants if isinstance(tenant, dict)]
    yield from _repeated("name", (tenant.get("name") for tenant in named))
    yield from _same_ids(named)


def _repeated(member: str, values: Iterable[object]) -> Iterator[tuple[str, str]]:
    seen: list[object] = []
    for index, value in enumerate(values):
        if value in seen:
            yield f"tenants[{index}].{member}", "must not be that of an earlier tenant"
        seen.append(value)


def _same_ids(tenants: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    """Tenants with the id of an earlier one, whatever their clouds: one of the two would be lost."""
    seen: dict[str, Mapping[str, Any]] = {}
    for index, tenant in enumerate(tenants):
        other = seen.setdefault(str(tenant.get("tenant_id")).lower(), tenant)
        if other is tenant:
            continue
        problem = "must not be that of an earlier tenant"
        if other.get("cloud") != tenant.get("cloud"):
            problem += (
                f": XC112 tenant {_in_cloud(tenant)} has the same tenant_id as {_in_cloud(other)}: a tenant is in "
                "one cloud; remove the wrong one"
            )
        yield f"tenants[{index}].tenant_id", problem


def _in_cloud(tenant: Mapping[str, Any]) -> str:
    cloud = str(tenant.get("cloud"))
    return f"{clean(str(tenant.get('name')), 60)} in {CLOUDS.get(cloud, clean(cloud, 60))}"


def tenant_problems(tenant: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Everything wrong with one tenant of a snapshot: the place in it, and what must be there.

    It is what no reading of a tenant holds (see `PolicyApi`). A value of another type than documented is none
    where the snapshot names its place: Graph answered it so, and whoever judges it takes it as unknown by itself.
    """
    name, tenant_id, cloud = tenant.get("name"), tenant.get("tenant_id"), tenant.get("cloud")
    if not isinstance(name, str) or not name:
        yield "name", "must be the tenant's name"
    if not isinstance(tenant_id, str) or not is_guid(tenant_id):
        yield "tenant_id", "must be a GUID"
    if not isinstance(cloud, str) or cloud not in CLOUDS:
        yield "cloud", f"must be one of {', '.join(CLOUDS)}"
    for part, settings in _SINGLETONS:
        found = tenant.get(part)
        if isinstance(found, dict):
            faults = [*find_missing(settings, found), *(find_misshapen(ROOT, found) if settings is ROOT else ())]
            yield from ((f"{part}.{place}", problem) for place, problem in faults)
        elif found is not None:
            yield part, "must be an object, or null where it was unreadable"
    partners = tenant.get("partners")
    if not isinstance(partners, list | None):
        yield "partners", "must be a list, or null where they were unreadable"
    for index, partner in enumerate(partners if isinstance(partners, list) else ()):
        if not isinstance(partner, dict):
            yield f"partners[{index}]", "must be an object with the partner's tenantId, a GUID"
    named = tenant.get(NOT_UNDERSTOOD, {})
    if not isinstance(named, dict):
        yield NOT_UNDERSTOOD, "must be an object of place and what would have to be there"
        return
    yield from ((place, problem) for place, problem in find_odd_places(tenant) if place not in named)
    yield from _reason_problems(tenant)


def _reason_problems(tenant: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """A part is null exactly where there is a reason: otherwise unread would pass for absent."""
    reasons = tenant.get("unreadable", {})
    if not isinstance(reasons, dict) or not all(isinstance(text, str) and text for text in reasons.values()):
        yield "unreadable", "must be an object of part and reason"
        return
    for part in sorted(set(reasons) - set(PARTS)):
        yield "unreadable", f"cannot name {clean(part, 40)}: the parts are {', '.join(PARTS)}"
    for part in PARTS:
        if tenant.get(part) is None and part not in reasons:
            yield part, "is null, so unreadable must say why"
        if tenant.get(part) is not None and part in reasons:
            yield part, "is given, so unreadable cannot name it"


def _is_moment(value: object) -> bool:
    if not isinstance(value, str):
        return False
    try:
        return datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False
