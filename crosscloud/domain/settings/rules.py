"""What a value must be before it is sent: the rules, which the code, the provider, and every finding rest on.

Rules are those of Microsoft's pages on cross-tenant access settings for B2B collaboration, and for what
those leave undocumented (an empty list, a duplicate) the stricter reading. A broken rule is data; what a reader
is told of it is made in `crosscloud.wording.settings_problems`.
"""

from collections import Counter
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from types import MappingProxyType
from typing import Final

from crosscloud.domain.clouds import ENDPOINTS, Cloud, enableable_endpoints
from crosscloud.domain.guid import fold, is_guid
from crosscloud.domain.settings.providers import redemption_providers
from crosscloud.domain.settings.shapes import (
    ALL_APPLICATIONS,
    ALL_USERS,
    B2B_SETTING,
    FALLBACK_PROVIDERS,
    INVITATION_REDEMPTION,
    KEYWORDS,
    OFFICE_365,
    PRIMARY_PROVIDERS,
    TENANT_RESTRICTIONS,
)
from crosscloud.domain.settings.table import ALLOWED_CLOUD_ENDPOINTS
from crosscloud.domain.settings.types import Bool, Collection, Object, Section, Settings, Text, Type, Value
from crosscloud.domain.settings.wire import is_null


class Rule(Enum):
    """A rule of the settings that a value can break."""

    SHAPE = auto()
    """A value is of the type that the table names."""
    MISSING = auto()
    """What must be given is given."""
    EMPTY_OBJECT = auto()
    """An object that is given has members."""
    EMPTY_TEXT = auto()
    """A text that is given says something."""
    CHOICE = auto()
    """A text is one of those that there are."""
    NOT_AN_ID = auto()
    """An id is a GUID, or a keyword."""
    WRONG_LIST = auto()
    """A keyword stands in the kind of list that it belongs to."""
    EMPTY_LIST = auto()
    """A list names something."""
    REPEATED = auto()
    """A list names nothing twice; ids compare without regard to case."""
    MIXED = auto()
    """A wildcard stands alone in its list."""
    ALL_USERS_TYPE = auto()
    """The keyword for all users has the target type user."""
    USERS_BLOCKED_ALONE = auto()
    """All users are blocked only together with all applications."""
    APPLICATIONS_BLOCKED_ALONE = auto()
    """All applications are not blocked while users are allowed."""
    DEFAULT_CHOOSES_USERS = auto()
    """An inbound default, which governs organisations that nobody named, is about all users."""
    NOT_DECLARED = auto()
    """The Graph of the tenant's cloud declares the section."""
    OWN_CLOUD = auto()
    """A tenant does not enable its own cloud."""
    CLOUD_OUT_OF_REACH = auto()
    """A tenant enables a cloud that its own may collaborate with."""
    UNKNOWN_CLOUD = auto()
    """A cloud that is enabled is one that is known."""
    PROVIDER_NOT_IN_CLOUD = auto()
    """Redemption names identity providers that the tenant's cloud has."""


_FINDINGS: Final[Mapping[Rule, str]] = MappingProxyType(
    {
        Rule.NOT_AN_ID: "XC210",
        Rule.WRONG_LIST: "XC203",
        Rule.EMPTY_LIST: "XC203",
        Rule.REPEATED: "XC203",
        Rule.MIXED: "XC203",
        Rule.ALL_USERS_TYPE: "XC203",
        Rule.USERS_BLOCKED_ALONE: "XC201",
        Rule.DEFAULT_CHOOSES_USERS: "XC202",
        Rule.NOT_DECLARED: "XC213",
        Rule.OWN_CLOUD: "XC212",
        Rule.CLOUD_OUT_OF_REACH: "XC212",
        Rule.UNKNOWN_CLOUD: "XC210",
    }
)
_OF_A_TARGET: Final[Mapping[str, str]] = MappingProxyType({"target": "XC210", "target_type": "XC203"})
_OF_TEXTS: Final = (Rule.MISSING, Rule.EMPTY_TEXT, Rule.CHOICE)
_REDEMPTION: Final = frozenset(member.name for member in INVITATION_REDEMPTION.members)


@dataclass(frozen=True, slots=True)
class Problem:
    """A rule that a value breaks.

    Attributes:
        rule: which one.
        path: where inside the section (member names).
        given: what breaks it: the value, the name that is repeated, the wildcard that is mixed.
        target: of which target a wrong target type is; empty where it is about no target.
        times: how often a name stands in its list.
        expected: what it should be: the type at its place.
        may: what it may be in the tenant's cloud.
        cloud: the tenant's cloud, where the rule is one of clouds.
        graph: Graph's name of the section, where the rule is whether it is declared.
        source: where it stands which clouds declare it.
        section: the section's name, likewise.
        dispute: what Microsoft's sources say where they disagree whether the cloud has it; empty otherwise.
    """

    rule: Rule
    path: tuple[str, ...] = ()
    given: Value = None
    target: str = ""
    times: int = 0
    expected: Type | None = None
    may: tuple[str, ...] = ()
    cloud: Cloud | None = None
    graph: str = ""
    source: str = ""
    section: str = ""
    dispute: str = ""

    @property
    def finding(self) -> str:
        """The id of the finding that it is; empty where it is none."""
        if self.path and self.path[0] in _REDEMPTION:
            return "XC209"
        if self.rule in _OF_TEXTS and self.path[-2:-1] == ("targets",):
            return _OF_A_TARGET[self.path[-1]]
        return _FINDINGS.get(self.rule, "")


def problems(section: Section, value: Value) -> Iterator[Problem]:
    """Everything that is wrong with a `value` given for `section`, whatever the tenant and kind of settings."""
    if value is None:
        return
    found: list[Problem] = []
    _check_shape(section.type, value, (), found)
    yield from found
    if section.type in (B2B_SETTING, TENANT_RESTRICTIONS) and isinstance(value, dict):
        yield from _all_users_blocked(value)


def problems_in_cloud(
    section: Section, value: Value, cloud: Cloud, tries: Container[str] = ()
) -> Iterator[Problem]:
    """What is wrong with `value` in `cloud`: what that cloud does not declare, or does not have.

    A section whose name is among `tries` may be sent where Microsoft's sources disagree whether the cloud has it.
    """
    if value is None:
        return
    if not section.versions_in(cloud.name, tries):
        dispute = section.dispute if cloud.name in section.disputed else ""
        yield Problem(
            Rule.NOT_DECLARED,
            cloud=cloud,
            graph=section.graph,
            source=section.source,
            section=section.name,
            dispute=dispute,
        )
    if section is ALLOWED_CLOUD_ENDPOINTS and isinstance(value, list):
        yield from _endpoints(value, cloud)
    if section.type is INVITATION_REDEMPTION and isinstance(value, dict):
        yield from _providers(value, cloud)


def problems_in(settings: Settings, section: Section, value: Value) -> Iterator[Problem]:
    """What is wrong with `value` in this kind of settings.

    A default must have both halves of a section, since nothing stands behind it; an inbound default cannot choose
    users, since it governs organisations that nobody named.
    """
    if is_null(section.type, value):
        return
    yield from _left_out(settings, section.type, value, ())
    if settings.name != "default_settings" or not section.name.endswith("_inbound"):
        return
    for half in ("users_and_groups", "users"):
        users = value.get(half) if isinstance(value, dict) else None
        targets = users.get("targets") if isinstance(users, dict) else None
        if isinstance(targets, list) and any(_target_of(item) != ALL_USERS for item in targets):
            yield Problem(Rule.DEFAULT_CHOOSES_USERS, (half, "targets"))


def _endpoints(value: list[Value], cloud: Cloud) -> Iterator[Problem]:
    may = enableable_endpoints(cloud)
    for endpoint in value:
        if not isinstance(endpoint, str) or endpoint in may:
            continue
        if endpoint == cloud.endpoint:
            rule = Rule.OWN_CLOUD
        else:
            rule = Rule.CLOUD_OUT_OF_REACH if endpoint in ENDPOINTS else Rule.UNKNOWN_CLOUD
        yield Problem(rule, given=endpoint, may=may, cloud=cloud)


def _providers(value: dict[str, Value], cloud: Cloud) -> Iterator[Problem]:
    primary, fallback = redemption_providers(cloud)
    at = ("primary_identity_provider_precedence_order",)
    order = value.get(*at)
    for provider in order if isinstance(order, list) else ():
        if isinstance(provider, str) and provider in PRIMARY_PROVIDERS and provider not in primary:
            yield Problem(Rule.PROVIDER_NOT_IN_CLOUD, at, provider, may=primary, cloud=cloud)
    at = ("fallback_identity_provider",)
    last = value.get(*at)
    if isinstance(last, str) and last in FALLBACK_PROVIDERS and last not in fallback:
        yield Problem(Rule.PROVIDER_NOT_IN_CLOUD, at, last, may=fallback, cloud=cloud)


def _left_out(settings: Settings, type_: Type, value: Value, at: tuple[str, ...]) -> Iterator[Problem]:
    """Members that other kinds of settings may leave out, and this one may not."""
    if not isinstance(type_, Object) or not isinstance(value, dict):
        return
    for member in type_.members:
        inner = value.get(member.name)
        if inner is not None:
            yield from _left_out(settings, member.type, inner, (*at, member.name))
        elif member.optional_in and settings.name not in member.optional_in:
            yield Problem(Rule.MISSING, (*at, member.name))


def _check_shape(type_: Type, value: Value, at: tuple[str, ...], found: list[Problem], target: str = "") -> None:
    """Add to `found`, rather than yield, since a policy has many values and each is a few levels deep."""
    if isinstance(value, str) and isinstance(type_, Text):  # first, as most values are
        _check_text(type_, value, at, found, target)
    elif isinstance(value, dict) and isinstance(type_, Object):
        named = value.get("target")
        target = named if isinstance(named, str) else ""
        if not target and is_null(type_, value):
            found.append(Problem(Rule.EMPTY_OBJECT, at))
            return
        for member in type_.members:
            inner = value.get(member.name)
            if inner is not None:
                _check_shape(member.type, inner, (*at, member.name), found, target)
            elif member.default is None and not member.optional_in:
                path = (*at, member.name)
                found.append(Problem(Rule.MISSING, path, target=target, expected=member.type))
    elif isinstance(value, list) and isinstance(type_, Collection):
        for item in value:
            _check_shape(type_.element, item, at, found)
        _check_list(type_, value, at, found)
    elif not (isinstance(value, bool) and isinstance(type_, Bool)):
        found.append(Problem(Rule.SHAPE, at, value, expected=type_))


def _check_text(type_: Text, value: str, at: tuple[str, ...], found: list[Problem], target: str) -> None:
    if type_.choices and value in type_.choices:
        return
    if not value.strip():
        found.append(Problem(Rule.EMPTY_TEXT, at, value, target=target, expected=type_))
        return
    if type_.choices:
        found.append(Problem(Rule.CHOICE, at, value, target=target, expected=type_))
    if type_.is_id and value not in type_.keywords and not is_guid(value):
        rule = Rule.WRONG_LIST if value in KEYWORDS else Rule.NOT_AN_ID
        found.append(Problem(rule, at, value, target=target, expected=type_))


def _check_list(type_: Collection, items: list[Value], at: tuple[str, ...], found: list[Problem]) -> None:
    if not items and not type_.can_be_empty:
        found.append(Problem(Rule.EMPTY_LIST, at, expected=type_))
    named = [fold(key) for item in items if isinstance(key := _target_of(item), str)]
    different = set(named)
    if len(different) < len(named):
        for name, times in Counter(named).items():
            if times > 1:
                found.append(Problem(Rule.REPEATED, at, name, times=times))
    if len(different) > 1:
        found += [Problem(Rule.MIXED, at, each) for each in (ALL_USERS, ALL_APPLICATIONS) if each in different]
    if ALL_USERS in different and _takes(type_.element, ALL_USERS):
        kinds = [
            item.get("target_type") for item in items if isinstance(item, dict) and _target_of(item) == ALL_USERS
        ]
        found += [Problem(Rule.ALL_USERS_TYPE, at, kind, target=ALL_USERS) for kind in kinds if kind != "user"]


def _target_of(item: Value) -> Value:
    return item.get("target") if isinstance(item, dict) else item


def _takes(element: Text | Object, keyword: str) -> bool:
    members = element.members if isinstance(element, Object) else ()
    return any(isinstance(member.type, Text) and keyword in member.type.keywords for member in members)


def _all_users_blocked(value: dict[str, Value]) -> Iterator[Problem]:
    """The portal's rule: all users are blocked only with all applications, and these not for allowed users."""
    users, applications = value.get("users_and_groups"), value.get("applications")
    if not isinstance(users, dict) or not isinstance(applications, dict):
        return
    is_taken = _blocks(applications, ALL_APPLICATIONS) or blocks_the_suite_alone(applications)
    if _blocks(users, ALL_USERS) and not is_taken:
        yield Problem(Rule.USERS_BLOCKED_ALONE)
    if _blocks(applications, ALL_APPLICATIONS) and users.get("access_type") == "allowed":
        yield Problem(Rule.APPLICATIONS_BLOCKED_ALONE)


def _blocks(half: dict[str, Value], wildcard: str) -> bool:
    return half.get("access_type") == "blocked" and has_target(half, wildcard)


def blocks_the_suite_alone(half: Mapping[str, Value]) -> bool:
    """Whether a half blocks Office 365 and nothing else."""
    targets = half.get("targets")
    is_one = isinstance(targets, list) and len(targets) == 1
    return half.get("access_type") == "blocked" and is_one and has_target(half, OFFICE_365)


def has_target(half: Mapping[str, Value], keyword: str) -> bool:
    """Whether `keyword` is among the targets of one half of a section."""
    targets = half.get("targets")
    return isinstance(targets, list) and any(isinstance(t, dict) and t.get("target") == keyword for t in targets)
