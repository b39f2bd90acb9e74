"""One half of a B2B setting, as membership: who, or which application, is in the list of targets.

Ids are exclusive (a user is one user, an application one application); groups and `Office365` overlap with
them and with one another. Source: Microsoft Graph reference, crossTenantAccessPolicyTarget.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from crosscloud.domain.guid import fold, is_guid
from crosscloud.domain.settings import ALL_APPLICATIONS, ALL_USERS, OFFICE_365, Value
from crosscloud.domain.truth import Truth

ANY_ID: Final = ""
USERS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType({ALL_USERS: ("user",), ANY_ID: ("user", "group")})
"""The target types that are documented among users and groups: with the keywords, and with any id.

What is neither means nothing known: a keyword of another list, or in another case, or that a single revision of a
document names (`AllMicrosoftApps`).
"""
APPLICATIONS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {ALL_APPLICATIONS: ("application",), OFFICE_365: ("application",), ANY_ID: ("application",)}
)
"""The same among applications."""
_NONE: Final[frozenset[str]] = frozenset()
"""Once for all lists that hold no id, or no class."""


@dataclass(frozen=True, slots=True)
class Targets:
    """A list of targets.

    Attributes:
        everything: whether it holds `AllUsers` or `AllApplications`.
        ids: users or applications, ids in lower case.
        classes: groups (ids in lower case) or `Office365`: whatever several users or applications are in.
    """

    everything: bool = False
    ids: frozenset[str] = _NONE
    classes: frozenset[str] = _NONE

    def holds(self, subject: "Subject") -> Truth:
        """Whether `subject` is in the list."""
        if self.everything or subject.id in self.ids or self.classes & subject.classes:
            return Truth.YES
        return Truth.UNKNOWN if self.classes & subject.doubtful else Truth.NO

    @property
    def is_empty(self) -> bool:
        """Whether nothing can be in it."""
        return not (self.everything or self.ids or self.classes)

    @property
    def may_hold(self) -> tuple[bool, ...]:
        """Whether there can be somebody (or an application) in it, and somebody who is not."""
        return (True,) if self.everything else (False,) if self.is_empty else (True, False)


@dataclass(frozen=True, slots=True)
class Subject:
    """A user with groups, or an application.

    Attributes:
        id: the object id of the user in the home tenant, or the application id; lower case.
        classes: the groups that the user is in, or `Office365`.
        doubtful: classes of which it is not known whether the subject is in them.
    """

    id: str
    classes: frozenset[str] = frozenset()
    doubtful: frozenset[str] = frozenset()


def user(id_: str, groups: frozenset[str] | set[str] = frozenset()) -> Subject:
    """A user of the home tenant, who is in exactly these groups."""
    return Subject(fold(id_), frozenset(map(fold, groups)))


def application(id_: str) -> Subject:
    """An application of the resource tenant; whether it belongs to Office 365 cannot be told from its id."""
    if id_ == OFFICE_365:
        return Subject(OFFICE_365, frozenset({OFFICE_365}))
    return Subject(fold(id_), doubtful=frozenset({OFFICE_365}))


def targets_of(half: Value, kinds: Mapping[str, tuple[str, ...]]) -> Targets | None:
    """The targets of one half of a section; None where they are missing, or one is not documented.

    Args:
        half: the value of `users_and_groups` or `applications`.
        kinds: `USERS` or `APPLICATIONS`.
    """
    listed = half.get("targets") if isinstance(half, dict) else None
    if not isinstance(listed, list) or not listed:
        return None
    ids: set[str] = set()
    classes: set[str] = set()
    everything = False
    for target in listed:
        if not isinstance(target, dict):
            return None
        name, kind = target.get("target"), target.get("target_type")
        if not isinstance(name, str) or kind not in kinds.get(name, kinds[ANY_ID] if is_guid(name) else ()):
            return None
        if name in (ALL_USERS, ALL_APPLICATIONS):
            everything = True
        elif kind == "group" or name == OFFICE_365:
            classes.add(fold(name))
        else:
            ids.add(fold(name))
    return Targets(everything, frozenset(ids) if ids else _NONE, frozenset(classes) if classes else _NONE)
