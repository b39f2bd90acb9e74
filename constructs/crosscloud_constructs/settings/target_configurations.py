"""Sections that name users alone, or applications alone: Microsoft 365 collaboration and app service connect.

All of them exist in the Global cloud only (per-cloud schemas of Microsoft Graph).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import ClassVar, Literal, Self, TypeAlias

from crosscloud.domain.settings import PARTNER, Value, problems
from crosscloud_constructs.collecting import refuse
from crosscloud_constructs.errors import IntentProblem, SettingsError
from crosscloud_constructs.settings.checks import intent_problem
from crosscloud_constructs.settings.targets import Given, Keyword, Kind, Target, targets
from crosscloud_constructs.source import Source, calling_code

_AccessType: TypeAlias = Literal["allowed", "blocked"]
_Argument: TypeAlias = tuple[Kind, Iterable[Given] | Keyword]


@dataclass(frozen=True, slots=True)
class _TargetConfiguration:
    """Targets that are allowed, or blocked.

    Attributes:
        access_type: whether the targets alone are allowed, or the targets alone are blocked.
        targets: the users and groups, or the applications.
        source: where in the code it was made.
    """

    access_type: _AccessType
    targets: tuple[Target, ...]
    source: Source = field(compare=False, repr=False)

    _section: ClassVar[str]
    _member: ClassVar[str]

    @classmethod
    def _make(cls, access_type: _AccessType, *arguments: _Argument) -> Self:
        where = calling_code()
        found: list[IntentProblem] = []
        named = [target for kind, given in arguments for target in targets(given, kind, f"{kind}s", where, found)]
        made = cls(access_type, tuple(named), where)
        if not found:
            rules = problems(PARTNER.section(cls._section), made.to_value())
            found = [intent_problem((cls.__name__, *broken.path), broken, where) for broken in rules]
        if found:
            refuse(SettingsError(found), made)
        return made

    def to_value(self) -> Value:
        """The value as the settings describe it."""
        named: list[Value] = [target.to_value() for target in self.targets]
        return {self._member: {"access_type": self.access_type, "targets": named}}


class M365CollaborationInbound(_TargetConfiguration):
    """Which users of the other tenant may collaborate with this one in Microsoft 365 applications.

    Microsoft Graph reference, crossTenantAccessPolicyM365CollaborationInboundSetting.
    """

    __slots__ = ()
    _section = "m365_collaboration_inbound"
    _member = "users"

    @classmethod
    def allow(cls, *, users: Iterable[Given] | Keyword) -> Self:
        """Allows the users named, by their ids in the other tenant, or ALL_USERS; nobody else.

        Raises:
            SettingsError: where nobody is named, or something cannot stand there.
        """
        return cls._make("allowed", ("user", users))

    @classmethod
    def block(cls, *, users: Iterable[Given] | Keyword) -> Self:
        """Blocks the users named, or ALL_USERS; everybody else is allowed. Errors are those of `allow`."""
        return cls._make("blocked", ("user", users))


class M365CollaborationOutbound(_TargetConfiguration):
    """Which of this tenant's own users and groups may collaborate with the other tenant in Microsoft 365.

    Microsoft Graph reference, crossTenantAccessPolicyM365CollaborationOutboundSetting.
    """

    __slots__ = ()
    _section = "m365_collaboration_outbound"
    _member = "users_and_groups"

    @classmethod
    def allow(cls, *, users: Iterable[Given] | Keyword = (), groups: Iterable[Given] = ()) -> Self:
        """Allows the users and groups named, or users=ALL_USERS; nobody else.

        Raises:
            SettingsError: where nobody is named, or something cannot stand there.
        """
        return cls._make("allowed", ("user", users), ("group", groups))

    @classmethod
    def block(cls, *, users: Iterable[Given] | Keyword = (), groups: Iterable[Given] = ()) -> Self:
        """Blocks the users and groups named; everybody else is allowed. Errors are those of `allow`."""
        return cls._make("blocked", ("user", users), ("group", groups))


class AppServiceConnectInbound(_TargetConfiguration):
    """Which applications may connect across the boundary between the other tenant and this one.

    Microsoft Graph reference, crossTenantAccessPolicyAppServiceConnectSetting.
    """

    __slots__ = ()
    _section = "app_service_connect_inbound"
    _member = "applications"

    @classmethod
    def allow(cls, *, applications: Iterable[Given] | Keyword) -> Self:
        """Allows the applications named, or ALL_APPLICATIONS; no other.

        Raises:
            SettingsError: where no application is named, or something cannot stand there.
        """
        return cls._make("allowed", ("application", applications))

    @classmethod
    def block(cls, *, applications: Iterable[Given] | Keyword) -> Self:
        """Blocks the applications named, or ALL_APPLICATIONS; every other one is allowed. Errors as of `allow`."""
        return cls._make("blocked", ("application", applications))
