"""How large the policy is, against the limit that older documents name.

Source: Microsoft Graph reference, crossTenantAccessPolicy (25 KB). Tenants that Microsoft moved to its scalable
store have no such limit; whether US Government and China were moved is not documented.
"""

import json
from collections.abc import Iterator
from typing import Final

from crosscloud.domain.findings.finding import Finding, finding
from crosscloud.domain.findings.situation import Situation
from crosscloud.domain.tenant import PARTS

LIMIT: Final = 25 * 1024
"""Bytes of JSON in UTF-8, default and partners together."""


def policy_is_large(situation: Situation) -> Iterator[Finding]:
    """XC206: the JSON of the whole policy is above 80 % of the older limit."""
    for facts in situation.managed():
        if not facts.settings.is_read:
            continue
        snapshot = facts.settings.to_snapshot()
        whole = {part: snapshot[part] for part in PARTS}
        size = len(json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass"))
        if size > LIMIT * 0.8:
            name = facts.settings.name
            yield finding(
                "XC206",
                (name,),
                (facts.settings.tenant_id,),
                summary=f"The policy of {name} has {size / 1024:,.0f} KB; older documents name a limit of 25 KB.",
                detail="Tenants on Microsoft's scalable store have no limit. Elsewhere a write above 25 KB is "
                "answered "
                "with 400.",
                fix="Nothing, unless a write is refused for its size; then inherit more sections from the "
                "default.",
                degree=size // LIMIT,
            )
