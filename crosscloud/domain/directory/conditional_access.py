"""Conditional Access policies that ask guests for MFA, a device or terms of use: whom they meet, what they ask.

Whether a guest can answer depends on what the resource tenant trusts. Sources: Microsoft Graph reference,
conditionalAccessPolicy, conditionalAccessUsers, conditionalAccessGuestsOrExternalUsers and
conditionalAccessGrantControls; Microsoft Entra, "Authentication and Conditional Access for External ID" (MFA that
is not trusted is done in the resource tenant; a device that is not trusted blocks; an approved application, an
application protection policy and a change of password are not supported for guests).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from crosscloud.domain.guid import fold
from crosscloud.domain.truth import Truth

MFA: Final = "is_mfa_accepted"
"""The member of `inbound_trust` by which MFA done at home counts."""

_CLAIMS: Final = {
    "mfa": MFA,
    "compliantDevice": "is_compliant_device_accepted",
    "domainJoinedDevice": "is_hybrid_azure_ad_joined_device_accepted",
}
_STATES: Final = ("enabled", "disabled", "enabledForReportingButNotEnforced")
_GUEST: Final = "b2bCollaborationGuest"
_DIRECT: Final = "b2bDirectConnectUser"
_ALL_GUESTS: Final = "GuestsOrExternalUsers"
_MODERN_CLIENTS: Final = frozenset({"browser", "mobileAppsAndDesktopClients"})


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


_NOBODY: Final = Selection(all_guests=False, homes=frozenset(), somebody=False)


@dataclass(frozen=True, slots=True)
class ConditionalAccessPolicy:
    """An enabled policy that asks for something which trust decides, or for terms of use.

    Attributes:
        name: its name in the directory: a tenant's own text.
        included: whom it names.
        excluded: whom it leaves out.
        applications: the ids of the applications that it is about; None for all, or where ids do not tell.
        claims: the members of `inbound_trust` that answer what it asks.
        needs_all: whether each must be answered, rather than one of them.
        has_other_way: where one of several suffices, whether another that guests can do is among them.
        excluded_applications: the ids of applications that it leaves out.
        asks_terms: whether guests must accept terms of use; unknown where these are one of several ways.
        is_conditional: whether more than users and applications decides when it applies (places, risk, platforms,
            a filter), which is not evaluated.
        direct_included: whom it names among users who come by direct connect, without an account.
        direct_excluded: whom of them it leaves out.
    """

    name: str
    included: Selection
    excluded: Selection
    applications: frozenset[str] | None
    claims: frozenset[str]
    needs_all: bool
    has_other_way: bool = False
    excluded_applications: frozenset[str] = frozenset()
    is_conditional: bool = False
    asks_terms: Truth = Truth.NO
    direct_included: Selection = _NOBODY
    direct_excluded: Selection = _NOBODY

    def meets(self, home: str, *, by_direct_connect: bool = False) -> Truth:
        """Whether guests of the tenant `home` are asked; those left out by name, group or role are not counted.

        Unknown too where something else decides when.

        Args:
            home: the tenant's id.
            by_direct_connect: whether it is asked about its users who come by direct connect, rather than guests.
        """
        excluded = self.direct_excluded if by_direct_connect else self.excluded
        if excluded.has(home) is Truth.YES:
            return Truth.NO
        included = (self.direct_included if by_direct_connect else self.included).has(home)
        return Truth.UNKNOWN if self.is_conditional and included is Truth.YES else included

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
    """The policies, of Graph's JSON, that are enabled and ask for MFA, a device or terms of use.

    None where one does not say whether it is enabled, or is and has another shape than the reference says: whom it
    asks what is not known then.
    """
    found = list(policies)
    enabled = [policy for policy in found if policy.get("state") == "enabled"]
    if not all(policy.get("state") in _STATES for policy in found) or not all(map(_has_its_shape, enabled)):
        return None
    return tuple(found for found in map(_policy, enabled) if found is not None)


def _has_its_shape(policy: Mapping[str, Any]) -> bool:
    grant, conditions = policy.get("grantControls"), _object(policy, "conditions")
    if grant is None:
        return True  # it is about sessions alone
    if not isinstance(grant, Mapping) or not isinstance(grant.get("builtInControls"), list | None):
        return False
    if not isinstance(grant.get("termsOfUse"), list | None):
        return False
    if not _claims(grant) and not _strings(grant, "termsOfUse"):
        return True  # whomever it meets, such as workloads, without `users`
    return all(isinstance(conditions.get(part), Mapping) for part in ("users", "applications")) and isinstance(
        _object(conditions, "applications").get("includeApplications"), list | None
    )


def _policy(policy: Mapping[str, Any]) -> ConditionalAccessPolicy | None:
    grant, conditions = _object(policy, "grantControls"), _object(policy, "conditions")
    claims, terms = _claims(grant), _strings(grant, "termsOfUse")
    applications = _object(conditions, "applications")
    included = _strings(applications, "includeApplications")
    has_filter = applications.get("applicationFilter") is not None
    if not (claims or terms) or not (set(included) - {"None"} or has_filter):
        return None
    users = _object(conditions, "users")
    return ConditionalAccessPolicy(
        name=str(policy.get("displayName") or policy.get("id")),
        included=_selection(users, "include"),
        excluded=_selection(users, "exclude"),
        applications=None if has_filter else _application_ids(included),
        claims=claims,
        needs_all=grant.get("operator") != "OR",
        has_other_way=bool(terms),
        excluded_applications=frozenset(map(fold, _strings(applications, "excludeApplications"))),
        is_conditional=has_filter or _is_conditional(conditions),
        asks_terms=_asks_terms(grant),
        direct_included=_direct_selection(users, "include"),
        direct_excluded=_direct_selection(users, "exclude"),
    )


def _is_conditional(conditions: Mapping[str, Any]) -> bool:
    """Whether more than users and applications decides; all modern clients together are no condition."""
    clients = set(_strings(conditions, "clientAppTypes"))
    every_client = not clients or "all" in clients or clients >= _MODERN_CLIENTS
    return not every_client or any(
        value
        for name, value in conditions.items()
        if name not in {"users", "applications", "clientAppTypes"} and "@" not in name
    )


def _claims(grant: Mapping[str, Any]) -> frozenset[str]:
    """The members of `inbound_trust` that answer what `grantControls` ask."""
    asked = {_CLAIMS[control] for control in _strings(grant, "builtInControls") if control in _CLAIMS}
    return frozenset(asked if grant.get("authenticationStrength") is None else {*asked, MFA})


def _asks_terms(grant: Mapping[str, Any]) -> Truth:
    """Whether `grantControls` ask for terms of use, and for nothing that would do in their place."""
    if not _strings(grant, "termsOfUse"):
        return Truth.NO
    others = _strings(grant, "builtInControls") or _strings(grant, "customAuthenticationFactors")
    has_others = bool(others) or grant.get("authenticationStrength") is not None
    return Truth.UNKNOWN if has_others and grant.get("operator") == "OR" else Truth.YES


def _selection(users: Mapping[str, Any], side: str) -> Selection:
    named = set(_strings(users, f"{side}Users"))
    chosen = _object(users, f"{side}GuestsOrExternalUsers")
    kinds = {kind.strip() for kind in str(chosen.get("guestOrExternalUserTypes") or "").split(",")}
    takes_guests = _GUEST in kinds
    tenants = _object(chosen, "externalTenants")
    kind = tenants.get("membershipKind", "all")
    is_listed = kind == "enumerated"
    return Selection(
        all_guests=bool(named & {"All", _ALL_GUESTS}) or (takes_guests and kind == "all"),
        homes=frozenset(map(fold, _strings(tenants, "members"))) if takes_guests and is_listed else frozenset(),
        somebody=bool(named - {"All", "None", _ALL_GUESTS})
        or (side == "include" and "b2bCollaborationMember" in kinds)
        or (side == "include" and takes_guests and kind not in {"all", "enumerated"})
        or any(_strings(users, f"{side}{kind}") for kind in ("Groups", "Roles")),
    )


def _direct_selection(users: Mapping[str, Any], side: str) -> Selection:
    """The same of users who come by direct connect: they have no account, so no group, role or name has them."""
    chosen = _object(users, f"{side}GuestsOrExternalUsers")
    kinds = {kind.strip() for kind in str(chosen.get("guestOrExternalUserTypes") or "").split(",")}
    tenants = _object(chosen, "externalTenants")
    kind, takes_them = tenants.get("membershipKind", "all"), _DIRECT in kinds
    is_all = bool(set(_strings(users, f"{side}Users")) & {"All", _ALL_GUESTS})
    return Selection(
        all_guests=is_all or (takes_them and kind == "all"),
        homes=frozenset(map(fold, _strings(tenants, "members")))
        if takes_them and kind == "enumerated"
        else frozenset(),
        somebody=side == "include" and takes_them and kind not in {"all", "enumerated"},
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
