"""The places of one tenant of a snapshot that have another shape than documented.

A snapshot of what Graph answered names them, so that they are told from the mistakes of whoever edits the file.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from crosscloud.domain.guid import is_guid
from crosscloud.domain.settings.answers import Fault, find_misshapen
from crosscloud.domain.settings.identity_synchronization import IDENTITY_SYNCHRONIZATION, SYNCHRONIZATION
from crosscloud.domain.settings.table import DEFAULT, PARTNER

NOT_UNDERSTOOD: Final = "not_understood"
"""Under which member a snapshot's tenant names them: place and what would have to be there."""

_TENANT_ID: Final = "tenantId"


def find_odd_places(tenant: Mapping[str, Any]) -> Iterator[Fault]:
    """Every value of another type than documented in the sections of the default and of the partners.

    The id of a partner is among them: an entry without a sound one may be anybody's.

    Args:
        tenant: one tenant of a snapshot, of which `default` and `partners` have the shape that they must have.
    """
    default, partners = tenant.get("default"), tenant.get("partners")
    if isinstance(default, Mapping):
        yield from ((f"default.{place}", problem) for place, problem in find_misshapen(DEFAULT, default))
    for index, entry in enumerate(partners if isinstance(partners, list) else ()):
        if isinstance(entry, Mapping):
            yield from ((f"partners[{index}].{place}", problem) for place, problem in _in_entry(entry))


def names_its_partner(entry: Mapping[str, Any]) -> bool:
    """Whether an entry says which organisation it is about."""
    found = entry.get(_TENANT_ID)
    return isinstance(found, str) and is_guid(found)


def _in_entry(entry: Mapping[str, Any]) -> Iterator[Fault]:
    if not names_its_partner(entry):
        yield _TENANT_ID, "must be the partner's tenant id, a GUID"
    yield from find_misshapen(PARTNER, entry)
    below = entry.get(SYNCHRONIZATION)
    if isinstance(below, Mapping):
        for place, problem in find_misshapen(IDENTITY_SYNCHRONIZATION, below):
            yield f"{SYNCHRONIZATION}.{place}", problem
    elif below is not None:
        yield SYNCHRONIZATION, "must be an object or null"


def with_odd_places(tenant: dict[str, Any]) -> dict[str, Any]:
    """`tenant` with its odd places named; the very same where there are none."""
    odd = dict(find_odd_places(tenant))
    return {**tenant, NOT_UNDERSTOOD: odd} if odd else tenant
