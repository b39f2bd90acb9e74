"""What a plan does to a tenant's settings objects, as typed changes, and the one function that applies them.

Terraform's plan, a single resource that the provider judges, and the declarations of the code all become
`SettingsChange`s. What a tenant will be follows from `apply_changes` alone: the settings after, Graph's JSON
after, the rows of a report and the read-back after an apply.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal, TypeAlias

from crosscloud.domain.guid import fold
from crosscloud.domain.settings import DEFAULT, PARTNER, ROOT, Settings, Unread, Value, to_graph
from crosscloud.domain.settings.identity_synchronization import IDENTITY_SYNCHRONIZATION
from crosscloud.domain.settings.system_default import SYSTEM_DEFAULT, SYSTEM_ROOT
from crosscloud.domain.tenant.settings import SYNCHRONIZATION, PartnerEntry, Sections, TenantSettings
from crosscloud.domain.truth import Truth

Action: TypeAlias = Literal["create", "update", "replace", "delete", "forget", "none"]
"""What Terraform does with a resource; `none` where it only looks, or changes nothing."""

OnDestroy: TypeAlias = Literal["keep", "restore", "reset"]

_NEVER_CREATED: Final = Unread("the service's own value, which no document states")


@dataclass(frozen=True, slots=True)
class SettingsChange:
    """What happens to one settings object.

    Attributes:
        settings: which kind of object.
        action: what happens.
        partner: whose entry it is, a tenant id in lower case; None for the root and the default, and where the id
            is known only after the apply.
        sections: what is written, by name. Of a partner every section: null is inherited. Of the others, those
            that the code gives: what is left out stays as it is. A value may be `Unread`: known after the apply.
        replaced: for `replace`, the tenant id of the entry that is removed first.
        on_destroy: for `delete` of the root or the default: what is written instead.
        restore_to: for `restore`, what stood there when the object was adopted; None where that is not known.
        address: the Terraform address; empty where there is none.
        options: options of the resource itself that change, such as `on_destroy`: name, before, after. Nothing of
            these is written to Graph.
        adopts: whether the code says that an entry which is there already is adopted (`adopt_existing`).
    """

    settings: Settings
    action: Action
    partner: str | None = None
    sections: Sections = field(default_factory=dict)
    replaced: str | None = None
    on_destroy: OnDestroy = "keep"
    restore_to: Mapping[str, Value] | None = None
    address: str = ""
    options: tuple[tuple[str, Value, Value], ...] = ()
    adopts: bool = False

    @property
    def is_of_partner(self) -> bool:
        """Whether the object is one partner's, rather than one that every tenant has."""
        return self.settings in (PARTNER, IDENTITY_SYNCHRONIZATION)

    @property
    def writes(self) -> bool:
        """Whether anything may be written to Graph."""
        if self.action == "delete":
            return self.is_of_partner or self.on_destroy != "keep"
        return self.action in ("create", "update", "replace")


def apply_changes(tenant: TenantSettings, changes: Iterable[SettingsChange]) -> TenantSettings:
    """What `tenant` becomes when `changes` are applied; what is not known stays unknown.

    Create and update replace the sections that they name; delete of a partner or of its synchronisation removes
    it; delete of the root or the default follows `on_destroy`; forget changes nothing.
    """
    partners: dict[str, PartnerEntry] | None = None  # copied once for all changes, however many
    for change in changes:
        if not change.writes:
            continue
        if not change.is_of_partner:
            tenant = _apply_to_singleton(tenant, change)
            continue
        if partners is None:
            partners = dict(tenant.partners)
        if change.settings is PARTNER:
            tenant = _apply_to_partner(tenant, partners, change)
        else:
            _apply_to_synchronization(partners, change)
    return tenant if partners is None else replace(tenant, partners=partners)


def _apply_to_partner(
    tenant: TenantSettings, partners: dict[str, PartnerEntry], change: SettingsChange
) -> TenantSettings:
    if change.replaced is not None:
        partners.pop(change.replaced, None)
    if change.action == "delete":
        partners.pop(change.partner or "", None)
    elif change.partner is None:  # which organisation it will be is known after the apply
        return replace(tenant, unreadable={**tenant.unreadable, "partners": "a partner is known after the apply"})
    else:
        known = partners.get(change.partner)
        if known is None:
            known = PartnerEntry(change.partner, {}, None, Truth.NO, {"tenantId": change.partner})
        written = {
            name: value for name, value in change.sections.items() if not _stands(known.sections, name, value)
        }
        partners[change.partner] = replace(
            known,
            sections={**known.sections, **written},
            json={**known.json, **_to_json(PARTNER, written)} if known.json else {},
        )
    return tenant


def _stands(sections: Sections, name: str, value: Value | Unread) -> bool:
    """Whether a section says the very same already: then it and its JSON stay as they are."""
    return name in sections and sections[name] == value


def _apply_to_synchronization(partners: dict[str, PartnerEntry], change: SettingsChange) -> None:
    if change.replaced is not None and change.replaced in partners:
        partners[change.replaced] = _without_synchronization(partners[change.replaced])
    known = partners.get(change.partner or "")
    if known is None:
        return  # removed together with its partner, or of a partner that is not listed: Graph refuses that
    if change.action == "delete":
        partners[known.tenant_id] = _without_synchronization(known)
        return
    was = {} if isinstance(known.synchronization, Unread) else known.synchronization or {}
    below = known.json.get(SYNCHRONIZATION)
    body = {
        **(below if isinstance(below, Mapping) else {}),
        **_to_json(IDENTITY_SYNCHRONIZATION, change.sections),
    }
    partners[known.tenant_id] = replace(
        known, synchronization={**was, **change.sections}, json={**known.json, SYNCHRONIZATION: body}
    )


def _without_synchronization(entry: PartnerEntry) -> PartnerEntry:
    return replace(entry, synchronization=None, json={**entry.json, SYNCHRONIZATION: None})


def _apply_to_singleton(tenant: TenantSettings, change: SettingsChange) -> TenantSettings:
    sections: Sections = change.sections
    if change.action == "delete":
        if change.on_destroy == "restore":
            sections = change.restore_to or {}
        elif change.settings is ROOT:
            sections = SYSTEM_ROOT
        else:
            sections = {**dict.fromkeys((s.name for s in DEFAULT.sections), _NEVER_CREATED), **SYSTEM_DEFAULT}
    if change.settings is ROOT:
        value = sections.get("allowed_cloud_endpoints")
        if value is None:
            return tenant
        written = frozenset(map(str, value)) if isinstance(value, list) else value
        return replace(
            tenant,
            endpoints=written if isinstance(written, frozenset | Unread) else Unread("it is not a list"),
            policy_json={**(tenant.policy_json or {}), **_to_json(ROOT, sections)},
        )
    given = {name: value for name, value in sections.items() if value is not None}
    default_json = tenant.default_json
    return replace(
        tenant,
        default={**tenant.default, **given},
        default_json=None if default_json is None else {**default_json, **_to_json(DEFAULT, given)},
    )


def _to_json(settings: Settings, sections: Sections) -> dict[str, Any]:
    """Sections in Graph's words; what is not known yet is left out."""
    return {
        section.graph: to_graph(section, value)
        for section in settings.sections
        if section.name in sections and not isinstance(value := sections[section.name], Unread)
    }


def folded(tenant_id: object) -> str | None:
    """A tenant id as changes have it: in lower case; None for what is no text."""
    return fold(tenant_id) if isinstance(tenant_id, str) else None
