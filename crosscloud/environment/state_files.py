"""The local states of an environment's tenants: each is found by the tenant's id, whatever the tenant is called.

A name is no identity: where a tenant is renamed, its state must not be taken for another tenant's, nor for none,
which would plan everything anew. Every resource of ours says in the state whose it is (`home_tenant_id`). A state
whose tenant has no stack any more is told (XC322): nothing plans what it holds.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from crosscloud.domain.departed import DepartedTenant
from crosscloud.domain.guid import fold
from crosscloud.environment.backend import Backend, default_backend
from crosscloud.environment.errors import Problems
from crosscloud.environment.tenant import Tenant

_OWNER: Final = re.compile(rb'"home_tenant_id":\s*"([^"\\]+)"')
_PARTNER: Final = "crosscloud_partner_settings"


@dataclass(frozen=True, slots=True)
class StateFile:
    """One local state.

    Attributes:
        path: where it is.
        tenant_id: whose settings it holds, in lower case; None where it holds none, or cannot be read.
        content: what it holds; empty where it cannot be read.
    """

    path: Path
    tenant_id: str | None
    content: bytes


def read_states(project: Path, environment: str) -> tuple[StateFile, ...]:
    """The local states that an environment has at the places where tenants have them that name no backend."""
    folder = Path(str(default_backend(project, environment, "_").settings["path"])).parent
    found: list[StateFile] = []
    for path in sorted(folder.glob("*.tfstate")):
        try:
            content = path.read_bytes() if path.is_file() else b""
        except OSError:  # Terraform says why, if it is the one that a tenant needs
            content = b""
        owner = _OWNER.search(content)
        found.append(StateFile(path, None if owner is None else fold(owner[1].decode(errors="replace")), content))
    return tuple(found)


def settle_states(
    tenants: Mapping[str, Tenant], states: tuple[StateFile, ...], project: Path, problems: Problems
) -> dict[str, Tenant]:
    """The tenants, each with the state that is its own by its id, where its backend is not written down.

    Args:
        tenants: those of the file, by name.
        states: what `read_states` found.
        project: the folder of the project.
        problems: takes what cannot be decided.
    """
    return {name: _settle(tenant, states, project, problems) for name, tenant in tenants.items()}


def find_departed(
    tenants: Mapping[str, Tenant], states: tuple[StateFile, ...], project: Path
) -> tuple[DepartedTenant, ...]:
    """The tenants that have no stack, and whose state is still there."""
    managed = {tenant.tenant_id for tenant in tenants.values() if tenant.is_managed}
    return tuple(
        DepartedTenant(state.tenant_id, str(_shown(state.path, project)), tuple(_partners(state)))
        for state in states
        if state.tenant_id is not None and state.tenant_id not in managed
    )


def _settle(tenant: Tenant, states: tuple[StateFile, ...], project: Path, problems: Problems) -> Tenant:
    usual = default_backend(project, tenant.environment_name, tenant.name)
    if tenant.backend != usual:
        return tenant  # it is managed elsewhere, or its place is written down
    path = Path(str(usual.settings["path"]))
    own = [state.path for state in states if state.tenant_id == tenant.tenant_id]
    if path in own:
        return tenant
    if len(own) > 1:
        where = " and ".join(str(_shown(each, project)) for each in own)
        problems.add(
            tenant.line,
            f"{tenant.name} has two states, {where}: keep the one that its last apply wrote, and move the other "
            "away",
        )
        return tenant
    if own:
        return _with_state(tenant, own[0])
    is_taken = any(state.path == path and state.tenant_id is not None for state in states)
    return _with_state(tenant, path.with_name(f"{tenant.tenant_id}.tfstate")) if is_taken else tenant


def _with_state(tenant: Tenant, path: Path) -> Tenant:
    return replace(tenant, backend=Backend("local", MappingProxyType({"path": str(path)})))


def _shown(path: Path, project: Path) -> Path:
    return path.relative_to(project) if path.is_relative_to(project) else path


def _partners(state: StateFile) -> Iterator[str]:
    """The partners that a state holds entries for; nothing where it is damaged."""
    try:
        document: Any = json.loads(state.content)
        for resource in document["resources"]:
            if resource["type"] == _PARTNER and resource["mode"] == "managed":
                for instance in resource["instances"]:
                    yield fold(str(instance["attributes"]["tenant_id"]))
    except (ValueError, KeyError, TypeError, RecursionError):
        return
