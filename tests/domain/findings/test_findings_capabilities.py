"""XC406: what of Microsoft 365 a tenant shows another one's users, where a way on which that rests may be open."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from crosscloud.domain.clouds import GLOBAL
from crosscloud.domain.directory import NOT_WANTED, Capability, DirectoryContext
from crosscloud.domain.directory.reasons import needs
from crosscloud.domain.findings import Finding, Situation, check
from crosscloud.domain.findings.rules.capabilities import MicrosoftShown, may_show
from crosscloud.domain.findings.unread import NotRead
from crosscloud.domain.truth import Truth
from tests.domain.findings.made_situations import (
    CONTOSO,
    FABRIKAM,
    SYSTEM_DEFAULT,
    contoso,
    fabrikam,
    found,
    partner,
    situation,
)

TIPS, DESKS, MIGRATION = "crossTenantMailTipsAll", "crossTenantPlacesDeskBooking", "crossTenantMigration"
ANONYMOUS = "anonymousCalendarSharingFreeBusySimple"
DEFAULT = {
    **SYSTEM_DEFAULT,
    "appServiceConnectInbound": {
        "applications": {
            "accessType": "blocked",
            "targets": [{"target": "AllApplications", "targetType": "application"}],
        }
    },
}


def everybody(access: str, half: str = "users") -> dict[str, Any]:
    return {half: {"accessType": access, "targets": [{"target": "AllUsers", "targetType": "user"}]}}


def allowed(*names: str) -> dict[str, Capability]:
    return {name: Capability(name, Truth.YES) for name in names}


def pair(access: str, own: Mapping[str, Capability] | None, default: Mapping[str, Capability] | None) -> Situation:
    """Contoso lets users of fabrikam, in its own cloud, into Microsoft 365, and has these capabilities."""
    made = situation(
        contoso(partner(FABRIKAM, m365CollaborationInbound=everybody(access)), default=DEFAULT),
        fabrikam(partner(CONTOSO, m365CollaborationOutbound=everybody("allowed", "usersAndGroups"))),
    )
    shown = {} if own is None else {FABRIKAM: own}
    reasons = {"m365_capabilities": needs("Policy.Read.All")} if default is None else {}
    context = DirectoryContext(unread=reasons, default_capabilities=default, capabilities=shown)
    there = replace(made.tenants[FABRIKAM].settings, cloud=GLOBAL)
    tenants = {
        CONTOSO: replace(made.tenants[CONTOSO], directory=context),
        FABRIKAM: replace(made.tenants[FABRIKAM], settings=there),
    }
    return replace(made, tenants=tenants)


def told(situation_: Situation) -> list[Finding]:
    return found("XC406", check(situation_))


@pytest.mark.parametrize(
    ("own", "default", "severity", "sure", "doubtful"),
    [
        (allowed(TIPS), {}, "info", (TIPS,), ()),
        ({}, allowed(TIPS, DESKS), "info", (TIPS, DESKS), ()),
        (allowed(DESKS), allowed(TIPS), "info", (DESKS,), (TIPS,)),
        ({DESKS: Capability(DESKS, Truth.NO)}, allowed(TIPS), "unknown", (), (TIPS,)),
        ({TIPS: Capability(TIPS, Truth.UNKNOWN)}, {}, "unknown", (), (TIPS,)),
    ],
)
def test_what_counts_is_told(
    own: Mapping[str, Capability],
    default: Mapping[str, Capability],
    severity: str,
    sure: tuple[str, ...],
    doubtful: tuple[str, ...],
) -> None:
    (finding,) = told(pair("allowed", own, default))
    assert (finding.severity, finding.tenants) == (severity, (CONTOSO, FABRIKAM))
    assert finding.facts == MicrosoftShown(FABRIKAM, CONTOSO, sure, doubtful, is_way_sure=True)


@pytest.mark.parametrize("own", [{}, {TIPS: Capability(TIPS, Truth.NO)}, allowed(ANONYMOUS), allowed(MIGRATION)])
def test_what_is_not_allowed_or_rests_on_another_way_or_on_none_is_not(own: Mapping[str, Capability]) -> None:
    assert told(pair("allowed", own, {})) == []


def test_nothing_is_told_or_asked_where_the_way_is_closed() -> None:
    closed, open_ = pair("blocked", None, None), pair("allowed", None, None)
    assert told(closed) == []
    assert not may_show(closed.tenants[CONTOSO].settings, FABRIKAM)
    assert may_show(open_.tenants[CONTOSO].settings, FABRIKAM)
    assert not may_show(open_.tenants[CONTOSO].settings, "somebody that is not listed")


def test_what_was_not_read_is_unknown() -> None:
    (default,) = told(pair("allowed", {}, None))
    assert (default.severity, default.facts) == ("unknown", NotRead("m365_capabilities", needs("Policy.Read.All")))
    (own,) = told(pair("allowed", None, {}))
    assert (own.severity, own.facts) == ("unknown", NotRead("m365_capabilities", NOT_WANTED))


def test_between_clouds_no_document_says_whether_the_way_exists() -> None:
    made = pair("allowed", allowed(TIPS), {})
    there = replace(made.tenants[FABRIKAM], settings=fabrikam(partner(CONTOSO)).settings)
    enabled = contoso(partner(FABRIKAM, m365CollaborationInbound=everybody("allowed")), default=DEFAULT)
    here = replace(enabled, directory=made.tenants[CONTOSO].directory)
    (finding,) = told(replace(made, tenants={CONTOSO: here, FABRIKAM: there}))
    assert (finding.severity, getattr(finding.facts, "is_way_sure")) == ("unknown", False)  # noqa: B009 - of Facts
