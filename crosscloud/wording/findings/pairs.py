"""What is told where two halves do not fit (1xx)."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from crosscloud.domain.findings import Finding
from crosscloud.domain.findings.rules.pair_clouds import CloudNotEnabled, EnabledAtOneEnd, UnsupportedPair
from crosscloud.wording.findings.said import Said
from crosscloud.wording.names import Names


def unsupported_pair(facts: UnsupportedPair, _: Finding, names: Names) -> Said:
    """XC101."""
    one, other = names.tenant(facts.one), names.tenant(facts.other)
    clouds = (
        f"{facts.undocumented}, a cloud for which no value to enable is documented"
        if facts.clouds is None
        else f"{facts.clouds[0]} and {facts.clouds[1]}"
    )
    return Said(
        f"{one} and {other} are in clouds that cannot collaborate.",
        f"The pair is {clouds}. Microsoft supports Global with US Government and Global with China.",
        "Take the partner out at both ends; guests need accounts of the cloud that they work in.",
    )


def cloud_not_enabled(facts: CloudNotEnabled, finding: Finding, names: Names) -> Said:
    """XC102."""
    tenant, partner = names.tenant(facts.tenant), names.tenant(facts.partner)
    enabled = (
        "but which clouds it has enabled is not known."
        if finding.severity == "unknown"
        else "but has not enabled that cloud."
    )
    return Said(
        f"{tenant} lists {partner} of {facts.cloud}, {enabled}",
        "Without the cloud enabled, nobody gets in or out, whatever the partner's entry says.",
        f"Enable {facts.cloud.endpoint} in the cross-cloud settings of {tenant} (allowed_cloud_endpoints), "
        "or take the partner out.",
    )


def enabled_at_one_end(facts: EnabledAtOneEnd, _: Finding, names: Names) -> Said:
    """XC103."""
    tenant, partner = names.tenant(facts.tenant), names.tenant(facts.partner)
    return Said(
        f"{tenant} has enabled {facts.partner_cloud}, {partner} has not enabled {facts.tenant_cloud}.",
        "Both tenants must enable the other's cloud; until then nobody gets in, in either direction.",
        f"Enable {facts.tenant_cloud.endpoint} in the cross-cloud settings of {partner} "
        "(allowed_cloud_endpoints).",
    )


WORDS: Final[Mapping[type, Callable[[Any, Finding, Names], Said]]] = MappingProxyType(
    {
        UnsupportedPair: unsupported_pair,
        CloudNotEnabled: cloud_not_enabled,
        EnabledAtOneEnd: enabled_at_one_end,
    }
)
"""The sentences for each kind of facts."""
