"""What of its Microsoft 365 data a tenant shows another tenant's users: its m365Capabilities, and which count.

Source: Microsoft Graph, Microsoft 365 cross-tenant access policy API overview: inbound alone; the partner's takes
precedence over the default's; by the system's default all are disabled; removing the trust that one rests on
(Microsoft 365 collaboration, or app service connect for migration) invalidates it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

from crosscloud.domain.guid import fold
from crosscloud.domain.settings import Unread, Value, read_sections
from crosscloud.domain.settings.m365_capabilities import INBOUND_ACCESS, M365_CAPABILITY, MIGRATION
from crosscloud.domain.truth import Truth, truth

ALL: Final = "All"
"""In place of an id: all users."""

_TYPE: Final = "#microsoft.graph."


@dataclass(frozen=True, slots=True)
class Scope:
    """Some of the tenant's own users.

    Attributes:
        id: a user's or group's id in lower case, or `All`.
        kind: `user`, `group` or `none`.
    """

    id: str
    kind: str


@dataclass(frozen=True, slots=True)
class Capability:
    """One thing of Microsoft 365 that another tenant's users may, or may not, see.

    Attributes:
        name: Graph's name for it, such as `crossTenantMailTipsAll`.
        is_allowed: whether they may; unknown where Graph's answer is not understood.
        included: of whose data, in the order answered; None where that is not understood.
        excluded: of whose not, likewise.
    """

    name: str
    is_allowed: Truth
    included: tuple[Scope, ...] | None = None
    excluded: tuple[Scope, ...] | None = None


Capabilities: TypeAlias = Mapping[str, Capability]
"""Those of a partner, or of the default, by name; one that is not there is not set."""


def capabilities_from_graph(answered: Iterable[Mapping[str, Any]]) -> dict[str, Capability] | None:
    """What Graph's list says; None where one of them cannot be told from the others."""
    found: dict[str, Capability] = {}
    for body in answered:
        name = _name(body)
        if name is None or name in found:
            return None
        access = read_sections(M365_CAPABILITY, body)[INBOUND_ACCESS.name]
        found[name] = _capability(name, access)
    return found


def find_section(name: str) -> str:
    """The section of the settings, by name, without which the capability called `name` lets nobody in."""
    return "app_service_connect_inbound" if name == MIGRATION else "m365_collaboration_inbound"


def is_open(name: str, partner: Capabilities | None, default: Capabilities | None) -> Truth:
    """Whether a capability is allowed to a partner, as far as the capabilities themselves decide.

    A partner that has some capabilities but not this one may take it from the default or have it off: the
    documents say that the partner's policy takes precedence, not whether one by one. So that is unknown where the
    default allows it.

    Args:
        name: Graph's name for it.
        partner: the partner's; None where they are unread.
        default: the default's, likewise.
    """
    if partner is not None and name in partner:
        return partner[name].is_allowed
    inherited = Truth.UNKNOWN if default is None else default[name].is_allowed if name in default else Truth.NO
    if partner is None:
        return Truth.UNKNOWN
    return inherited if not partner or inherited is Truth.NO else Truth.UNKNOWN


def _capability(name: str, access: Value | Unread) -> Capability:
    if not isinstance(access, dict):
        return Capability(name, Truth.UNKNOWN)
    allowed, scopes = access.get("is_allowed"), access.get("resource_scopes")
    both = scopes if isinstance(scopes, dict) else {}
    return Capability(
        name,
        truth(allowed if isinstance(allowed, bool) else None),
        _scopes(both.get("included")),
        _scopes(both.get("excluded")),
    )


def _scopes(listed: Value) -> tuple[Scope, ...] | None:
    if not isinstance(listed, list):
        return None
    found = []
    for each in listed:
        scope = each if isinstance(each, dict) else {}
        id_, kind = scope.get("resource_id"), scope.get("resource_type")
        if not isinstance(id_, str) or not isinstance(kind, str):
            return None
        found.append(Scope(ALL if id_ == ALL else fold(id_), kind))
    return tuple(found)


def _name(body: Mapping[str, Any]) -> str | None:
    """Its key, or else its type: one of the two names it, and both are the same word."""
    name, type_ = body.get("name"), body.get("@odata.type")
    if isinstance(name, str) and name:
        return name
    return type_.removeprefix(_TYPE) if isinstance(type_, str) and type_.startswith(_TYPE) else None
