"""What of a handler's answer goes into the state after create, update and delete.

Terraform taints a created resource, that is destroys and recreates it at the next run, if create answers with
state *and* an error, or with other values than planned. An object that works must not be destroyed for that.
Hence:

- Create answers with state: it is kept, and every error becomes a warning which says that the object exists.
- Create answers with None or raises: an error and no state. Nothing was made, or nobody knows.
- Update answers with state: it is kept, errors stay errors. With None or an exception: the prior state is
  kept.
- Delete reports an error or raises: the prior state is kept.
- A value other than the one planned: the planned one is stored, with a warning that names the attribute; the
  next plan reads what is really there.

Source: Terraform, "Resource Instance Change Lifecycle", ApplyResourceChange.
"""

from collections.abc import Callable, Sequence
from typing import Any

from crosscloud.tfplugin.comparison import equal_values, keep_spelling
from crosscloud.tfplugin.diagnostics import Diagnostics, Key, Path, format_path
from crosscloud.tfplugin.schema import Attribute, NestedObject
from crosscloud.tfplugin.shape import Problems, conform_leniently
from crosscloud.tfplugin.values import Unknown, is_wholly_known

OBJECT_EXISTS = (
    "The object exists and is in the state. This is a warning because, after an error, Terraform would destroy "
    "and recreate the object at the next apply."
)


def finish_create(
    type_name: str, attributes: Sequence[Attribute], planned: dict[str, Any], answer: Any, diagnostics: Diagnostics
) -> dict[str, Any] | None:
    """The state to store after create returned `answer`; see the module's rules."""
    if answer is None:
        if not diagnostics.has_errors:
            diagnostics.error(
                f"Nothing known of the created {type_name}",
                "The provider answered the create with neither state nor an error; this is a bug in the provider.",
            )
        return None
    if diagnostics.has_errors:
        diagnostics.downgrade_errors(OBJECT_EXISTS)
    return _reconcile(attributes, planned, answer, diagnostics)


def finish_update(
    type_name: str,
    *,
    attributes: Sequence[Attribute],
    prior: dict[str, Any],
    planned: dict[str, Any],
    answer: Any,
    diagnostics: Diagnostics,
) -> dict[str, Any]:
    """The state to store after update returned `answer`; see the module's rules."""
    if answer is None:
        if not diagnostics.has_errors:
            diagnostics.error(
                f"Nothing known of the updated {type_name}",
                "The provider answered the update with neither state nor an error; this is a bug in the provider.",
            )
        return prior
    if diagnostics.has_errors:  # Terraform accepts other values than planned beside an error
        problems: Problems = []
        state = conform_leniently(attributes, answer, problems)
        if problems or not is_wholly_known(state):
            return prior
        kept: dict[str, Any] = keep_spelling(attributes, state, prior)
        return kept
    return _reconcile(attributes, planned, answer, diagnostics)


def finish_delete(prior: dict[str, Any], diagnostics: Diagnostics) -> dict[str, Any] | None:
    """The state to store after delete; see the module's rules."""
    return prior if diagnostics.has_errors else None


def guarded(action: Callable[[], Any], report: Callable[[BaseException], None]) -> Any:
    """What the action returns; or None, after an exception has been handed to `report`."""
    try:
        return action()
    except (Exception, SystemExit) as error:
        report(error)
        return None


def _reconcile(
    attributes: Sequence[Attribute], planned: dict[str, Any], answer: Any, diagnostics: Diagnostics
) -> dict[str, Any]:
    problems: Problems = []
    state = keep_spelling(attributes, conform_leniently(attributes, answer, problems), planned)
    mismatches: list[Path] = [path for path, _ in problems]
    stored: dict[str, Any] = _merge_object(attributes, planned, state, mismatches, ())
    for path in dict.fromkeys(mismatches):
        diagnostics.warning(
            "Stored as planned, not as answered",
            f"{format_path(path) or 'The object'} was answered with another value than planned, or with none. The "
            "state holds the planned value, or null where the plan had none; the next plan reads what is there.",
            path,
            kind="answered otherwise",
        )
    return stored


def _merge_object(
    attributes: Sequence[Attribute], planned: Any, actual: Any, mismatches: list[Path], at: Path
) -> Any:
    """The planned object, with what it leaves unknown taken from the actual one."""
    if planned is Unknown:
        return _known(actual, mismatches, at)
    if planned is None or not isinstance(actual, dict):
        if planned is not actual:
            mismatches.append(at)
        return _without_unknowns(planned)
    return {a.name: _merge(a, planned[a.name], actual[a.name], mismatches, (*at, a.name)) for a in attributes}


def _merge(attribute: Attribute, planned: Any, actual: Any, mismatches: list[Path], at: Path) -> Any:
    if planned is Unknown:
        return _known(actual, mismatches, at)
    if equal_values(attribute, planned, actual):
        return planned
    content = attribute.content
    if isinstance(content, NestedObject) and planned is not None and actual is not None and actual is not Unknown:
        members = content.attributes
        if content.nesting == "single":
            return _merge_object(members, planned, actual, mismatches, at)
        if content.nesting == "map" and planned.keys() == actual.keys():
            return {k: _merge_object(members, planned[k], actual[k], mismatches, (*at, Key(k))) for k in planned}
        if content.nesting == "list" and len(planned) == len(actual):
            pairs = enumerate(zip(planned, actual, strict=True))
            return [_merge_object(members, x, y, mismatches, (*at, i)) for i, (x, y) in pairs]
    if not is_wholly_known(planned) and actual is not None and is_wholly_known(actual):
        return actual  # a collection with unknown elements: Terraform cannot compare it either
    mismatches.append(at)
    return _without_unknowns(planned)


def _known(actual: Any, mismatches: list[Path], at: Path) -> Any:
    if is_wholly_known(actual):
        return actual
    mismatches.append(at)
    return _without_unknowns(actual)


def _without_unknowns(value: Any) -> Any:
    """The value with null for whatever is unknown: state after apply must be known."""
    if value is Unknown:
        return None
    if isinstance(value, dict):
        return {key: _without_unknowns(member) for key, member in value.items()}
    if isinstance(value, list):
        return [_without_unknowns(element) for element in value]
    return value
