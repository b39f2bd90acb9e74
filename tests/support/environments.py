"""Made-up environments: what each tenant was read as, what a plan changes in it, and any part of it blanked out.

For properties that hold whatever the tenants are. Everything is made as it is in a run: Graph's JSON (one tenant
of a snapshot) is read, `SettingsChange`s are laid over it, situations and reviews follow. So what is blanked out
before is unknown after too, unless a change writes it.

    @given(environments())
    def test_something(made: MadeEnvironment) -> None:
        made.environment         # crosscloud.environment.Environment: one to four tenants, managed or not
        made.before, made.after  # TenantSettings of the managed tenants by id, before and after their changes
        made.situation_before    # of every tenant, another organisation's too; and made.situation_after
        made.plan, made.review() # a JointPlan, and its Review

    @given(st.data())
    def test_something_unread(data: st.DataObject) -> None:
        whole = data.draw(environments())
        part = data.draw(blanked(whole))     # the same, with some of it unread or not understood

`environments(most=2)` makes at most two tenants, `environments(may_change=False)` plans nothing, and
`environments(may_be_unread=True)` gives tenants with parts blanked out from the start. `blanks_of(made)` lists
every single part that can be blanked out, `made.without(blank)` does it: for a loop over all of them.

Tenants list one another and the `OUTSIDERS` (organisations beyond the environment; the cloud of some is known).
Values come from small pools (`VALUES`), so that they meet: the same groups (`GROUPS`), users and applications
stand in several lists, sections are equal or each other's opposite. For a wide range of values of one section see
`tests.strategies`.
"""

import datetime as dt
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from hypothesis import strategies as st
from hypothesis.vendor.pretty import RepresentationPrinter

from crosscloud.domain.applications import GUEST_ESSENTIALS, RIGHTS_MANAGEMENT
from crosscloud.domain.clouds import CHINA, GLOBAL, USGOV, USGOV_DOD, Cloud, enableable_endpoints
from crosscloud.domain.directory import PARTS as DIRECTORY_PARTS
from crosscloud.domain.directory import DirectoryContext, DirectoryReading, Guests
from crosscloud.domain.directory import Part as DirectoryPart
from crosscloud.domain.directory.reasons import because
from crosscloud.domain.findings import Situation
from crosscloud.domain.hold import Hold
from crosscloud.domain.settings import DEFAULT, PARTNER, ROOT, Settings, Value, redemption_providers, to_graph
from crosscloud.domain.settings.identity_synchronization import IDENTITY_SYNCHRONIZATION, SYNCHRONIZATION
from crosscloud.domain.settings.table import PARTS
from crosscloud.domain.tenant import SettingsChange, TenantSettings, apply_changes, from_snapshot
from crosscloud.environment import Environment, Tenant
from crosscloud.review.model import JointPlan, TenantPlan
from crosscloud.review.review import Review, review_plan
from crosscloud.review.situations import build_situation, situation_after
from crosscloud.terraform.plan import TerraformPlan

TENANTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "contoso": "5cbe1b7e-4a0d-4f5e-9f0c-2f6f6a1f9c11",
        "fabrikam": "c2f4a8d6-1e93-4b7a-8c25-6d0b9e3f7a22",
        "northwind": "3f7d1c90-52ab-4e66-9d18-0b4a7c5e8f33",
        "tailspin": "8a61e2f4-7b3c-4d09-a5f7-1c9e0d2b6a44",
    }
)
"""The tenants' ids by name; an environment has the first one to four."""
OUTSIDERS: Final = ("e0d5b8a7-9c42-4f13-8b6e-7a2d1f0c9e55", "b7c3f6e1-0d84-4a29-9e5b-6f1a8d3c2b66")
"""Organisations beyond every environment, which a tenant may list all the same."""
GROUPS: Final = ("0d6b3c55-8f5a-4d0e-8d3e-3b7c8a4e2f01", "e81d7b26-3c4f-4a95-b6e0-5f2a9c8d1b03")
USER: Final = "46f9a0d3-1b7e-4c58-8d2a-9e0f5c6b7a07"
APPLICATIONS: Final = ("19c5d2e7-6b8a-4f30-9e47-8a1b3c5d7f04", "7a9e4f10-52c7-4b86-a1d3-94be0c6d3e02")
TODAY: Final = dt.date(2026, 11, 23)
_PATH: Final = Path("environments/made.yaml")
_UNREAD: Final = "Graph answered 503"
_FIELDS: Final = {
    "authorization": "invites_from",
    "organization": "domains",
    "m365_capabilities": "default_capabilities",
}
"""Which field of a directory context a part fills, where it is called otherwise."""


def _half(access: str, *targets: str) -> Value:
    kinds = {**dict.fromkeys(GROUPS, "group"), "AllUsers": "user", USER: "user"}
    return {
        "access_type": access,
        "targets": [{"target": name, "target_type": kinds.get(name, "application")} for name in targets],
    }


def _b2b(users: str, who: tuple[str, ...], applications: str, what: tuple[str, ...]) -> Value:
    return {"users_and_groups": _half(users, *who), "applications": _half(applications, *what)}


_EVERYTHING: Final = _b2b("allowed", ("AllUsers",), "allowed", ("AllApplications",))
_NOTHING: Final = _b2b("blocked", ("AllUsers",), "blocked", ("AllApplications",))
_B2B: Final[tuple[Value, ...]] = (
    _EVERYTHING,
    _NOTHING,
    _b2b("allowed", ("AllUsers",), "allowed", (RIGHTS_MANAGEMENT,)),
    _b2b("allowed", GROUPS[:1], "allowed", (APPLICATIONS[0], *GUEST_ESSENTIALS)),
    _b2b("allowed", (*GROUPS, USER), "allowed", ("Office365", APPLICATIONS[1])),
    _b2b("allowed", GROUPS[1:], "blocked", APPLICATIONS[:1]),
    _b2b("blocked", GROUPS[:1], "allowed", ("AllApplications",)),
    _b2b("blocked", GROUPS[:1], "blocked", APPLICATIONS),
)


def _sides(member: str, everyone: str, *chosen: str) -> tuple[Value, ...]:
    """Sections of one half: everybody or some, allowed or blocked."""
    return (
        {member: _half("allowed", everyone)},
        {member: _half("blocked", everyone)},
        {member: _half("allowed", *chosen)},
    )


def _trust(*accepted: str) -> Value:
    names = ("is_mfa_accepted", "is_compliant_device_accepted", "is_hybrid_azure_ad_joined_device_accepted")
    return {name: name in accepted for name in names}


VALUES: Final[Mapping[str, tuple[Value, ...]]] = MappingProxyType(
    {
        "b2b_collaboration_inbound": _B2B,
        "b2b_collaboration_outbound": _B2B,
        "b2b_direct_connect_inbound": _B2B,
        "b2b_direct_connect_outbound": _B2B,
        "inbound_trust": (
            _trust(),
            _trust("is_mfa_accepted"),
            _trust("is_mfa_accepted", "is_compliant_device_accepted"),
        ),
        "automatic_user_consent_settings": tuple(
            {"inbound_allowed": inbound, "outbound_allowed": outbound}
            for inbound in (False, True)
            for outbound in (False, True)
        ),
        "tenant_restrictions": (_EVERYTHING, _NOTHING, _B2B[3]),
        "m365_collaboration_inbound": _sides("users", "AllUsers", USER),
        "m365_collaboration_outbound": _sides("users_and_groups", "AllUsers", GROUPS[0]),
        "app_service_connect_inbound": _sides("applications", "AllApplications", APPLICATIONS[0]),
        "block_service_provider_outbound_access": (False, True),
        "user_sync_inbound": ({"is_sync_allowed": False}, {"is_sync_allowed": True}),
        "group_sync_inbound": ({"is_sync_allowed": False}, {"is_sync_allowed": True}),
        "display_name": ("Partner",),
    }
)
"""What sections are given, by name; those of the root and of redemption follow from the cloud."""

ODD: Final[tuple[Any, ...]] = (
    "x",
    7,
    ["x"],
    {"unheardOf": True},
    {"usersAndGroups": "x", "isMfaAccepted": "true"},
)
"""Answers that no document explains, whatever the section."""


@dataclass(frozen=True, slots=True)
class Blank:
    """One part of an environment that can be blanked out.

    Attributes:
        tenant: the id of the tenant; empty for what is known of an outsider.
        part: `policy`, `default`, `partners`; `directory`; `cloud` of an outsider; or `tenant`, all of these.
        of: whose entry (a tenant id), where the part is `partners` and only one section is meant; or the part of
            the directory; or the outsider.
        section: the property in Graph's words that is answered oddly; empty where the part was not read at all.
    """

    tenant: str
    part: str
    of: str = ""
    section: str = ""


@dataclass(frozen=True)
class MadeEnvironment:
    """An environment, what its managed tenants answered, and what is planned in them.

    Attributes:
        environment: its tenants; some may be another organisation's, of which nothing is known.
        live: for each managed tenant (id), one tenant of a snapshot: Graph's JSON.
        changes: for each managed tenant (id), what a plan does there.
        directory: the directory contexts, and in which clouds outsiders were found.
        declared: the directions (home id, resource id) that the intent declares.
    """

    environment: Environment
    live: Mapping[str, Mapping[str, Any]]
    changes: Mapping[str, tuple[SettingsChange, ...]] = field(default_factory=dict)
    directory: DirectoryReading = field(default_factory=DirectoryReading)
    declared: frozenset[tuple[str, str]] = frozenset()

    @cached_property
    def before(self) -> dict[str, TenantSettings]:
        """The managed tenants as they were read, by id."""
        return {tenant_id: from_snapshot(found) for tenant_id, found in self.live.items()}

    @cached_property
    def after(self) -> dict[str, TenantSettings]:
        """The managed tenants as they will be; one without changes is the very same value."""
        return {
            tenant_id: apply_changes(found, self.changes.get(tenant_id, ()))
            for tenant_id, found in self.before.items()
        }

    @cached_property
    def situation_before(self) -> Situation:
        """Every tenant of the environment, as it was read."""
        return build_situation(
            self.environment, self.before, directory=self.directory, declared=sorted(self.declared)
        )

    @cached_property
    def situation_after(self) -> Situation:
        """Every tenant of the environment, as the plan leaves it."""
        changed = {id_: found for id_, found in self.after.items() if found is not self.before[id_]}
        return situation_after(self.situation_before, changed)

    @cached_property
    def plan(self) -> JointPlan:
        """The joint plan."""
        tenants = tuple(
            TenantPlan(
                name=tenant.name,
                tenant_id=tenant.tenant_id,
                cloud=tenant.cloud,
                stack=f"made-{tenant.cloud.name}-{tenant.name}",
                before=self.before[tenant.tenant_id],
                taken_at="2026-11-23T09:14:07Z",
                plan=TerraformPlan(changes, has_changes=bool(changes)),
                directions=tuple(
                    (home, resource, "main.py:27")
                    for home, resource in sorted(self.declared)
                    if tenant.tenant_id in (home, resource)
                ),
            )
            for tenant in self.environment.managed_tenants
            for changes in [self.changes.get(tenant.tenant_id, ())]
        )
        return JointPlan(self.environment.name, "", tenants, directory=self.directory)

    def review(self) -> Review:
        """The review of the joint plan."""
        return review_plan(self.environment, self.plan, TODAY)

    def __repr__(self) -> str:
        """What was answered and what is planned, without what is null: a failed property prints it."""
        lines = [f"{tenant.name} ({tenant.cloud.name})" for tenant in self.environment.tenants.values()]
        told = {id_: _without_nulls(found) for id_, found in self.live.items()}
        planned = {
            id_: [(c.action, c.settings.name, c.partner, _without_nulls(c.sections)) for c in changes]
            for id_, changes in self.changes.items()
        }
        return f"<{', '.join(lines)}: live {told}, planned {planned}>"[:25_000]  # hypothesis warns above 30,000

    def _repr_pretty_(self, printer: RepresentationPrinter, cycle: bool) -> None:
        """How Hypothesis prints it: else it would print every field of every value in it."""
        printer.text(repr(self))

    def without(self, blank: Blank, odd: Any = "x") -> "MadeEnvironment":
        """The same environment, of which `blank` was not read, or was answered as `odd`."""
        if blank.part == "cloud":
            known = {id_: clouds for id_, clouds in self.directory.clouds_of.items() if id_ != blank.of}
            return replace(self, directory=replace(self.directory, clouds_of=known))
        made = self
        if blank.part in ("directory", "tenant"):
            contexts = dict(self.directory.contexts)
            parts = [part for part in DIRECTORY_PARTS if blank.of in ("", part)]
            if blank.tenant in contexts:
                contexts[blank.tenant] = _unread_context(contexts[blank.tenant], parts)
            made = replace(made, directory=replace(self.directory, contexts=contexts))
        if blank.part == "directory":
            return made
        return replace(made, live={**self.live, blank.tenant: _unread(self.live[blank.tenant], blank, odd)})


def environments(
    *, least: int = 1, most: int = 4, may_change: bool = True, may_be_unread: bool = False
) -> st.SearchStrategy[MadeEnvironment]:
    """Environments of `least` to `most` tenants in any clouds, the first of which is managed.

    Args:
        least: the fewest tenants.
        most: the most tenants.
        may_change: whether plans may change anything.
        may_be_unread: whether parts may be unread or odd; else all of every managed tenant was read.
    """
    whole = _environments(least, most, may_change)
    return whole.flatmap(blanked) if may_be_unread else whole


@st.composite
def blanked(draw: st.DrawFn, made: MadeEnvironment) -> MadeEnvironment:
    """`made` with one to three of its parts blanked out."""
    for blank in draw(st.lists(st.sampled_from([*blanks_of(made)]), min_size=1, max_size=3, unique=True)):
        made = made.without(blank, draw(st.sampled_from(ODD)))
    return made


def blanks_of(made: MadeEnvironment) -> Iterator[Blank]:
    """Every part of `made` that can be blanked out."""
    for outsider in made.directory.clouds_of:
        yield Blank("", "cloud", outsider)
    for tenant_id, context in made.directory.contexts.items():
        yield from (Blank(tenant_id, "directory", part) for part in DIRECTORY_PARTS if part not in context.unread)
    for tenant_id, found in made.live.items():
        yield Blank(tenant_id, "tenant")
        yield from (Blank(tenant_id, part) for part in PARTS)
        cloud = made.before[tenant_id].cloud.name
        yield Blank(tenant_id, "policy", section="allowedCloudEndpoints")
        yield from (Blank(tenant_id, "default", section=each.graph) for each in DEFAULT.sections_in(cloud))
        for entry in found["partners"]:
            of = entry["tenantId"]
            yield Blank(tenant_id, "partners", of, "tenantId")
            yield from (Blank(tenant_id, "partners", of, each.graph) for each in PARTNER.sections_in(cloud))
            yield Blank(tenant_id, "partners", of, SYNCHRONIZATION)
            if entry.get(SYNCHRONIZATION) is not None:
                yield from (
                    Blank(tenant_id, "partners", of, f"{SYNCHRONIZATION}/{each.graph}")
                    for each in IDENTITY_SYNCHRONIZATION.sections_in(cloud)
                )


def _unread(found: Mapping[str, Any], blank: Blank, odd: Any) -> dict[str, Any]:
    """One tenant of a snapshot without what `blank` names."""
    if not blank.section:
        parts = PARTS if blank.part == "tenant" else [blank.part]
        unreadable = {**found["unreadable"], **dict.fromkeys(parts, _UNREAD)}
        return {**found, **dict.fromkeys(parts), "unreadable": unreadable}
    stood = found[blank.part]
    if stood is None:  # it is unread as a whole
        return dict(found)
    if blank.part == "policy":  # a root of which something else was answered
        return {**found, "policy": {"id": "policy", "displayName": "Policy", blank.section: None}}
    if blank.part == "default":
        return {**found, "default": {**stood, blank.section: odd}}
    partners = [_odd(entry, blank.section, odd) if entry["tenantId"] == blank.of else entry for entry in stood]
    return {**found, "partners": partners}


def _without_nulls(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {name: _without_nulls(inner) for name, inner in value.items() if inner is not None}
    return [*map(_without_nulls, value)] if isinstance(value, list) else value


def _odd(entry: Mapping[str, Any], place: str, odd: Any) -> dict[str, Any]:
    section, _, below = place.partition("/")
    if not below:
        is_object = section == SYNCHRONIZATION and isinstance(
            odd, dict
        )  # one that holds nothing known is no fault
        return {**entry, section: "x" if is_object else odd}
    inner = entry.get(section)
    return {**entry, section: {**inner, below: odd}} if isinstance(inner, dict) else dict(entry)


def _unread_context(context: DirectoryContext, parts: Iterable[DirectoryPart]) -> DirectoryContext:
    nothing = DirectoryContext()
    named = {"groups", "users", "applications"}
    for part in parts:
        field_name = _FIELDS.get(part, "names" if part in named else part)
        reasons = {**context.unread, part: because(_UNREAD)}
        emptied: dict[str, Any] = {field_name: getattr(nothing, field_name), "unread": reasons}
        context = replace(context, **emptied)
    return context


@st.composite
def _environments(draw: st.DrawFn, least: int, most: int, may_change: bool) -> MadeEnvironment:
    count = draw(st.integers(least, most))
    # Global twice: pairs between clouds that are supported all have it.
    clouds = draw(
        st.lists(st.sampled_from((GLOBAL, GLOBAL, USGOV, USGOV_DOD, CHINA)), min_size=count, max_size=count)
    )
    ids = [*TENANTS.values()][:count]
    managed = [True, *draw(st.lists(st.sampled_from((True, True, False)), min_size=count - 1, max_size=count - 1))]
    tenants = {
        name: Tenant(name, tenant_id, cloud, "made", _PATH, is_managed, None, None, {}, {}, {}, line)
        for line, (name, tenant_id, cloud, is_managed) in enumerate(
            zip(TENANTS, ids, clouds, managed, strict=False), 1
        )
    }
    own = [tenant for tenant in tenants.values() if tenant.is_managed]
    live = {tenant.tenant_id: draw(_live(tenant, ids)) for tenant in own}
    changes = {tenant.tenant_id: draw(_changes(live[tenant.tenant_id], tenant, ids)) for tenant in own}
    places = st.sampled_from(
        [(home, resource) for home in ids for resource in ids if home != resource] or [("", "")]
    )
    declared = frozenset(draw(st.lists(places, max_size=2, unique=True))) - {("", "")}
    found = {id_: draw(st.sampled_from((None, GLOBAL, USGOV, CHINA))) for id_ in OUTSIDERS}
    is_held = count > 1 and draw(st.sampled_from((False, False, True)))
    hold = Hold(tuple(ids[:2]), "An incident", "Ada", TODAY, "environments/made.yaml:9")
    return MadeEnvironment(
        Environment("made", _PATH, Path(), False, tenants, (), {}, (hold,) if is_held else ()),
        live,
        changes if may_change else {},
        DirectoryReading(
            {tenant.tenant_id: draw(_contexts(ids)) for tenant in own},
            {id_: frozenset({cloud.name}) for id_, cloud in found.items() if cloud is not None},
        ),
        declared,
    )


@st.composite
def _live(draw: st.DrawFn, tenant: Tenant, ids: list[str]) -> dict[str, Any]:
    """One tenant of a snapshot, all of it readable."""
    others = [id_ for id_ in (*ids, *OUTSIDERS) if id_ != tenant.tenant_id]
    listed = draw(st.lists(st.sampled_from(others), max_size=4, unique=True))
    return {
        "name": tenant.name,
        "tenant_id": tenant.tenant_id,
        "cloud": tenant.cloud.name,
        "policy": {"allowedCloudEndpoints": draw(_endpoints(tenant.cloud))},
        "default": _in_graph(DEFAULT, tenant.cloud, draw(_sections(DEFAULT, tenant.cloud))),
        "partners": [
            {
                "tenantId": id_,
                "isServiceProvider": None,
                **_in_graph(PARTNER, tenant.cloud, draw(_sections(PARTNER, tenant.cloud))),
                SYNCHRONIZATION: draw(st.none() | _synchronization(id_, tenant.cloud)),
            }
            for id_ in listed
        ],
        "unreadable": {},
    }


@st.composite
def _changes(
    draw: st.DrawFn, live: Mapping[str, Any], tenant: Tenant, ids: list[str]
) -> tuple[SettingsChange, ...]:
    """What a plan may do in one tenant: nothing at all, one thing or several."""
    cloud, found = tenant.cloud, list[SettingsChange]()
    if draw(st.sampled_from((True, True, False))):
        return ()
    if draw(st.booleans()):
        sections: Mapping[str, Value] = {"allowed_cloud_endpoints": draw(_endpoints(cloud))}
        found.append(SettingsChange(ROOT, "update", sections=sections, address="crosscloud_settings.this"))
    if draw(st.booleans()):
        whole = draw(_sections(DEFAULT, cloud))
        names = draw(st.lists(st.sampled_from(sorted(whole)), min_size=1, max_size=3, unique=True))
        sections = {name: whole[name] for name in names}
        found.append(
            SettingsChange(DEFAULT, "update", sections=sections, address="crosscloud_default_settings.this")
        )
    listed = [entry["tenantId"] for entry in live["partners"]]
    synchronizes = {entry["tenantId"]: entry[SYNCHRONIZATION] is not None for entry in live["partners"]}
    others = [id_ for id_ in (*ids, *OUTSIDERS) if id_ != tenant.tenant_id]
    for id_ in draw(st.lists(st.sampled_from(others), max_size=2, unique=True)):
        address = f"crosscloud_partner_settings.of-{id_[:4]}"
        below = f"crosscloud_partner_identity_synchronization.of-{id_[:4]}"
        if id_ in listed and draw(st.booleans()):
            found.append(SettingsChange(PARTNER, "delete", id_, address=address))
            if synchronizes[id_]:
                found.append(SettingsChange(IDENTITY_SYNCHRONIZATION, "delete", id_, address=below))
            continue
        sections = {**dict.fromkeys(each.name for each in PARTNER.sections), **draw(_sections(PARTNER, cloud))}
        found.append(
            SettingsChange(PARTNER, "update" if id_ in listed else "create", id_, sections, address=address)
        )
        if draw(st.booleans()):
            written: Mapping[str, Value] = {"user_sync_inbound": draw(_value("user_sync_inbound", cloud))}
            action: Any = "update" if synchronizes.get(id_) else "create"
            found.append(SettingsChange(IDENTITY_SYNCHRONIZATION, action, id_, written, address=below))
    return tuple(found)


def _endpoints(cloud: Cloud) -> st.SearchStrategy[Any]:
    """Mostly every cloud that may be enabled: else hardly anything is open between clouds."""
    every = [*enableable_endpoints(cloud)]
    return st.sampled_from((every, every, [], every[:1]))


def _value(section: str, cloud: Cloud) -> st.SearchStrategy[Value]:
    if section != "invitation_redemption_identity_provider_configuration":
        return st.sampled_from(VALUES[section])
    primary, fallback = redemption_providers(cloud)
    return st.builds(
        lambda order, last: {
            "primary_identity_provider_precedence_order": order,
            "fallback_identity_provider": last,
        },
        st.sampled_from(([*primary], [*primary[:1]])),
        st.sampled_from(fallback),
    )


def _sections(settings: Settings, cloud: Cloud) -> st.SearchStrategy[dict[str, Value]]:
    """Sections by name; of a default those that every answer has are never null."""
    return st.fixed_dictionaries(
        {
            section.name: _value(section.name, cloud)
            if section in settings.always
            else st.none() | _value(section.name, cloud)
            for section in settings.sections_in(cloud.name)
        }
    )


def _synchronization(partner: str, cloud: Cloud) -> st.SearchStrategy[dict[str, Any]]:
    return _sections(IDENTITY_SYNCHRONIZATION, cloud).map(
        lambda sections: {"tenantId": partner, **_in_graph(IDENTITY_SYNCHRONIZATION, cloud, sections)}
    )


def _in_graph(settings: Settings, cloud: Cloud, sections: Mapping[str, Value]) -> dict[str, Any]:
    return {
        section.graph: to_graph(section, sections[section.name]) for section in settings.sections_in(cloud.name)
    }


@st.composite
def _contexts(draw: st.DrawFn, ids: list[str]) -> DirectoryContext:
    """What a directory says, all of it readable."""
    users = draw(st.sampled_from((("GuestsOrExternalUsers",), ("None",), (USER,))))
    policy = {
        "displayName": "Guests",
        "state": draw(st.sampled_from(("enabled", "disabled"))),
        "conditions": {"users": {"includeUsers": [*users]}, "applications": {"includeApplications": ["All"]}},
        "grantControls": {
            "operator": "AND",
            "builtInControls": [draw(st.sampled_from(("mfa", "compliantDevice")))],
        },
    }
    blocked = {"BlockedDomains": draw(st.sampled_from(([], [f"{next(iter(TENANTS))}.example"])))}
    definition = json.dumps({"B2BManagementPolicy": {"InvitationsAllowedAndBlockedDomainsPolicy": blocked}})
    parts: dict[str, Any] = {
        "authorization": {"allowInvitesFrom": draw(st.sampled_from(("none", "everyone")))},
        "conditional_access": [policy],
        "invitation_domains": [{"definition": [definition]}],
        "organization": {"verifiedDomains": [{"name": f"{next(iter(TENANTS))}.example"}]},
        "m365_capabilities": [],
        "worker": draw(st.sampled_from(([], [{"accountEnabled": True}], [{"accountEnabled": False}]))),
        "groups": dict.fromkeys(GROUPS, draw(st.sampled_from(("Staff", None)))),
        "users": {USER: "Ada"},
        "applications": dict.fromkeys(APPLICATIONS, draw(st.sampled_from(("Vault", None)))),
    }
    total = draw(st.integers(0, 2))
    guests = {id_: Guests(total, draw(st.integers(0, total))) for id_ in ids}
    return replace(DirectoryContext.from_graph(parts, {}), guests=guests)
