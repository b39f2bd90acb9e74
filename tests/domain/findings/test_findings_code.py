"""What is checked of what code declares: as of live tenants, without what only reading them would tell."""

from typing import Any

import pytest

from crosscloud.domain.findings import Finding, check, check_code
from crosscloud.domain.findings.registry import CODE_RULES, RULES
from tests.domain.findings.made_situations import (
    CLOSED,
    CONTOSO,
    ENGINEERS,
    FABRIKAM,
    OPEN,
    OUTSIDE,
    TO_CHINA,
    TO_VAULT,
    VAULT,
    b2b,
    contoso,
    fabrikam,
    not_read,
    partner,
    situation,
    tailspin,
    tenant,
)


def of_code(*tenants: Any) -> list[tuple[str, str]]:
    return [(each.id, each.severity) for each in check_code(situation(*tenants, by_code=True))]


def of_live(*tenants: Any) -> list[tuple[str, str]]:
    return [(each.id, each.severity) for each in check(situation(*tenants))]


def test_what_code_is_checked_for_every_situation_is_checked_for() -> None:
    assert set(CODE_RULES) < set(RULES)


def test_a_tenant_of_which_code_says_nothing_is_no_finding() -> None:
    nothing = not_read("fabrikam", FABRIKAM, "usgov", "the code does not say")
    assert of_code(nothing) == []
    assert of_live(nothing) == [("XC111", "unknown")]


def test_what_is_undecided_because_code_does_not_say_it_is_left_out() -> None:
    """Whether contoso enables the cloud, and fabrikam lists contoso, is decided when they are read."""
    one = contoso(partner(FABRIKAM, b2bCollaborationOutbound=CLOSED), enabled=None, default=None)
    other = not_read("fabrikam", FABRIKAM, "usgov")
    assert of_code(one, other) == []
    assert ("XC102", "unknown") in of_live(one, other)


def test_another_organisation_and_what_no_document_says_are_told() -> None:
    theirs = not_read("fabrikam", FABRIKAM, "usgov", is_managed=False)
    half = {"usersAndGroups": TO_VAULT["usersAndGroups"], "applications": None}
    one = contoso(partner(FABRIKAM, b2bCollaborationInbound=half), default=None)
    assert of_code(one, theirs) == [("XC205", "info"), ("XC111", "unknown"), ("XC211", "unknown")]
    synchronised = partner(FABRIKAM, identitySynchronization={"userSyncInbound": {"isSyncAllowed": True}})
    of_china = tenant(
        "fabrikam", FABRIKAM, "china", partner(CONTOSO), enabled=("microsoftonline.com",), default=None
    )
    assert ("XC108", "unknown") in of_code(contoso(synchronised, enabled=(TO_CHINA,), default=None), of_china)


ALL_USERS_ALONE = b2b("blocked", ("AllUsers",), "allowed", (VAULT,))
NO_ID = b2b("allowed", (ENGINEERS,), "allowed", ("AllMicrosoftApps",))


@pytest.mark.parametrize(
    ("id_", "tenants"),
    [
        ("XC104", (contoso(partner(FABRIKAM), default=None), fabrikam(default=None))),
        ("XC201", (contoso(partner(FABRIKAM, b2bCollaborationInbound=ALL_USERS_ALONE)),)),
        ("XC204", (contoso(partner(CONTOSO)),)),
        ("XC210", (contoso(partner(OUTSIDE, b2bCollaborationInbound=NO_ID)),)),
    ],
)  # fmt: skip
def test_what_is_wrong_is_an_error(id_: str, tenants: tuple[Any, ...]) -> None:
    assert (id_, "error") in of_code(*tenants)


def test_what_needs_the_live_tenants_is_not_asked() -> None:
    many = [partner(f"{n:08}-2222-4333-8444-555555555555", b2bCollaborationInbound=OPEN) for n in range(90)]
    live = contoso(*many, enabled=(TO_CHINA,))
    assert {"XC110", "XC206"} <= {id_ for id_, _ in of_live(live)}
    assert {"XC110", "XC206"}.isdisjoint(id_ for id_, _ in of_code(live))


def test_within_one_cloud_nobody_must_be_listed() -> None:
    found: list[Finding] = check_code(
        situation(
            contoso(partner(tailspin().settings.tenant_id), default=None), tailspin(default=None), by_code=True
        )
    )
    assert found == []
