"""Values that Graph takes, and that may not mean what the reader thinks: reported, never refused.

Source: Microsoft Graph's overview of the cross-tenant access policy API (its table of how users and applications
combine), which says nothing about a half that is missing.
"""

from collections.abc import Iterator

from crosscloud.domain.settings.shapes import ALL_APPLICATIONS, ALL_USERS, B2B_SETTING, TENANT_RESTRICTIONS
from crosscloud.domain.settings.types import Section, Value

_HALVES = ("users_and_groups", "applications")


def doubts(section: Section, value: Value) -> Iterator[tuple[str, str]]:
    """What to tell about a `value` that keeps the rules: (the finding's id, what it is; starts in lower case).

    XC211: one half is missing. XC207: users and applications have different access types. XC208: some users and
    some applications are blocked, which blocks only the combination.
    """
    if section.type not in (B2B_SETTING, TENANT_RESTRICTIONS) or not isinstance(value, dict):
        return
    halves = [value.get(name) for name in _HALVES]
    missing = [name for name, half in zip(_HALVES, halves, strict=True) if half is None]
    if missing:
        text = "Microsoft does not document whether that inherits, allows or blocks"
        yield "XC211", f"leaves out {' and '.join(missing)}; {text}"
        return
    users, applications = (half if isinstance(half, dict) else {} for half in halves)
    match users.get("access_type"), applications.get("access_type"):
        case "allowed", "blocked":
            text = "the users named reach every application but those named, and nobody else reaches any"
            yield "XC207", f"allows users and blocks applications: {text}"
        case "blocked", "allowed":
            text = "everybody but the users named reaches the applications named, and nothing else"
            yield "XC207", f"blocks users and allows applications: {text}"
        case "blocked", "blocked" if not _names(users, ALL_USERS) and not _names(applications, ALL_APPLICATIONS):
            text = "blocks only the users named from only the applications named; everything else stays allowed"
            yield "XC208", text


def _names(half: dict[str, Value], wildcard: str) -> bool:
    targets = half.get("targets")
    return isinstance(targets, list) and any(isinstance(t, dict) and t.get("target") == wildcard for t in targets)
