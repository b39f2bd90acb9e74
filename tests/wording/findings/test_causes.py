"""Why access widens to all is said in words, and what to do instead: the traps, each by itself.

Which trap it is: tests/domain/findings/test_findings_causes.py.
"""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import crosscloud_constructs
from crosscloud.domain.applications import GUEST_ESSENTIALS
from crosscloud.domain.findings import Situation, TenantFacts, check_change
from crosscloud.domain.settings import PARTNER, to_graph
from crosscloud.wording.findings import Said, say
from crosscloud.wording.names import Names
from tests.domain.findings.made_situations import (
    CLOSED,
    CONTOSO,
    ENGINEERS,
    FABRIKAM,
    FIELD,
    OPEN,
    OUTSIDE,
    SYSTEM_DEFAULT,
    TAILSPIN,
    VAULT,
    b2b,
    contoso,
    fabrikam,
    found,
    pair_of,
    partner,
    situation,
    tailspin,
)

NAMES = Names(
    {CONTOSO: "contoso", FABRIKAM: "fabrikam", TAILSPIN: "tailspin"},
    {ENGINEERS: "engineers (of contoso)", FIELD: "visitors (of contoso)", VAULT: "vault (of fabrikam)"}.get,
)
TO_VAULT = b2b("allowed", (ENGINEERS,), "allowed", (VAULT,))
INBOUND = "b2b_collaboration_inbound"
DECLARED = frozenset({(CONTOSO, FABRIKAM)})


def both(section: Any) -> Any:
    """From contoso to fabrikam, declared: the same section at both ends."""
    return pair_of((CLOSED, section), (section, CLOSED), declared=DECLARED)


def undeclared(section: Any) -> Any:
    """The same in plain Terraform."""
    return pair_of((CLOSED, section), (section, CLOSED))


def told(before: Situation, after: Situation) -> list[Said]:
    """What is told of each direction that widens to all."""
    return [say(finding, NAMES) for finding in found("XC307", check_change(before, after))]


def opened(before: Any, after: Any) -> Said:
    (said,) = told(both(before), both(after))
    return said


def towards_outside(before: TenantFacts, after: TenantFacts) -> Said:
    in_global = {OUTSIDE: frozenset({"global"})}
    return told(situation(before, clouds_of=in_global), situation(after, clouds_of=in_global))[0]


@pytest.mark.parametrize(
    ("after", "why", "instead"),
    [
        (
            b2b("blocked", (FIELD,), "allowed", (VAULT,)),
            "To block group visitors is to allow every other user of contoso, and what allowed only group "
            "engineers is gone.",
            "take group visitors out of group engineers in contoso",
        ),
        (
            b2b("allowed", (ENGINEERS,), "blocked", (VAULT,)),
            "To block vault is to allow every other application of fabrikam.",
            "Allow the users and the applications that are meant",
        ),
        (
            b2b("allowed", ("AllUsers",), "allowed", (VAULT,)),
            "AllUsers stands for every user of contoso, those who come later included.",
            "Name the groups that are meant.",
        ),
        (
            b2b("allowed", (ENGINEERS,), "allowed", ("AllApplications",)),
            "AllApplications stands for every application of fabrikam: the Azure portal,",
            "Name the applications that are meant.",
        ),
        (
            b2b("allowed", (ENGINEERS,), "allowed", (VAULT, "Office365")),
            "Office365 stands for the whole suite",
            "Name the applications that are meant.",
        ),
        (OPEN, "AllApplications stands for", "Name the groups and the applications that are meant."),
    ],
)
def test_each_trap_of_one_line_is_told_once(after: Any, why: str, instead: str) -> None:
    said = opened(TO_VAULT, after)
    assert why in said.detail
    assert said.detail.count(why) == 1
    assert said.detail.endswith("One line feeds both halves, so neither tenant stops it.")
    assert instead in said.fix
    assert "Gained" not in said.detail  # the access of the review says it


def test_what_stood_there_before_is_not_told() -> None:
    all_users = b2b("allowed", ("AllUsers",), "allowed", (VAULT,))
    assert "AllUsers" not in opened(all_users, OPEN).detail


def test_a_blocked_pair_without_groups_before_has_no_groups_to_leave() -> None:
    said = opened(CLOSED, b2b("blocked", (FIELD,), "blocked", (VAULT,)))
    assert "only the pair is blocked: group visitors at vault. Everything else is allowed." in said.detail
    assert said.fix.startswith("Allow the users and the applications that are meant")


@pytest.mark.parametrize("applications", ["allowed", "blocked"])
def test_to_block_whom_a_list_allowed_is_to_leave_nobody_in_it(applications: str) -> None:
    blocked = b2b("blocked", (ENGINEERS,), applications, (VAULT,))
    said = opened(TO_VAULT, blocked)
    assert said.fix == (
        "If group engineers should lose what the list allowed, write access=Access.block_all(): nobody is left in "
        "the list, and to block is not the opposite of to allow."
    )
    by_hand = told(undeclared(TO_VAULT), undeclared(blocked))[0]
    assert "block AllUsers and AllApplications: nobody is left" in by_hand.fix


def test_to_block_some_of_whom_a_list_allowed_is_to_allow_the_others_alone() -> None:
    both_groups = b2b("allowed", (ENGINEERS, FIELD), "allowed", (VAULT, *GUEST_ESSENTIALS, "Office365"))
    blocked = b2b("blocked", (FIELD,), "blocked", (VAULT,))
    assert opened(both_groups, blocked).fix == (
        "If group visitors should lose what the list allowed, allow group engineers alone: "
        f'access=Access.allow(groups=["{ENGINEERS}"], applications=["{VAULT}", '
        "*GUEST_ESSENTIALS, OFFICE_365]). What an allow list does not name is blocked."
    )
    by_hand = told(undeclared(both_groups), undeclared(blocked))[0]
    assert by_hand.fix.endswith("allow group engineers alone. What an allow list does not name is blocked.")
    odd = b2b("allowed", (ENGINEERS, FIELD), "allowed", ('"]; exit()',))
    assert opened(odd, blocked).fix == "Name the groups and the applications that are meant."  # not understood


@given(
    allowed=st.sets(st.sampled_from((ENGINEERS, FIELD, TAILSPIN)), min_size=1),
    blocked=st.sets(st.sampled_from((ENGINEERS, FIELD, TAILSPIN)), min_size=1),
    reached=st.sets(st.sampled_from((VAULT, *GUEST_ESSENTIALS, "Office365")), min_size=1)
    | st.just({"AllApplications"}),
    applications=st.sampled_from(("allowed", "blocked")),
)
def test_what_is_to_be_written_instead_brings_no_finding(
    allowed: set[str], blocked: set[str], reached: set[str], applications: str
) -> None:
    before = b2b("allowed", tuple(sorted(allowed)), "allowed", tuple(sorted(reached)))
    if applications == "blocked" and reached == {"AllApplications"}:
        return  # no section that a rule accepts
    after = b2b("blocked", tuple(sorted(blocked)), applications, tuple(sorted(reached)))
    for said in told(both(before), both(after)):
        code = re.search(r"access=(Access\.\w+\([^)]*\))", said.fix)
        assert (code is None) == bool(blocked - allowed and allowed - blocked)
        if code is not None:
            # The advice is Python that a user pastes: so it is run as that.
            access = eval(code[1], vars(crosscloud_constructs))  # noqa: S307 - made of ids that the test gave
            written = to_graph(PARTNER.section(INBOUND), access.to_value())
            changes = check_change(both(before), both(written))
            assert not found("XC307", changes)
            assert not found("XC311", changes)


def test_an_end_that_opens_alone_is_no_line_of_both() -> None:
    before = situation(
        contoso(partner(FABRIKAM, b2bCollaborationOutbound=OPEN)),
        fabrikam(partner(CONTOSO, b2bCollaborationInbound=TO_VAULT)),
    )
    after = situation(
        contoso(partner(FABRIKAM, b2bCollaborationOutbound=OPEN)),
        fabrikam(partner(CONTOSO, b2bCollaborationInbound=OPEN)),
    )
    (said,) = told(before, after)
    assert "One line" not in said.detail


def test_a_section_that_goes_and_an_entry_that_goes() -> None:
    own = contoso(partner(OUTSIDE, b2bCollaborationInbound=TO_VAULT), default=SYSTEM_DEFAULT)
    section = towards_outside(own, contoso(partner(OUTSIDE), default=SYSTEM_DEFAULT))
    assert section.detail.startswith(
        f"In contoso, {INBOUND} of the entry for {OUTSIDE} is gone: the default takes over, and it permits more "
        "(all users -> all applications). To leave a section out is not to close it."
    )
    assert section.fix.startswith(f"Keep {INBOUND} of the entry for {OUTSIDE}")
    entry = towards_outside(own, contoso(default=SYSTEM_DEFAULT))
    assert entry.detail.startswith(f"The entry for {OUTSIDE} in contoso is gone: the default takes over")
    assert entry.fix.startswith(f"Keep the entry for {OUTSIDE} in contoso")
    assert "Gained: group" in entry.detail  # no direction of the review is sure to show it


def test_a_default_that_opens() -> None:
    said = towards_outside(contoso(), contoso(default=SYSTEM_DEFAULT))
    assert said.detail.startswith("The default governs every organisation that nobody listed. AllUsers stands for")
    assert "Gained" not in said.detail
    assert said.fix.startswith("Leave the default closed")
    direct = towards_outside(contoso(), contoso(default={**SYSTEM_DEFAULT, "b2bDirectConnectInbound": OPEN}))
    assert "Gained" not in direct.detail


def test_entries_that_inherit_an_open_default_and_count_from_now_on() -> None:
    def pair(*, enabled: bool) -> Any:
        more: Any = {"default": SYSTEM_DEFAULT} | ({} if enabled else {"enabled": ()})
        return situation(contoso(partner(FABRIKAM), **more), fabrikam(partner(CONTOSO), **more))

    said = told(pair(enabled=False), pair(enabled=True))
    assert {each.summary.partition(":")[0] for each in said} == {"contoso -> fabrikam", "fabrikam -> contoso"}
    outward = next(each for each in said if each.summary.startswith("contoso -> fabrikam"))
    assert "In contoso, the entry for fabrikam leaves b2b_collaboration_outbound to the default" in outward.detail
    assert "Nothing of it counted until" in outward.detail


def test_a_default_that_opens_under_a_known_tenant_without_an_entry() -> None:
    before = situation(contoso(), tailspin(default=SYSTEM_DEFAULT))
    after = situation(contoso(default=SYSTEM_DEFAULT), tailspin(default=SYSTEM_DEFAULT))
    into = next(each for each in told(before, after) if each.summary.startswith("tailspin -> contoso: "))
    assert into.detail.startswith(
        f"contoso has no entry for tailspin: its default decides ({INBOUND}), and permits"
    )
    assert into.fix.startswith("Give tailspin an entry in contoso")


def test_what_is_only_possible_says_what_may_be_gained() -> None:
    own = contoso(partner(OUTSIDE, b2bCollaborationInbound=TO_VAULT), default=SYSTEM_DEFAULT)
    gone = contoso(default=SYSTEM_DEFAULT)
    (said,) = told(situation(own), situation(gone))
    assert "access may widen to all users and all applications." in said.summary
    assert said.detail.startswith("May be gained: group")
    assert said.detail.endswith(f"the default takes over. The cloud of {OUTSIDE} is not known.")
