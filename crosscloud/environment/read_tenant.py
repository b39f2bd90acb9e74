"""Reads one tenant of an environment file."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import get_args

from crosscloud.domain.clouds import Cloud, UnknownCloudError, find_cloud
from crosscloud.domain.domain_name import is_domain_name
from crosscloud.domain.named import Kind, NamedId
from crosscloud.domain.settings import PARTNER
from crosscloud.environment.backend import Backend, default_backend, read_backend
from crosscloud.environment.credentials import refusal
from crosscloud.environment.errors import Problems
from crosscloud.environment.fields import Fields
from crosscloud.environment.sign_in import read_sign_in
from crosscloud.environment.tenant import Tenant, variable_prefix
from crosscloud.environment.tree import Node, Scalar


def read_tenant(
    name: str,
    node: Node,
    *,
    environment: str,
    path: Path,
    project: Path,
    embedded: bool,
    problems: Problems,
) -> Tenant | None:
    """The tenant called `name`; None where a mistake leaves it without id or cloud.

    Args:
        name: its name.
        node: what stands under the name.
        environment: the environment's name.
        path: the environment file.
        project: the folder that a relative path in it starts from.
        embedded: whether the environment's tenants live in the embedded Graph, so that all are managed.
        problems: takes the mistakes.
    """
    refuse = partial(refusal, variable_prefix=variable_prefix(name))
    fields = Fields(node, f"tenant {name}", problems, refuse)
    tenant_id = fields.guid("tenant_id", "the tenant's id, a GUID")
    cloud = _cloud(fields)
    sign_in_node = fields.node("sign_in")
    sign_in = None if sign_in_node is None else read_sign_in(sign_in_node, name, problems, refuse)
    is_managed = embedded or sign_in_node is not None
    backend = _backend(fields, name, cloud, project, environment, is_managed=is_managed)
    named = {kind: list(_named(fields, kind, name, tenant_id or "", refuse)) for kind in get_args(Kind)}
    domains = tuple(_domains(fields))
    tries = tuple(_tries(fields, cloud))
    fields.finish()
    if tenant_id is None or cloud is None:
        return None
    return Tenant(
        name=name,
        tenant_id=tenant_id,
        cloud=cloud,
        environment_name=environment,
        path=path,
        is_managed=is_managed,
        sign_in=sign_in,
        backend=backend,
        groups=_by_name(named["group"]),
        users=_by_name(named["user"]),
        applications=_by_name(named["application"]),
        line=fields.line,
        domains=domains,
        tries=tries,
    )


def _by_name(named: Iterable[NamedId]) -> Mapping[str, NamedId]:
    return MappingProxyType({one.name: one for one in named})


def _cloud(fields: Fields) -> Cloud | None:
    name = fields.text("cloud", "one of global, usgov, usgov_dod, china")
    if name is None:
        return None
    try:
        return find_cloud(name)
    except UnknownCloudError as error:
        fields.problems.add(fields.line_of("cloud"), f"cloud of {fields.where}: {error}")
        return None


def _domains(fields: Fields) -> Iterator[str]:
    """The domains of the tenant's users, in lower case."""
    for node in fields.items("domains", "a list such as `[contoso.com]`", optional=True):
        text = node.value if isinstance(node, Scalar) else None
        if isinstance(text, str) and is_domain_name(text):
            yield text.lower()
        else:
            fields.problems.add(
                node.line, f"domains of {fields.where} must be domain names: write `[contoso.com]`"
            )


def _tries(fields: Fields, cloud: Cloud | None) -> Iterator[str]:
    """The sections that the file says to try: of each, the sources must disagree for the cloud."""
    may = [] if cloud is None else [section.name for section in PARTNER.sections if cloud.name in section.disputed]
    for node in fields.items("try_sections", "a list such as `[tenant_restrictions]`", optional=True):
        text = node.value if isinstance(node, Scalar) else None
        if isinstance(text, str) and text in may:
            yield text
        elif cloud is not None:
            known = f"only {', '.join(may)}" if may else "none"
            fields.problems.add(
                node.line,
                f"try_sections of {fields.where} can name {known} in {cloud}: of other sections it is known "
                "whether Graph there has them",
            )


def _backend(
    fields: Fields, name: str, cloud: Cloud | None, project: Path, environment: str, *, is_managed: bool
) -> Backend | None:
    node = fields.node("backend")
    if node is None:
        return default_backend(project, environment, name) if is_managed else None
    if not is_managed:
        fields.problems.add(
            fields.line_of("backend"),
            f"tenant {name} has a backend but no sign_in: add sign_in where crosscloud manages it, "
            "remove backend where it is another organisation's",
        )
    return read_backend(node, name, cloud, project, fields.problems)


def _named(
    tenant: Fields, kind: Kind, tenant_name: str, tenant_id: str, refuse: Callable[[str], str]
) -> Iterator[NamedId]:
    """The users, groups or applications of a tenant; no two names may stand for the same id."""
    seen: dict[str, str] = {}
    for name, line, node in tenant.named(f"{kind}s", kind):
        where = f"{kind} {name}"
        if node is None:
            tenant.problems.add(line, f"{where} needs an id: write `{{id: GUID, display_name: NAME}}`")
            continue
        fields = Fields(node, where, tenant.problems, refuse)
        what = "application (client) id" if kind == "application" else "object id"
        id_ = fields.guid("id", f"the {kind}'s {what}, a GUID")
        display_name = fields.text("display_name", "its name in the directory", optional=True)
        fields.finish()
        if id_ is None:
            continue
        if id_ in seen:
            tenant.problems.add(line, f"{where} has the same id as {kind} {seen[id_]}: keep one of the two")
        seen.setdefault(id_, name)
        yield NamedId(kind, id_, name, tenant_name, tenant_id, display_name, line)
