"""Why something of a tenant's directory was not read, in words: `needs User.Read.All`."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from crosscloud.domain.directory import Reason, Why
from crosscloud.wording.names import Names

_WORDS: Final[Mapping[Why, str]] = MappingProxyType(
    {
        Why.PERMISSION: "needs {}",
        Why.ANOTHERS: "it is another organisation's",
        Why.NOT_ASKED: "this run does not ask that tenant",
        Why.NOT_WANTED: "they were not asked for",
        Why.UNSAID: "Graph's answer does not say",
        Why.OTHER: "{}",
    }
)


def reason_in_words(reason: Reason, names: Names) -> str:
    """One reason, to stand behind a colon or in brackets; no full stop."""
    where = f" in {names.tenant(reason.tenant)}" if reason.tenant else ""
    return _WORDS[reason.why].format(reason.text) + where


def reasons_in_words(reasons: Iterable[Reason], names: Names) -> str:
    """Several reasons on one line; the permissions that are needed as one: `needs User.Read.All, …`."""
    found = list(reasons)
    permissions = sorted(reason.text for reason in found if reason.why is Why.PERMISSION)
    others = [reason_in_words(reason, names) for reason in found if reason.why is not Why.PERMISSION]
    needed = [_WORDS[Why.PERMISSION].format(", ".join(permissions))] if permissions else []
    return "; ".join(sorted([*others, *needed]))
