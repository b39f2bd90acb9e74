"""`accept` and `severity` of the provider's block: what the environment file says, for those who have none.

Stacks made from an environment hand its entries over here, with the tenants' ids in place of their names.
"""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from crosscloud.bridge.schema import must_be_date, must_be_guid, must_be_one_of, must_say_something
from crosscloud.domain.finding_policy import NEVER_ACCEPTED, SEVERITIES, Acceptance, FindingPolicy, is_finding
from crosscloud.domain.guid import fold
from crosscloud.tfplugin import STRING, Attribute, NestedObject, map_of, set_of


def _must_be_finding(value: str) -> str | None:
    if value in NEVER_ACCEPTED:
        return f"cannot be {value}, which is always an error: {NEVER_ACCEPTED[value]}"
    return None if is_finding(value) else f"must be the id of a finding, such as XC301, not {value!r}"


def _must_be_guids(value: list[str | None]) -> list[str]:
    return [text for tenant in value if (text := must_be_guid(tenant))] if value else ["cannot be empty"]


def _must_be_severities(value: Mapping[str, str]) -> list[str]:
    choice = must_be_one_of(*SEVERITIES)
    found = [*map(_must_be_finding, _spell_ids(value)), *map(choice, value.values())]
    return [text for text in found if text is not None]


def _spell_ids(severity: Mapping[str, str]) -> dict[str, str]:
    """`severity` by ids as they are: CDK for Terraform writes the keys of a map in lower case."""
    return {finding.upper(): weight for finding, weight in severity.items()}


ATTRIBUTES = (
    Attribute(
        "accept",
        nested=NestedObject(
            (
                Attribute(
                    "finding",
                    STRING,
                    description="Its id, such as `XC301`.",
                    required=True,
                    validators=(_must_be_finding,),
                ),
                Attribute(
                    "tenants",
                    set_of(STRING),
                    description="The ids of all tenants that it is about, as the error names them.",
                    required=True,
                    validators=(_must_be_guids,),
                ),
                Attribute(
                    "reason",
                    STRING,
                    description="Why it is meant.",
                    required=True,
                    validators=(must_say_something,),
                ),
                Attribute(
                    "approved_by",
                    STRING,
                    description="Who answers for it.",
                    required=True,
                    validators=(must_say_something,),
                ),
                Attribute(
                    "expires",
                    STRING,
                    description="The last day on which it holds (UTC), such as `2027-06-30`.",
                    required=True,
                    validators=(must_be_date,),
                ),
            ),
            "list",
        ),
        description=(
            "Findings that are meant after all: such an error no longer refuses a plan. The same as `accept` in "
            "an environment file, which stacks hand over here."
        ),
        optional=True,
    ),
    Attribute(
        "severity",
        map_of(STRING),
        description=(
            f"What a finding counts as here, by its id: {', '.join(SEVERITIES)}. The same as `severity` in an "
            "environment file."
        ),
        optional=True,
        validators=(_must_be_severities,),
    ),
)
"""What the provider's block has for it."""


def read_finding_policy(config: Mapping[str, Any]) -> FindingPolicy:
    """What the provider's configuration says, which was validated."""
    return FindingPolicy(
        accept=tuple(
            Acceptance(
                finding=entry["finding"],
                tenants=tuple(fold(tenant) for tenant in entry["tenants"]),
                reason=entry["reason"],
                approved_by=entry["approved_by"],
                expires=dt.date.fromisoformat(entry["expires"]),
            )
            for entry in config.get("accept") or ()
        ),
        severities=_spell_ids(config.get("severity") or {}),
    )
