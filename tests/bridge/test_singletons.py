"""crosscloud_settings and crosscloud_default_settings: adopted, changed, and let go in each of three ways."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from crosscloud.bridge.kinds import DEFAULT_KIND, ROOT_KIND
from crosscloud.bridge.lifecycle import SettingsResource
from crosscloud.domain.clouds import CHINA, CLOUDS, GLOBAL, USGOV, Cloud, enableable_endpoints
from crosscloud.emulator.faults import Fault
from crosscloud.tfplugin import Unknown
from tests.bridge.served import Served, b2b, texts, trust

ROOT, DEFAULT = SettingsResource(ROOT_KIND), SettingsResource(DEFAULT_KIND)
US, CN = USGOV.endpoint, CHINA.endpoint


def planned_root(served: Served, *endpoints: str, on_destroy: str = "keep") -> dict[str, Any]:
    return {
        "id": served.tenant_id,
        "home_tenant_id": served.tenant_id,
        "allowed_cloud_endpoints": list(endpoints),
        "on_destroy": on_destroy,
        "restore_to": Unknown,
    }


def planned_default(served: Served, *, on_destroy: str = "keep", **sections: Any) -> dict[str, Any]:
    left_out = {section.name: Unknown for section in DEFAULT.settings.sections}
    return {
        "id": served.tenant_id,
        "home_tenant_id": served.tenant_id,
        **left_out,
        **sections,
        "on_destroy": on_destroy,
        "restore_to": Unknown,
    }


def adopted_root(served: Served, *endpoints: str, on_destroy: str = "keep") -> dict[str, Any]:
    context = served.reconnected().context()
    state = ROOT.create(context, planned_root(served, *endpoints, on_destroy=on_destroy))
    assert state is not None
    assert not list(context.diagnostics)
    return state


@pytest.mark.parametrize("cloud", CLOUDS.values(), ids=CLOUDS)
def test_every_cloud_can_enable_what_it_may(serve: Callable[[Cloud], Served], cloud: Cloud) -> None:
    served = serve(cloud)
    endpoints = enableable_endpoints(cloud)
    adopted_root(served, *endpoints)
    assert sorted(served.state["policy"]["allowedCloudEndpoints"]) == sorted(endpoints)
    version = "v1.0" if cloud is GLOBAL else "beta"
    policies = [r["path"] for r in served.requests if r["path"].lower().endswith("crosstenantaccesspolicy")]
    assert policies
    assert all(path.startswith(f"/{version}/") for path in policies)


def test_adopting_remembers_what_stood_there(served: Served) -> None:
    served.emulator.change(served.name, policy={"allowedCloudEndpoints": [CN]})
    state = adopted_root(served, US)
    assert json.loads(state["restore_to"]) == {"allowed_cloud_endpoints": [CN]}
    assert served.state["policy"]["allowedCloudEndpoints"] == [US]


def test_the_plan_of_an_adoption_says_what_changes_and_knows_the_id(served: Served) -> None:
    context = served.context()
    config = {"allowed_cloud_endpoints": [US]}
    planned = ROOT.plan(
        context, None, config, {**planned_root(served, US), "id": Unknown, "home_tenant_id": Unknown}
    )
    assert planned is not None
    assert (planned["id"], planned["home_tenant_id"]) == (served.tenant_id, served.tenant_id)
    assert f"allowed_cloud_endpoints: [] -> [{US}]" in texts(context, "warning")


def test_the_plan_of_an_adoption_is_silent_about_what_the_code_leaves_out(served: Served) -> None:
    context = served.context()
    config: dict[str, Any] = {"inbound_trust": trust(mfa=True)}
    DEFAULT.plan(context, None, config, planned_default(served, **config))
    (adopted,) = (d for d in context.diagnostics if "are adopted" in d.summary)
    assert adopted.detail == "Live settings that change:\n  inbound_trust.is_mfa_accepted: false -> true"


def test_the_plan_refuses_a_cloud_that_this_one_cannot_list(serve: Callable[[Cloud], Served]) -> None:
    served = serve(CHINA)
    context = served.context()
    ROOT.plan(context, None, {"allowed_cloud_endpoints": [US]}, planned_root(served, US))
    assert f"cannot list {US} (US Government)" in texts(context, "error")


def test_the_whole_list_is_replaced(served: Served) -> None:
    prior = adopted_root(served, US, CN)
    after = {**prior, "allowed_cloud_endpoints": [CN]}
    assert ROOT.update(served.context(), prior, after) == after
    assert served.state["policy"]["allowedCloudEndpoints"] == [CN]


def test_a_change_made_outside_after_the_plan_is_refused(served: Served) -> None:
    prior = adopted_root(served, US)
    served.emulator.change(served.name, policy={"allowedCloudEndpoints": [US, CN]})
    context = served.context()
    assert ROOT.update(context, prior, {**prior, "allowed_cloud_endpoints": []}) is None
    assert "changed since the plan" in texts(context, "error")
    assert served.state["policy"]["allowedCloudEndpoints"] == [US, CN]


@pytest.mark.parametrize(("on_destroy", "left"), [("keep", [US]), ("restore", [CN]), ("reset", [])])
def test_destroying_does_what_on_destroy_says(served: Served, on_destroy: str, left: list[str]) -> None:
    served.emulator.change(served.name, policy={"allowedCloudEndpoints": [CN]})
    prior = adopted_root(served, US, on_destroy=on_destroy)
    context = served.context()
    ROOT.delete(context, prior)
    assert not list(context.diagnostics)
    assert served.state["policy"]["allowedCloudEndpoints"] == left


def test_keep_asks_nothing_of_graph(served: Served) -> None:
    prior = adopted_root(served, US)
    before = len(served.requests)
    ROOT.delete(served.context(), prior)
    assert len(served.requests) == before


def test_after_an_import_there_is_nothing_to_restore(served: Served) -> None:
    imported = ROOT.import_state(served.context(), served.tenant_id)
    assert imported is not None
    state = ROOT.read(served.context(), {**planned_root(served), **imported, "restore_to": None})
    assert state is not None
    assert state["allowed_cloud_endpoints"] == []
    context = served.context()
    ROOT.plan(context, {**state, "on_destroy": "restore"}, None, None)
    assert "Nothing to restore" in texts(context, "error")


def test_import_refuses_another_tenants_id(served: Served) -> None:
    context = served.context()
    assert ROOT.import_state(context, "11111111-1111-1111-1111-111111111111") is None
    assert served.tenant_id in texts(context, "error")


def test_an_unanswered_property_is_unknown_and_not_empty(served: Served) -> None:
    state = adopted_root(served, US)
    served.emulator.faults.add(
        Fault(tenant=served.name, method="GET", path_contains="olicy", status=200, body={"id": "p"})
    )
    context = served.reconnected().context()
    assert ROOT.read(context, state) == state
    assert "unknown" in texts(context, "warning")


def test_the_default_writes_only_the_sections_that_the_code_gives(served: Served) -> None:
    before = served.state["default"]
    context = served.context()
    state = DEFAULT.create(context, planned_default(served, inbound_trust=trust(mfa=True)))
    assert state is not None
    after = served.state["default"]
    assert after["inboundTrust"]["isMfaAccepted"] is True
    assert after["b2bCollaborationInbound"] == before["b2bCollaborationInbound"]
    assert state["b2b_collaboration_inbound"]["users_and_groups"]["access_type"] == "allowed"
    patches = [r for r in served.requests if r["method"] == "PATCH"]
    assert len(patches) == 1


def test_nothing_is_written_where_the_default_is_as_the_code_says(served: Served) -> None:
    DEFAULT.create(served.context(), planned_default(served, inbound_trust=trust()))
    assert not [r for r in served.requests if r["method"] != "GET" and "token" not in r["path"]]


@pytest.mark.parametrize("on_destroy", ["restore", "reset"])
def test_the_default_goes_back(served: Served, on_destroy: str) -> None:
    before = served.state["default"]
    outbound = b2b()
    state = DEFAULT.create(
        served.reconnected().context(),
        planned_default(served, on_destroy=on_destroy, b2b_collaboration_outbound=outbound),
    )
    assert state is not None
    assert served.state["default"]["b2bCollaborationOutbound"] != before["b2bCollaborationOutbound"]
    context = served.context()
    DEFAULT.delete(context, state)
    assert not list(context.diagnostics)
    assert served.state["default"]["b2bCollaborationOutbound"] == before["b2bCollaborationOutbound"]


def test_a_write_that_reads_back_late_is_state_and_a_warning(served: Served) -> None:
    served.emulator.faults.add(Fault(tenant=served.name, method="PATCH", stale_reads=3))
    context = served.interrupted()
    state = ROOT.create(context, planned_root(served, US))
    assert state is not None
    assert state["allowed_cloud_endpoints"] == [US]
    assert "still answers the old values" in texts(context, "warning")
