"""What the ways beside collaboration are called, and what is permitted on one: `direct connect`, `all users`."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from crosscloud.domain.access.cells import Cell
from crosscloud.domain.access.permission import Table
from crosscloud.domain.access.ways import Way, WayName
from crosscloud.wording.access import wording_of
from crosscloud.wording.names import Names

WAY_NAMES: Final[Mapping[WayName, str]] = MappingProxyType(
    {
        "direct_connect": "direct connect",
        "m365_collaboration": "Microsoft 365 collaboration",
        "app_service_connect": "app service connect",
        "tenant_restrictions": "accounts of others (tenant restrictions)",
        "automatic_redemption": "automatic redemption",
        "user_synchronisation": "synchronisation of users",
        "group_synchronisation": "synchronisation of groups",
    }
)
"""What a reader knows each way as."""


def permitted_on_way(way: Way, table: Table, pairs: Iterable[tuple[Cell, Cell]], names: Names) -> str:
    """What of a way some pairs are: who reaches what, or who, or what alone; `nothing` or `off` where none is."""
    found = [line for line in wording_of(table, names).lines(pairs) if not line.statement.is_nothing]
    if way.names_users and way.names_applications:
        said = [f"{line.who} -> {line.what}" for line in found]
    elif way.names_users:
        said = [line.who for line in found]
    elif way.names_applications:
        said = [line.what for line in found]
    else:
        return "on" if found else "off"
    return "; ".join(said) or "nothing"
