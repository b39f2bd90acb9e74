"""crosscloud_partner_identity_synchronization: made after its partner, removed before it, changed by PATCH."""

from collections.abc import Callable
from typing import Any

import pytest

from crosscloud.bridge.kinds import PARTNER_KIND, SYNCHRONIZATION_KIND
from crosscloud.bridge.lifecycle import SettingsResource
from crosscloud.domain.clouds import CHINA, CLOUDS, GLOBAL, USGOV, Cloud
from crosscloud.domain.settings import PARTNER
from crosscloud.emulator.faults import Fault
from crosscloud.graph import NotFoundError
from crosscloud.tfplugin import Unknown
from tests.bridge.served import PARTNER_ID, Served, texts

RESOURCE = SettingsResource(SYNCHRONIZATION_KIND)
PARTNERS = SettingsResource(PARTNER_KIND)


def sync(*, allowed: bool = True) -> dict[str, bool]:
    return {"is_sync_allowed": allowed}


def planned(served: Served, **sections: Any) -> dict[str, Any]:
    return {
        "id": PARTNER_ID,
        "home_tenant_id": served.tenant_id,
        "tenant_id": PARTNER_ID,
        "display_name": Unknown,
        "group_sync_inbound": Unknown,
        "adopt_existing": False,
        "user_sync_inbound": sync(),
        **sections,
    }


def listed(served: Served, **synchronization: Any) -> None:
    """The partner is listed, and has an identity synchronization where one is given."""
    more = {"identitySynchronization": synchronization} if synchronization else {}
    served.emulator.seed_partners(served.name, [{"tenantId": PARTNER_ID, **more}])


def created(served: Served, **sections: Any) -> dict[str, Any]:
    """The state after an earlier run has made it for a listed partner."""
    context = served.reconnected().context()
    state = RESOURCE.create(context, planned(served, **sections))
    assert state is not None
    assert not list(context.diagnostics)
    return state


def live(served: Served) -> Any:
    partner = served.partner()
    assert partner is not None
    return partner["identitySynchronization"]


@pytest.mark.parametrize("cloud", CLOUDS.values(), ids=CLOUDS)
def test_it_is_made_changed_read_and_removed(serve: Callable[[Cloud], Served], cloud: Cloud) -> None:
    served = serve(cloud)
    listed(served)
    state = created(served, display_name="Fabrikam")
    assert (state["display_name"], state["user_sync_inbound"]) == ("Fabrikam", sync())
    assert live(served)["userSyncInbound"] == {"isSyncAllowed": True}
    assert RESOURCE.read(served.reconnected().context(), state) == state
    after = {**state, "user_sync_inbound": sync(allowed=False)}
    assert RESOURCE.update(served.context(), state, after) == after
    assert live(served)["userSyncInbound"] == {"isSyncAllowed": False}
    assert live(served)["displayName"] == "Fabrikam"
    context = served.reconnected().context()
    RESOURCE.delete(context, after)
    assert not list(context.diagnostics)
    assert live(served) is None
    methods = [r["method"] for r in served.requests if "identitySynchronization" in r["path"]]
    assert [method for method in methods if method != "GET"] == ["PUT", "PATCH", "DELETE"]


def test_what_the_code_leaves_out_is_left_as_it_is(served: Served) -> None:
    listed(served)
    state = created(served)
    assert (state["display_name"], state["group_sync_inbound"]) == (None, None)
    edited = {"displayName": "Edited", "userSyncInbound": {"isSyncAllowed": True}}
    served.emulator.change(served.name, partners={PARTNER_ID: {"identitySynchronization": edited}})
    state = RESOURCE.read(served.reconnected().context(), state) or {}
    assert state["display_name"] == "Edited"
    after = {**state, "user_sync_inbound": sync(allowed=False)}
    assert RESOURCE.update(served.context(), state, after) == after
    assert live(served)["displayName"] == "Edited"


def test_groups_in_global_go_through_beta_in_one_request(served: Served) -> None:
    listed(served)
    state = created(served, group_sync_inbound=sync())
    assert live(served)["groupSyncInbound"] == {"isSyncAllowed": True}
    assert RESOURCE.read(served.reconnected().context(), state) == state
    (put,) = [r for r in served.requests if r["method"] == "PUT"]
    assert put["path"].startswith("/beta/")


@pytest.mark.parametrize("cloud", [USGOV, CHINA], ids=str)
def test_groups_elsewhere_are_refused_at_plan_time(serve: Callable[[Cloud], Served], cloud: Cloud) -> None:
    context = serve(cloud).context()
    given = {"tenant_id": PARTNER_ID, "user_sync_inbound": sync(), "group_sync_inbound": sync()}
    RESOURCE.plan(context, None, given, planned(serve(cloud), group_sync_inbound=sync()))
    assert "Graph there does not declare groupSyncInbound" in texts(context, "error")


def test_one_that_exists_is_refused_with_the_import_block(served: Served) -> None:
    listed(served, userSyncInbound={"isSyncAllowed": False})
    at_plan, at_apply = served.context(), served.context()
    RESOURCE.plan(at_plan, None, {}, planned(served))
    assert "exists already: creating it will be refused" in texts(at_plan, "warning")
    assert RESOURCE.create(at_apply, planned(served)) is None
    assert f'to = crosscloud_partner_identity_synchronization.NAME\n    id = "{PARTNER_ID}"' in texts(
        at_apply, "error"
    )
    assert live(served)["userSyncInbound"] == {"isSyncAllowed": False}


def test_adopt_existing_adopts_it(served: Served) -> None:
    listed(served, displayName="Kept", userSyncInbound={"isSyncAllowed": False})
    context = served.context()
    state = RESOURCE.create(context, planned(served, adopt_existing=True))
    assert state is not None
    assert (state["display_name"], state["user_sync_inbound"]) == ("Kept", sync())
    assert live(served)["userSyncInbound"] == {"isSyncAllowed": True}


def test_a_lost_answer_to_the_create_is_settled_by_reading(served: Served) -> None:
    listed(served)
    served.emulator.faults.add(Fault(tenant=served.name, method="PUT", drop_connection=True))
    context = served.context()
    state = RESOURCE.create(context, planned(served))
    assert state is not None
    assert not context.diagnostics.has_errors
    assert len([r for r in served.requests if r["method"] == "PUT"]) == 1


def test_a_create_that_never_arrived_is_an_error_and_no_state(served: Served) -> None:
    listed(served)
    served.emulator.faults.add(Fault(tenant=served.name, method="PUT", drop_before=True))
    context = served.interrupted()
    assert RESOURCE.create(context, planned(served)) is None
    assert "Whether the identity synchronization of partner" in texts(context, "error")
    assert live(served) is None


def test_a_partner_that_is_not_listed(served: Served) -> None:
    at_plan = served.context()
    RESOURCE.plan(at_plan, None, {}, planned(served))
    assert "depends_on = [crosscloud_partner_settings.NAME]" in texts(at_plan, "warning")
    with pytest.raises(NotFoundError, match="cannot add the identity synchronization of partner"):
        RESOURCE.create(served.context(), planned(served))


def test_a_partner_planned_before_it_needs_no_warning(served: Served) -> None:
    context = served.context()
    nothing = dict.fromkeys(section.name for section in PARTNER.sections)
    partner = {"id": Unknown, "home_tenant_id": Unknown, "tenant_id": PARTNER_ID, "adopt_existing": False}
    PARTNERS.plan(context, None, {"tenant_id": PARTNER_ID}, {**partner, **nothing})
    RESOURCE.plan(context, None, {"tenant_id": PARTNER_ID}, planned(served))
    assert [each.kind for each in context.diagnostics] == ["XC316"]  # that it opens a way is told all the same


def test_a_change_made_outside_after_the_plan_is_named_and_nothing_is_written(served: Served) -> None:
    listed(served)
    state = created(served)
    edited = {"userSyncInbound": {"isSyncAllowed": False}}
    served.emulator.change(served.name, partners={PARTNER_ID: {"identitySynchronization": edited}})
    for call in ("update", "delete"):
        context = served.reconnected().context()
        if call == "update":
            assert RESOURCE.update(context, state, {**state, "display_name": "New"}) is None
        else:
            RESOURCE.delete(context, state)
        assert "user_sync_inbound.is_sync_allowed: true -> false" in texts(context, "error")
    assert live(served)["displayName"] is None


def test_gone_is_read_as_gone_and_its_removal_is_no_error(served: Served) -> None:
    listed(served)
    state = created(served)
    served.emulator.change(served.name, partners={PARTNER_ID: {"identitySynchronization": None}})
    assert RESOURCE.read(served.reconnected().context(), state) is None
    context = served.reconnected().context()
    RESOURCE.delete(context, state)
    assert not list(context.diagnostics)


def test_the_state_of_another_tenant_is_refused_before_any_request(served: Served) -> None:
    foreign = {**planned(served), "home_tenant_id": "11111111-1111-1111-1111-111111111111"}
    context = served.context()
    RESOURCE.delete(context, foreign)
    RESOURCE.plan(context, foreign, None, None)
    assert RESOURCE.update(context, foreign, planned(served)) is None
    assert texts(context, "error").count("Settings of another tenant") == 3
    assert not [r for r in served.requests if r["path"].startswith(("/v1.0", "/beta"))]


def test_import_by_the_partners_tenant_id(served: Served) -> None:
    listed(served, displayName="There", userSyncInbound={"isSyncAllowed": True})
    imported = RESOURCE.import_state(served.context(), PARTNER_ID.upper())
    assert imported is not None
    state = RESOURCE.read(served.context(), imported)
    assert state is not None
    assert (state["id"], state["display_name"], state["user_sync_inbound"]) == (PARTNER_ID, "There", sync())


def test_a_partner_that_still_has_one_is_not_removed(served: Served) -> None:
    listed(served, userSyncInbound={"isSyncAllowed": True})
    nothing = dict.fromkeys(section.name for section in PARTNER.sections)
    prior = {"id": PARTNER_ID, "home_tenant_id": served.tenant_id, "tenant_id": PARTNER_ID, **nothing}
    at_plan, at_apply = served.context(), served.context()
    PARTNERS.plan(at_plan, prior, None, None)
    assert "must be removed before it" in texts(at_plan, "warning")
    assert "depends_on" in texts(at_plan, "warning")
    PARTNERS.delete(at_apply, prior)
    assert "still has an identity synchronization" in texts(at_apply, "error")
    assert served.partner() is not None


def test_an_unknown_tenant_id_is_left_to_the_apply() -> None:
    from crosscloud.bridge.tenant import TenantContext

    context: TenantContext = TenantContext()
    plan = {"tenant_id": Unknown, "user_sync_inbound": sync(), "id": Unknown}
    assert RESOURCE.plan(context, None, plan, plan) == plan


def test_global_is_where_the_table_offers_groups() -> None:
    section = RESOURCE.settings.section("group_sync_inbound")
    assert [name for name in CLOUDS if section.version_in(name)] == [GLOBAL.name]
