"""Reading the directory context: which requests, with what, and what becomes of a part that fails."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
import requests

from crosscloud.domain.clouds import CLOUDS, GLOBAL, Cloud
from crosscloud.domain.directory import DirectoryContext
from crosscloud.domain.directory.reasons import because, needs
from crosscloud.graph import ForbiddenError, PolicyApi, Retries, UnexpectedAnswerError, connect
from crosscloud.graph.directory import WORKER, LookUp
from tests.graph.scripted_service import (
    NOON,
    TENANT,
    Reply,
    ScriptedService,
    dropped,
    graph_error,
    response,
    secret_sign_in,
)

GROUPS = [f"{n:08x}-0000-4000-8000-000000000000" for n in range(40)]
APPLICATION = "19c5d2e7-6b8a-4f30-9e47-8a1b3c5d7f04"
AUTHORIZATION = "v1.0/policies/authorizationPolicy"
CONDITIONAL_ACCESS = "v1.0/identity/conditionalAccess/policies"
DOMAIN_LISTS = "beta/policies/b2bManagementPolicies"
CAPABILITIES = "v1.0/policies/crossTenantAccessPolicy/default/m365Capabilities"
BETA_CAPABILITIES = CAPABILITIES.replace("v1.0", "beta", 1)
ORGANIZATION, PRINCIPALS, USERS = "v1.0/organization", "v1.0/servicePrincipals", "v1.0/users"
ANSWERS: Mapping[str, Reply] = {
    AUTHORIZATION: Reply(body={"allowInvitesFrom": "everyone"}),
    CONDITIONAL_ACCESS: Reply(body={"value": [{"id": "1", "state": "disabled"}]}),
    DOMAIN_LISTS: Reply(body={"value": []}),
    CAPABILITIES: Reply(body={"value": []}),
    ORGANIZATION: Reply(body={"value": [{"id": TENANT.upper(), "verifiedDomains": [{"name": "contoso.com"}]}]}),
    PRINCIPALS: Reply(body={"value": [{"id": "2", "accountEnabled": True}]}),
}


class ByPath(ScriptedService):
    """Answers each path of Graph as it is told, whatever the order; signs in whoever asks."""

    def __init__(self, cloud: Cloud, answers: Mapping[str, Reply | Exception]) -> None:
        super().__init__(cloud)
        self.answers = answers
        self.asked: list[tuple[str, dict[str, list[str]], dict[str, str]]] = []
        """Path, query options and headers of every request to Graph."""

    def send(self, request: requests.PreparedRequest, *arguments: Any, **options: Any) -> requests.Response:
        url = request.url or ""
        if not url.startswith(self.cloud.graph):
            return super().send(request, *arguments, **options)
        path = urlsplit(url).path.lstrip("/")
        self.asked.append((path, parse_qs(urlsplit(unquote(url)).query), dict(request.headers)))
        reply = self.answers[path]
        if isinstance(reply, Exception):
            raise reply
        return response(request, reply)


@dataclass
class Asked:
    """An API, and the service that it talks to."""

    api: PolicyApi
    service: ByPath
    waits: list[float] = field(default_factory=list)


def asking(answers: Mapping[str, Reply | Exception], cloud: Cloud = GLOBAL) -> Asked:
    service = ByPath(cloud, answers)
    session = requests.Session()
    session.mount("https://", service)
    waits: list[float] = []
    retries = Retries(sleep=waits.append, now=lambda: NOON, fraction=lambda: 0.5)
    return Asked(connect(secret_sign_in(cloud), session=session, retries=retries), service, waits)


def test_every_part_is_read_once() -> None:
    on = asking(ANSWERS)
    reading = on.api.read_directory(LookUp())
    assert reading.unread == {}
    assert reading.parts == {
        "authorization": {"allowInvitesFrom": "everyone"},
        "conditional_access": [{"id": "1", "state": "disabled"}],
        "invitation_domains": [],
        "m365_capabilities": [],
        "organization": {"id": TENANT.upper(), "verifiedDomains": [{"name": "contoso.com"}]},
        "worker": [{"id": "2", "accountEnabled": True}],
    }
    assert sorted(path for path, _, _ in on.service.asked) == sorted(ANSWERS)
    options = next(query for path, query, _ in on.service.asked if path == PRINCIPALS)
    assert options == {
        "$filter": [f"displayName eq '{WORKER}'"],
        "$select": ["id,appId,displayName,accountEnabled"],
    }


@pytest.mark.parametrize("cloud", CLOUDS.values(), ids=CLOUDS)
def test_the_list_of_domains_is_asked_for_in_global_alone(cloud: Cloud) -> None:
    on = asking({**ANSWERS, BETA_CAPABILITIES: Reply(body={"value": []})}, cloud)
    reading = on.api.read_directory(LookUp())
    assert (DOMAIN_LISTS in [path for path, _, _ in on.service.asked]) is (cloud is GLOBAL)
    assert ("invitation_domains" in reading.parts) is (cloud is GLOBAL)
    assert reading.unread == (
        {}
        if cloud is GLOBAL
        else {"invitation_domains": because("Graph has them in Global alone; look in the admin center")}
    )


@pytest.mark.parametrize(
    ("path", "part", "permission"),
    [
        (AUTHORIZATION, "authorization", "Policy.Read.All"),
        (CONDITIONAL_ACCESS, "conditional_access", "Policy.Read.All"),
        (DOMAIN_LISTS, "invitation_domains", "Policy.Read.B2BManagementPolicy"),
        (CAPABILITIES, "m365_capabilities", "Policy.Read.All"),
        (ORGANIZATION, "organization", "Organization.Read.All"),
        (PRINCIPALS, "worker", "Application.Read.All"),
    ],
)
def test_a_part_that_is_forbidden_says_what_it_needs_and_the_others_are_read(
    path: str, part: str, permission: str
) -> None:
    on = asking({**ANSWERS, path: graph_error(403, "Authorization_RequestDenied", "Insufficient privileges.")})
    reading = on.api.read_directory(LookUp())
    assert reading.unread == {part: needs(permission)}
    assert part not in reading.parts
    assert len(reading.parts) == len(ANSWERS) - 1


def test_any_other_failure_is_the_reason() -> None:
    on = asking(
        {**ANSWERS, AUTHORIZATION: graph_error(400, "BadRequest", "No such thing."), ORGANIZATION: dropped()}
    )
    reading = on.api.read_directory(LookUp())
    assert reading.unread["authorization"] == because("400 BadRequest No such thing")
    assert "organization" in reading.unread


def test_an_organization_of_another_tenant_is_not_taken_for_the_own_one() -> None:
    other = Reply(body={"value": [{"id": GROUPS[0], "verifiedDomains": []}]})
    reading = asking({**ANSWERS, ORGANIZATION: other}).api.read_directory(LookUp())
    assert "did not answer with the tenant's own organization" in reading.unread["organization"].text


def test_names_are_looked_up_a_few_at_once_and_one_that_is_not_there_is_none() -> None:
    found = Reply(body={"value": [{"id": GROUPS[0].upper(), "displayName": "Engineers"}]})
    on = asking({**ANSWERS, "v1.0/groups": found})
    reading = on.api.read_directory(LookUp(groups=[GROUPS[0].upper(), *GROUPS[1:]]))
    assert reading.parts["groups"] == {GROUPS[0]: "Engineers", **dict.fromkeys(GROUPS[1:])}
    asked = [query for path, query, _ in on.service.asked if path == "v1.0/groups"]
    sizes = sorted(query["$filter"][0].count("'") // 2 for query in asked)
    assert sizes == [10, 15, 15]
    assert {query["$select"][0] for query in asked} == {"id,displayName"}


def test_applications_are_looked_up_by_their_application_id() -> None:
    on = asking({**ANSWERS, PRINCIPALS: Reply(body={"value": [{"appId": APPLICATION, "displayName": "Vault"}]})})
    reading = on.api.read_directory(LookUp(applications=[APPLICATION]))
    assert reading.parts["applications"] == {APPLICATION: "Vault"}
    filters = {query["$filter"][0] for path, query, _ in on.service.asked if path == PRINCIPALS}
    assert f"appId in ('{APPLICATION}')" in filters


def test_guests_are_counted_by_the_domains_of_their_mail() -> None:
    on = asking({USERS: Reply(body={"@odata.count": 7, "value": []})})
    assert on.api.count_guests(["contoso.com", "o'neil.com"]) == (7, 7)
    ends = "(endsWith(mail,'@contoso.com') or endsWith(mail,'@o''neil.com'))"
    guests = f"userType eq 'Guest' and {ends}"
    filters = [query["$filter"][0] for _, query, _ in on.service.asked]
    assert filters == [guests, f"{guests} and externalUserState eq 'PendingAcceptance'"]
    for _, query, headers in on.service.asked:
        assert (query["$count"], query["$top"], query["$select"]) == (["true"], ["1"], ["id"])
        assert headers["ConsistencyLevel"] == "eventual"


def test_guests_of_many_domains_are_counted_in_several_requests() -> None:
    on = asking({USERS: Reply(body={"@odata.count": 7, "value": []})})
    assert on.api.count_guests([f"d{n}.com" for n in range(21)]) == (21, 21)
    sizes = [query["$filter"][0].count("endsWith") for _, query, _ in on.service.asked]
    assert sizes == [10, 10, 10, 10, 1, 1]


def test_guests_that_cannot_be_counted() -> None:
    with pytest.raises(ForbiddenError, match=r"User\.Read\.All"):
        asking({USERS: graph_error(403)}).api.count_guests(["contoso.com"])
    with pytest.raises(UnexpectedAnswerError, match="how many"):
        asking({USERS: Reply(body={"value": []})}).api.count_guests(["contoso.com"])
    for count in ("7", True, -1, None):
        with pytest.raises(UnexpectedAnswerError, match="how many"):
            asking({USERS: Reply(body={"@odata.count": count, "value": []})}).api.count_guests(["contoso.com"])


ODD_ANSWERS: list[Any] = [{"error": {"code": "x"}}, {"@odata.context": "x"}, {}, [], "x", {"value": "x"}]


@pytest.mark.parametrize("body", [*ODD_ANSWERS, {"value": [{}]}, {"value": [None]}])
def test_an_answer_of_another_shape_leaves_that_part_unread(body: Any) -> None:
    """Whatever its status: no part is then empty, absent or allowed."""
    for path, part in (
        (AUTHORIZATION, "authorization"),
        (CONDITIONAL_ACCESS, "conditional_access"),
        (DOMAIN_LISTS, "invitation_domains"),
        (ORGANIZATION, "organization"),
        (PRINCIPALS, "worker"),
    ):
        reading = asking({**ANSWERS, path: Reply(body=body)}).api.read_directory(LookUp())
        assert set(DirectoryContext.from_graph(reading.parts, reading.unread).unread) == {part}
    reading = asking({**ANSWERS, "v1.0/groups": Reply(body=body)}).api.read_directory(LookUp(groups=GROUPS[:1]))
    assert set(reading.unread) == {"groups"}


@pytest.mark.parametrize("name", [None, "", ["Engineers"]])
def test_a_group_whose_name_is_not_told_is_not_taken_for_one_that_is_not_there(name: object) -> None:
    found = Reply(body={"value": [{"id": GROUPS[0], "displayName": name}]})
    on = asking({**ANSWERS, "v1.0/groups": found})
    assert on.api.read_directory(LookUp(groups=GROUPS[:2])).parts["groups"] == {GROUPS[1]: None}


@pytest.mark.parametrize("cloud", CLOUDS.values(), ids=CLOUDS)
def test_the_capabilities_of_a_partner_are_asked_for_in_the_version_that_may_have_them(cloud: Cloud) -> None:
    version = "v1.0" if cloud is GLOBAL else "beta"
    path = f"{version}/policies/crossTenantAccessPolicy/partners/{GROUPS[0]}/m365Capabilities"
    listed = [{"@odata.type": "#microsoft.graph.crossTenantMailTipsAll", "name": "crossTenantMailTipsAll"}]
    on = asking({path: Reply(body={"value": listed})}, cloud)
    assert on.api.read_capabilities(GROUPS[0].upper()) == listed
    assert [asked for asked, _, _ in on.service.asked] == [path]
