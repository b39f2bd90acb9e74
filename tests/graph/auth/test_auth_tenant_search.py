"""Looking for a tenant: every login service is asked, two different answers are an error, silence is said."""

from typing import Any

import pytest

from crosscloud.domain.clouds import CHINA, CLOUDS, GLOBAL, USGOV, USGOV_DOD, Cloud
from crosscloud.graph import AmbiguousTenantError, TenantNotFoundError
from tests.graph.scripted_service import (
    PARTNER,
    Reply,
    Scripted,
    dropped,
    login_error,
    refused,
    scripted,
    secret_sign_in,
)

HOSTS = ["login.microsoftonline.com", "login.microsoftonline.us", "login.partner.microsoftonline.cn"]
UNKNOWN = login_error(400, 90002, "invalid_tenant")


def document(cloud: Cloud, tenant_id: str = PARTNER, **changed: Any) -> Reply:
    """What any login service that knows the tenant says of it."""
    said = {
        "issuer": f"{cloud.login}/{tenant_id}/v2.0",
        "cloud_instance_name": cloud.endpoint,
        "msgraph_host": cloud.graph.removeprefix("https://"),
        "tenant_region_scope": "NA",
        **changed,
    }
    return Reply(body={name: value for name, value in said.items() if value is not None})


def asking(*replies: Reply | Exception, **sign_in: Any) -> Scripted:
    """A policy API whose login services give `replies`, in the order of `HOSTS`."""
    on = scripted(sign_in=secret_sign_in(**sign_in))
    on.service.login.extend(replies)
    return on


@pytest.mark.parametrize("cloud", CLOUDS.values(), ids=CLOUDS)
def test_a_tenant_of_each_cloud(cloud: Cloud) -> None:
    found = UNKNOWN if cloud is CHINA else document(cloud)
    on = asking(found, found, document(cloud) if cloud is CHINA else UNKNOWN)
    answer = on.api.find_tenant(PARTNER.upper())
    assert (answer.tenant_id, answer.cloud, answer.not_asked) == (PARTNER, cloud, {})
    assert [sent.url for sent in on.service.sent] == [
        f"https://{host}/{PARTNER.upper()}/v2.0/.well-known/openid-configuration" for host in HOSTS
    ]
    assert all("authorization" not in sent.headers and not sent.body for sent in on.service.sent)


def test_a_domain_name_is_answered_with_the_tenant_id() -> None:
    on = asking(document(USGOV), document(USGOV), UNKNOWN)
    assert on.api.find_tenant("fabrikam.onmicrosoft.us").tenant_id == PARTNER


def test_the_region_decides_nothing() -> None:
    on = asking(document(USGOV_DOD, tenant_region_scope="AS"), UNKNOWN, UNKNOWN)
    assert on.api.find_tenant(PARTNER).cloud is USGOV_DOD


def test_a_document_without_a_graph_host_is_taken_by_its_cloud() -> None:
    on = asking(document(CHINA, msgraph_host=None), UNKNOWN, UNKNOWN)
    assert on.api.find_tenant(PARTNER).cloud is CHINA


@pytest.mark.parametrize(
    "other",
    [document(USGOV), document(GLOBAL, "bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb")],
    ids=["another cloud", "another tenant"],
)
def test_two_different_answers_are_for_a_person_to_decide(other: Reply) -> None:
    on = asking(document(GLOBAL), UNKNOWN, other)
    with pytest.raises(AmbiguousTenantError, match=r"means two tenants.*Ask its administrator") as raised:
        on.api.find_tenant("contoso.example")
    assert HOSTS[0] in str(raised.value)
    assert HOSTS[2] in str(raised.value)


def test_a_tenant_that_nobody_knows() -> None:
    on = asking(UNKNOWN, UNKNOWN, UNKNOWN)
    with pytest.raises(TenantNotFoundError, match=f"not known to {', '.join(HOSTS)}"):
        on.api.find_tenant(PARTNER)


def test_a_tenant_of_a_cloud_that_is_not_in_the_table() -> None:
    new = document(GLOBAL, cloud_instance_name="sovcloud.fr", msgraph_host="graph.svc.sovcloud.fr")
    with pytest.raises(TenantNotFoundError, match=r"in the cloud sovcloud\.fr, which crosscloud does not know"):
        asking(new, new, UNKNOWN).api.find_tenant(PARTNER)


@pytest.mark.parametrize(
    "silence",
    [
        [dropped(), dropped()],
        [Reply(503), Reply(503)],
        [Reply(200, b"<html>blocked</html>")],
        [document(GLOBAL, "bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb")],
        [document(GLOBAL, issuer="https://login.microsoftonline.com/common/v2.0")],
        [document(GLOBAL, issuer="https://[")],
        [login_error(400, 90099)],
    ],
    ids=["no connection", "unavailable", "a page", "another tenant", "no tenant", "no address", "another refusal"],
)
def test_a_service_that_does_not_tell_is_said(silence: list[Reply | Exception]) -> None:
    answer = asking(document(GLOBAL), UNKNOWN, *silence).api.find_tenant(PARTNER)
    assert answer.cloud is GLOBAL
    assert list(answer.not_asked) == [HOSTS[2]]
    with pytest.raises(TenantNotFoundError, match=f"{HOSTS[2]} could not be asked"):
        asking(UNKNOWN, UNKNOWN, *silence).api.find_tenant(PARTNER)


def test_an_override_keeps_the_real_services_out() -> None:
    on = asking(document(GLOBAL), login_endpoint="https://localhost:1")
    answer = on.api.find_tenant(PARTNER)
    assert [sent.url.split("/")[2] for sent in on.service.sent] == ["localhost:1"]
    assert set(answer.not_asked) == set(HOSTS[1:])


def test_overrides_for_all_clouds() -> None:
    others = {"usgov": "https://localhost:2", "usgov_dod": "https://localhost:3", "china": "https://localhost:4/"}
    on = asking(
        UNKNOWN, UNKNOWN, UNKNOWN, document(CHINA), login_endpoint="https://localhost:1", other_logins=others
    )
    answer = on.api.find_tenant(PARTNER)
    assert (answer.cloud, answer.not_asked) == (CHINA, {})
    assert {sent.url.split("/")[2] for sent in on.service.sent} == {f"localhost:{port}" for port in (1, 2, 3, 4)}


@pytest.mark.parametrize(
    "name", ["", "contoso", "a/b.com", "https://contoso.com", "x.y?z", "a b.com", f"{PARTNER}/x"]
)
def test_what_is_no_name_of_a_tenant_is_not_asked_for(name: str) -> None:
    on = asking()
    with pytest.raises(ValueError, match="by its id or a domain name"):
        on.api.find_tenant(name)
    assert on.service.sent == []


def test_the_clouds_in_which_an_id_is_known() -> None:
    on = asking(document(GLOBAL), UNKNOWN, UNKNOWN)
    assert sorted(on.api.find_clouds(PARTNER).clouds) == ["global"]
    two = asking(document(GLOBAL), document(USGOV), UNKNOWN).api.find_clouds(PARTNER)
    assert sorted(two.clouds) == ["global", "usgov"]
    assert two.not_asked == {}
    assert asking(UNKNOWN, UNKNOWN, UNKNOWN).api.find_clouds(PARTNER).clouds == frozenset()


def test_a_service_that_gave_no_answer_is_not_asked_again() -> None:
    first = asking(document(GLOBAL), refused(), refused(), document(GLOBAL)).api.find_clouds(PARTNER)
    assert set(first.not_asked) == {"login.microsoftonline.us"}
    on = asking(document(GLOBAL), document(GLOBAL))
    again = on.api.find_clouds(PARTNER, first.not_asked)
    assert (sorted(again.clouds), again.not_asked) == (["global"], first.not_asked)
    assert len(on.service.to_login) == 2
