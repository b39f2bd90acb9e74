"""One tenant's cross-tenant access settings: parsed once from Graph's JSON, which is kept beside them untouched.

Everything that decides, compares or reports takes its facts from this value: the access decision, the findings,
the plan's before and after, the read-back after an apply. What was not read, or is not understood, is `Unread`
with the reason; it is never taken for absent, empty or inherited.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Final, Literal, TypeAlias

from crosscloud.domain.clouds import Cloud, find_cloud
from crosscloud.domain.guid import fold
from crosscloud.domain.settings import DEFAULT, PARTNER, ROOT, Unread, Value, read_sections
from crosscloud.domain.settings.identity_synchronization import (
    IDENTITY_SYNCHRONIZATION,
    SYNCHRONIZATION,
    USER_SYNC_INBOUND,
)
from crosscloud.domain.settings.odd_places import names_its_partner
from crosscloud.domain.settings.table import PARTS, Part
from crosscloud.domain.truth import Truth, truth

Sections: TypeAlias = Mapping[str, Value | Unread]
"""The sections of one settings object by name; null on a partner means that it inherits the default's."""

Origin: TypeAlias = Literal["partner", "default"]

_SERVICE_PROVIDER: Final = "isServiceProvider"

NOT_ANSWERED: Final = Unread("Graph did not answer it")
"""A partner's identity synchronisation that was asked for, and of which Graph said nothing."""


@dataclass(frozen=True, slots=True)
class PartnerEntry:
    """What a tenant says of one other organisation.

    Attributes:
        tenant_id: the other tenant's id, in lower case.
        sections: its sections by name; null is inherited.
        synchronization: the sections of its identity synchronisation; None where it has none, `Unread` where that
            was not answered or is not understood.
        is_service_provider: whether it is one; unknown where Graph's answer is not understood.
        json: Graph's JSON, untouched, or with what a plan writes laid over it; empty where there was nothing to
            read, as in what code declares.
        repeats: Graph's JSON of the other entries that it lists for the same tenant, which is a fault; this is the
            last one. Which of them counts is not known: what they do not agree on is `Unread`.
    """

    tenant_id: str
    sections: Sections
    synchronization: Sections | Unread | None = None
    is_service_provider: Truth = Truth.UNKNOWN
    json: Mapping[str, Any] = field(default_factory=dict, compare=False, repr=False)
    repeats: tuple[Mapping[str, Any], ...] = field(default=(), compare=False, repr=False)

    @property
    def times(self) -> int:
        """How many entries Graph lists for it."""
        return 1 + len(self.repeats)

    @property
    def has_synchronization(self) -> Truth:
        """Whether it has an identity synchronisation; unknown where Graph's answer is not understood.

        Where it has none, the property is absent or null (Microsoft Graph reference: list partners, `$expand`).
        """
        if isinstance(self.synchronization, Unread):
            return Truth.NO if self.synchronization == NOT_ANSWERED else Truth.UNKNOWN
        return truth(self.synchronization is not None)

    def synchronizes(self, section: str) -> Truth:
        """Whether it may synchronise users into the tenant; or groups, with the section `group_sync_inbound`.

        Unknown also where Graph leaves the property out: who relies on it not being so wants that answered.
        """
        if isinstance(self.synchronization, Unread):
            return Truth.UNKNOWN
        value = (self.synchronization or {}).get(section)
        if isinstance(value, Unread):
            return Truth.UNKNOWN
        return truth(isinstance(value, dict) and value.get("is_sync_allowed") is True)


@dataclass(frozen=True)
class TenantSettings:
    """What is known of one tenant's cross-tenant access settings.

    Attributes:
        name: what reports call it: its name in the environment, otherwise its id.
        tenant_id: its id, in lower case.
        cloud: the cloud that it is in.
        endpoints: the clouds that it has enabled (values of `allowedCloudEndpoints`), or `Unread`.
        default: every section of its default settings by name; each may be `Unread`.
        partners: the partners that are known to be listed, by tenant id in lower case. They are all, unless
            `unreadable` names the partners.
        unreadable: the parts that could not be read, with the reason.
        policy_json: Graph's JSON of the policy root, untouched or with a plan's writes; None where it was unread.
        default_json: the same of the default settings.
        nameless: Graph's JSON of the entries that do not say which organisation they are about: each may be
            anybody's, so that `partners` are not known to be all, and `unreadable` says so.
    """

    name: str
    tenant_id: str
    cloud: Cloud
    endpoints: frozenset[str] | Unread
    default: Sections
    partners: Mapping[str, PartnerEntry]
    unreadable: Mapping[Part, str] = field(default_factory=dict)
    policy_json: Mapping[str, Any] | None = field(default=None, compare=False, repr=False)
    default_json: Mapping[str, Any] | None = field(default=None, compare=False, repr=False)
    nameless: tuple[Mapping[str, Any], ...] = field(default=(), compare=False, repr=False)

    @property
    def is_read(self) -> bool:
        """Whether its partners and its default were read: then what it permits is known, as far as documented."""
        return "partners" not in self.unreadable and "default" not in self.unreadable

    @property
    def lists_all(self) -> bool:
        """Whether `partners` are all that it lists."""
        return "partners" not in self.unreadable

    def has_enabled(self, cloud: Cloud) -> Truth:
        """Whether the tenant has enabled `cloud`."""
        return Truth.UNKNOWN if isinstance(self.endpoints, Unread) else truth(cloud.endpoint in self.endpoints)

    def lists(self, tenant_id: str) -> Truth:
        """Whether the tenant lists a partner."""
        if fold(tenant_id) in self.partners:
            return Truth.YES
        return Truth.NO if self.lists_all else Truth.UNKNOWN

    def default_section(self, section: str) -> Value | Unread:
        """One section of the default; what the default does not have is null.

        Unread where Graph did not answer it and Microsoft's sources disagree whether the tenant's cloud has it.
        """
        if self.is_disputed(section):
            return Unread(f"Graph did not answer it, and {DEFAULT.section(section).dispute}")
        return self.default.get(section)

    def is_disputed(self, section: str) -> bool:
        """Whether Graph answered no such section of the default, and sources disagree whether the cloud has it."""
        return self.default.get(section) is None and self.cloud.name in _DISPUTED.get(section, ())

    def own_section(self, section: str, partner: str) -> Value | Unread:
        """One section of the entry for `partner`; null where it is inherited or there is no entry."""
        entry = self.partners.get(fold(partner))
        if entry is None:
            return None if self.lists_all else Unread(self.unreadable["partners"])
        return entry.sections.get(section)

    def effective(self, section: str, partner: str) -> tuple[Value | Unread, Origin]:
        """What applies to `partner`: the value of `section`, and where it comes from.

        Inheritance is by section: one that is null on the partner takes the default's whole value. Source:
        Microsoft Graph reference, crossTenantAccessPolicyConfigurationPartner.
        """
        own = self.own_section(section, partner)
        return (self.default_section(section), "default") if own is None else (own, "partner")

    def synchronizes(self, section: str, partner: str) -> Truth:
        """Whether `partner` may synchronise users into it; or groups, with the section `group_sync_inbound`."""
        entry = self.partners.get(fold(partner))
        if entry is None:
            return truth(None if not self.lists_all else False)
        return entry.synchronizes(section)

    def to_snapshot(self) -> dict[str, Any]:
        """As one tenant of a snapshot: Graph's JSON, and why a part of it is null."""
        is_listed = self.lists_all or bool(self.nameless)
        listed = (json for entry in self.partners.values() for json in (*entry.repeats, entry.json))
        return {
            "name": self.name,
            "tenant_id": self.tenant_id,
            "cloud": self.cloud.name,
            "policy": self.policy_json,
            "default": self.default_json,
            "partners": [*listed, *self.nameless] if is_listed else None,
            "unreadable": {
                part: reason for part, reason in self.unreadable.items() if part != "partners" or not is_listed
            },
        }

    @cached_property
    def memo(self) -> dict[Any, Any]:
        """What was worked out from this value, by whoever worked it out: it never changes."""
        return {}


def from_snapshot(snapshot: Mapping[str, Any]) -> TenantSettings:
    """What one tenant of a snapshot says; see `crosscloud.graph.snapshot` for its shape.

    A part that is null is unread, for the reason that `unreadable` has. A property that Graph answered in a shape
    that is not documented is unread by itself; the rest of its object is not.
    """
    reasons: Mapping[str, str] = snapshot.get("unreadable") or {}
    unreadable: dict[Part, str] = {
        part: reasons.get(part) or "it was not read" for part in PARTS if snapshot.get(part) is None
    }
    policy, default, partners = snapshot.get("policy"), snapshot.get("default"), snapshot.get("partners")
    endpoints = Unread(unreadable["policy"]) if policy is None else _endpoints(policy)
    if isinstance(endpoints, Unread):  # it is all that is read of the policy
        unreadable.setdefault("policy", endpoints.reason)
    entries: dict[str, PartnerEntry] = {}
    nameless: list[Mapping[str, Any]] = []
    for index, body in enumerate(partners or ()):
        if not names_its_partner(body):
            nameless.append(body)
            place = f"partners[{index}]"
            unreadable.setdefault("partners", f"an entry without a sound tenantId may be anybody's ({place})")
            continue
        entry = read_partner(body)
        known = entries.get(entry.tenant_id)
        entries[entry.tenant_id] = entry if known is None else _repeated(known, entry)
    return TenantSettings(
        name=str(snapshot["name"]),
        tenant_id=fold(str(snapshot["tenant_id"])),
        cloud=find_cloud(snapshot["cloud"]),
        endpoints=endpoints,
        default=dict.fromkeys(_DEFAULTS, Unread(unreadable["default"]))
        if default is None
        else read_sections(DEFAULT, default),
        partners=entries,
        unreadable=unreadable,
        policy_json=policy,
        default_json=default,
        nameless=tuple(nameless),
    )


def read_partner(body: Mapping[str, Any]) -> PartnerEntry:
    """One partner in Graph's JSON."""
    below = body.get(SYNCHRONIZATION, _NOT_EXPANDED)
    synchronization: Sections | Unread | None
    if below is None or isinstance(below, Mapping):
        synchronization = None if below is None else read_synchronization(below)
    elif below is _NOT_EXPANDED:
        synchronization = NOT_ANSWERED
    else:
        synchronization = Unread(f"Graph answered it as {type(below).__name__}")
    return PartnerEntry(
        tenant_id=fold(str(body.get("tenantId"))),
        sections=read_sections(PARTNER, body),
        synchronization=synchronization,
        is_service_provider=_is_service_provider(body),
        json=body,
    )


def read_synchronization(body: Mapping[str, Any]) -> Sections:
    """The sections of one identity synchronisation in Graph's JSON.

    Every schema declares whether users are synchronised: where it is not answered it is unknown, not off.
    """
    sections = read_sections(IDENTITY_SYNCHRONIZATION, body)
    if USER_SYNC_INBOUND.graph in body or isinstance(sections[USER_SYNC_INBOUND.name], Unread):
        return sections
    return {**sections, USER_SYNC_INBOUND.name: Unread(f"Graph did not answer {USER_SYNC_INBOUND.graph}")}


def _is_service_provider(body: Mapping[str, Any]) -> Truth:
    """Of an ordinary partner it is null, false or absent: Microsoft Graph reference, list partners."""
    value = body.get(_SERVICE_PROVIDER, False)
    if value is None:
        return Truth.NO
    return truth(value if isinstance(value, bool) else None)


def make_unread_tenant(name: str, tenant_id: str, cloud: Cloud, reason: str = "it was not read") -> TenantSettings:
    """A tenant of which nothing is known but where it is: unreadable, or another organisation's."""
    return TenantSettings(
        name=name,
        tenant_id=fold(tenant_id),
        cloud=cloud,
        endpoints=Unread(reason),
        default=dict.fromkeys(_DEFAULTS, Unread(reason)),
        partners={},
        unreadable=dict.fromkeys(PARTS, reason),
    )


def _endpoints(policy: Mapping[str, Any]) -> frozenset[str] | Unread:
    value = read_sections(ROOT, policy)["allowed_cloud_endpoints"]
    if isinstance(value, list):
        return frozenset(map(str, value))
    return value if isinstance(value, Unread) else Unread("Graph did not answer allowedCloudEndpoints")


def _repeated(known: PartnerEntry, entry: PartnerEntry) -> PartnerEntry:
    """Two entries for one partner as one: what they do not agree on is not known."""
    differs = Unread(f"Graph lists {entry.tenant_id} more than once, and its entries differ in it")
    is_same_synchronization = known.synchronization == entry.synchronization
    is_same_provider = known.is_service_provider is entry.is_service_provider
    return replace(
        entry,
        sections={
            name: value if known.sections[name] == value else differs for name, value in entry.sections.items()
        },
        synchronization=entry.synchronization if is_same_synchronization else differs,
        is_service_provider=entry.is_service_provider if is_same_provider else Truth.UNKNOWN,
        repeats=(*known.repeats, known.json),
    )


_DISPUTED: Final = {section.name: section.disputed for section in DEFAULT.sections if section.disputed}
_DEFAULTS: Final = tuple(section.name for section in DEFAULT.sections)
_NOT_EXPANDED: Final = object()
