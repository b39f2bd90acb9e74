"""Who gains through a way beside collaboration: what both ends permit, or one half where the other is not known.

Direct connect is judged with collaboration (`widening`), as it leads to the same applications. What the intent
declares is collaboration: that it opens another way beside it is always told, but for automatic redemption of a
direction that the plan opens in the first place.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crosscloud.domain.access import Permission, permission
from crosscloud.domain.access.comparison import Width
from crosscloud.domain.access.ways import (
    AUTOMATIC_REDEMPTION,
    DIRECT_CONNECT_WAY,
    WAYS,
    Half,
    Side,
    Way,
    default_permission,
    half_permission,
    may_be_open,
    open_halves,
    open_halves_of_default,
    way_permission,
)
from crosscloud.domain.clouds import Cloud
from crosscloud.domain.findings.finding import Facts, Finding, Place, finding
from crosscloud.domain.findings.openness import permits_nothing
from crosscloud.domain.findings.rules.widening import Gain, find_in_each, gains_of, is_untouched, may_be_in
from crosscloud.domain.findings.situation import Situation
from crosscloud.domain.settings import DEFAULT
from crosscloud.domain.tenant import TenantSettings

_OTHER_WAYS = tuple(way for way in WAYS if way is not DIRECT_CONNECT_WAY)
_SIDES: tuple[Side, ...] = ("home", "resource")


@dataclass(frozen=True, slots=True)
class OtherWayWidens(Facts):
    """XC315, where the gain is wide, and XC316.

    Attributes:
        way: which way.
        home: whose users or applications gain, a tenant id; None for any other organisation of `cloud`.
        resource: where they gain; None for any other organisation of that cloud.
        cloud: the cloud of the tenant that the finding is foremost about.
        half_of: the tenant by whose half alone it is judged; None where both ends are known, or one has no say.
        gain: what is gained, or may be.
        is_sure: whether it is surely gained.
        is_cloud_known: whether it is known in which cloud the other tenant is.
    """

    way: Way
    home: str | None
    resource: str | None
    cloud: Cloud
    half_of: str | None
    gain: Gain
    is_sure: bool
    is_cloud_known: bool = True

    @property
    def is_wide(self) -> bool:
        """Whether it reaches all users, all applications or Office 365."""
        return self.gain.width.degree > 0


def other_ways(before: Situation, after: Situation) -> Iterator[Finding]:
    """XC315 and XC316: a way beside collaboration and direct connect widens, to all or to some."""
    return find_in_each(before, after, _through_the_default, _between, _by_one_half)


def _through_the_default(was: TenantSettings, will: TenantSettings) -> Iterator[Finding]:
    """Every other organisation of the same cloud: what the default permits them."""
    if was.default is will.default:
        return
    for side, way, half in _resting_on(open_halves_of_default(will)):
        ends = (will.tenant_id, None) if side == "home" else (None, will.tenant_id)
        pairs = [(default_permission(way, side, was), default_permission(way, side, will))]
        place = Place(will.tenant_id, DEFAULT.name, half.section)
        yield from _found(place, way, ends, will.cloud, will.tenant_id, pairs)


def _between(before: Situation, after: Situation, home: str, resource: str) -> Iterator[Finding]:
    """From one known tenant to another: what both ends permit together."""
    old = before.tenants[home].settings, before.tenants[resource].settings
    new = after.tenants[home].settings, after.tenants[resource].settings
    if is_untouched(old[0], new[0], resource) and is_untouched(old[1], new[1], home):
        return
    for way in may_be_open(*new):
        if way is DIRECT_CONNECT_WAY or (
            way is AUTOMATIC_REDEMPTION and _is_opened(before, after, home, resource)
        ):
            continue
        pairs = [(way_permission(way, *old), way_permission(way, *new))]
        if way.home is None and way.resource is not None:
            place = Place(resource, home, way.resource.section)
        else:
            place = Place(home, resource, "" if way.home is None else way.home.section)
        yield from _found(place, way, (home, resource), new[0].cloud, None, pairs)


def _is_opened(before: Situation, after: Situation, home: str, resource: str) -> bool:
    """Whether the intent declares a direction in which nobody could collaborate before: the plan is for that."""
    if (home, resource) not in after.declared:
        return False
    return permits_nothing(permission(before.tenants[home].settings, before.tenants[resource].settings))


def _by_one_half(after: Situation, was: TenantSettings, will: TenantSettings, other: str) -> Iterator[Finding]:
    """From or to a partner whose settings are not known: what this half permits, in every cloud it may be in."""
    clouds: list[Cloud] = []
    for side, way, half in _resting_on(open_halves(will, other)):
        if not half.member and {_origin(each, half, other) for each in (was, will)} == {"default"}:
            continue  # told once, of the default
        clouds = clouds or may_be_in(after, was, will, other)
        pairs = [
            (half_permission(way, side, was, other, cloud), half_permission(way, side, will, other, cloud))
            for cloud in clouds
        ]
        ends = (will.tenant_id, other) if side == "home" else (other, will.tenant_id)
        place = Place(will.tenant_id, other, half.section)
        yield from _found(place, way, ends, will.cloud, will.tenant_id, pairs, is_cloud_known=len(clouds) == 1)


def _origin(tenant: TenantSettings, half: Half, other: str) -> str:
    return tenant.effective(half.section, other)[1]


def _resting_on(halves: frozenset[Half]) -> Iterator[tuple[Side, Way, Half]]:
    """The ways of which one end is among `halves`, by that end."""
    for way in _OTHER_WAYS if halves else ():
        for side, half in way.halves:
            if half in halves:
                yield side, way, half


def _found(
    place: Place,
    way: Way,
    ends: tuple[str | None, str | None],
    cloud: Cloud,
    half_of: str | None,
    pairs: Sequence[tuple[Permission, Permission]],
    *,
    is_cloud_known: bool = True,
) -> Iterator[Finding]:
    def seen(width: Width) -> Width:
        """The width in what the lists of the way name."""
        return Width(
            all_users=width.all_users and way.names_users,
            all_applications=width.all_applications and way.names_applications,
            office_365=width.office_365 and way.names_applications,
        )

    if all(was == will for was, will in pairs):
        return
    has_other_end = way.home is not None and way.resource is not None
    for gain, is_sure in gains_of(pairs, seen):
        facts = OtherWayWidens(
            way, *ends, cloud, half_of if has_other_end else None, gain, is_sure, is_cloud_known=is_cloud_known
        )
        yield finding(
            "XC315" if facts.is_wide else "XC316",
            (place.tenant,) if place.partner is None else (place.tenant, place.partner),
            place,
            facts,
            about=(way.name, "home" if ends[0] == place.tenant else "resource"),
            severity=None if is_sure else "unknown",
            degree=gain.width.degree,
        )
