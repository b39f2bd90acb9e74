"""The one reader of Terraform's plan: its JSON (`terraform show -json`) becomes typed changes of settings objects.

Sources: Terraform's documentation of the JSON output format. `before` there is not the live object (it is null for
an object that is adopted, and stale where a refresh found another value), so nothing here looks at it but for what
only the state knows: which object is removed, and what `on_destroy` says.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from crosscloud.domain.settings import AFTER_APPLY, ALL, PARTNER, ROOT, Settings, Unread, Value
from crosscloud.domain.settings.identity_synchronization import IDENTITY_SYNCHRONIZATION, USER_SYNC_INBOUND
from crosscloud.domain.tenant import SettingsChange
from crosscloud.domain.tenant.changes import Action, OnDestroy, folded
from crosscloud.terraform.errors import PlanShapeError

_KINDS: Final[Mapping[str, Settings]] = {
    settings.type_name: settings for settings in (*ALL, IDENTITY_SYNCHRONIZATION)
}
_ACTIONS: Final[Mapping[tuple[str, ...], Action]] = {
    ("create",): "create",
    ("update",): "update",
    ("delete",): "delete",
    ("delete", "create"): "replace",
    ("create", "delete"): "replace",
    ("forget",): "forget",
    ("create", "forget"): "create",
    ("no-op",): "none",
    ("read",): "none",
}
_REQUIRED: Final = (*ROOT.sections, USER_SYNC_INBOUND)
"""Sections that no code can leave out."""
_OPTIONS: Final = ("on_destroy", "adopt_existing")
_INDEX: Final = re.compile(r"\[[^\]]*\]")


@dataclass(frozen=True, slots=True)
class TerraformPlan:
    """What a saved plan does.

    Attributes:
        changes: what happens to the tenant's settings objects, in the order of the plan; those that only stay are
            left out, but for those that the state takes in (`import`) or under another address (`moved`).
        has_changes: whether Terraform has anything to do at all, its own state and other providers included.
    """

    changes: tuple[SettingsChange, ...] = ()
    has_changes: bool = False


def read_plan(document: Mapping[str, Any]) -> TerraformPlan:
    """What Terraform's plan (its JSON) does; an empty document is a plan that does nothing.

    Raises:
        PlanShapeError: where it is not of the documented shape.
    """
    try:
        given = dict(_given(document.get("configuration", {}).get("root_module", {}), ""))
        entries = [entry for entry in document.get("resource_changes", ()) if entry.get("mode") != "data"]
        changes = [_change(entry, given) for entry in entries]
        return TerraformPlan(
            changes=tuple(change for change in changes if change is not None),
            has_changes=_has_changes(document, entries),
        )
    except (AttributeError, KeyError, TypeError, RecursionError) as error:
        raise PlanShapeError.of(f"{type(error).__name__}: {error}") from error


def _has_changes(document: Mapping[str, Any], entries: Sequence[Mapping[str, Any]]) -> bool:
    """Whether an apply would do anything, as Terraform says itself; older ones leave it to be seen."""
    applyable = document.get("applyable")
    if isinstance(applyable, bool):
        return applyable
    outputs = document.get("output_changes") or {}
    return any(_action(entry["change"]) != "none" or _is_of_state_alone(entry) for entry in entries) or any(
        change.get("actions") != ["no-op"] for change in outputs.values()
    )


def _is_of_state_alone(entry: Mapping[str, Any]) -> bool:
    """Whether a resource that stays as it is comes into the state, or moves in it."""
    return "importing" in entry["change"] or "previous_address" in entry


def _given(module: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, frozenset[str]]]:
    """For each resource's address, without indices, the arguments that the code gives it."""
    for resource in module.get("resources", ()):
        yield f"{prefix}{resource['address']}", frozenset(resource.get("expressions", ()))
    for name, call in module.get("module_calls", {}).items():
        yield from _given(call.get("module", {}), f"{prefix}module.{name}.")


def _action(change: Mapping[str, Any]) -> Action:
    actions = tuple(change["actions"])
    if actions not in _ACTIONS:
        raise PlanShapeError.of(f"the actions {list(actions)} are not known")
    return _ACTIONS[actions]


def _change(entry: Mapping[str, Any], given: Mapping[str, frozenset[str]]) -> SettingsChange | None:
    settings = _KINDS.get(entry.get("type", ""))
    if settings is None:
        return None
    change = entry["change"]
    action = _action(change)
    if action == "none" and not _is_of_state_alone(entry):
        return None
    before, after = change.get("before") or {}, change.get("after") or {}
    unknown = change.get("after_unknown") or {}
    address = str(entry["address"])
    old, new = folded(before.get("tenant_id")), folded(after.get("tenant_id"))
    is_of_partner = settings in (PARTNER, IDENTITY_SYNCHRONIZATION)
    written = action in ("create", "update", "replace")
    return SettingsChange(
        settings=settings,
        action=action,
        partner=(new if written else old) if is_of_partner else None,
        sections=_sections(settings, after, unknown, given.get(_INDEX.sub("", address))) if written else {},
        replaced=old if action == "replace" and is_of_partner else None,
        on_destroy=_on_destroy(before),
        restore_to=_restore_to(before),
        address=address,
        options=_options(before, after) if action in ("update", "replace") else (),
        adopts=after.get("adopt_existing") is True or has_unknown(unknown.get("adopt_existing")),
    )


def _sections(
    settings: Settings, after: Mapping[str, Any], unknown: Mapping[str, Any], given: frozenset[str] | None
) -> dict[str, Value | Unread]:
    """What is written: of a partner every section, of the others those that the code gives.

    A section that Terraform marks as wholly unknown and that the code leaves out stays as it is: it is computed.
    """
    found: dict[str, Value | Unread] = {}
    for section in settings.sections:
        mark, value = unknown.get(section.name), after.get(section.name)
        if has_unknown(mark):
            is_left_out = section.name not in given if given is not None else mark is True
            if settings is PARTNER or section in _REQUIRED or not is_left_out:
                found[section.name] = AFTER_APPLY
        elif settings is PARTNER or value is not None:
            found[section.name] = value
    return found


def _on_destroy(before: Mapping[str, Any]) -> OnDestroy:
    value = before.get("on_destroy")
    return value if value in ("restore", "reset") else "keep"


def _restore_to(before: Mapping[str, Any]) -> Mapping[str, Value] | None:
    stood = before.get("restore_to")
    if not isinstance(stood, str):
        return None
    try:
        sections = json.loads(stood)
    except ValueError as error:
        raise PlanShapeError.of("restore_to in the state is not JSON") from error
    return sections if isinstance(sections, Mapping) else None


def _options(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[tuple[str, Value, Value], ...]:
    return tuple(
        (name, before.get(name), after[name])
        for name in _OPTIONS
        if name in after and before.get(name) != after[name]
    )


def has_unknown(mark: Any) -> bool:
    """Whether Terraform marks anything within a value as unknown."""
    if isinstance(mark, Mapping):
        return any(has_unknown(inner) for inner in mark.values())
    if isinstance(mark, list):
        return any(has_unknown(inner) for inner in mark)
    return mark is True
