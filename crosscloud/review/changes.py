"""What a tenant's plan does to its settings: the live values laid under the planned ones.

*Before* is what Graph said when the plan was made, never Terraform's own `before`, which is null for a settings
object that is taken over. *After* is the planned value of each section that the plan names.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from crosscloud.domain.guid import fold
from crosscloud.domain.settings import (
    ALL,
    DEFAULT,
    PARTNER,
    ROOT,
    Section,
    Settings,
    Value,
    is_same,
    sections_from_graph,
)
from crosscloud.domain.settings.identity_synchronization import IDENTITY_SYNCHRONIZATION
from crosscloud.domain.settings.shapes import B2B_SETTING
from crosscloud.domain.settings.table import PART_OF_SNAPSHOT
from crosscloud.review.planned import has_unknown
from crosscloud.wording.settings import changes_in_words, in_words

UNKNOWN: Final = "(known after apply)"

_KINDS: Final[Mapping[str, Settings]] = {
    f"crosscloud_{settings.name}": settings for settings in (*ALL, IDENTITY_SYNCHRONIZATION)
}
_OF_PARTNER: Final = (PARTNER, IDENTITY_SYNCHRONIZATION)
_IN_ORDER: Final = tuple(settings.name for settings in (ROOT, PARTNER, IDENTITY_SYNCHRONIZATION, DEFAULT))
_OPTIONS: Final = ("on_destroy", "adopt_existing")


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a change: what changes, from what, to what; already in words.

    Attributes:
        section: the section's name.
        path: the member within it, or empty.
        before: the live value; empty for a partner that is new.
        after: the planned value.
    """

    section: str
    path: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ObjectChange:
    """What happens to one settings object.

    Attributes:
        address: its Terraform address.
        kind: its Terraform type without `crosscloud_`: `settings`, `partner_settings` and so on.
        action: `create`, `change`, `take over`, `replace`, `remove`, `stop managing`, or `state` where only what
            Terraform keeps about it changes.
        partner: the partner's tenant id; None for a singleton.
        rows: what changes, member by member.
        unchanged: sections that are managed and stay, or (partner) are inherited, by name.
        inherited: a partner's sections that follow the default.
        note: what happens instead of what one might think, or empty.
    """

    address: str
    kind: str
    action: str
    partner: str | None
    rows: tuple[Row, ...] = ()
    unchanged: tuple[str, ...] = ()
    inherited: tuple[str, ...] = ()
    note: str = ""


def planned_changes(
    plan: Mapping[str, Any], snapshot: Mapping[str, Any], name_of: Callable[[str], str | None]
) -> list[ObjectChange]:
    """The changes in a tenant's plan (Terraform's JSON), on the live settings of `snapshot` (Graph's JSON)."""
    given = {
        resource["address"]: frozenset(resource.get("expressions", ()))
        for resource in plan.get("configuration", {}).get("root_module", {}).get("resources", ())
    }
    live = _Live(snapshot)
    found = [
        _change(change, live, name_of, given.get(change["address"])) for change in plan.get("resource_changes", ())
    ]
    return sorted((change for change in found if change is not None), key=_order)


def _order(change: ObjectChange) -> tuple[int, str]:
    """In the order in which a tenant's settings are applied: clouds, partners, default."""
    return _IN_ORDER.index(change.kind), change.address


class _Live:
    """A snapshot, in which each partner is found at once."""

    def __init__(self, snapshot: Mapping[str, Any]) -> None:
        self.cloud: str | None = snapshot.get("cloud")
        self._snapshot = snapshot
        self._partners: dict[str, Mapping[str, Any]] = {}
        for entry in snapshot.get("partners") or ():
            self._partners.setdefault(fold(str(entry.get("tenantId"))), entry)

    def sections(self, settings: Settings, partner: str | None) -> dict[str, Value] | None:
        """The live sections of one settings object; None where it is not there, or was not readable."""
        part: Any
        if settings in _OF_PARTNER:
            part = self._partners.get(fold(partner or ""))
            if part is not None and settings is IDENTITY_SYNCHRONIZATION:
                part = part.get("identitySynchronization")
        else:
            part = self._snapshot.get(PART_OF_SNAPSHOT[settings.name])
        return None if part is None else sections_from_graph(settings, part)


def _change(
    entry: Mapping[str, Any],
    settings_now: _Live,
    name_of: Callable[[str], str | None],
    given: frozenset[str] | None,
) -> ObjectChange | None:
    settings = _KINDS.get(entry.get("type", ""))
    change = entry["change"]
    actions = tuple(change["actions"])
    if settings is None or entry.get("mode") == "data" or actions in {("no-op",), ("read",)}:
        return None
    values: Mapping[str, Any] = change.get("after") or change.get("before") or {}
    partner = values.get("tenant_id") if settings in _OF_PARTNER else None
    live = settings_now.sections(settings, partner)
    about = {"address": entry["address"], "kind": settings.name, "partner": fold(partner) if partner else None}
    if actions == ("forget",):
        return ObjectChange(
            **about, action="stop managing", note="nothing is written; the settings stay as they are"
        )
    if actions == ("delete",):
        return _removed(about, settings, values, live, name_of)
    after = change.get("after") or {}
    unknown = change.get("after_unknown") or {}
    rows, unchanged, inherited = _rows(settings, live, after, unknown, given, name_of)
    unchanged, inherited = (_declared(settings, names, settings_now.cloud) for names in (unchanged, inherited))
    options = _option_rows(change.get("before"), after) if "create" not in actions else ()
    action = _action(settings, actions, live, rows)
    return ObjectChange(**about, action=action, rows=(*rows, *options), unchanged=unchanged, inherited=inherited)


def _declared(settings: Settings, names: tuple[str, ...], cloud: str | None) -> tuple[str, ...]:
    """Those of the sections that the tenant's cloud has: of the others there is nothing to tell."""
    return tuple(name for name in names if cloud is None or settings.section(name).version_in(cloud))


def _action(
    settings: Settings, actions: tuple[str, ...], live: Mapping[str, Value] | None, rows: tuple[Row, ...]
) -> str:
    if "create" in actions and "delete" in actions:
        return "replace"
    if actions == ("create",):
        return "take over" if settings not in _OF_PARTNER or live is not None else "create"
    return "change" if rows else "state"


def _rows(
    settings: Settings,
    live: Mapping[str, Value] | None,
    after: Mapping[str, Any],
    unknown: Mapping[str, Any],
    given: frozenset[str] | None,
    name_of: Callable[[str], str | None],
) -> tuple[tuple[Row, ...], tuple[str, ...], tuple[str, ...]]:
    rows: list[Row] = []
    unchanged: list[str] = []
    inherited: list[str] = []
    for section in settings.sections:
        old, new = (live or {}).get(section.name), after.get(section.name)
        if has_unknown(unknown.get(section.name)):
            if given is not None and section.name not in given:
                unchanged.append(section.name)  # left out of the code of a singleton: it stays as it is
            else:
                rows.append(Row(section.name, "", in_words(section.type, old, name_of), UNKNOWN))
        elif is_same(section.type, old, new) or (settings is not PARTNER and new is None):
            (inherited if settings is PARTNER and new is None else unchanged).append(section.name)
        else:
            rows.extend(_section_rows(settings, section, old, new, name_of, is_new=live is None))
    return tuple(rows), tuple(unchanged), tuple(inherited)


def _section_rows(
    settings: Settings,
    section: Section,
    old: Value,
    new: Value,
    name_of: Callable[[str], str | None],
    *,
    is_new: bool,
) -> list[Row]:
    if is_new and section.type is not B2B_SETTING:
        return [Row(section.name, "", "", in_words(section.type, new, name_of))]
    inherits = "inherited" if settings is PARTNER else "unknown"
    return [
        Row(
            section.name,
            path,
            "" if is_new else inherits if old is None else before,
            inherits if new is None else after,
        )
        for path, before, after in changes_in_words(section.type, old, new, name_of)
    ]


def _removed(
    about: Mapping[str, Any],
    settings: Settings,
    values: Mapping[str, Any],
    live: Mapping[str, Value] | None,
    name_of: Callable[[str], str | None],
) -> ObjectChange:
    if settings in _OF_PARTNER:
        gone = [
            Row(section.name, path, old, "removed")
            for section in settings.sections
            if live is not None and live.get(section.name) is not None
            for path, old, _ in changes_in_words(section.type, live[section.name], None, name_of)
        ]
        return ObjectChange(**about, action="remove", rows=tuple(gone))
    on_destroy = values.get("on_destroy") or "keep"
    before: Mapping[str, Value] = {}
    if on_destroy == "restore" and values.get("restore_to"):
        before = json.loads(values["restore_to"])
    elif on_destroy == "reset" and settings is ROOT:
        before = {section.name: [] for section in ROOT.sections}
    rows, _, _ = _rows(settings, live, before, {}, None, name_of)
    notes = {
        "keep": "on_destroy is keep: nothing is written; the settings stay as they are",
        "restore": "on_destroy is restore: back to what stood there when it was taken over",
        "reset": "on_destroy is reset: back to the service's own default",
    }
    action = "stop managing" if on_destroy == "keep" else "change"
    return ObjectChange(**about, action=action, rows=rows, note=notes[on_destroy])


def _option_rows(before: Mapping[str, Any] | None, after: Mapping[str, Any]) -> tuple[Row, ...]:
    """Options of the resource itself, such as `on_destroy`; nothing of these is written to Graph."""
    return tuple(
        Row(name, "", str((before or {}).get(name)).lower(), str(after[name]).lower())
        for name in _OPTIONS
        if name in after and (before or {}).get(name) != after[name]
    )
