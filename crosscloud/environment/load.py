"""Finds an environment's file and reads it."""

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Final

from crosscloud.domain.clouds import is_same_cloud
from crosscloud.domain.finding_policy import Acceptance, FindingPolicy
from crosscloud.environment.environment import Environment
from crosscloud.environment.errors import EnvironmentNotFoundError, Problems, hint, shown_path
from crosscloud.environment.fields import NAME, NAME_RULE, Fields
from crosscloud.environment.finding_policy import by_id, read_accept, read_severities
from crosscloud.environment.hold import read_holds
from crosscloud.environment.read_tenant import read_tenant
from crosscloud.environment.state_files import find_departed, read_states, settle_states
from crosscloud.environment.tenant import Tenant
from crosscloud.environment.tree import MAX_BYTES, Node, Table, read_tree
from crosscloud.files import read_ordinary

VARIABLE: Final = "CROSSCLOUD_ENVIRONMENT"
_DEFAULT: Final = "demo"


def load(
    name: str | None = None,
    *,
    folder: Path | str | None = None,
    environ: Mapping[str, str] = os.environ,
) -> Environment:
    """The environment called `name`, from `environments/NAME.yaml`.

    Args:
        name: its name; left out, the variable CROSSCLOUD_ENVIRONMENT decides, and without that `demo`
            is taken, where there is one.
        folder: the folder of the project; the current one, where left out.
        environ: the environment variables.

    Raises:
        EnvironmentNotFoundError: where there is no such file; says which environments exist.
        EnvironmentFileError: for every mistake in the file at once, each with its line.
    """
    project = Path(folder or Path.cwd()).resolve()
    chosen = name if name is not None else environ.get(VARIABLE) or None
    path = _find(chosen, project / "environments")
    return read_environment(path, project)


def environment_names(folder: Path | str | None = None) -> tuple[str, ...]:
    """The names of the environments that a project has a file for, in alphabetical order."""
    files = (Path(folder or Path.cwd()) / "environments").glob("*.yaml")
    return tuple(sorted(file.stem for file in files if NAME.fullmatch(file.stem)))


def read_environment(path: Path, project: Path) -> Environment:
    """The environment in the file `path`; see `load`.

    Args:
        path: the environment file.
        project: the folder of the project, absolute.

    Raises:
        EnvironmentNotFoundError: where the file cannot be read.
        EnvironmentFileError: for every mistake in the file at once, each with its line.
    """
    problems = Problems()
    try:
        raw = read_ordinary(path, MAX_BYTES)
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        raise EnvironmentNotFoundError(f"{shown_path(path)}: {reason}") from error
    root = read_tree(raw, problems)
    if root is None:
        if not problems:
            problems.add(1, f"the file is empty: write `environment: {path.stem}` and its tenants")
        raise problems.error(path)
    environment = _read(root, path, project, problems)
    if problems:
        raise problems.error(path)
    return environment


def _find(name: str | None, environments: Path) -> Path:
    known = environment_names(environments.parent)
    listed = f"{shown_path(environments)} has {', '.join(known) or 'none'}"
    if name is None and _DEFAULT not in known:
        raise EnvironmentNotFoundError(f"no environment is chosen: set {VARIABLE}; {listed}")
    chosen = _DEFAULT if name is None else name
    if NAME.fullmatch(chosen) is None:
        raise EnvironmentNotFoundError(f"{chosen!r} cannot be an environment: its name {NAME_RULE}; {listed}")
    if chosen not in known:
        raise EnvironmentNotFoundError(
            f"there is no environment {chosen}{hint(chosen, known)}; {listed}. "
            f"Write {chosen}.yaml there, or choose another"
        )
    return environments / f"{chosen}.yaml"


def _read(root: Node, path: Path, project: Path, problems: Problems) -> Environment:
    fields = Fields(root, "the file", problems)
    name = fields.text("environment", f"`environment: {path.stem}`")
    if name is not None and name != path.stem:
        problems.add(
            fields.line_of("environment"),
            f"the file is called {path.stem}.yaml, but names the environment {name!r}: make them the same",
        )
    embedded = fields.flag("embedded")
    below = fields.required("tenants", "`tenants:` with each tenant by name below it")
    if isinstance(below, Table) and not below.lines:
        problems.add(below.line, "the file needs a tenant: write its name, and tenant_id and cloud below it")
    tenants: dict[str, Tenant] = {}
    named: list[str] = []
    for tenant_name, line, node in fields.named("tenants", "tenant"):
        named.append(tenant_name)
        if node is None:
            problems.add(line, f"tenant {tenant_name} is empty: write its tenant_id and cloud")
            continue
        tenant = read_tenant(
            tenant_name,
            node,
            environment=path.stem,
            path=path,
            project=project,
            embedded=embedded,
            problems=problems,
        )
        if tenant is not None:
            _refuse_same_id(tenant, tenants, line, problems)
            _refuse_same_state(tenant, tenants, line, problems)
            tenants[tenant_name] = tenant
    accept = fields.items("accept", "`[{finding: ..., tenants: ...}]`", optional=True)
    accepted = tuple(read_accept(accept, named, problems))
    hold = fields.items("hold", "`[{tenants: ..., reason: ...}]`", optional=True)
    holds = tuple(read_holds(hold, tenants, named, path, problems))
    severities = MappingProxyType(dict(read_severities(fields, problems)))
    fields.finish()
    states = read_states(project, path.stem)
    tenants = {
        tenant.name: replace(
            tenant,
            finding_policy=_finding_policy(tenant, tenants, accepted, severities),
            holds=tuple(hold for hold in holds if tenant.tenant_id in hold.tenants),
        )
        for tenant in settle_states(tenants, states, project, problems).values()
    }
    return Environment(
        path.stem,
        path,
        project,
        embedded,
        MappingProxyType(tenants),
        accepted,
        severities,
        holds,
        find_departed(tenants, states, project),
    )


def _finding_policy(
    tenant: Tenant, tenants: Mapping[str, Tenant], accepted: tuple[Acceptance, ...], severities: Mapping[str, str]
) -> FindingPolicy:
    """What concerns `tenant`, with ids in place of names."""
    return FindingPolicy(by_id([each for each in accepted if tenant.name in each.tenants], tenants), severities)


def _refuse_same_id(tenant: Tenant, others: Mapping[str, Tenant], line: int, problems: Problems) -> None:
    for other in others.values():
        if other.tenant_id != tenant.tenant_id:
            continue
        if is_same_cloud(other.cloud, tenant.cloud):
            problems.add(line, f"tenant {tenant.name} has the same tenant_id as {other.name}: each has its own")
        else:
            problems.add(
                line,
                f"XC112 tenant {tenant.name} in {tenant.cloud} has the same tenant_id as {other.name} in "
                f"{other.cloud}: a tenant is in one cloud; remove the wrong one",
            )


def _refuse_same_state(tenant: Tenant, others: Mapping[str, Tenant], line: int, problems: Problems) -> None:
    """Two stacks in one state would each plan to remove what the other has made."""
    for other in others.values():
        if tenant.backend is not None and tenant.backend == other.backend:
            problems.add(
                line, f"tenant {tenant.name} has the same backend as {other.name}: give each its own state"
            )
