"""What a value must be before it is sent: checked in the code, at plan time and once more before a write.

Rules are those of Microsoft's pages on cross-tenant access settings for B2B collaboration, and for what
those leave undocumented (an empty list, a duplicate) the stricter reading. A message says what must be.
"""

from collections import Counter
from collections.abc import Iterator
from types import MappingProxyType
from typing import Final

from crosscloud.domain.clouds import Cloud, enableable_endpoints, endpoint_title
from crosscloud.domain.guid import fold, is_guid
from crosscloud.domain.settings.providers import redemption_providers
from crosscloud.domain.settings.shapes import (
    ALL_APPLICATIONS,
    ALL_USERS,
    B2B_SETTING,
    FALLBACK_PROVIDERS,
    INVITATION_REDEMPTION,
    PRIMARY_PROVIDERS,
    TENANT_RESTRICTIONS,
)
from crosscloud.domain.settings.table import ALLOWED_CLOUD_ENDPOINTS
from crosscloud.domain.settings.types import Bool, Collection, Object, Section, Settings, Text, Type, Value
from crosscloud.domain.settings.wire import is_null

_SHAPES: Final = MappingProxyType(
    {Object: "an object", Collection: "a list", Text: "a string", Bool: "true or false"}
)

Problem = tuple[tuple[str, ...], str]
"""Where inside the value (member names), and what must be; the text starts in lower case."""


def problems(section: Section, value: Value) -> Iterator[Problem]:
    """Everything that is wrong with a `value` given for `section`, whatever the tenant and kind of settings."""
    if value is None:
        return
    yield from _shape(section.type, value, ())
    if section.type in (B2B_SETTING, TENANT_RESTRICTIONS) and isinstance(value, dict):
        yield from _all_users_blocked(value)


def problems_in_cloud(section: Section, value: Value, cloud: Cloud) -> Iterator[Problem]:
    """What is wrong with `value` in `cloud`: what that cloud does not declare, or does not have."""
    if value is None:
        return
    if section.version_in(cloud.name) is None:
        yield (), f"cannot be set in {cloud}: Graph there does not declare {section.graph} ({section.source})"
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
            yield (
                (half, "targets"),
                f"must be {ALL_USERS} alone in an inbound default, which governs organisations that nobody named",
            )


def _endpoints(value: list[Value], cloud: Cloud) -> Iterator[Problem]:
    may = enableable_endpoints(cloud)
    for endpoint in value:
        if endpoint == cloud.endpoint:
            yield (), f"cannot list the tenant's own cloud, {endpoint}; {cloud} may list {', '.join(may)}"
        elif isinstance(endpoint, str) and endpoint not in may:
            title = endpoint_title(endpoint)
            known = "" if title == endpoint else f" ({title})"
            yield (), f"cannot list {endpoint}{known}; {cloud} may list {', '.join(may)}"


def _providers(value: dict[str, Value], cloud: Cloud) -> Iterator[Problem]:
    primary, fallback = redemption_providers(cloud)
    order = value.get("primary_identity_provider_precedence_order")
    for provider in order if isinstance(order, list) else ():
        if isinstance(provider, str) and provider in PRIMARY_PROVIDERS and provider not in primary:
            yield (
                ("primary_identity_provider_precedence_order",),
                f"cannot name {provider}, which {cloud} does not have; it may name {', '.join(primary)}",
            )
    last = value.get("fallback_identity_provider")
    if isinstance(last, str) and last in FALLBACK_PROVIDERS and last not in fallback:
        yield (
            ("fallback_identity_provider",),
            f"cannot be {last}, which {cloud} does not have; it must be {' or '.join(fallback)}",
        )


def _left_out(settings: Settings, type_: Type, value: Value, at: tuple[str, ...]) -> Iterator[Problem]:
    """Members that other kinds of settings may leave out, and this one may not."""
    if not isinstance(type_, Object) or not isinstance(value, dict):
        return
    for member in type_.members:
        inner = value.get(member.name)
        if inner is not None:
            yield from _left_out(settings, member.type, inner, (*at, member.name))
        elif member.optional_in and settings.name not in member.optional_in:
            yield (*at, member.name), "must be given"


def _shape(type_: Type, value: Value, at: tuple[str, ...]) -> Iterator[Problem]:
    match type_:
        case Object(members=members) if isinstance(value, dict):
            if is_null(type_, value):
                yield at, "cannot be empty: leave it out, or give its members"
                return
            for member in members:
                inner = value.get(member.name)
                if inner is None and member.default is None and not member.optional_in:
                    yield (*at, member.name), "must be given"
                elif inner is not None:
                    yield from _shape(member.type, inner, (*at, member.name))
        case Collection() if isinstance(value, list):
            for item in value:
                yield from _shape(type_.element, item, at)
            yield from _collection(type_, value, at)
        case Text() if isinstance(value, str):
            yield from _text(type_, value, at)
        case Bool() if isinstance(value, bool):
            return
        case _:
            yield at, f"must be {_SHAPES[type(type_)]}, not {value!r}"


def _text(type_: Text, value: str, at: tuple[str, ...]) -> Iterator[Problem]:
    if not value.strip():
        yield at, "cannot be empty"
        return
    if type_.choices and value not in type_.choices:
        yield at, f"must be {' or '.join(type_.choices)}, not {value!r}"
    if type_.is_id and not is_guid(value) and value not in type_.keywords:
        words = ", ".join(type_.keywords)
        yield at, f"must be an id (a GUID){f' or one of {words}' if words else ''}, not {value!r}"


def _collection(type_: Collection, items: list[Value], at: tuple[str, ...]) -> Iterator[Problem]:
    element = type_.element
    if not items and not type_.can_be_empty:
        what = "target" if isinstance(element, Object) else "value"
        yield at, f"cannot be empty: name at least one {what}"
    keys = [_target_of(item) for item in items]
    names = [fold(key) for key in keys if isinstance(key, str)]
    for name, count in Counter(names).items():
        if count > 1:
            ids = " (ids compare without regard to case)" if is_guid(name) else ""
            yield at, f"cannot name {name} more than once{ids}"
    for wildcard in (ALL_USERS, ALL_APPLICATIONS):
        if wildcard in names and len(names) > 1:
            yield at, f"cannot mix {wildcard} with other targets"
    if not _takes(element, ALL_USERS):
        return
    for item in items:
        if isinstance(item, dict) and item.get("target") == ALL_USERS and item.get("target_type") != "user":
            yield at, f"must give {ALL_USERS} the target type user"


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
    if _blocks(users, ALL_USERS) and not _blocks(applications, ALL_APPLICATIONS):
        yield (), "cannot block all users without blocking all applications"
    if _blocks(applications, ALL_APPLICATIONS) and users.get("access_type") == "allowed":
        yield (), "cannot block all applications while users are allowed: block all users as well"


def _blocks(half: dict[str, Value], wildcard: str) -> bool:
    targets = half.get("targets")
    return (
        half.get("access_type") == "blocked"
        and isinstance(targets, list)
        and any(isinstance(target, dict) and target.get("target") == wildcard for target in targets)
    )
