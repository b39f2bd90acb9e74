"""Whether a report has to say what the guest essentials are: where it names them, it spells them out once."""

from collections.abc import Iterator

from crosscloud.domain.guid import fold
from crosscloud.domain.settings import Value
from crosscloud.review.review import Review
from crosscloud.wording.essentials import has_essentials


def names_essentials(review: Review) -> bool:
    """Whether a list of applications of `review`, in a direction or in a change, has all of them."""
    lists = (
        targets.ids for direction in review.directions for targets in direction.access.table.application_lists
    )
    if any(has_essentials(ids) for ids in lists):
        return True
    sides = (
        side.value
        for tenant in review.plan.tenants
        for change in tenant.changes
        for row in change.rows
        for side in (row.before, row.after)
    )
    return any(has_essentials(ids) for value in sides for ids in _target_lists(value))


def _target_lists(value: Value) -> Iterator[set[str]]:
    """The ids of each list of targets within a value."""
    if isinstance(value, dict):
        for member in value.values():
            yield from _target_lists(member)
    elif isinstance(value, list):
        yield {fold(str(target.get("target"))) for target in value if isinstance(target, dict)}
