"""What the intent is warned of, the joint review finds too: `crosscloud plan` need not repeat the warnings."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import pytest

from crosscloud.domain.findings import Finding, Situation, TenantFacts, check
from crosscloud.domain.settings import DEFAULT, PARTNER, ROOT, Settings, to_graph
from crosscloud.domain.settings.identity_synchronization import IDENTITY_SYNCHRONIZATION, SYNCHRONIZATION
from crosscloud.domain.tenant import from_snapshot, make_unread_tenant
from crosscloud.environment import Tenant
from stacks.declared import Declared
from tests.stacks.test_stacks_findings import (
    ADATUM,
    BOTH,
    CLOSED,
    CONSENT,
    CONTOSO,
    EVERYBODY,
    FABRIKAM,
    IN,
    NORTHWIND,
    OPEN,
    TENANTS,
    entry,
    found,
    pair,
    root,
    synchronized,
)

USER = {"access_type": "blocked", "targets": [{"target": CONTOSO.tenant_id, "target_type": "user"}]}
DESK = {"access_type": "blocked", "targets": [{"target": ADATUM.tenant_id, "target_type": "application"}]}
ALLOWED = {**DESK, "access_type": "allowed"}
OUTSIDE = replace(FABRIKAM, is_managed=False)


def reviewed(declared: Sequence[Declared], *tenants: Tenant) -> list[Finding]:
    """What is found in the settings that these declarations leave, where nothing else is set."""
    return check(Situation({tenant.tenant_id: facts(tenant, declared) for tenant in tenants}))


def facts(tenant: Tenant, declared: Sequence[Declared]) -> TenantFacts:
    if not tenant.is_managed:
        return TenantFacts(make_unread_tenant(tenant.name, tenant.tenant_id, tenant.cloud), is_managed=False)
    own = [each for each in declared if each.tenant == tenant]
    endpoints = [each.values["allowed_cloud_endpoints"] for each in own if each.kind == ROOT.name]
    partners: dict[str, dict[str, Any]] = {
        each.values["tenant_id"]: {"tenantId": each.values["tenant_id"], SYNCHRONIZATION: None}
        for each in own
        if "tenant_id" in each.values
    }
    for each in own:
        if each.kind == PARTNER.name:
            partners[each.values["tenant_id"]] |= in_graph(PARTNER, each.values)
        elif each.kind == IDENTITY_SYNCHRONIZATION.name:
            partners[each.values["tenant_id"]][SYNCHRONIZATION] = in_graph(IDENTITY_SYNCHRONIZATION, each.values)
    default = {section.graph: to_graph(section, CLOSED) for section in DEFAULT.sections if "b2b_" in section.name}
    snapshot = {
        "name": tenant.name,
        "tenant_id": tenant.tenant_id,
        "cloud": tenant.cloud.name,
        "policy": {"allowedCloudEndpoints": endpoints[0] if endpoints else []},
        "default": default,
        "partners": list(partners.values()),
    }
    return TenantFacts(from_snapshot(snapshot))


def in_graph(settings: Settings, values: Mapping[str, Any]) -> dict[str, Any]:
    """The sections that are given, as Graph answers them."""
    given = [section for section in settings.sections if section.name in values]
    return {section.graph: to_graph(section, values[section.name]) for section in given}


@pytest.mark.parametrize(
    ("declared", "tenants", "finding"),
    [
        (pair(OPEN, CLOSED), TENANTS, "XC105"),
        (
            (
                *pair(**{CONSENT: {"outbound_allowed": True, "inbound_allowed": False}})[:3],
                entry(FABRIKAM, CONTOSO, **{IN: OPEN, CONSENT: {"inbound_allowed": False}}),
            ),
            TENANTS,
            "XC106",
        ),
        ((root(CONTOSO, NORTHWIND), synchronized(CONTOSO, NORTHWIND)), TENANTS, "XC108"),
        ((*BOTH, synchronized(FABRIKAM, CONTOSO), entry(FABRIKAM, CONTOSO, **{IN: CLOSED})), TENANTS, "XC109"),
        ((root(CONTOSO, OUTSIDE), entry(CONTOSO, OUTSIDE, **{IN: OPEN})), (CONTOSO, OUTSIDE), "XC111"),
        (pair(EVERYBODY, EVERYBODY), TENANTS, "XC113"),
        (pair(), TENANTS, "XC205"),
        (
            (
                entry(
                    CONTOSO,
                    ADATUM,
                    **{IN: {"users_and_groups": USER, "applications": ALLOWED}},
                ),
            ),
            TENANTS,
            "XC207",
        ),
        ((entry(CONTOSO, ADATUM, **{IN: {"users_and_groups": USER, "applications": DESK}}),), TENANTS, "XC208"),
        ((entry(CONTOSO, ADATUM, **{IN: {"users_and_groups": USER}}),), TENANTS, "XC211"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_the_review_finds_what_the_intent_is_warned_of(
    declared: tuple[Declared, ...], tenants: tuple[Tenant, ...], finding: str
) -> None:
    warned = {problem.finding: problem.severity for problem in found(*declared, tenants=tenants)}
    assert warned[finding] != "error"
    ids = [each.id for each in reviewed(declared, *tenants)]
    assert finding in ids
