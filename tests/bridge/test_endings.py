"""What destroying a resource leaves is one thing: planned, shown, written by the provider, and read back.

The settings after, their JSON, the rows of the report and the read-back are each compared with what Graph has once
the provider has done it.
"""

import json
from collections.abc import Callable
from typing import Any

import pytest

from crosscloud.bridge.kind import Kind
from crosscloud.bridge.kinds import DEFAULT_KIND, ROOT_KIND
from crosscloud.bridge.lifecycle import SettingsResource
from crosscloud.domain.clouds import CHINA, GLOBAL, USGOV, Cloud, enableable_endpoints
from crosscloud.domain.settings import DEFAULT, ROOT, Unread
from crosscloud.domain.settings.system_default import SYSTEM_DEFAULT
from crosscloud.domain.tenant import SettingsChange, apply_changes, find_differences, from_snapshot
from crosscloud.domain.tenant.changes import OnDestroy
from crosscloud.review.object_changes import list_object_changes
from crosscloud.tfplugin import Context
from tests.bridge.served import Served, graph_trust, trust

BLOCKED = SYSTEM_DEFAULT["b2b_direct_connect_inbound"]


def written_over(served: Served, kind: Kind) -> dict[str, Any]:
    """The state of an object that was adopted over settings of its own, all of its sections with other values."""
    first, *others = enableable_endpoints(served.cloud)
    served.emulator.change(
        served.name, policy={"allowedCloudEndpoints": [first]}, default={"inboundTrust": graph_trust(mfa=True)}
    )
    live = served.reconnected().connected.find_live(kind.settings)
    given = (
        {"allowed_cloud_endpoints": others}
        if kind.settings is ROOT
        else {"inbound_trust": trust(compliant=True), "b2b_collaboration_inbound": BLOCKED}
    )
    state = SettingsResource(kind).create(
        served.reconnected().context(), {**(live or {}), **given, "on_destroy": "keep", "restore_to": None}
    )
    assert state is not None
    return state


@pytest.mark.parametrize("cloud", [GLOBAL, USGOV, CHINA], ids=str)
@pytest.mark.parametrize("on_destroy", ["keep", "restore", "reset"])
@pytest.mark.parametrize("kind", [ROOT_KIND, DEFAULT_KIND], ids=lambda kind: kind.settings.name)
def test_all_readers_say_what_is_left(
    serve: Callable[..., Served], kind: Kind, on_destroy: OnDestroy, cloud: Cloud
) -> None:
    served = serve(cloud)
    prior = {**written_over(served, kind), "on_destroy": on_destroy}
    before = served.reconnected().connected.parse_once()
    change = SettingsChange(
        kind.settings, "delete", on_destroy=on_destroy, restore_to=json.loads(prior["restore_to"])
    )
    after = apply_changes(before, [change])
    context = served.reconnected().context()
    SettingsResource(kind).plan(context, prior, None, None)
    applying = Context(client=served.reconnected().connected, private=context.private)
    SettingsResource(kind).delete(applying, prior)
    assert not list(applying.diagnostics)
    now = served.reconnected().connected.parse_once()

    found = find_differences(after, now)  # the read-back
    assert all(isinstance(each.before, Unread) for each in found), found
    declared = {section.name for section in kind.settings.sections_in(cloud.name)}
    assert {each.section.name for each in found if each.section} <= declared
    snapshot = from_snapshot(after.to_snapshot())
    for name, value in snapshot.default.items():
        is_unknown = DEFAULT.section(name).graph not in (after.default_json or {})
        assert is_unknown or value == now.default[name], name
        assert is_unknown is isinstance(after.default[name], Unread) or value is None, name
    assert (after.policy_json or {})["allowedCloudEndpoints"] == served.state["policy"]["allowedCloudEndpoints"]

    (shown,) = list_object_changes([change], before, after)
    moved = {(each.section.name, each.path) for each in find_differences(before, now) if each.section}
    unread = {each.section.name for each in found if each.section}
    rows = {(row.section.name, row.path) for row in shown.rows}
    assert {each for each in rows if each[0] not in unread} == {each for each in moved if each[0] not in unread}
    assert (shown.action == "stop managing") is (on_destroy == "keep")
