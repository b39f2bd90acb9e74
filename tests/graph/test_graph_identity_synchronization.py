"""The policy API's calls on a partner's identity synchronization: PUT makes, PATCH changes, DELETE removes."""

import pytest

from crosscloud.domain.clouds import CLOUDS, GLOBAL, Cloud
from crosscloud.domain.settings import Value
from crosscloud.graph import AnswerLostError, ConflictError, NotFoundError, UnexpectedAnswerError
from tests.graph.scripted_service import PARTNER, TENANT, Reply, dropped, graph_error, scripted

ALLOWED: dict[str, Value] = {"user_sync_inbound": {"is_sync_allowed": True}}


@pytest.mark.parametrize("cloud", CLOUDS.values(), ids=CLOUDS)
def test_the_requests(cloud: Cloud) -> None:
    read = {"tenantId": PARTNER, "userSyncInbound": {"isSyncAllowed": True}}
    on = scripted(Reply(204), Reply(body=read), Reply(204), Reply(204), cloud=cloud)
    on.api.create_identity_synchronization(PARTNER.upper(), {**ALLOWED, "display_name": "Fabrikam"})
    assert on.api.read_identity_synchronization(PARTNER) == read
    on.api.update_identity_synchronization(PARTNER, ALLOWED)
    on.api.delete_identity_synchronization(PARTNER)
    path = f"policies/crossTenantAccessPolicy/partners/{PARTNER}/identitySynchronization"
    sent = on.service.to_graph
    versions = ["v1.0", "beta" if cloud is GLOBAL else "v1.0", "v1.0", "v1.0"]
    assert [(s.method, s.url) for s in sent] == [
        (method, f"{cloud.graph}/{version}/{path}")
        for method, version in zip(("PUT", "GET", "PATCH", "DELETE"), versions, strict=True)
    ]
    assert sent[0].json == {"displayName": "Fabrikam", "userSyncInbound": {"isSyncAllowed": True}}
    assert sent[2].json == {"userSyncInbound": {"isSyncAllowed": True}}


def test_one_without_sections_is_made_all_the_same() -> None:
    on = scripted(Reply(204))
    on.api.create_identity_synchronization(PARTNER, {})
    assert on.service.to_graph[0].json == {}


def test_making_what_exists() -> None:
    on = scripted(graph_error(409, "Request_MultipleObjectsWithSameKeyValue", "Conflicting object."))
    with pytest.raises(ConflictError, match=f"add the identity synchronization of partner {PARTNER} of tenant"):
        on.api.create_identity_synchronization(PARTNER, ALLOWED)


def test_a_lost_answer_is_not_repeated_and_a_gateway_that_timed_out_is_in_doubt() -> None:
    on = scripted(dropped())
    with pytest.raises(AnswerLostError):
        on.api.create_identity_synchronization(PARTNER, ALLOWED)
    assert len(on.service.to_graph) == 1
    on = scripted(Reply(504), graph_error(409))
    with pytest.raises(AnswerLostError, match="found it there already"):
        on.api.create_identity_synchronization(PARTNER, ALLOWED)


def test_there_is_none() -> None:
    with pytest.raises(NotFoundError, match="read the identity synchronization of partner"):
        scripted(graph_error(404)).api.read_identity_synchronization(PARTNER)


def test_an_answer_about_another_partner() -> None:
    for body, words in (({}, "without a tenant id"), ({"tenantId": TENANT}, "is about partner")):
        with pytest.raises(UnexpectedAnswerError, match=words):
            scripted(Reply(body=body)).api.read_identity_synchronization(PARTNER)
