"""What a plan does to a tenant's settings objects, as typed changes, and the one function that applies them.

Terraform's plan, a single resource that the provider judges, and the declarations of the code all become
`SettingsChange`s. What a tenant will be follows from `apply_changes` alone: the settings after, Graph's JSON
after, the rows of a report and the read-back after an apply.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal, TypeAlias

from crosscloud.domain.guid import fold
from crosscloud.domain.settings import DEFAULT, PARTNER, ROOT, Settings, Unread, Value, is_same, to_graph
from crosscloud.domain.settings.identity_synchronization import IDENTITY_SYNCHRONIZATION, SYNCHRONIZATION
from crosscloud.domain.settings.system_default import SYSTEM_DEFAULT, SYSTEM_ROOT
from crosscloud.domain.tenant.settings import NOT_ANSWERED, PartnerEntry, Sections, TenantSettings
from crosscloud.domain.truth import Truth

Action: TypeAlias = Literal["create", "update", "replace", "delete", "forget", "none"]
"""What Terraform does with a resource; `none` where it only looks, or changes nothing."""

OnDestroy: TypeAlias = Literal["keep", "restore", "reset"]

_NEVER_CREATED: Final = Unread("the service's own value, which no document states")
_NOT_REMEMBERED: Final = Unread("what stood there when it was adopted is not in the state")
_IN_ANY_ORDER: Final = Unread("it depends on which resource Terraform applies first")


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
        adopts: whether the code says that an entry which is there already is adopted (`adopt_existing`), or may
            say so at the apply.
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
    it; delete of the root or the default follows `on_destroy`; forget changes nothing. The order in which they are
    given does not matter: an object that one resource removes and another writes is there afterwards, as the
    provider keeps it, and what depends on which of the two Terraform does first is unknown.
    """
    writing = [change for change in changes if change.writes]
    of_partners = [change for change in writing if change.is_of_partner]
    for settings in (ROOT, DEFAULT):
        tenant = _apply_to_singleton(
            tenant, settings, [change for change in writing if change.settings is settings]
        )
    if not of_partners:
        return tenant
    partners = dict(tenant.partners)  # copied once for all changes, however many
    for change in of_partners:
        _remove(partners, change)
    for change in of_partners:
        if change.settings is PARTNER and change.action != "delete":
            tenant = _write_partner(tenant, partners, change)
    for change in of_partners:
        if change.settings is IDENTITY_SYNCHRONIZATION and change.action != "delete":
            _write_synchronization(partners, change)
    return replace(tenant, partners=partners)


def _remove(partners: dict[str, PartnerEntry], change: SettingsChange) -> None:
    gone = (
        change.replaced if change.replaced is not None else change.partner if change.action == "delete" else None
    )
    if gone is None:
        return
    if change.settings is PARTNER:
        partners.pop(gone, None)
    elif gone in partners:
        partners[gone] = _with_synchronization(partners[gone], None)


def _write_partner(
    tenant: TenantSettings, partners: dict[str, PartnerEntry], change: SettingsChange
) -> TenantSettings:
    if change.partner is None:  # which organisation it will be is known after the apply
        return replace(tenant, unreadable={**tenant.unreadable, "partners": "a partner is known after the apply"})
    known = partners.get(change.partner) or _new_entry(tenant, change)
    written = {name: value for name, value in change.sections.items() if not _stands(known.sections, name, value)}
    partners[change.partner] = replace(
        known,
        sections={**known.sections, **written},
        json=_lay_over(known.json, PARTNER, written) if known.json else {},
    )
    return tenant


def _new_entry(tenant: TenantSettings, change: SettingsChange) -> PartnerEntry:
    """An entry that is not there before it is written; what is below it is unknown where that is not sure."""
    partner = str(change.partner)
    listed = tenant.partners.get(partner)
    below: Sections | Unread | None = None
    is_provider = Truth.NO
    if not tenant.lists_all and listed is None:
        below, is_provider = Unread(tenant.unreadable["partners"]), Truth.UNKNOWN
    elif listed is not None and change.replaced != partner and listed.synchronization is not None:
        below = _IN_ANY_ORDER  # another resource removes it
    json = {"tenantId": partner, **({SYNCHRONIZATION: None} if below is None else {})}
    return PartnerEntry(partner, {}, below, is_provider, json)


def _stands(sections: Sections, name: str, value: Value | Unread) -> bool:
    """Whether a section says the same already: then it and its JSON stay as they are."""
    if name not in sections:
        return False
    stood = sections[name]
    if isinstance(stood, Unread) or isinstance(value, Unread):
        return stood == value
    return is_same(PARTNER.section(name).type, stood, value)


def _write_synchronization(partners: dict[str, PartnerEntry], change: SettingsChange) -> None:
    known = partners.get(change.partner or "")
    if known is None:
        return  # of a partner that is not listed: Graph refuses that
    was = known.synchronization
    if was == NOT_ANSWERED and change.action == "create":
        was = None  # Terraform knows of none either, and Graph names none
    if isinstance(was, Unread):
        was = dict.fromkeys((section.name for section in IDENTITY_SYNCHRONIZATION.sections), was)
    below = known.json.get(SYNCHRONIZATION)
    body = _lay_over(below if isinstance(below, Mapping) else {}, IDENTITY_SYNCHRONIZATION, change.sections)
    partners[known.tenant_id] = _with_synchronization(known, {**(was or {}), **change.sections}, body)


def _with_synchronization(
    entry: PartnerEntry, sections: Sections | None, body: Mapping[str, Any] | None = None
) -> PartnerEntry:
    return replace(entry, synchronization=sections, json={**entry.json, SYNCHRONIZATION: body})


def _apply_to_singleton(
    tenant: TenantSettings, settings: Settings, changes: Sequence[SettingsChange]
) -> TenantSettings:
    """What a tenant has one of, after all changes of it: taken out, taken in at another address, or both."""
    for change in changes:
        if change.action == "replace":
            tenant = _write_singleton(tenant, settings, _ending(change, tenant))
    given: dict[str, Value | Unread] = {}
    for change in changes:
        if change.action != "delete":
            given |= change.sections
    for change in changes:
        if change.action == "delete":
            ending = {name: value for name, value in _ending(change, tenant).items() if name not in given}
            is_sure = all(each.action == "delete" for each in changes)
            tenant = _write_singleton(
                tenant, settings, ending if is_sure else dict.fromkeys(ending, _IN_ANY_ORDER)
            )
    return _write_singleton(tenant, settings, given)


def _ending(change: SettingsChange, tenant: TenantSettings) -> Sections:
    """What is written to a singleton of `tenant` that is taken out of the code."""
    names = [section.name for section in change.settings.sections_in(tenant.cloud.name)]
    if change.on_destroy == "restore":
        return dict.fromkeys(names, _NOT_REMEMBERED) if change.restore_to is None else change.restore_to
    if change.on_destroy == "keep":
        return {}
    if change.settings is ROOT:
        return SYSTEM_ROOT
    return {**dict.fromkeys(names, _NEVER_CREATED), **SYSTEM_DEFAULT}


def _write_singleton(tenant: TenantSettings, settings: Settings, sections: Sections) -> TenantSettings:
    given = {name: value for name, value in sections.items() if value is not None}
    if not given:
        return tenant
    if settings is ROOT:
        value = given.get("allowed_cloud_endpoints")
        if value is None:
            return tenant
        written = frozenset(map(str, value)) if isinstance(value, list) else value
        return replace(
            tenant,
            endpoints=written if isinstance(written, frozenset | Unread) else Unread("it is not a list"),
            policy_json=_lay_over(tenant.policy_json or {}, ROOT, given),
        )
    default_json = tenant.default_json
    return replace(
        tenant,
        default={**tenant.default, **given},
        default_json=None if default_json is None else _lay_over(default_json, DEFAULT, given),
    )


def _lay_over(body: Mapping[str, Any], settings: Settings, sections: Sections) -> dict[str, Any]:
    """Graph's JSON of an object once `sections` are written; without those that are not known yet."""
    laid = dict(body)
    for section in settings.sections:
        if section.name in sections:
            value = sections[section.name]
            if isinstance(value, Unread):
                laid.pop(section.graph, None)
            else:
                laid[section.graph] = to_graph(section, value)
    return laid


def folded(tenant_id: object) -> str | None:
    """A tenant id as changes have it: in lower case; None for what is no text."""
    return fold(tenant_id) if isinstance(tenant_id, str) else None
