"""Where Terraform keeps the state of one tenant, so that a tenant's state can stay in its own cloud."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final, TypeAlias

from crosscloud.domain.clouds import Cloud
from crosscloud.environment.credentials import backend_refusal, is_credential
from crosscloud.environment.errors import Problems, hint
from crosscloud.environment.tree import Items, Node, Scalar, Table

KINDS: Final = ("local", "azurerm", "s3", "cloud")
_AZURE: Final = MappingProxyType(
    {"global": "public", "usgov": "usgovernment", "usgov_dod": "usgovernment", "china": "china"}
)
"""What the azurerm backend's argument `environment` calls each cloud (Terraform reference, azurerm backend)."""
_REQUIRED: Final = MappingProxyType(
    {
        "azurerm": ("storage_account_name", "container_name", "key"),
        "s3": ("bucket", "key"),
        "cloud": ("workspaces",),
    }
)
Setting: TypeAlias = "str | bool | int | float | list[Setting] | dict[str, Setting]"


@dataclass(frozen=True, slots=True)
class Backend:
    """A Terraform backend.

    Attributes:
        kind: `local`, `azurerm`, `s3` or `cloud` (HCP Terraform).
        settings: its arguments, as Terraform names them. Without credentials: Terraform's backends read
            those from variables of their own. The `path` of a local one is absolute.
    """

    kind: str
    settings: Mapping[str, Setting] = field(hash=False)


def default_backend(project: Path, environment: str, tenant: str) -> Backend:
    """The local backend of a tenant that names none: below `.crosscloud/` of the project."""
    path = project / ".crosscloud" / environment / "state" / f"{tenant}.tfstate"
    return Backend("local", MappingProxyType({"path": str(path)}))


def read_backend(
    node: Node, tenant: str, cloud: Cloud | None, project: Path, problems: Problems
) -> Backend | None:
    """The `backend` of a tenant: one kind, with its arguments below it.

    Args:
        node: what stands under `backend`.
        tenant: the tenant's name, for messages.
        cloud: the tenant's cloud, in which its azurerm backend is; None where the file has it wrong.
        project: the folder that the path of a local one starts from.
        problems: takes the mistakes.
    """
    where = f"backend of {tenant}"
    kinds = ", ".join(KINDS)
    if not isinstance(node, Table) or len(node.lines) != 1:
        problems.add(node.line, f"{where} must be one of {kinds}: write `local: {{path: PATH}}`, for example")
        return None
    ((kind, line),) = node.lines.items()
    arguments = node.entries.get(kind)
    if kind not in KINDS:
        problems.add(line, f"{where} is of no known kind{hint(kind, KINDS, 'write one of')}")
        return None
    if not isinstance(arguments, Table):
        problems.add(line, f"{where} needs its arguments: write `{kind}: {{NAME: VALUE, ...}}`")
        return None
    settings = _settings(arguments, kind, problems)
    if kind == "local":
        path = settings.get("path")
        if not isinstance(path, str) or not path or settings.keys() != {"path"}:
            problems.add(line, f"{where}: local has one argument, write `local: {{path: PATH}}`")
            return None
        settings = {"path": str((project / path).resolve())}
    # Credentials that were refused above count as given: one mistake, one message.
    for name in _REQUIRED.get(kind, ()):
        if name not in arguments.lines:
            problems.add(line, f"{where}: {kind} needs {name}")
    if kind == "azurerm" and cloud is not None:
        settings = _in_cloud(settings, arguments, cloud, where, problems)
    return Backend(kind, MappingProxyType(settings))


def _in_cloud(
    settings: dict[str, Setting], arguments: Table, cloud: Cloud, where: str, problems: Problems
) -> dict[str, Setting]:
    """The arguments of azurerm with its `environment`: the tenant's cloud, so that the state does not leave it."""
    right = _AZURE[cloud.name]
    if settings.get("environment", right) != right:
        problems.add(
            arguments.lines["environment"],
            f"environment of {where} must be {right}, so that the state stays in {cloud}: leave it out",
        )
    return {"environment": right, **settings}


def _settings(table: Table, kind: str, problems: Problems) -> dict[str, Setting]:
    settings: dict[str, Setting] = {}
    for name, node in table.entries.items():
        if is_credential(name):
            problems.add(table.lines[name], backend_refusal(name, kind))
            continue
        value = _setting(node, kind, problems)
        if value is not None:
            settings[name] = value
    return settings


def _setting(node: Node, kind: str, problems: Problems) -> "Setting | None":
    match node:
        case Table():
            return _settings(node, kind, problems)
        case Items(items=items):
            values = (_setting(item, kind, problems) for item in items)
            return [value for value in values if value is not None]
        case Scalar(value=value, text=text) if value is not None:
            return value if isinstance(value, str | bool | int | float) else text
        case _:
            return None
