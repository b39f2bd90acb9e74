"""Conditional Access policies that ask guests for MFA or a device: whom they meet, and what they ask.

Whether a guest can answer depends on what the resource tenant trusts. Sources: Microsoft Graph reference,
conditionalAccessPolicy, conditionalAccessUsers, conditionalAccessGuestsOrExternalUsers and
conditionalAccessGrantControls; Microsoft Entra, "Authentication and Conditional Access for External ID" (MFA that
is not trusted is done in the resource tenant; a device that is not trusted blocks; an approved application, an
application protection policy and a change of password are not supported for guests).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from crosscloud.domain.access import Truth
from crosscloud.domain.guid import fold

MFA: Final = "is_mfa_accepted"
"""The member of `inbound_trust` by which MFA done at home counts."""

_CLAIMS: Final = {
    "mfa": MFA,
    "compliantDevice": "is_compliant_device_accepted",
    "domainJoinedDevice": "is_hybrid_azure_ad_joined_device_accepted",
}
_GUEST: Final = "b2bCollaborationGuest"
_ALL_GUESTS: Final = "GuestsOrExternalUsers"


@dataclass(frozen=True, slots=True)
class Selection:
    """Which guests one side of a policy's users, its inclusions or its exclusions, names.

    Attributes:
        all_guests: whether it names guests of every organisation.
        homes: the organisations whose guests it names, tenant ids in lower case.
        somebody: whether it names users, groups or roles, in which guests may be.
    """

    all_guests: bool
    homes: frozenset[str]
    somebody: bool

    def has(self, home: str) -> Truth:
        """Whether it names every guest of `home`; unknown where some may be among users, groups or roles."""
        if self.all_guests or fold(home) in self.homes:
            return Truth.YES
        return Truth.UNKNOWN if self.somebody else Truth.NO


@dataclass(frozen=True, slots=True)
class ConditionalAccessPolicy:
    """An enabled policy that asks for something which trust decides.

    Attributes:
        name: its name in the directory: a tenant's own text.
        included: whom it names.
        excluded: whom it leaves out.
        applications: the ids of the applications that it is about; None for all, or where ids do not tell.
        claims: the members of `inbound_trust` that answer what it asks.
        needs_all: whether each must be answered, rather than one of them.
        has_other_way: where one of several suffices, whether another that guests can do is among them.
    """

    name: str
    included: Selection
    excluded: Selection
    applications: frozenset[str] | None
    claims: frozenset[str]
    needs_all: bool
    has_other_way: bool = False

    def meets(self, home: str) -> Truth:
        """Whether guests of the tenant `home` are asked; those left out by name, group or role are not counted."""
        if self.excluded.has(home) is Truth.YES:
            return Truth.NO
        return self.included.has(home)

    def unanswered(self, trusted: Mapping[str, Truth]) -> frozenset[str]:
        """The claims that guests surely cannot bring from home, of those that they must.

        Args:
            trusted: for each member of `inbound_trust`, whether it applies to the guests' home tenant.
        """
        refused = frozenset(claim for claim in self.claims if trusted.get(claim, Truth.UNKNOWN) is Truth.NO)
        if self.needs_all:
            return refused
        if self.has_other_way or refused != self.claims:
            return frozenset()
        return frozenset({MFA}) if MFA in refused else refused


def policies_from_graph(policies: Iterable[Mapping[str, Any]]) -> tuple[ConditionalAccessPolicy, ...] | None:
    """The policies, of Graph's JSON, that are enabled and ask for MFA or a device.

    None where one that is enabled has another shape than the reference says: whom it asks what is not known then.
    """
    enabled = [policy for policy in policies if policy.get("state") == "enabled"]
    if not all(map(_has_its_shape, enabled)):
        return None
    return tuple(found for found in map(_policy, enabled) if found is not None)


def _has_its_shape(policy: Mapping[str, Any]) -> bool:
    grant, conditions = policy.get("grantControls"), _object(policy, "conditions")
    if grant is None:
        return True  # it is about sessions alone
    return (
        isinstance(grant, Mapping)
        and isinstance(grant.get("builtInControls"), list | None)
        and all(isinstance(conditions.get(part), Mapping) for part in ("users", "applications"))
        and isinstance(_object(conditions, "applications").get("includeApplications"), list | None)
    )


def _policy(policy: Mapping[str, Any]) -> ConditionalAccessPolicy | None:
    grant, conditions = _object(policy, "grantControls"), _object(policy, "conditions")
    controls = _strings(grant, "builtInControls")
    claims = {_CLAIMS[control] for control in controls if control in _CLAIMS}
    if grant.get("authenticationStrength") is not None:
        claims.add(MFA)
    applications = _object(conditions, "applications")
    included = _strings(applications, "includeApplications")
    if not claims or not (set(included) - {"None"}):
        return None
    users = _object(conditions, "users")
    return ConditionalAccessPolicy(
        name=str(policy.get("displayName") or policy.get("id")),
        included=_selection(users, "include"),
        excluded=_selection(users, "exclude"),
        applications=_application_ids(included),
        claims=frozenset(claims),
        needs_all=grant.get("operator") != "OR",
        has_other_way=bool(_strings(grant, "termsOfUse")),
    )


def _selection(users: Mapping[str, Any], side: str) -> Selection:
    named = set(_strings(users, f"{side}Users"))
    chosen = _object(users, f"{side}GuestsOrExternalUsers")
    kinds = {kind.strip() for kind in str(chosen.get("guestOrExternalUserTypes") or "").split(",")}
    takes_guests = _GUEST in kinds
    tenants = _object(chosen, "externalTenants")
    is_listed = tenants.get("membershipKind") == "enumerated"
    return Selection(
        all_guests=bool(named & {"All", _ALL_GUESTS}) or (takes_guests and not is_listed),
        homes=frozenset(map(fold, _strings(tenants, "members"))) if takes_guests and is_listed else frozenset(),
        somebody=bool(named - {"All", "None", _ALL_GUESTS})
        or (side == "include" and "b2bCollaborationMember" in kinds)
        or any(_strings(users, f"{side}{kind}") for kind in ("Groups", "Roles")),
    )


def _application_ids(included: Sequence[str]) -> frozenset[str] | None:
    """The ids, or None where a keyword such as `All` or `Office365` stands for applications without ids."""
    ids = frozenset(map(fold, included))
    return None if any("-" not in id_ for id_ in ids) else ids


def _object(holder: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = holder.get(name)
    return value if isinstance(value, Mapping) else {}


def _strings(holder: Mapping[str, Any], name: str) -> tuple[str, ...]:
    value = holder.get(name)
    return tuple(map(str, value)) if isinstance(value, list) else ()
