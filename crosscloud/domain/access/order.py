"""In which order tenants may be changed, so that no moment permits what neither before nor after permits.

Access is what both ends permit, and a tenant is changed as a whole. Between the two changes of a pair one end
is new and the other old: that mixture may permit more than either. Each direction depends on two tenants
alone, so that it is enough to look at each pair: which of the two may go first. The ways beside collaboration
count as well; what they lose for a while does not.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from crosscloud.domain.access.permission import Permission, permission, table_of
from crosscloud.domain.access.ways import may_be_open, way_permission
from crosscloud.domain.tenant import TenantSettings
from crosscloud.domain.truth import Truth


@dataclass(frozen=True, slots=True)
class Order:
    """How to apply a change of several tenants.

    Attributes:
        waves: tenant ids in groups: those of one group may be changed at once, the groups one after the other.
        unsafe: the pairs (or circles) of tenants between which no order is safe; then `waves` is empty.
    """

    waves: tuple[tuple[str, ...], ...]
    unsafe: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class _Moment:
    """The state between two changes: whether it permits too much, and how much it takes away for a while."""

    is_unsafe: bool
    losses: int


def safe_order(before: Mapping[str, TenantSettings], after: Mapping[str, TenantSettings]) -> Order:
    """The order for the tenants that change; with as few temporary losses as it can have.

    Args:
        before: every tenant as it is, by tenant id.
        after: every tenant as it will be.
    """
    changing = [tenant_id for tenant_id in before if before[tenant_id] != after[tenant_id]]
    must: set[tuple[str, str]] = set()
    better: list[tuple[str, str]] = []
    unsafe: list[tuple[str, str]] = []
    for index, one in enumerate(changing):
        for other in changing[index + 1 :]:
            first, second = _moment(before, after, one, other), _moment(before, after, other, one)
            if first.is_unsafe and second.is_unsafe:
                unsafe.append((one, other))
            elif first.is_unsafe or second.is_unsafe:
                must.add((other, one) if first.is_unsafe else (one, other))
            elif first.losses != second.losses:
                better.append((one, other) if first.losses < second.losses else (other, one))
    if unsafe:
        return Order((), tuple(unsafe))
    return _in_waves(changing, must, better)


def _in_waves(changing: Sequence[str], must: set[tuple[str, str]], better: Sequence[tuple[str, str]]) -> Order:
    if _waves(changing, must) is None:  # three tenants may each have to go before the next
        return Order((), (tuple(sorted({tenant_id for pair in must for tenant_id in pair})),))
    # For each tenant, itself and all that come before it. A wish that would turn this round is not granted.
    earlier = {tenant: {tenant} for tenant in changing}
    chosen: list[tuple[str, str]] = []
    for first, second in (*must, *better):
        if second not in earlier[first]:
            chosen.append((first, second))
            for tenants in earlier.values():
                if second in tenants:
                    tenants.update(earlier[first])
    return Order(tuple(_waves(changing, chosen) or ()))


def _waves(tenants: Sequence[str], before: Iterable[tuple[str, str]]) -> list[tuple[str, ...]] | None:
    """The tenants in groups, each after all that go before it; None where they wait for one another."""
    waiting: dict[str, set[str]] = {tenant: set() for tenant in tenants}
    for first, second in before:
        waiting[second].add(first)
    waves = []
    while waiting:
        ready = tuple(tenant for tenant, firsts in waiting.items() if not firsts & waiting.keys())
        if not ready:
            return None
        waves.append(ready)
        for tenant in ready:
            del waiting[tenant]
    return waves


def _moment(
    before: Mapping[str, TenantSettings], after: Mapping[str, TenantSettings], first: str, second: str
) -> _Moment:
    """What holds between the pair once `first` has been changed and `second` has not."""
    is_unsafe, losses = False, 0
    half = {first: after[first], second: before[second]}
    for home, resource in ((first, second), (second, first)):
        was = permission(before[home], before[resource])
        will = permission(after[home], after[resource])
        found = _compare(was, permission(half[home], half[resource]), will)
        is_unsafe, losses = is_unsafe or found.is_unsafe, losses + found.losses
        for way in may_be_open(half[home], half[resource]):
            meanwhile = way_permission(way, half[home], half[resource])
            ends = [way_permission(way, each[home], each[resource]) for each in (before, after)]
            is_unsafe = is_unsafe or _compare(ends[0], meanwhile, ends[1]).is_unsafe
    return _Moment(is_unsafe, losses)


def _compare(before: Permission, between: Permission, after: Permission) -> _Moment:
    table = table_of((before, between, after))
    was, will = table.answers(before), table.answers(after)
    is_unsafe, losses = False, 0
    for field, meanwhile in table.answers(between).items():
        ends = was[field], will[field]
        if meanwhile is not Truth.NO and ends == (Truth.NO, Truth.NO):
            is_unsafe = True
        elif meanwhile is Truth.NO and ends == (Truth.YES, Truth.YES):
            losses += 1
    return _Moment(is_unsafe, losses)
