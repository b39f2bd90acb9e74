"""What a plan does to each settings object of a tenant, member by member, as data.

*Before* is what Graph said when the plan was made, never Terraform's own `before`, which is null for an object
that is adopted. *After* is what `apply_changes` makes of it. Reports put both into words.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeAlias

from crosscloud.domain.settings import DEFAULT, PARTNER, ROOT, Section, Settings, Type, Unread, Value, is_same
from crosscloud.domain.settings.compare import find_changed_parts, parts_of
from crosscloud.domain.settings.identity_synchronization import IDENTITY_SYNCHRONIZATION
from crosscloud.domain.settings.shapes import B2B_SETTING
from crosscloud.domain.settings.types import AFTER_APPLY
from crosscloud.domain.tenant import Sections, SettingsChange, TenantSettings
from crosscloud.domain.tenant.changes import OnDestroy
from crosscloud.domain.truth import Truth

Action: TypeAlias = Literal["create", "change", "adopt", "replace", "remove", "stop managing", "state"]
"""What becomes of an object. `adopt`: one that exists is managed from now on; `state`: only what Terraform keeps
about it changes."""

State: TypeAlias = Literal["known", "absent", "inherited", "unread", "after apply"]
"""What is known of a value: it is `known`; the object is `absent`; a partner's section is `inherited`; it was not
read, or Graph did not answer it (`unread`); Terraform works it out later (`after apply`)."""

_IN_ORDER: Final = (ROOT, PARTNER, IDENTITY_SYNCHRONIZATION, DEFAULT)


@dataclass(frozen=True, slots=True)
class Side:
    """A value before or after: `value` counts only where it is known."""

    state: State
    value: Value = None

    def to_json(self) -> dict[str, Any]:
        """The side as data."""
        return {"state": self.state, "value": self.value} if self.state == "known" else {"state": self.state}


@dataclass(frozen=True, slots=True)
class Row:
    """One member that changes.

    Attributes:
        section: the section.
        path: the members within it, by name; empty for the whole section.
        type: what the member may be.
        before: the live value.
        after: the planned value.
    """

    section: Section
    path: tuple[str, ...]
    type: Type
    before: Side
    after: Side


@dataclass(frozen=True, slots=True)
class ObjectChange:
    """What happens to one settings object.

    Attributes:
        address: its Terraform address.
        settings: which kind of object.
        action: what happens.
        partner: the partner's tenant id; None for the root and the default, or where it is known after the apply.
        rows: what changes, member by member.
        unchanged: the sections that are managed and stay, by name.
        inherited: a partner's sections that follow the default, by name.
        unread: the sections of which it is not known whether they change, by name: they were not read.
        options: options of the resource itself that change; nothing of these is written to Graph.
        on_destroy: what is written where the root or the default is taken out of the code; None otherwise.
        will_be_refused: whether the provider refuses the creation: the entry is there already and differs, and the
            code does not say that it is adopted.
    """

    address: str
    settings: Settings
    action: Action
    partner: str | None = None
    rows: tuple[Row, ...] = ()
    unchanged: tuple[str, ...] = ()
    inherited: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    options: tuple[tuple[str, Value, Value], ...] = ()
    on_destroy: OnDestroy | None = None
    will_be_refused: bool = False

    def to_json(self) -> dict[str, Any]:
        """The change as data."""
        return {
            "address": self.address,
            "kind": self.settings.name,
            "action": self.action,
            "partner": self.partner,
            "rows": [
                {
                    "section": row.section.name,
                    "path": list(row.path),
                    "before": row.before.to_json(),
                    "after": row.after.to_json(),
                }
                for row in self.rows
            ],
            "unchanged": list(self.unchanged),
            "inherited": list(self.inherited),
            "unread": list(self.unread),
            "options": [{"name": name, "before": old, "after": new} for name, old, new in self.options],
            "on_destroy": self.on_destroy,
            "will_be_refused": self.will_be_refused,
        }


def list_object_changes(
    changes: Iterable[SettingsChange], before: TenantSettings, after: TenantSettings
) -> tuple[ObjectChange, ...]:
    """What a plan does to each object of a tenant, in the order of applying: clouds, partners, default.

    Args:
        changes: what the plan does.
        before: the tenant as it was when the plan was made.
        after: what `changes` make of it.
    """
    all_changes = tuple(changes)
    removed = {
        (change.settings.name, gone) for change in all_changes if (gone := _removed_entry(change)) is not None
    }
    found = [
        _object_change(change, before, after, is_made_anew=(change.settings.name, change.partner) in removed)
        for change in all_changes
    ]
    return tuple(sorted(found, key=lambda each: (_IN_ORDER.index(each.settings), each.address)))


def _removed_entry(change: SettingsChange) -> str | None:
    """The partner whose entry, or whose synchronisation, the change removes; None where it removes none."""
    return change.partner if change.action == "delete" and change.is_of_partner else change.replaced


def _object_change(
    change: SettingsChange, before: TenantSettings, after: TenantSettings, *, is_made_anew: bool
) -> ObjectChange:
    settings, partner = change.settings, change.partner
    if change.action == "none":
        return ObjectChange(change.address, settings, "state", partner)
    if change.action == "forget" or not change.writes:
        on_destroy = change.on_destroy if change.action == "delete" else None
        return ObjectChange(change.address, settings, "stop managing", partner, on_destroy=on_destroy)
    old, new = _sections(before, settings, partner), _sections(after, settings, partner)
    if change.action == "delete" and change.is_of_partner:
        return ObjectChange(change.address, settings, "remove", partner, rows=tuple(_removed(settings, old)))
    rows, unchanged, inherited, unread = _compare(settings, old, new or {}, change)
    declared = {section.name for section in settings.sections_in(before.cloud.name)}
    action = _action(change, old, rows, is_made_anew=is_made_anew)
    return ObjectChange(
        change.address,
        settings,
        action,
        partner,
        rows=tuple(rows),
        unchanged=tuple(name for name in unchanged if name in declared),
        inherited=tuple(name for name in inherited if name in declared),
        unread=tuple(name for name in unread if name in declared),
        options=change.options,
        on_destroy=change.on_destroy if change.action == "delete" else None,
        will_be_refused=action == "adopt" and change.is_of_partner and bool(rows) and not change.adopts,
    )


def _sections(tenant: TenantSettings, settings: Settings, partner: str | None) -> Sections | None:
    """The sections of one object; None where it is not there. Where that is not known, each of them is unread."""
    if settings is ROOT:
        value = tenant.endpoints
        return {ROOT.sections[0].name: value if isinstance(value, Unread) else [*sorted(value)]}
    if settings is DEFAULT:
        return tenant.default
    entry = tenant.partners.get(partner or "")
    unread: Unread | None = None
    if entry is None:
        unread = None if tenant.lists_all or partner is None else Unread(tenant.unreadable["partners"])
    elif settings is PARTNER:
        return entry.sections
    elif not isinstance(entry.synchronization, Unread):
        return entry.synchronization
    elif entry.has_synchronization is Truth.UNKNOWN:
        unread = entry.synchronization
    return None if unread is None else dict.fromkeys((section.name for section in settings.sections), unread)


def _action(change: SettingsChange, old: Sections | None, rows: list[Row], *, is_made_anew: bool) -> Action:
    """What becomes of it; `is_made_anew` where a change of the same plan removes what this one creates."""
    if change.action == "replace" or (change.action == "create" and is_made_anew):
        return "replace"
    if change.action == "create":
        is_known = old is not None and not all(isinstance(value, Unread) for value in old.values())
        return "adopt" if not change.is_of_partner or is_known else "create"
    return "change" if rows or change.action == "delete" else "state"


def _compare(
    settings: Settings, old: Sections | None, new: Sections, change: SettingsChange
) -> tuple[list[Row], list[str], list[str], list[str]]:
    rows: list[Row] = []
    unchanged: list[str] = []
    inherited: list[str] = []
    unread: list[str] = []
    for section in settings.sections:
        was, will = (old or {}).get(section.name), new.get(section.name)
        if _stays_unread(settings, was, will) and section.name not in change.sections:
            unread.append(section.name)
        elif isinstance(was, Unread) or isinstance(will, Unread):
            rows.append(Row(section, (), section.type, _side(settings, was, old), _side(settings, will, new)))
        elif was == will or not (found := _changed(settings, section, was, will, old, new)):
            (inherited if settings is PARTNER and will is None else unchanged).append(section.name)
        else:
            rows.extend(found)
    return rows, unchanged, inherited, unread


def _changed(
    settings: Settings, section: Section, was: Value, will: Value, old: Sections | None, new: Sections
) -> list[Row]:
    """What changes of a section that is known on both sides; nothing where Graph treats the two alike."""
    found = list(_rows(settings, section, was, will, is_new=old is None))
    # A member that is left out has its default: that is told from a change by the whole section alone.
    if any(part is None for row in found for part in (row.before.value, row.after.value)):
        found = [] if is_same(section.type, was, will) else found
    if found and old is None and section.type is not B2B_SETTING:
        return [Row(section, (), section.type, Side("absent"), _side(settings, will, new))]
    return found


def _stays_unread(settings: Settings, was: Value | Unread, will: Value | Unread) -> bool:
    """Whether a section is known neither before nor after; what Graph does not answer of a default is unknown."""
    if was == will:
        return isinstance(was, Unread) or (settings is DEFAULT and was is None)
    is_unknown = isinstance(was, Unread) or (settings is DEFAULT and was is None)
    return is_unknown and isinstance(will, Unread) and will != AFTER_APPLY


def _rows(settings: Settings, section: Section, was: Value, will: Value, *, is_new: bool) -> Iterator[Row]:
    for path, type_, old, new in find_changed_parts(section.type, was, will):
        before = Side("absent") if is_new else _part(settings, was, old)
        yield Row(section, path, type_, before, _part(settings, will, new))


def _removed(settings: Settings, old: Sections | None) -> Iterator[Row]:
    for section in settings.sections:
        was = (old or {}).get(section.name)
        if isinstance(was, Unread):
            yield Row(section, (), section.type, Side("unread"), Side("absent"))
        elif was is not None:
            for path, type_, value in parts_of(section.type, was):
                if value is not None:
                    yield Row(section, path, type_, Side("known", value), Side("absent"))


def _side(settings: Settings, section: Value | Unread, whole: Sections | None) -> Side:
    """A whole section as a row shows it; `whole` is the object that it is in, None where that is absent."""
    if whole is None:
        return Side("absent")
    if isinstance(section, Unread):
        return Side("after apply" if section == AFTER_APPLY else "unread")
    return _part(settings, section, section)


def _part(settings: Settings, section: Value, part: Value) -> Side:
    """One part of a section; of a section that is null, why it is."""
    if section is None:  # a default that Graph does not answer is not known; a partner's null is inherited
        return Side("inherited" if settings is PARTNER else "unread")
    return Side("known", part)
