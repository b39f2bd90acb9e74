"""Data sources: the one reading of a plan, whole; what is not there or not readable is an error."""

from collections.abc import Callable
from typing import Any

import pytest

from crosscloud.bridge.data_sources import SETTINGS_DATA, SettingsData
from crosscloud.bridge.tenant import NotConnectedError
from crosscloud.domain.clouds import CHINA, CLOUDS, USGOV, Cloud, enableable_endpoints
from crosscloud.domain.settings import UnexpectedAnswerError
from crosscloud.emulator.faults import Fault
from crosscloud.tfplugin import Context
from tests.bridge.served import GROUP_ID, PARTNER_ID, Served, graph_trust, texts

OTHER_ID = "11111111-2222-4333-8444-555555555555"
BY_NAME: dict[str, SettingsData] = {source.type_name: source for source in SETTINGS_DATA}
ONE_PARTNER = {name: {"tenant_id": PARTNER_ID} for name in BY_NAME if name.startswith("crosscloud_partner_")}


def read(served: Served, name: str, **config: Any) -> dict[str, Any]:
    context = served.context()
    answer = BY_NAME[name].read(context, config)
    assert not context.diagnostics.has_errors
    assert answer is not None
    assert set(answer) == {attribute.name for attribute in BY_NAME[name].schema.attributes}
    return answer


@pytest.mark.parametrize("cloud", CLOUDS.values(), ids=CLOUDS)
def test_the_clouds_that_are_enabled(serve: Callable[[Cloud], Served], cloud: Cloud) -> None:
    served, enabled = serve(cloud), list(enableable_endpoints(cloud))
    served.emulator.change(served.name, policy={"allowedCloudEndpoints": enabled})
    answer = read(served, "crosscloud_settings")
    assert answer == {"id": served.tenant_id, "allowed_cloud_endpoints": enabled}


@pytest.mark.parametrize("cloud", CLOUDS.values(), ids=CLOUDS)
def test_the_default(serve: Callable[[Cloud], Served], cloud: Cloud) -> None:
    served = serve(cloud)
    answer = read(served, "crosscloud_default_settings")
    assert answer["id"] == served.tenant_id
    assert answer["b2b_collaboration_inbound"]["users_and_groups"] == {
        "access_type": "allowed",
        "targets": [{"target": "AllUsers", "target_type": "user"}],
    }


def test_a_partner_in_any_case_and_as_it_was_asked_for(served: Served) -> None:
    served.emulator.seed_partners(
        served.name, [{"tenantId": PARTNER_ID, "inboundTrust": graph_trust(mfa=True), "isServiceProvider": True}]
    )
    answer = read(served, "crosscloud_partner_settings", tenant_id=PARTNER_ID.upper())
    assert (answer["id"], answer["tenant_id"]) == (PARTNER_ID, PARTNER_ID.upper())
    assert answer["inbound_trust"]["is_mfa_accepted"] is True
    assert answer["b2b_collaboration_inbound"] is None
    assert answer["is_service_provider"] is True


def test_an_identity_synchronization(served: Served) -> None:
    synchronization = {"displayName": "Fabrikam", "userSyncInbound": {"isSyncAllowed": True}}
    served.emulator.seed_partners(
        served.name, [{"tenantId": PARTNER_ID, "identitySynchronization": synchronization}]
    )
    answer = read(served, "crosscloud_partner_identity_synchronization", tenant_id=PARTNER_ID)
    assert (answer["display_name"], answer["user_sync_inbound"]) == ("Fabrikam", {"is_sync_allowed": True})


def test_all_partners_in_order(served: Served) -> None:
    half = {
        "usersAndGroups": {"accessType": "allowed", "targets": [{"target": GROUP_ID, "targetType": "group"}]},
        "applications": {
            "accessType": "allowed",
            "targets": [{"target": "AllApplications", "targetType": "application"}],
        },
    }
    served.emulator.seed_partners(
        served.name, [{"tenantId": PARTNER_ID}, {"tenantId": OTHER_ID, "b2bCollaborationOutbound": half}]
    )
    answer = read(served, "crosscloud_partners")
    assert answer["tenant_ids"] == [OTHER_ID, PARTNER_ID]
    first, second = answer["partners"]
    assert (first["tenant_id"], second["tenant_id"]) == (OTHER_ID, PARTNER_ID)
    assert first["b2b_collaboration_outbound"]["users_and_groups"]["targets"] == [
        {"target": GROUP_ID, "target_type": "group"}
    ]
    assert second["b2b_collaboration_outbound"] is None


def test_no_partners_is_an_empty_list(served: Served) -> None:
    answer = read(served, "crosscloud_partners")
    assert (answer["tenant_ids"], answer["partners"]) == ([], [])


@pytest.mark.parametrize("name", ONE_PARTNER)
def test_what_is_not_there_is_an_error_that_names_it(served: Served, name: str) -> None:
    context = served.context()
    assert BY_NAME[name].read(context, {"tenant_id": PARTNER_ID.upper()}) is None
    assert PARTNER_ID in texts(context, "error")
    assert served.tenant_id in texts(context, "error")


def test_a_partner_without_a_synchronization(served: Served) -> None:
    served.emulator.seed_partners(served.name, [{"tenantId": PARTNER_ID}])
    context = served.context()
    config = {"tenant_id": PARTNER_ID}
    assert BY_NAME["crosscloud_partner_identity_synchronization"].read(context, config) is None
    assert "has no identity synchronization" in texts(context, "error")


def test_all_share_one_reading(served: Served) -> None:
    served.emulator.seed_partners(
        served.name, [{"tenantId": PARTNER_ID, "identitySynchronization": {"displayName": "x"}}]
    )
    for name in BY_NAME:
        read(served, name, **ONE_PARTNER.get(name, {}))
    gets = [r["path"] for r in served.requests if r["path"].startswith(("/v1.0", "/beta"))]
    assert len(gets) == 3


@pytest.mark.parametrize("name", BY_NAME)
def test_what_cannot_be_read_is_an_error(served: Served, name: str) -> None:
    served.emulator.faults.add(
        Fault(tenant=served.name, method="GET", path_contains="olicies", status=403, times=3)
    )
    context = served.context()
    assert BY_NAME[name].read(context, ONE_PARTNER.get(name, {})) is None
    assert "403" in texts(context, "error")
    assert "Policy.Read.All" in texts(context, "error")


def test_an_unanswered_property_is_null_with_a_warning_and_not_empty(serve: Callable[[Cloud], Served]) -> None:
    served = serve(USGOV)
    served.emulator.faults.add(
        Fault(tenant=served.name, method="GET", path_contains="olicy", status=200, body={"id": "p"})
    )
    context = served.context()
    answer = BY_NAME["crosscloud_settings"].read(context, {})
    assert answer == {"id": served.tenant_id, "allowed_cloud_endpoints": None}
    assert "unknown, not empty" in texts(context, "warning")


def test_a_root_that_was_never_changed_enables_nothing_and_that_is_known(served: Served) -> None:
    served.emulator.faults.add(Fault(tenant=served.name, method="GET", path_contains="olicy", status=200, body={}))
    answer = read(served, "crosscloud_settings")
    assert answer == {"id": served.tenant_id, "allowed_cloud_endpoints": []}


def test_a_default_of_another_shape_is_an_error_and_not_empty(served: Served) -> None:
    served.emulator.faults.add(Fault(tenant=served.name, path_contains="/default", status=200, body={}))
    context = served.context()
    assert BY_NAME["crosscloud_default_settings"].read(context, {}) is None
    assert "b2bCollaborationInbound must be an object" in texts(context, "error")


@pytest.mark.parametrize(
    ("name", "odd", "says"),
    [
        ("crosscloud_partner_settings", {"inboundTrust": "yes"}, "Graph answered inboundTrust as str"),
        ("crosscloud_partner_settings", {"isServiceProvider": "no"}, "isServiceProvider: Graph answered neither"),
        (
            "crosscloud_partner_identity_synchronization",
            {"identitySynchronization": True},
            "identitySynchronization: Graph answered it as bool",
        ),
    ],
)
def test_what_is_not_understood_is_an_error_for_that_object_alone(
    served: Served, name: str, odd: dict[str, Any], says: str
) -> None:
    plain = {"tenantId": OTHER_ID, "identitySynchronization": {"userSyncInbound": None}}
    answered = {"value": [{"tenantId": PARTNER_ID, **odd}, plain]}
    served.emulator.faults.add(Fault(tenant=served.name, path_contains="/partners", status=200, body=answered))
    with pytest.raises(UnexpectedAnswerError, match=says):
        read(served, name, tenant_id=PARTNER_ID)
    assert read(served, name, tenant_id=OTHER_ID)["id"] == OTHER_ID
    assert read(served, "crosscloud_default_settings")["b2b_collaboration_inbound"] is not None


def test_a_list_of_partners_of_which_one_is_not_understood_is_an_error(served: Served) -> None:
    answered = {"value": [{"tenantId": OTHER_ID}, {"tenantId": PARTNER_ID, "inboundTrust": "yes"}]}
    served.emulator.faults.add(Fault(tenant=served.name, path_contains="/partners", status=200, body=answered))
    with pytest.raises(UnexpectedAnswerError, match=f"partner {PARTNER_ID} of tenant .* inboundTrust"):
        BY_NAME["crosscloud_partners"].read(served.context(), {})


def test_beside_an_entry_that_may_be_anybodys_the_others_are_answered_and_what_is_not_listed_is_not(
    served: Served,
) -> None:
    answered = {"value": [{"tenantId": PARTNER_ID}, {"tenantId": 7}]}
    served.emulator.faults.add(Fault(tenant=served.name, path_contains="/partners", status=200, body=answered))
    assert read(served, "crosscloud_partner_settings", tenant_id=PARTNER_ID)["id"] == PARTNER_ID
    for name, given in (
        ("crosscloud_partner_settings", {"tenant_id": OTHER_ID}),
        ("crosscloud_partner_identity_synchronization", {"tenant_id": OTHER_ID}),
        ("crosscloud_partners", {}),
    ):
        context = served.context()
        assert BY_NAME[name].read(context, given) is None
        assert context.diagnostics
        assert "could not be read" in texts(context, "warning") or "may be anybody's" in texts(context, "error")


def test_a_partner_of_which_graph_says_no_more_than_its_id(served: Served) -> None:
    """What Graph leaves out of a partner is inherited, or not there."""
    answered = {"value": [{"tenantId": PARTNER_ID}]}
    served.emulator.faults.add(Fault(tenant=served.name, path_contains="/partners", status=200, body=answered))
    assert read(served, "crosscloud_partner_settings", tenant_id=PARTNER_ID)["is_service_provider"] is False
    context = served.context()
    config = {"tenant_id": PARTNER_ID}
    assert BY_NAME["crosscloud_partner_identity_synchronization"].read(context, config) is None
    assert "has no identity synchronization" in texts(context, "error")


def test_what_a_cloud_does_not_have_needs_no_warning(serve: Callable[[Cloud], Served]) -> None:
    context = serve(CHINA).context()
    BY_NAME["crosscloud_default_settings"].read(context, {})
    assert not list(context.diagnostics)


@pytest.mark.parametrize("name", BY_NAME)
def test_without_a_configuration_there_is_nothing_to_answer(name: str) -> None:
    with pytest.raises(NotConnectedError, match="known only after an apply"):
        BY_NAME[name].read(Context(), ONE_PARTNER.get(name, {}))
