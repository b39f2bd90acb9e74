"""Which paths there are: those that are emulated, and those that Graph has and the emulator does not.

Requests are routed by these tables and docs/emulator.md is written from them, so that what the page says and what
a client meets cannot come apart. Source of the list: the Microsoft Graph reference, the published schemas, and
the paths of Microsoft's generated clients, all for cross-tenant access settings, and what is read beside
them.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from crosscloud.emulator.calls import Resource
from crosscloud.emulator.capabilities import CAPABILITIES
from crosscloud.emulator.deleted_items import DELETED
from crosscloud.emulator.directory_resources import DIRECTORY
from crosscloud.emulator.errors import GraphError
from crosscloud.emulator.resources import RESOURCES
from crosscloud.emulator.surfaces import Surface
from crosscloud.emulator.tenant_information import FIND_BY_ID

_ROOT: Final = "policies/crossTenantAccessPolicy"
_PARTNER: Final = f"{_ROOT}/partners/{{tenantId}}"

ROUTES: Final = (*RESOURCES, *CAPABILITIES, *DELETED, FIND_BY_ID, *DIRECTORY)
"""What is emulated, in the order of the documentation."""


@dataclass(frozen=True)
class Gap:
    """A path that Graph has and the emulator answers with 400, or methods of one, which it answers with 405.

    Attributes:
        path: the path below the version.
        why: why it is not emulated, for the documentation.
        methods: the methods that are left out of a path that is emulated; none where the whole path is left out.
        below: whether what lies below the path is left out too.
    """

    path: str
    why: str
    methods: tuple[str, ...] = ()
    below: bool = True


GAPS: Final = (
    Gap(f"{_ROOT}/partners/$count", "in generated clients only; the reference documents no `$count` here"),
    Gap(
        f"{_PARTNER}/serviceProviderConstraints",
        "delegated administration, Global only; crosscloud does not use it",
    ),
    Gap(f"{_PARTNER}/m365Capabilities/$count", "in generated clients only, as the partners'"),
    Gap(f"{_ROOT}/default/m365Capabilities/$count", "in generated clients only, as the partners'"),
    Gap(_ROOT, "in generated clients only; there is always one", ("DELETE",)),
    Gap(f"{_ROOT}/default", "in generated clients only; there is always one", ("DELETE",)),
    Gap(f"{_ROOT}/templates", "multitenant organizations, Global only, with both templates below it"),
    Gap(f"{_PARTNER}/restore", "in generated clients only; what was deleted is restored below `deletedItems`"),
    Gap(f"{_PARTNER}/identitySynchronization/restore", "in generated clients only, as above"),
    Gap("policies/deletedItems", "in generated clients only; its two lists are emulated", below=False),
    Gap("policies/deletedItems/crossTenantPartners/$count", "in generated clients only"),
    Gap("policies/deletedItems/crossTenantSyncPolicyPartners/$count", "in generated clients only"),
    Gap("policies/deletedItems/crossTenantPartners/{id}/identitySynchronization", "in generated clients only"),
    Gap("policies/deletedItems/crossTenantPartners/{id}/m365Capabilities", "in generated clients only"),
    Gap("policies/deletedItems/crossTenantPartners/{id}/serviceProviderConstraints", "in generated clients only"),
    Gap(
        "identity/conditionalAccess/deletedItems", "soft deletion of Conditional Access; crosscloud restores none"
    ),
    Gap(
        "tenantRelationships/findTenantInformationByDomainName(domainName='{domainName}')",
        "emulated tenants have no domains of their own; a partner is named by its id",
    ),
    Gap("roleManagement/directory/estimateAccess", "beta; used by the portal alone"),
    Gap("policies/b2bManagementPolicies/{id}", "the list has all of it"),
    Gap("identity/conditionalAccess/policies/{id}", "the list has all of it"),
    Gap("identity/conditionalAccess/namedLocations", "crosscloud does not use it"),
    Gap("identity/conditionalAccess/authenticationStrength", "a policy carries its authentication strength"),
    Gap("organization/{id}", "the list has the one object"),
    Gap("servicePrincipals/{id}", "the list is filtered by id"),
    Gap("servicePrincipals(appId='{appId}')", "the list is filtered by `appId`"),
    Gap("groups/{id}", "the list is filtered by id; members are not emulated"),
    Gap("users/{id}", "the list is filtered by id"),
    Gap("directoryObjects", "objects are looked up in the lists of their type"),
    Gap("domains", "`organization` has the verified domains"),
    Gap("invitations", "invitations are not crosscloud's"),
    Gap("$batch", "crosscloud sends no batches"),
)
"""What is not emulated, of everything that is known to concern cross-tenant access settings."""


def find_route(segments: Sequence[str], surface: Surface) -> tuple[Resource, tuple[str, ...]]:
    """The resource at a path below the version, and the keys in that path.

    Args:
        segments: the path.
        surface: the version and the cloud, which do not have every path.

    Raises:
        GraphError: 400, naming the first segment that leads nowhere.
    """
    known, is_gap = 0, _is_gap(segments)
    for route in (route for route in ROUTES if surface.declares(route.where)):
        pattern = route.path.split("/")
        matches = _matches(pattern, segments)
        if not is_gap and len(matches) == len(pattern) == len(segments):
            return route, tuple(key for match in matches for key in match.groups())
        known = max(known, len(matches))
    lost = "/".join(segments[min(known, len(segments) - 1) :][:1])
    why = "not emulated" if is_gap else "unknown"
    raise GraphError(400, "BadRequest", f"Resource not found for the segment '{lost}' ({why}).")


def _is_gap(segments: Sequence[str]) -> bool:
    """Whether the path is one that is left out, or lies below one."""
    gaps = ((gap.path.split("/"), gap.below) for gap in GAPS if not gap.methods)
    return any(
        len(_matches(pattern, segments)) == len(pattern) and (below or len(segments) == len(pattern))
        for pattern, below in gaps
    )


def _matches(pattern: Sequence[str], segments: Sequence[str]) -> list[re.Match[str]]:
    """The segments that fit the beginning of a pattern, as far as they do."""
    found = []
    for template, segment in zip(pattern, segments, strict=False):
        match = _expression(template).fullmatch(segment)
        if match is None:
            break
        found.append(match)
    return found


@cache
def _expression(template: str) -> re.Pattern[str]:
    literals = re.split(r"\{\w+\}", template)
    return re.compile("(.+)".join(map(re.escape, literals)))
