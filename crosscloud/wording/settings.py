"""Values in words, for reports and diagnostics: `allowed group ac8efe12-… engineers (of contoso)`.

The applications that every guest needs are named as one where all of them are there.
"""

from collections.abc import Callable

from crosscloud.domain.applications import GUEST_ESSENTIALS, NAMES
from crosscloud.domain.guid import fold
from crosscloud.domain.settings.compare import find_changed_parts
from crosscloud.domain.settings.shapes import ALL_USERS, is_target_configuration
from crosscloud.domain.settings.types import Collection, Object, Type, Value
from crosscloud.domain.settings.wire import is_null
from crosscloud.wording.essentials import COUNTED, has_essentials

NameOf = Callable[[str], str | None]
"""From an id to the name that the reader knows it by, e.g. `engineers (of contoso)`; None where unknown."""


def _no_names(_: str) -> str | None:
    return None


def in_words(type_: Type, value: Value, name_of: NameOf = _no_names) -> str:
    """`value` on one line, ids followed by their names where `name_of` knows one."""
    if is_null(type_, value):
        return "not set" if is_target_configuration(type_) else "none"
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str):
        name = name_of(value)
        return f"{value} {name}" if name else value
    if isinstance(value, list) and isinstance(type_, Collection):
        items = [in_words(type_.element, item, name_of) for item in value]
        return f"[{', '.join(items if type_.ordered else sorted(items))}]"
    if isinstance(value, dict) and is_target_configuration(type_):
        return f"{value.get('access_type')} {_targets(value.get('targets'), name_of)}"
    if isinstance(value, dict) and isinstance(type_, Object):
        return ", ".join(f"{m.name} {in_words(m.type, value.get(m.name), name_of)}" for m in type_.members)
    return str(value)


def changes_in_words(
    type_: Type, before: Value, after: Value, name_of: NameOf = _no_names
) -> list[tuple[str, str, str]]:
    """The rows of two values that differ: (dotted path, before, after), each in words."""
    return [
        (".".join(path), in_words(part, old, name_of), in_words(part, new, name_of))
        for path, part, old, new in find_changed_parts(type_, before, after)
    ]


def _targets(targets: Value, name_of: NameOf) -> str:
    if not isinstance(targets, list):
        return "none"
    found = [target for target in targets if isinstance(target, dict)]
    if not has_essentials({fold(str(target.get("target"))) for target in found}):
        return ", ".join(sorted(_target(target, name_of) for target in found))
    others = [target for target in found if fold(str(target.get("target"))) not in GUEST_ESSENTIALS]
    return ", ".join([*sorted(_target(target, name_of) for target in others), COUNTED])


def _target(target: dict[str, Value], name_of: NameOf) -> str:
    identity = str(target.get("target"))
    name = name_of(identity) or NAMES.get(fold(identity))
    text = f"{identity} {name}" if name else identity
    kind = target.get("target_type")
    plain = kind == "application" or identity == ALL_USERS
    return text if plain else f"{kind} {text}"
