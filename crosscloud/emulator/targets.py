"""The grammar of target lists: which users, groups or applications a setting is about.

Source: Microsoft Graph reference, crossTenantAccessPolicyTarget, and Microsoft's page on cross-tenant access
settings for B2B collaboration (an inbound default cannot name users). What the documents leave open (an empty
list, duplicates, other spellings of a keyword) is refused.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from crosscloud.domain.guid import fold, is_guid
from crosscloud.emulator.errors import invalid_property, invalid_value
from crosscloud.emulator.surfaces import Surface
from crosscloud.emulator.values import Plain

_MEMBERS: Final = ("target", "targetType")


@dataclass(frozen=True)
class Targets(Plain):
    """A list of targets of one sort.

    Attributes:
        wildcard: the keyword that stands for all of them, and alone in its list.
        keyword_type: the target type of the keywords.
        id_types: the target types that a GUID may have.
        keywords: further keywords, which may stand beside GUIDs.
        wildcard_only: whether ids cannot be chosen (users of an inbound default).
    """

    wildcard: str
    keyword_type: str
    id_types: tuple[str, ...]
    keywords: tuple[str, ...] = ()
    wildcard_only: bool = False

    def take(self, sent: object, held: object, at: str, surface: Surface) -> object:
        """`sent`, if it is such a list; it replaces the list that was held."""
        if not isinstance(sent, list) or not sent:
            raise invalid_value(at, "it must be a list of at least one target.")
        taken = [self._target(item, f"{at}/{index}") for index, item in enumerate(sent)]
        names = [fold(target["target"]) for target in taken]
        if len(set(names)) != len(names):
            raise invalid_value(at, "a target must not occur twice.")
        if self.wildcard in names and len(names) > 1:
            raise invalid_value(at, f"{self.wildcard} must stand alone.")
        if self.wildcard_only and names != [self.wildcard]:
            raise invalid_value(at, f"an inbound default can name {self.wildcard} only.")
        return taken

    def _target(self, sent: object, at: str) -> Mapping[str, str]:
        if not isinstance(sent, dict):
            raise invalid_value(at, "it must be an object with target and targetType.")
        for name, value in sent.items():
            if name not in _MEMBERS:
                raise invalid_property(name)
            if not isinstance(value, str):
                raise invalid_value(f"{at}/{name}", "it must be a string.")
        if len(sent) != len(_MEMBERS):
            raise invalid_value(at, "both target and targetType are required.")
        target, target_type = sent["target"], sent["targetType"]
        if target == self.wildcard or target in self.keywords:
            allowed: tuple[str, ...] = (self.keyword_type,)
        elif is_guid(target):
            allowed = self.id_types
        else:
            keywords = ", ".join((self.wildcard, *self.keywords))
            raise invalid_value(f"{at}/target", f"it must be a GUID or one of {keywords}.")
        if target_type not in allowed:
            raise invalid_value(f"{at}/targetType", f"for this target it must be {' or '.join(allowed)}.")
        return {"target": target, "targetType": target_type}


USERS_AND_GROUPS: Final = Targets("AllUsers", "user", ("user", "group"))
ALL_USERS_ONLY: Final = Targets("AllUsers", "user", ("user", "group"), wildcard_only=True)
USERS: Final = Targets("AllUsers", "user", ("user",))
APPLICATIONS: Final = Targets("AllApplications", "application", ("application",), keywords=("Office365",))
