"""What a tenant holds, as a value: nothing is changed in place, whatever is sent."""

import copy
from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosscloud.emulator import directory
from crosscloud.emulator.directory import TenantState
from crosscloud.emulator.errors import GraphError
from crosscloud.emulator.surfaces import api, portal
from tests.emulator.graph_client import CONTOSO, PARTNER, b2b

API = api("v1.0", "Prod")
PORTAL = portal("Prod")
BOOLEANS = st.none() | st.booleans()
SETTINGS = st.fixed_dictionaries(
    {},
    optional={
        "inboundTrust": st.none() | st.fixed_dictionaries({"isMfaAccepted": st.booleans()}),
        "b2bCollaborationInbound": st.none() | st.sampled_from(["allowed", "blocked"]).map(b2b),
        "automaticUserConsentSettings": st.fixed_dictionaries({"inboundAllowed": BOOLEANS}),
    },
)


NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def with_partner() -> TenantState:
    """A tenant that has one partner with an identity synchronization."""
    state = directory.create_partner(directory.new_state(CONTOSO), CONTOSO, {"tenantId": PARTNER}, API)
    return directory.create_synchronization(state, PARTNER, {"displayName": "x"}, API)


@given(st.lists(SETTINGS, max_size=5))
def test_the_last_value_sent_for_a_section_is_the_one_held(changes: list[dict[str, object]]) -> None:
    state = with_partner()
    for change in changes:
        before = copy.deepcopy(state)
        after = directory.update_partner(state, PARTNER, change, API)
        assert state == before
        state = after
    held = state.partners[PARTNER]
    for name in ("inboundTrust", "b2bCollaborationInbound"):
        sent = [change[name] for change in changes if name in change]
        shown = held[name]
        if name == "inboundTrust" and shown is not None:
            shown = {"isMfaAccepted": shown["isMfaAccepted"]}
        assert shown == (sent[-1] if sent else None)
    assert held["automaticUserConsentSettings"] is not None


@pytest.mark.parametrize(
    "change",
    [
        lambda s: directory.update_policy(s, CONTOSO, {"displayName": "y"}, API),
        lambda s: directory.update_default(s, {"inboundTrust": {"isMfaAccepted": True}}, API),
        lambda s: directory.reset_default(s, CONTOSO),
        lambda s: directory.create_partner(s, CONTOSO, {"tenantId": PARTNER.replace("a", "b")}, API),
        lambda s: directory.update_partner(s, PARTNER, {"inboundTrust": {"isMfaAccepted": True}}, API),
        lambda s: directory.update_synchronization(s, PARTNER, {"displayName": "y"}, API),
        lambda s: directory.delete_partner(
            directory.delete_synchronization(s, CONTOSO, PARTNER, NOON), CONTOSO, PARTNER, NOON
        ),
    ],
)
def test_a_change_makes_a_new_state_and_keeps_the_old(change: Callable[[TenantState], TenantState]) -> None:
    state = with_partner()
    before = copy.deepcopy(state)
    assert change(state) is not state
    assert state == before


def test_the_portal_may_make_a_service_provider() -> None:
    state = directory.update_partner(with_partner(), PARTNER, {"isServiceProvider": True}, PORTAL)
    assert state.partners[PARTNER]["isServiceProvider"] is True
    with pytest.raises(GraphError, match="403"):
        directory.update_partner(state, PARTNER, {"isServiceProvider": False}, API)
