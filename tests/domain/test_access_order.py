"""The order of applying: no moment permits what neither before nor after permits, held by brute force."""

from itertools import permutations
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from crosscloud.domain.access import permission, user
from crosscloud.domain.access.order import safe_order
from crosscloud.domain.access.targets import Subject
from crosscloud.domain.clouds import CHINA, GLOBAL, USGOV
from crosscloud.domain.tenant import TenantSettings
from crosscloud.domain.truth import Truth
from tests.support.tenants import other_ways_closed, settings_of

A, B = "f6fadfa7-e5c1-4b62-9362-da5cc13da58a", "2c63888f-28f0-4481-be6d-dce7a7ace732"
C = "cccccccc-0000-4000-8000-000000000000"
U, G = "dd2ee150-d284-4277-b89c-1af40ce8fcc9", "ac8efe12-1c59-49f1-ba2d-de83458bfed0"
APPS = ("0b80a255-53a1-4945-a932-58ef7777682c", "45ac16b9-c20d-4c21-8f8a-7abff2e91ac7")
COLLABORATION = ("b2b_collaboration_inbound", "b2b_collaboration_outbound")
CLOUDS = {A: GLOBAL, B: USGOV, C: CHINA}


def half(kind: str, everything: str, *ids: str) -> st.SearchStrategy[dict[str, Any]]:
    name = st.sampled_from([everything, *ids])
    return st.builds(
        lambda access, target: {
            "access_type": access,
            "targets": [{"target": target, "target_type": "group" if target == G else kind}],
        },
        st.sampled_from(["allowed", "blocked"]),
        name,
    )


sections = st.builds(
    lambda who, what: {"users_and_groups": who, "applications": what},
    half("user", "AllUsers", U, G),
    half("application", "AllApplications", *APPS),
)


def tenants(tenant_id: str, *others: str) -> st.SearchStrategy[TenantSettings]:
    entry = st.fixed_dictionaries({"b2b_collaboration_inbound": sections, "b2b_collaboration_outbound": sections})
    partners = st.fixed_dictionaries({}, optional=dict.fromkeys(others, entry))
    endpoints = st.frozensets(st.sampled_from(sorted({c.endpoint for c in CLOUDS.values()})))
    return st.builds(
        lambda p, e: settings_of(tenant_id, tenant_id, CLOUDS[tenant_id], endpoints=e, partners=p),
        partners,
        endpoints,
    )


two = st.fixed_dictionaries({A: tenants(A, B), B: tenants(B, A)})
three = st.fixed_dictionaries({A: tenants(A, B, C), B: tenants(B, A), C: tenants(C, A)})

PEOPLE = [user(U), user(U, {G}), user("someone"), user("someone", {G})]
REACHED = [Subject(app) for app in (*APPS, "another")]


def permitted(state: dict[str, TenantSettings]) -> set[tuple[str, str, int, int]]:
    """Everything that may be permitted, one by one."""
    return {
        (home, resource, p, a)
        for home in state
        for resource in state
        if home != resource
        for p, person in enumerate(PEOPLE)
        for a, application in enumerate(REACHED)
        if permission(state[home], state[resource]).permits(person, application) is not Truth.NO
    }


def is_safe(before: dict[str, TenantSettings], after: dict[str, TenantSettings], order: Any) -> bool:
    ends = permitted(before) | permitted(after)
    state = dict(before)
    for tenant_id in order:
        state[tenant_id] = after[tenant_id]
        if not permitted(state) <= ends:
            return False
    return True


@settings(max_examples=200)
@given(two, two)
def test_the_order_of_two_is_safe_and_none_is_only_said_where_none_is(before: Any, after: Any) -> None:
    order = safe_order(before, after)
    changing = [t for t in before if before[t] != after[t]]
    safe = [p for p in permutations(changing) if is_safe(before, after, p)]
    if order.unsafe:
        assert not safe
    else:
        flat = tuple(t for wave in order.waves for t in wave)
        assert sorted(flat) == sorted(changing)
        assert flat in safe
        if any(len(wave) > 1 for wave in order.waves):  # at once: both orders must be safe
            assert len(safe) == 2


@settings(max_examples=40)
@given(three, three)
def test_the_order_of_three_is_safe(before: Any, after: Any) -> None:
    order = safe_order(before, after)
    changing = [t for t in before if before[t] != after[t]]
    if order.waves:
        assert is_safe(before, after, [t for wave in order.waves for t in wave])
    elif order.unsafe:
        assert not any(is_safe(before, after, p) for p in permutations(changing))


def test_nothing_to_change_is_no_wave() -> None:
    state = {A: settings_of("a", A, GLOBAL)}
    assert safe_order(state, state).waves == ()


def b2b(access_type: str, who: str, what: str) -> dict[str, Any]:
    kind = "user" if who in ("AllUsers", U) else "group"
    return {
        "users_and_groups": {"access_type": access_type, "targets": [{"target": who, "target_type": kind}]},
        "applications": {"access_type": access_type, "targets": [{"target": what, "target_type": "application"}]},
    }


def pair(outbound: Any, inbound: Any) -> dict[str, TenantSettings]:
    closed = b2b("blocked", "AllUsers", "AllApplications")
    home = {B: {"b2b_collaboration_outbound": outbound, "b2b_collaboration_inbound": closed}}
    resource = {A: {"b2b_collaboration_inbound": inbound, "b2b_collaboration_outbound": closed}}
    return {
        A: settings_of("a", A, GLOBAL, endpoints={USGOV.endpoint}, partners=home),
        B: settings_of("b", B, USGOV, endpoints={GLOBAL.endpoint}, partners=resource),
    }


def test_narrow_first_where_one_end_widens_and_the_other_narrows() -> None:
    everyone = b2b("allowed", "AllUsers", "AllApplications")
    group, person = b2b("allowed", G, "AllApplications"), b2b("allowed", U, "AllApplications")
    # before: everyone may leave, the group may enter; after: the person may leave, everyone may enter
    assert safe_order(pair(everyone, group), pair(person, everyone)).waves == ((A,), (B,))


def test_where_the_two_ends_swap_what_they_permit_no_order_is_safe() -> None:
    one, other = b2b("allowed", G, APPS[0]), b2b("allowed", G, APPS[1])
    order = safe_order(pair(one, other), pair(other, one))
    assert order.waves == ()
    assert order.unsafe == ((A, B),)


def test_a_way_beside_collaboration_is_never_open_for_a_while_only() -> None:
    """One end closes direct connect and the other opens it: the one that closes goes first."""

    def everything(access: str) -> dict[str, Any]:
        return {
            "users_and_groups": {
                "access_type": access,
                "targets": [{"target": "AllUsers", "target_type": "user"}],
            },
            "applications": {
                "access_type": access,
                "targets": [{"target": "AllApplications", "target_type": "application"}],
            },
        }

    def pair(out: str, into: str) -> dict[str, TenantSettings]:
        ends = {A: (B, "b2b_direct_connect_outbound", out), B: (A, "b2b_direct_connect_inbound", into)}
        closed = {**other_ways_closed(GLOBAL), **dict.fromkeys(COLLABORATION, everything("blocked"))}
        return {
            id_: settings_of(id_, id_, GLOBAL, default=closed, partners={other: {section: everything(access)}})
            for id_, (other, section, access) in ends.items()
        }

    order = safe_order(pair("allowed", "blocked"), pair("blocked", "allowed"))
    assert order.waves == ((A,), (B,))
    assert safe_order(pair("blocked", "allowed"), pair("allowed", "blocked")).waves == ((B,), (A,))
