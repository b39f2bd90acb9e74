"""What a reader must act on comes first and once: missing permissions, what is in the way, what refuses."""

import json
import re
from collections.abc import Callable

import pytest

from crosscloud.domain.directory import DirectoryContext, DirectoryReading, Reason
from crosscloud.domain.directory.reasons import because, needs
from crosscloud.domain.findings.permissions import find_missing_permissions
from crosscloud.report import comment, data, page, terminal
from crosscloud.report.verdict import (
    count_findings,
    list_in_the_way,
    list_told_below,
    tell_findings,
)
from crosscloud.review.review import Review
from tests.report.reviews import (
    CONTOSO,
    FABRIKAM,
    TOGETHER,
    UNTOUCHED,
    accepted,
    review,
    tenant_plan,
    widening,
)

ORGANIZATION = "Organization.Read.All"
UNPERMITTED: dict[str, Reason] = {
    "invitation_domains": needs("Policy.Read.B2BManagementPolicy"),
    "organization": needs(ORGANIZATION),
    "worker": needs("Application.Read.All"),
    "groups": needs("GroupMember.Read.All"),
    "applications": needs("Application.Read.All"),
}


def context(home: str, **parts: object) -> DirectoryContext:
    """A directory of which nobody may read more than the policies; the guests of `home` could not be counted."""
    return DirectoryContext(
        unread=UNPERMITTED,
        guests_unread={home: needs(ORGANIZATION, home)},
        invites_from="everyone",
        conditional_access=(),
        **parts,  # type: ignore[arg-type]  # a test names the fields
    )


def opened(contoso: DirectoryContext, fabrikam: DirectoryContext) -> Review:
    """The first plan of the pilot, with what the directories say."""
    return review(
        [tenant_plan(UNTOUCHED[id_], TOGETHER[id_], is_first=True) for id_ in (CONTOSO, FABRIKAM)],
        accepted("XC301"),
        directory=DirectoryReading({CONTOSO: contoso, FABRIKAM: fabrikam}),
    )


def flat(text: str) -> str:
    """Without marks, tags and escapes; spaces count as one."""
    return " ".join(re.sub(r"[`\\*]|<[^>]+>", "", text).replace("&#34;", '"').split())


def test_what_permissions_are_missing_for_is_one_line_for_each_tenant() -> None:
    made = opened(context(FABRIKAM), context(CONTOSO))
    told = [finding for finding in tell_findings(made) if finding.label == "unknown"]
    assert [finding.tenants for finding in told] == [("contoso",), ("fabrikam",)]
    assert [finding.ids for finding in told] == [("XC114", "XC402", "XC403", "XC404")] * 2
    first = told[0].summary
    assert first.startswith("Not read: ")
    assert first.endswith(
        "; needs Application.Read.All, GroupMember.Read.All, Organization.Read.All, "
        "Policy.Read.B2BManagementPolicy."
    )
    for part in ("3 names of the environment file (XC114)", "invitation domain lists (XC402)", "its mail domains"):
        assert part in first
    # As data each finding stays, and the line stands for all of them.
    raw = [each for each in json.loads(data.render(made))["findings"] if each["severity"] == "unknown"]
    assert len(raw) == sum(len(finding.judged) for finding in told) == 8
    assert count_findings(tell_findings(made)).endswith(", 2 unknown")


@pytest.mark.parametrize("render", [terminal.render, comment.render, page.render])
def test_every_report_has_that_line_once(render: Callable[[Review], str]) -> None:
    text = flat(render(opened(context(FABRIKAM), context(CONTOSO))))
    assert text.count("Not read: ") == 2
    assert text.count("GroupMember.Read.All, Organization.Read.All, Policy.Read.B2BManagementPolicy.") == 2


def test_what_another_reason_has_too_is_a_finding_of_its_own() -> None:
    silent = DirectoryContext(unread={**UNPERMITTED, "worker": because("503"), "applications": because("503")})
    told = [finding for finding in tell_findings(opened(silent, silent)) if finding.label == "unknown"]
    alone = {finding.id for finding in told if len(finding.ids) == 1}
    assert {"XC404", "XC114"} <= alone
    for finding in told:
        missing = [find_missing_permissions(judged.finding) for judged in finding.judged]
        assert all(missing) or not any(missing)


def test_that_nobody_may_invite_stands_under_still_needed_and_nowhere_else() -> None:
    nobody = DirectoryContext(unread=UNPERMITTED, invites_from="none", conditional_access=())
    made = opened(context(FABRIKAM), nobody)
    told = tell_findings(made)
    (blocker,) = list_in_the_way(made, told)
    assert (blocker.ids, blocker.tenants, blocker.label) == (("XC401",), ("fabrikam",), "warning")
    assert blocker not in list_told_below(made, told)
    text = flat(terminal.render(made))
    needed = text[text.index("STILL NEEDED") : text.index("FINDINGS")]
    assert "warning fabrikam: Nobody may invite guests, not even an administrator. Let at least" in needed
    assert "XC401" in needed
    assert text.count("Nobody may invite guests") == 1
    assert flat(comment.render(made)).count("Nobody may invite guests") == 1


def test_what_is_in_the_way_elsewhere_is_a_finding_like_others() -> None:
    """Nobody may invite in fabrikam, and into fabrikam nothing opens."""
    nobody = DirectoryContext(unread=UNPERMITTED, invites_from="none", conditional_access=())
    made = review(
        [tenant_plan(TOGETHER[id_]) for id_ in (CONTOSO, FABRIKAM)],
        directory=DirectoryReading({CONTOSO: context(FABRIKAM), FABRIKAM: nobody}),
    )
    told = tell_findings(made)
    assert list_in_the_way(made, told) == []
    assert "XC401" in {finding.id for finding in list_told_below(made, told)}


def test_what_refuses_is_told_once() -> None:
    text = flat(terminal.render(widening()))
    assert text.count("access widens to all users and all applications.") == 1
    assert "FINDINGS beside those above" in text
    assert text.count("XC307") == 4  # REFUSED, ACCESS, WHY and how to accept it
