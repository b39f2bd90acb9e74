"""`hold` of the provider's block: tenants between which no plan may open anything while an incident lasts.

Stacks made from an environment hand over here the holds of their tenant, with ids in place of names.
"""

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from crosscloud.bridge.schema import must_be_date, must_be_guid, must_say_something
from crosscloud.domain.guid import fold
from crosscloud.domain.hold import Hold
from crosscloud.tfplugin import STRING, Attribute, NestedObject, is_wholly_known, set_of

_HERE: Final = "hold in the provider's block"


def _fold_ids(tenants: Sequence[str | None]) -> list[str]:
    return [fold(tenant) for tenant in tenants if tenant is not None]


def _must_be_apart(value: Sequence[str | None]) -> list[str]:
    found = [text for tenant in value if (text := must_be_guid(tenant))]
    ids = _fold_ids(value)
    found += [f"names the tenant {id_} twice: keep one" for id_ in sorted(set(ids)) if ids.count(id_) > 1]
    if len(ids) < 2:
        found.append("must be two ids or more: this tenant's, and whom it is held apart from")
    return found


HOLD: Final = Attribute(
    "hold",
    nested=NestedObject(
        (
            Attribute(
                "tenants",
                set_of(STRING),
                description="The ids of the tenants, this one among them; of more than two, each with each other.",
                required=True,
                validators=(_must_be_apart,),
            ),
            Attribute(
                "reason",
                STRING,
                description="What happened, with the number of the incident.",
                required=True,
                validators=(must_say_something,),
            ),
            Attribute(
                "held_by",
                STRING,
                description="Who answers for it.",
                required=True,
                validators=(must_say_something,),
            ),
            Attribute(
                "since",
                STRING,
                description="The day on which it began, such as `2027-06-30`.",
                required=True,
                validators=(must_be_date,),
            ),
            Attribute(
                "where",
                STRING,
                description="Its place for a reader, such as `environments/pilot.yaml:61`; stacks say it.",
                optional=True,
                validators=(must_say_something,),
            ),
        ),
        "list",
    ),
    description=(
        "Tenants that are held apart: while an entry stands, a plan that opens anything between them is refused "
        "(XC312), which nothing accepts. The same as `hold` in an environment file, which stacks hand over here."
    ),
    optional=True,
)
"""What the provider's block has for it."""


def find_holds_of_others(config: Mapping[str, Any]) -> Iterator[str]:
    """What to say of holds that are not about the provider's own tenant, as far as they are known."""
    own, holds = config["tenant_id"], config.get("hold")
    if not is_wholly_known(own) or not is_wholly_known(holds):
        return
    for number, entry in enumerate(holds or ()):
        if fold(own) not in _fold_ids(entry["tenants"]):
            yield (
                f"hold[{number}].tenants must name the provider's own tenant, {fold(own)}: between others it "
                "opens nothing. Add it, or move the entry to the provider of a tenant that it names."
            )


def read_holds(config: Mapping[str, Any]) -> tuple[Hold, ...]:
    """The holds in the provider's configuration, which was validated."""
    return tuple(
        Hold(
            tenants=tuple(_fold_ids(entry["tenants"])),
            reason=entry["reason"],
            held_by=entry["held_by"],
            since=dt.date.fromisoformat(entry["since"]),
            where=entry.get("where") or _HERE,
        )
        for entry in config.get("hold") or ()
    )
