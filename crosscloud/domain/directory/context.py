"""What one tenant's directory says beside its settings, part by part; each needs a permission of its own.

A part that was not read is None here and has its reason in `unread`: what it holds is unknown, never absent.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Literal, Self, TypeAlias, get_args

from crosscloud.domain.directory.capabilities import Capabilities, capabilities_from_graph
from crosscloud.domain.directory.conditional_access import ConditionalAccessPolicy, policies_from_graph
from crosscloud.domain.directory.invitations import DomainList, domain_list_from_graph
from crosscloud.domain.directory.reasons import UNSAID, Reason
from crosscloud.domain.guid import fold

Part: TypeAlias = Literal[
    "authorization",
    "conditional_access",
    "invitation_domains",
    "organization",
    "worker",
    "m365_capabilities",
    "guests",
    "groups",
    "users",
    "applications",
]
PARTS: Final[tuple[Part, ...]] = get_args(Part)

Worker: TypeAlias = Literal["enabled", "disabled", "absent"]


@dataclass(frozen=True, slots=True)
class Guests:
    """The guests of one home tenant in a resource tenant, found by the domains of their mail.

    Attributes:
        total: how many there are.
        pending: how many of them have not redeemed their invitation.
    """

    total: int
    pending: int


@dataclass(frozen=True)
class DirectoryContext:
    """What a tenant's directory says beside its cross-tenant settings.

    Attributes:
        unread: the parts that were not read, with the reason.
        invites_from: who may invite guests: `allowInvitesFrom` of the authorization policy.
        conditional_access: the enabled policies that ask for MFA or a device.
        invitation_domains: the list of domains that may, or may not, be invited.
        domains: the tenant's own verified domains, in lower case.
        worker: what became of the service principal "Microsoft B2B Cross Cloud Worker".
        default_capabilities: what of its Microsoft 365 data it shows the users of any other tenant, by name.
        capabilities: what it shows those of one partner, by the partner's tenant id; one that is missing was not
            asked for.
        capabilities_unread: for a partner's tenant id, why its own were not read.
        guests: the guests of other tenants here, by the home tenant's id; one that is missing was not asked for.
        guests_unread: for a home tenant's id, why its guests were not counted.
        names: for the id of a group, user or application that was looked up, its name in the directory, or
            None where the directory has none such.
    """

    unread: Mapping[str, Reason] = field(default_factory=dict)
    invites_from: str | None = None
    conditional_access: tuple[ConditionalAccessPolicy, ...] | None = None
    invitation_domains: DomainList | None = None
    domains: frozenset[str] | None = None
    worker: Worker | None = None
    default_capabilities: Capabilities | None = None
    capabilities: Mapping[str, Capabilities] = field(default_factory=dict)
    capabilities_unread: Mapping[str, Reason] = field(default_factory=dict)
    guests: Mapping[str, Guests] = field(default_factory=dict)
    guests_unread: Mapping[str, Reason] = field(default_factory=dict)
    names: Mapping[str, str | None] = field(default_factory=dict)

    @classmethod
    def none_read(cls, reason: Reason) -> Self:
        """DirectoryContext of which no part was read, for one reason."""
        return cls(unread=dict.fromkeys(PARTS, reason))

    @classmethod
    def from_graph(cls, parts: Mapping[str, Any], unread: Mapping[str, Reason]) -> Self:
        """What Graph's JSON says, part by part.

        Args:
            parts: `authorization`: the authorization policy; `conditional_access`, `invitation_domains`, `worker`,
                `m365_capabilities`: lists of objects; `organization`: the organization; `groups`, `users`,
                `applications`: from id to name or None. A part that cannot be understood counts as unread.
            unread: the parts that are not there, with the reason.
        """
        reasons = dict(unread)

        def understood(part: Part, value: Any) -> Any:
            if value is None and part not in reasons:
                reasons[part] = UNSAID
            return value

        names: dict[str, str | None] = {}
        for part in ("groups", "users", "applications"):
            names |= parts.get(part) or {}
        policies, lists = parts.get("conditional_access"), parts.get("invitation_domains")
        capabilities = parts.get("m365_capabilities")
        invites_from = (parts.get("authorization") or {}).get("allowInvitesFrom")
        return cls(
            invites_from=understood("authorization", invites_from if isinstance(invites_from, str) else None),
            conditional_access=understood(
                "conditional_access", None if policies is None else policies_from_graph(policies)
            ),
            invitation_domains=understood(
                "invitation_domains", None if lists is None else domain_list_from_graph(lists)
            ),
            domains=understood("organization", _domains(parts.get("organization"))),
            worker=understood("worker", _worker(parts.get("worker"))),
            default_capabilities=understood(
                "m365_capabilities", None if capabilities is None else capabilities_from_graph(capabilities)
            ),
            names={fold(id_): name for id_, name in names.items()},
            unread=reasons,
        )


def _domains(organization: Mapping[str, Any] | None) -> frozenset[str] | None:
    listed = (organization or {}).get("verifiedDomains")
    if not isinstance(listed, list):
        return None
    names = (domain.get("name") for domain in listed if isinstance(domain, Mapping))
    return frozenset(name.lower() for name in names if isinstance(name, str)) or None  # every tenant has one


def _worker(principals: list[Mapping[str, Any]] | None) -> Worker | None:
    if principals is None:
        return None
    if not principals:
        return "absent"
    states = [principal.get("accountEnabled") for principal in principals]
    if any(state is False for state in states):
        return "disabled"
    return "enabled" if all(state is True for state in states) else None


@dataclass(frozen=True, slots=True)
class DirectoryReading:
    """What was read of the directory contexts of an environment's tenants.

    Attributes:
        contexts: by tenant id; a tenant that was not asked is not there.
        clouds_of: for a tenant id, the clouds in which it was found, as `Situation.clouds_of` has them.
    """

    contexts: Mapping[str, DirectoryContext] = field(default_factory=dict)
    clouds_of: Mapping[str, frozenset[str]] = field(default_factory=dict)
