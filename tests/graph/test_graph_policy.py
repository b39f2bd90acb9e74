"""Each method of the policy API: the requests it makes, what it returns."""

import re
from typing import Any

import pytest

from crosscloud.domain.clouds import CHINA, CLOUDS, GLOBAL, USGOV, Cloud
from crosscloud.domain.settings import Bool, Section, Settings, Value
from crosscloud.domain.truth import Truth
from crosscloud.graph import (
    AnswerLostError,
    ConflictError,
    ConnectionFailedError,
    NotFoundError,
    ResponseError,
    UnexpectedAnswerError,
)
from crosscloud.graph.policy import _after_another
from tests.graph.scripted_service import (
    DEFAULT_JSON,
    NOON,
    PARTNER,
    TENANT,
    Reply,
    dropped,
    graph_error,
    login_error,
    refused,
    scripted,
)

POLICY = "policies/crossTenantAccessPolicy"
ACCESS: dict[str, Value] = {
    "users_and_groups": {
        "access_type": "allowed",
        "targets": [{"target": "AllUsers", "target_type": "user"}],
    },
    "applications": {
        "access_type": "allowed",
        "targets": [{"target": "Office365", "target_type": "application"}],
    },
}
ACCESS_JSON = {
    "usersAndGroups": {"accessType": "allowed", "targets": [{"target": "AllUsers", "targetType": "user"}]},
    "applications": {"accessType": "allowed", "targets": [{"target": "Office365", "targetType": "application"}]},
}


@pytest.mark.parametrize(
    ("cloud", "version"), [(cloud, "v1.0" if cloud is GLOBAL else "beta") for cloud in CLOUDS.values()], ids=str
)
def test_the_root_is_read_and_written_by_the_version_that_has_the_clouds(cloud: Cloud, version: str) -> None:
    on = scripted(Reply(body={"id": "p"}), Reply(204), cloud=cloud)
    assert on.api.read_policy() == {"id": "p"}
    on.api.update_policy({"allowed_cloud_endpoints": ["microsoftonline.com"]})
    read, written = on.service.to_graph
    assert (read.method, read.url) == ("GET", f"{cloud.graph}/{version}/{POLICY}")
    assert (written.method, written.url) == ("PATCH", f"{cloud.graph}/{version}/{POLICY}")
    assert written.json == {"allowedCloudEndpoints": ["microsoftonline.com"]}
    assert written.headers["content-type"] == "application/json"


@pytest.mark.parametrize("cloud", [USGOV, CHINA], ids=str)
def test_default_and_partners_are_v1_everywhere(cloud: Cloud) -> None:
    partner = {"tenantId": PARTNER}
    replies = [Reply(body=DEFAULT_JSON), Reply(204), Reply(204), Reply(body={"value": []}), Reply(201, partner)]
    on = scripted(*replies, Reply(body=partner), Reply(204), Reply(204), cloud=cloud)
    on.api.read_default()
    on.api.update_default({"b2b_collaboration_inbound": ACCESS})
    on.api.reset_default()
    on.api.read_partners()
    on.api.create_partner(PARTNER, {"inbound_trust": None})
    on.api.read_partner(PARTNER)
    on.api.update_partner(PARTNER, {"inbound_trust": None})
    on.api.delete_partner(PARTNER)
    root = f"{cloud.graph}/v1.0/{POLICY}"
    assert [(sent.method, sent.url.removeprefix(root)) for sent in on.service.to_graph] == [
        ("GET", "/default"),
        ("PATCH", "/default"),
        ("POST", "/default/resetToSystemDefault"),
        ("GET", "/partners?$expand=identitySynchronization"),
        ("POST", "/partners"),
        ("GET", f"/partners/{PARTNER}"),
        ("PATCH", f"/partners/{PARTNER}"),
        ("DELETE", f"/partners/{PARTNER}"),
    ]
    assert on.service.to_graph[1].json == {"b2bCollaborationInbound": ACCESS_JSON}
    assert on.service.to_graph[2].body == b""


def test_what_is_read_is_untouched() -> None:
    odd = {"@odata.context": "x", "futureProperty": {"a": [1, None]}, "inboundTrust": None, "allowed": "é"}
    assert scripted(Reply(body=odd)).api.read_policy() == odd
    assert scripted(Reply(body={})).api.read_policy() == {}
    partner = {**odd, "tenantId": PARTNER}
    assert scripted(Reply(body={"value": [partner]})).api.read_partners() == [partner]
    assert scripted(Reply(body=partner)).api.read_partner(PARTNER.upper()) == partner


def test_nothing_to_set_sends_nothing() -> None:
    on = scripted()
    on.api.update_policy({})
    on.api.update_default({})
    on.api.update_partner(PARTNER, {})
    assert on.service.sent == []


def test_creating_sends_all_sections_at_once() -> None:
    made = {"tenantId": PARTNER, "b2bCollaborationInbound": ACCESS_JSON}
    on = scripted(Reply(201, made))
    values: dict[str, Value] = {"b2b_collaboration_inbound": ACCESS, "automatic_user_consent_settings": None}
    assert on.api.create_partner(PARTNER.upper(), values) == made
    (sent,) = on.service.to_graph
    assert sent.json == {
        "tenantId": PARTNER,
        "b2bCollaborationInbound": ACCESS_JSON,
        "automaticUserConsentSettings": {"inboundAllowed": None, "outboundAllowed": None},
    }


def test_creating_without_sections() -> None:
    on = scripted(Reply(201, {"tenantId": PARTNER}))
    on.api.create_partner(PARTNER, {})
    assert on.service.to_graph[0].json == {"tenantId": PARTNER}


def test_sections_of_another_version_follow_in_a_request_of_their_own() -> None:
    # No section needs this today, so the description is the test's own.
    both = tuple(
        Section(name, name, Bool(), "", {"global": (version,)}, "")
        for name, version in (("new", "beta"), ("old", "v1.0"))
    )
    mixed = Settings("mixed", "mixed", "", both)
    on = scripted(Reply(201, {"tenantId": PARTNER}), Reply(204), Reply(body={"tenantId": PARTNER, "new": True}))
    made = on.api._create(mixed, PARTNER, {"new": True, "old": False})
    assert made == {"tenantId": PARTNER, "new": True}
    create, patch, _ = on.service.to_graph
    assert (create.method, create.url) == ("POST", f"{GLOBAL.graph}/v1.0/{POLICY}/partners")
    assert create.json == {"tenantId": PARTNER, "old": False}
    assert (patch.method, patch.url) == ("PATCH", f"{GLOBAL.graph}/beta/{POLICY}/partners/{PARTNER}")
    assert patch.json == {"new": True}


def test_creating_what_exists() -> None:
    on = scripted(graph_error(409, "Request_MultipleObjectsWithSameKeyValue", "Another object exists."))
    with pytest.raises(ConflictError, match=f"cannot add partner {PARTNER} of tenant {TENANT}"):
        on.api.create_partner(PARTNER, {})


def test_no_type_annotation_is_ever_sent() -> None:
    on = scripted(Reply(204), Reply(204), Reply(201, {"tenantId": PARTNER}))
    trust: dict[str, Value] = {"is_mfa_accepted": True, "@odata.type": "#microsoft.graph.x"}
    on.api.update_default({"inbound_trust": trust})
    on.api.update_partner(PARTNER, {"inbound_trust": trust})
    on.api.create_partner(PARTNER, {"inbound_trust": trust})
    for sent in on.service.to_graph:
        assert sent.json["inboundTrust"]["isMfaAccepted"] is True
        assert b"@odata" not in sent.body


@pytest.mark.parametrize("name", ["contoso.com", "", "../default", f"{PARTNER}/x", f"{{{PARTNER}}}"])
def test_a_partner_is_named_by_a_guid(name: str) -> None:
    on = scripted()
    for call in (on.api.read_partner, on.api.delete_partner):
        with pytest.raises(ValueError, match="by its tenant id"):
            call(name)
    with pytest.raises(ValueError, match="by its tenant id"):
        on.api.create_partner(name, {})
    assert on.service.sent == []


def test_no_such_partner() -> None:
    on = scripted(graph_error(404, "Request_ResourceNotFound", "Not there."))
    with pytest.raises(NotFoundError, match=f"cannot read partner {PARTNER} of tenant {TENANT} \\(Global\\)"):
        on.api.read_partner(PARTNER)


@pytest.mark.parametrize("body", [{}, {"tenantId": None}, {"tenantId": "contoso.com"}, {"tenantId": TENANT}])
def test_an_answer_about_no_partner_or_another_one(body: dict[str, Any]) -> None:
    with pytest.raises(UnexpectedAnswerError, match=r"cannot read partner .*: the answer"):
        scripted(Reply(body=body)).api.read_partner(PARTNER)


@pytest.mark.parametrize("partner", [{}, {"tenantId": 7}, {"tenantId": "x"}])
def test_a_list_with_an_entry_that_may_be_anybodys_is_handed_on(partner: dict[str, Any]) -> None:
    """What it leaves unknown is decided where it is parsed: tests/domain/test_tenant_settings.py."""
    on = scripted(Reply(body={"value": [{"tenantId": PARTNER}, partner]}))
    assert on.api.read_partners() == [{"tenantId": PARTNER}, partner]


def test_a_reset_whose_answer_is_lost_is_not_repeated() -> None:
    on = scripted(dropped())
    with pytest.raises(AnswerLostError, match="reset the default settings"):
        on.api.reset_default()


def test_a_tenant_is_three_reads() -> None:
    on = scripted(
        Reply(body={"id": "p"}), Reply(body=DEFAULT_JSON), Reply(body={"value": [{"tenantId": PARTNER}]})
    )
    reading = on.api.read_tenant()
    assert (reading.tenant_id, reading.cloud, reading.taken_at) == (TENANT, GLOBAL, NOON)
    assert (reading.policy, reading.default, reading.partners) == (
        {"id": "p"},
        DEFAULT_JSON,
        [{"tenantId": PARTNER}],
    )
    assert reading.unreadable == {}
    assert len(on.service.to_graph) == 3


def test_an_unreadable_part_does_not_stop_the_others() -> None:
    denied = graph_error(403, "Authorization_RequestDenied", "Insufficient privileges.")
    on = scripted(denied, Reply(body=DEFAULT_JSON), Reply(200, b"<html>"))
    reading = on.api.read_tenant()
    assert (reading.policy, reading.default, reading.partners) == (None, DEFAULT_JSON, None)
    assert set(reading.unreadable) == {"policy", "partners"}
    assert reading.unreadable["policy"].summary.startswith(
        "403 Authorization_RequestDenied Insufficient privileges"
    )


def test_pages_that_break_off_are_unreadable_not_short() -> None:
    link = f"{GLOBAL.graph}/v1.0/{POLICY}/partners?2"
    first = Reply(body={"value": [{"tenantId": PARTNER}], "@odata.nextLink": link})
    on = scripted(Reply(body={}), Reply(body=DEFAULT_JSON), first, *[refused()] * 4)
    reading = on.api.read_tenant()
    assert reading.partners is None
    assert isinstance(reading.unreadable["partners"], ConnectionFailedError)


NO_DEFAULTS: list[Any] = [
    {},
    {"error": {"code": "UnknownError", "message": "Something went wrong."}},
    {
        "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#policies/crossTenantAccessPolicy/default/$entity"
    },
    {**DEFAULT_JSON, "error": {}},
    *(
        {**DEFAULT_JSON, name: value}
        for name in ("inboundTrust", "b2bCollaborationInbound")
        for value in (None, "x")
    ),
    *({k: v for k, v in DEFAULT_JSON.items() if k != gone} for gone in DEFAULT_JSON if gone != "id"),
]


@pytest.mark.parametrize("body", NO_DEFAULTS)
def test_a_default_of_another_shape_is_unread_whatever_its_status(body: Any) -> None:
    on = scripted(Reply(body={"id": "p"}), Reply(body=body), Reply(body={"value": []}))
    reading = on.api.read_tenant()
    assert (reading.policy, reading.default, reading.partners) == ({"id": "p"}, None, [])
    assert list(reading.unreadable) == ["default"]
    words = (
        r"cannot read the default settings of tenant .* did not answer as Microsoft Graph does: in its answer, \w"
    )
    assert re.search(words, reading.unreadable["default"].summary)


def test_a_default_may_lack_what_not_every_cloud_declares_and_hold_what_nobody_knows() -> None:
    said = {**DEFAULT_JSON, "inboundTrust": {"isMfaAccepted": "true"}, "tenantRestrictions": "x", "new": 1}
    assert scripted(Reply(body=said)).api.read_default() == said


@pytest.mark.parametrize(
    "body",
    [
        {"error": {"code": "x"}},
        {"id": "p", "allowedCloudEndpoints": "microsoftonline.us"},
        {"id": "p", "allowedCloudEndpoints": [7]},
        {"id": "p", "allowedCloudEndpoints": [None]},
    ],
)
def test_a_root_of_another_shape_is_unread(body: Any) -> None:
    with pytest.raises(
        UnexpectedAnswerError, match=r"cannot read the cross-cloud settings .*in its answer, (err|all)"
    ):
        scripted(Reply(body=body)).api.read_policy()


def test_one_odd_section_of_a_partner_leaves_the_list_readable() -> None:
    odd = {"tenantId": PARTNER, "b2bCollaborationInbound": "x", "inboundTrust": {"isMfaAccepted": "true"}}
    assert scripted(Reply(body={"value": [odd]})).api.read_partners() == [odd]


def test_a_failed_sign_in_stands_for_all_three() -> None:
    on = scripted()
    on.service.login.append(login_error(400, 90002, "invalid_tenant"))
    reading = on.api.read_tenant()
    assert (reading.policy, reading.default, reading.partners) == (None, None, None)
    assert set(reading.unreadable) == {"policy", "default", "partners"}
    assert len(set(map(id, reading.unreadable.values()))) == 1
    assert len(on.service.sent) == 1


def test_what_fails_after_another_request_of_the_same_write_says_so() -> None:
    error = ResponseError(400, "", "")
    assert (error.changed, error.earlier_took_effect) == (Truth.NO, False)
    with pytest.raises(ResponseError), _after_another():
        raise error
    assert error.earlier_took_effect
