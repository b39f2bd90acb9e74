"""Every broken rule that is a finding names it; the rules themselves are run, so changed words are seen here."""

from collections.abc import Callable
from typing import Any

import pytest

from crosscloud.domain.clouds import CHINA, GLOBAL, USGOV
from crosscloud.domain.settings import DEFAULT, PARTNER, ROOT
from crosscloud_constructs import ALL_USERS, Access, DefaultSettings, SettingsError
from crosscloud_constructs.errors import IntentProblem
from crosscloud_constructs.settings.checks import problems_in_tenant, problems_of

ID = "00000000-0000-0000-0000-000000000001"
ALL: dict[str, Any] = {"access_type": "blocked", "targets": [{"target": "AllUsers", "target_type": "user"}]}
USERS_BY = {"target": "AllUsers", "target_type": "group"}


def section(name: str, value: Any) -> list[IntentProblem]:
    return list(problems_of(PARTNER, {name: value}, "main.py:1", "partner"))


def inbound(users: list[dict[str, str]]) -> list[IntentProblem]:
    half = {"access_type": "allowed", "targets": users}
    applications = {"access_type": "allowed", "targets": [{"target": ID, "target_type": "application"}]}
    return section("b2b_collaboration_inbound", {"users_and_groups": half, "applications": applications})


def raised(make: Callable[[], object]) -> list[IntentProblem]:
    with pytest.raises(SettingsError) as caught:
        make()
    return list(caught.value.problems)


def user(target: str) -> dict[str, str]:
    return {"target": target, "target_type": "user"}


@pytest.mark.parametrize(
    ("finding", "problems"),
    [
        ("XC201", lambda: raised(lambda: Access.block(users=ALL_USERS, applications=[ID]))),
        (
            "XC202",
            lambda: raised(
                lambda: DefaultSettings(b2b_collaboration_inbound=Access.allow(users=[ID], applications=[ID]))
            ),
        ),
        ("XC203", lambda: raised(lambda: Access.allow(users=[ALL_USERS, ID], applications=[ID]))),
        ("XC203", lambda: raised(lambda: Access.allow(users=[ID, ID], applications=[ID]))),
        ("XC203", lambda: raised(lambda: Access.allow(users=[ID]))),
        ("XC203", lambda: inbound([USERS_BY])),
        ("XC203", lambda: inbound([user("AllApplications")])),
        ("XC210", lambda: inbound([user("engineers")])),
        ("XC212", lambda: list(problems_in_tenant(ROOT, OWN_CLOUD, USGOV, "main.py:1", "root"))),
    ],
)
def test_a_broken_rule_is_the_finding(finding: str, problems: Callable[[], list[IntentProblem]]) -> None:
    found = problems()
    assert [problem.finding for problem in found] == [finding]
    assert f" {finding} " in str(found[0])


OWN_CLOUD: dict[str, Any] = {"allowed_cloud_endpoints": ["microsoftonline.us"]}
REDEMPTION = "invitation_redemption_identity_provider_configuration"


def test_redemption_without_a_provider_that_the_cloud_has() -> None:
    value: Any = {
        "primary_identity_provider_precedence_order": ["azureActiveDirectory"],
        "fallback_identity_provider": "emailOneTimePasscode",
    }
    assert not list(problems_in_tenant(DEFAULT, {REDEMPTION: value}, GLOBAL, "main.py:1", "default"))
    (problem,) = problems_in_tenant(DEFAULT, {REDEMPTION: value}, CHINA, "main.py:1", "default")
    assert problem.finding == "XC209"


def test_a_section_that_the_cloud_does_not_declare() -> None:
    undeclared = [
        (section.name, cloud)
        for section in PARTNER.sections
        for cloud in (GLOBAL, USGOV, CHINA)
        if not section.versions.get(cloud.name)
    ]
    assert undeclared
    for name, cloud in undeclared:
        found = list(problems_in_tenant(PARTNER, {name: True}, cloud, "main.py:1", "partner"))
        assert [problem.finding for problem in found][:1] == ["XC213"]
