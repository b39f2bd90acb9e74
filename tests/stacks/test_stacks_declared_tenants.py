"""What stacks declare as tenants: what code says is known, and nothing else."""

from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st

from crosscloud.domain.settings import ALL, Unread
from crosscloud.domain.settings.identity_synchronization import IDENTITY_SYNCHRONIZATION
from crosscloud.domain.tenant import TenantSettings
from crosscloud.domain.truth import Truth
from stacks.declared import Declared
from stacks.declared_tenants import NOT_SAID, situation_of
from stacks.findings import find_problems
from tests.stacks.test_stacks_findings import (
    ADATUM,
    CLOSED,
    CONTOSO,
    FABRIKAM,
    IN,
    NORTHWIND,
    OPEN,
    OUT,
    TENANTS,
    entry,
    made,
    root,
    synchronized,
)

BY_ID = {each.tenant_id: each for each in TENANTS}


def settings_of(tenant_id: str, *declared: Declared) -> TenantSettings:
    return situation_of(declared, BY_ID).tenants[tenant_id].settings


def test_a_tenant_without_a_stack_is_unread() -> None:
    situation = situation_of([root(CONTOSO)], {**BY_ID, ADATUM.tenant_id: replace(ADATUM, is_managed=False)})
    fabrikam, adatum = situation.tenants[FABRIKAM.tenant_id], situation.tenants[ADATUM.tenant_id]
    assert fabrikam.settings.lists(CONTOSO.tenant_id) is Truth.UNKNOWN
    assert isinstance(fabrikam.settings.endpoints, Unread)
    assert (fabrikam.is_managed, adatum.is_managed) == (True, False)
    assert situation.by_code


def test_whom_a_stack_lists_is_known_and_what_it_does_not_declare_is_not() -> None:
    tenant = settings_of(CONTOSO.tenant_id, entry(CONTOSO, FABRIKAM, **{OUT: OPEN}))
    assert tenant.lists(FABRIKAM.tenant_id) is Truth.YES
    assert tenant.lists(NORTHWIND.tenant_id) is Truth.NO
    assert tenant.own_section(OUT, FABRIKAM.tenant_id) == OPEN
    assert tenant.effective(IN, FABRIKAM.tenant_id) == (NOT_SAID, "default")  # left out: inherited
    assert tenant.synchronizes("user_sync_inbound", FABRIKAM.tenant_id) is Truth.UNKNOWN
    assert tenant.endpoints == NOT_SAID
    assert not tenant.is_read


def test_root_and_default_are_known_as_far_as_they_are_declared() -> None:
    default = made(CONTOSO, "default_settings", "this", {IN: CLOSED})
    tenant = settings_of(CONTOSO.tenant_id, root(CONTOSO, FABRIKAM), default)
    assert tenant.endpoints == frozenset({FABRIKAM.cloud.endpoint})
    assert tenant.default_section(IN) == CLOSED
    assert tenant.default_section(OUT) == NOT_SAID


def test_who_synchronises_is_listed_by_somebody() -> None:
    tenant = settings_of(CONTOSO.tenant_id, synchronized(CONTOSO, FABRIKAM))
    assert tenant.lists(FABRIKAM.tenant_id) is Truth.YES
    assert tenant.own_section(IN, FABRIKAM.tenant_id) == NOT_SAID
    assert tenant.synchronizes("user_sync_inbound", FABRIKAM.tenant_id) is Truth.YES


def test_what_terraform_computes_is_unknown() -> None:
    computed = replace(entry(CONTOSO, FABRIKAM, **{OUT: OPEN}), computed=frozenset({IN}))
    tenant = settings_of(CONTOSO.tenant_id, computed)
    assert isinstance(tenant.own_section(IN, FABRIKAM.tenant_id), Unread)
    nameless = made(CONTOSO, "partner_settings", "b", {OUT: OPEN})
    tenant = settings_of(CONTOSO.tenant_id, replace(nameless, computed=frozenset({"tenant_id"})))
    assert tenant.lists(FABRIKAM.tenant_id) is Truth.UNKNOWN  # it may be the one
    endpoints = replace(root(CONTOSO), values={}, computed=frozenset({"allowed_cloud_endpoints"}))
    assert isinstance(settings_of(CONTOSO.tenant_id, endpoints).endpoints, Unread)


def test_a_partner_declared_twice_is_listed_twice() -> None:
    again = made(CONTOSO, "partner_settings", "b", {"tenant_id": FABRIKAM.tenant_id.upper(), IN: CLOSED})
    tenant = settings_of(CONTOSO.tenant_id, entry(CONTOSO, FABRIKAM, **{OUT: OPEN}), again)
    assert tenant.partners[FABRIKAM.tenant_id].times == 2


def test_directions_are_declared_where_either_end_is_given() -> None:
    situation = situation_of(
        [
            entry(CONTOSO, FABRIKAM, **{OUT: OPEN}),
            entry(FABRIKAM, CONTOSO, **{IN: OPEN}),
            entry(CONTOSO, NORTHWIND, **{IN: OPEN}),
            entry(CONTOSO, ADATUM),
            synchronized(FABRIKAM, NORTHWIND),
        ],
        BY_ID,
    )
    contoso, fabrikam, northwind = CONTOSO.tenant_id, FABRIKAM.tenant_id, NORTHWIND.tenant_id
    assert situation.declared == {(contoso, fabrikam), (northwind, contoso)}


SECTIONS = {section.name for kind in (*ALL, IDENTITY_SYNCHRONIZATION) for section in kind.sections}
ODD: st.SearchStrategy[Any] = st.recursive(
    st.none() | st.booleans() | st.sampled_from((CONTOSO.tenant_id, "AllUsers", "allowed", "")),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ("users_and_groups", "applications", "access_type", "targets", "target", "is_sync_allowed")
            ),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)


@how(max_examples=150)
@given(
    kind=st.sampled_from([kind.name for kind in (*ALL, IDENTITY_SYNCHRONIZATION)]),
    values=st.dictionaries(st.sampled_from(sorted(SECTIONS)), ODD, max_size=4),
)
def test_no_declaration_is_too_odd_to_be_judged(kind: str, values: dict[str, Any]) -> None:
    """An override can put anything there: it is told, with the construct, and never an exception."""
    odd = made(CONTOSO, kind, "odd", {**values, "tenant_id": FABRIKAM.tenant_id})
    others = (root(FABRIKAM, CONTOSO), entry(FABRIKAM, CONTOSO, **{IN: OPEN, OUT: OPEN}))
    for problem in find_problems((odd, *others), BY_ID):
        assert problem.what
        assert problem.paths
        assert problem.severity in ("error", "warning", "info", "unknown")
