"""Resources that are tainted or replaced, and two resources for one object: nothing is lost without a word.

What Terraform calls, in which order, is driven for real in tests/acceptance/test_write_path.py.
"""

import json
from typing import Any

import pytest

from crosscloud.bridge.kinds import PARTNER_KIND, ROOT_KIND
from crosscloud.bridge.lifecycle import SettingsResource
from crosscloud.domain.clouds import CHINA, USGOV
from crosscloud.domain.settings import PARTNER
from crosscloud.tfplugin import Unknown
from tests.bridge.served import PARTNER_ID, Served, texts, trust

ROOT, PARTNERS = SettingsResource(ROOT_KIND), SettingsResource(PARTNER_KIND)
US, CN = USGOV.endpoint, CHINA.endpoint


def root(served: Served, *endpoints: str, on_destroy: str = "keep", restore_to: Any = Unknown) -> dict[str, Any]:
    return {
        "id": served.tenant_id,
        "home_tenant_id": served.tenant_id,
        "allowed_cloud_endpoints": list(endpoints),
        "on_destroy": on_destroy,
        "restore_to": restore_to,
    }


def partner(served: Served, **sections: Any) -> dict[str, Any]:
    return {
        "id": PARTNER_ID,
        "home_tenant_id": served.tenant_id,
        "tenant_id": PARTNER_ID,
        "adopt_existing": False,
        **dict.fromkeys(section.name for section in PARTNER.sections),
        **sections,
    }


def adopted(served: Served, on_destroy: str) -> dict[str, Any]:
    """The state after an earlier run has put US in the place of China."""
    served.emulator.change(served.name, policy={"allowedCloudEndpoints": [CN]})
    state = ROOT.create(served.reconnected().context(), root(served, US, on_destroy=on_destroy))
    assert state is not None
    return state


@pytest.mark.parametrize("on_destroy", ["keep", "restore", "reset"])
def test_a_tainted_singleton_keeps_what_stood_there_first(served: Served, on_destroy: str) -> None:
    state = adopted(served, on_destroy)
    run = served.reconnected()
    assert ROOT.read(run.context(), state) == state
    context = run.context()
    planned = ROOT.plan(context, None, {"allowed_cloud_endpoints": [US]}, root(served, US, on_destroy=on_destroy))
    assert planned is not None
    assert "are replaced" in texts(context, "warning")
    assert ("for a moment" in texts(context, "warning")) is (on_destroy != "keep")
    applying = served.reconnected()
    ROOT.delete(applying.context(), state)
    again = ROOT.create(applying.context(), planned)
    assert again is not None
    assert json.loads(again["restore_to"]) == {"allowed_cloud_endpoints": [CN]}
    assert served.state["policy"]["allowedCloudEndpoints"] == [US]


def test_it_is_kept_even_where_the_plan_did_not_read_the_state(served: Served) -> None:
    state = adopted(served, "keep")
    applying = served.reconnected()
    ROOT.delete(applying.context(), state)
    again = ROOT.create(applying.context(), root(served, US))
    assert again is not None
    assert again["restore_to"] == state["restore_to"]


def test_nothing_to_restore_stays_nothing(served: Served) -> None:
    applying = served.reconnected()
    ROOT.delete(applying.context(), root(served, restore_to=None))
    again = ROOT.create(applying.context(), root(served, US))
    assert again is not None
    assert again["restore_to"] is None


@pytest.mark.parametrize("on_destroy", ["keep", "restore", "reset"])
def test_a_replacement_made_first_is_not_undone_and_what_is_lost_is_said(served: Served, on_destroy: str) -> None:
    state = adopted(served, on_destroy)
    applying = served.reconnected()
    assert ROOT.create(applying.context(), root(served, US)) is not None
    context = applying.context()
    ROOT.delete(context, state)
    assert "stay as they are" in texts(context, "warning")
    assert state["restore_to"] in texts(context, "warning")
    assert served.state["policy"]["allowedCloudEndpoints"] == [US]


def test_two_singletons_in_one_stack(served: Served) -> None:
    first, second, third = served.context(), served.context(), served.context()
    ROOT.plan(first, None, {"allowed_cloud_endpoints": [US]}, root(served, US))
    ROOT.plan(second, None, {"allowed_cloud_endpoints": []}, root(served))
    assert not first.diagnostics.has_errors
    assert "Two resources manage" in texts(second, "error")
    assert ROOT.create(served.context(), root(served, US)) is not None
    assert ROOT.create(third, root(served)) is None
    assert "Nothing was written" in texts(third, "error")
    assert served.state["policy"]["allowedCloudEndpoints"] == [US]


def test_two_resources_for_one_partner_at_plan_and_at_apply(served: Served) -> None:
    second, third = served.context(), served.context()
    config = {"tenant_id": PARTNER_ID}
    PARTNERS.plan(served.context(), None, config, partner(served))
    PARTNERS.plan(second, None, {"tenant_id": PARTNER_ID.upper()}, partner(served, tenant_id=PARTNER_ID.upper()))
    assert f"Two resources manage partner {PARTNER_ID}" in texts(second, "error")
    assert PARTNERS.create(served.context(), partner(served)) is not None
    assert PARTNERS.create(third, partner(served, adopt_existing=True)) is None
    assert "Two resources manage" in texts(third, "error")


def test_a_replaced_partner_is_told_from_one_that_somebody_else_made(served: Served) -> None:
    PARTNERS.create(served.reconnected().context(), partner(served, inbound_trust=trust(mfa=True)))
    state = partner(served, inbound_trust=trust(mfa=True))
    run = served.reconnected()
    PARTNERS.read(run.context(), state)
    context = run.context()
    PARTNERS.plan(context, None, {}, partner(served, id=Unknown))
    assert "is removed and made anew" in texts(context, "warning")
    assert "moved block" in texts(context, "warning")
    assert "will be refused" not in texts(context, "warning")


def test_a_tainted_service_provider_is_refused_at_plan_time(served: Served) -> None:
    PARTNERS.create(served.reconnected().context(), partner(served))
    served.emulator.change(served.name, partners={PARTNER_ID: {"isServiceProvider": True}})
    run = served.reconnected()
    PARTNERS.read(run.context(), partner(served))
    context = run.context()
    PARTNERS.plan(context, None, {}, partner(served))
    assert "XC302: " in texts(context, "error")


def test_a_partner_whose_replacement_was_made_first_is_not_removed(served: Served) -> None:
    PARTNERS.create(served.reconnected().context(), partner(served))
    applying = served.reconnected()
    assert PARTNERS.create(applying.context(), partner(served)) is not None
    context = applying.context()
    PARTNERS.delete(context, partner(served))
    assert "manages it from now on" in texts(context, "warning")
    assert served.partner() is not None


def test_a_partner_replaced_in_the_usual_order_is_made_anew(served: Served) -> None:
    PARTNERS.create(served.reconnected().context(), partner(served))
    applying = served.reconnected()
    PARTNERS.delete(applying.context(), partner(served))
    context = applying.context()
    assert PARTNERS.create(context, partner(served)) is not None
    assert not list(context.diagnostics)
