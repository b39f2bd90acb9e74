"""The review for a terminal: the information of the examples in their order, and nothing that steers it."""

import re
import unicodedata
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosscloud.report.sheet import WIDTH
from crosscloud.report.terminal import render
from crosscloud.review.review import Review
from tests.report import large_reviews, reviews

PARTS = ("FAILED", "REFUSED", "SUMMARY", "ACCESS", "WHY", "STILL NEEDED", "FINDINGS", "MESSAGES", "CHANGES")
HARMFUL = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


def in_this_order(text: str, *wanted: str) -> None:
    """Each of `wanted` stands in `text` after the one before it; spaces count as one."""
    flat = re.sub(r"\s+", " ", text)
    at = 0
    for part in wanted:
        found = flat.find(part, at)
        assert found >= 0, f"{part!r} is missing after {flat[max(at - 60, 0) : at]!r}"
        at = found + len(part)


def test_the_first_plan_says_what_the_example_says_in_its_order() -> None:
    text = render(reviews.first())
    assert "REFUSED" not in text
    in_this_order(
        text,
        "environment pilot commit 4be19d7 live settings read 2026-11-23 09:14:07 UTC",
        "SUMMARY 2 tenants change, 0 unreadable",
        "contoso Global + 1 partner ~ 2 existing settings objects adopted",
        "fabrikam US Government (GCC High) + 1 partner",
        "opens 2 directions: contoso -> fabrikam, fabrikam -> contoso",
        "narrows 2 directions: contoso -> any other Global organisation",
        "closes 2 directions: any other Global organisation -> contoso",
        "findings 0 refuse, 1 accepted, 2 warnings, 1 info, 2 unknown",
        "ACCESS what both tenants' cross-tenant access settings permit together; "
        "other ways closed or unknown where not named",
        "contoso -> fabrikam main.py:27",
        "before: nothing (contoso has not enabled US Government (GCC High)",
        "+ group engineers (of contoso) -> design-vault (of fabrikam), guest essentials (5 Microsoft apps)",
        "everyone else -> nothing",
        "fabrikam trusts contoso's MFA and compliant devices; consent prompt suppressed",
        "fabrikam -> contoso main.py:37",
        "+ group field-engineers (of fabrikam) -> supply-desk (of contoso), guest essentials (5 Microsoft apps)",
        "contoso trusts fabrikam's MFA; consent prompt shown",
        "any other Global organisation -> contoso contoso's half; theirs is not read XC301",
        "- all users -> all applications",
        "contoso -> any other Global organisation contoso's half; theirs is not read XC301",
        "- all users -> all applications but Rights Management",
        "any other US Government organisation -> fabrikam",
        "STILL NEEDED before anybody gets in: this plan does not do it",
        "guest accounts invite by user principal name",
        "take hours",
        "not evaluated Conditional Access but for MFA and devices (XC405), application assignment",
        "FINDINGS",
        "accepted XC301 contoso, fabrikam The default closes",
        "Accepted by Ada until 2026-12-31 (environments/pilot.yaml:48): Pilot tenants",
        "warning XC308 contoso Trusts MFA of fabrikam.",
        "warning XC308 fabrikam Trusts MFA and compliant devices of contoso.",
        "info XC205 contoso, fabrikam",
        "unknown XC114 contoso",
        "unknown XC114 fabrikam",
        "CHANGES",
        "contoso Global f6fadfa7-e5c1-4b62-9362-da5cc13da58a",
        "~ crosscloud_settings.this adopted; before = live value main.py:50",
        "allowed_cloud_endpoints [] -> [microsoftonline.us]",
        "+ crosscloud_partner_settings.fabrikam tenant_id 2c63888f-28f0-4481-be6d-dce7a7ace732",
        "fabrikam US Government (GCC High) 2c63888f-28f0-4481-be6d-dce7a7ace732",
        "Nobody gains access until both tenants are applied. Each default closes when its own tenant is applied.",
    )


def test_the_widening_plan_says_what_the_example_says_in_its_order() -> None:
    in_this_order(
        render(reviews.widening()),
        "commit c07a3e9 (base 4be19d7) live",
        "REFUSED contoso -> fabrikam: access widens to all users and all applications. XC307",
        "SUMMARY",
        "contoso Global ~ 1 changed",
        "widens contoso -> fabrikam",
        "findings 1 refuses, 2 warnings, 1 info, 2 unknown",
        "ACCESS",
        "contoso -> fabrikam main.py:27 XC307",
        "before group engineers (of contoso) -> design-vault (of fabrikam), guest essentials (5 Microsoft apps)",
        "after group contractors (of contoso) -> all applications but design-vault (of fabrikam)",
        "EVERYONE ELSE -> ALL APPLICATIONS, Azure portal and Entra admin center included",
        "+ gained group engineers (of contoso) -> all applications but design-vault (of fabrikam), ",
        "everyone else -> all applications",
        "- lost group engineers (of contoso) that are also in group contractors (of contoso) -> design-vault",
        "fabrikam trusts contoso's MFA and compliant devices (unchanged, now for those who gain too)",
        "fabrikam -> contoso unchanged",
        "other organisations unchanged",
        "WHY main.py:30 Access.allow(groups=[engineers], applications=[",
        'fabrikam.application("design-vault"), XC307',
        "*GUEST_ESSENTIALS]) -> Access.block(groups=[contractors], applications=",
        "With users blocked and applications blocked, only the pair is blocked: group contractors",
        'INSTEAD Keep the Access.allow of 4be19d7. "group engineers, but not group contractors" cannot be said',
        "take group contractors out of",
        "If this is meant: an entry for XC307 under accept: in environments/pilot.yaml",
        "FINDINGS beside those above",
        "warning XC208",
        "unknown XC114",
        "Stood before this plan.",
        "CHANGES",
        f"allowed group {reviews.ENGINEERS} engineers (of contoso) -> blocked group {reviews.CONTRACTORS}",
    )


def test_a_plan_without_changes_is_short() -> None:
    text = render(reviews.empty())
    assert "contoso -> fabrikam" in text
    assert "CHANGES" not in text
    assert "STILL NEEDED" not in text
    assert "NOT EVALUATED" in text
    assert len(text[: text.index("FINDINGS")].splitlines()) <= 20


def test_a_tenant_that_could_not_be_planned_comes_first_and_leaves_access_undecided() -> None:
    text = render(reviews.failed())
    in_this_order(
        text, "FAILED fabrikam: Sign-in failed AADSTS7000215", "SUMMARY", "fabrikam", "could not be planned"
    )
    in_this_order(text, "ACCESS", "not decided: a tenant could not be planned", "MESSAGES", "Deprecated argument")


def test_half_open_directions_say_what_is_in_the_way() -> None:
    in_this_order(
        render(reviews.half_open()), "contoso -> fabrikam", "half open", "fabrikam has not enabled Global"
    )


def test_of_many_directions_all_that_widen_are_told_and_the_others_counted() -> None:
    text = render(large_reviews.partners(300, widen=90, narrow=100))
    for number in range(210, 300):
        assert f"contoso -> partner-{number:04}\n  + ALL USERS" in text
    access = text[text.index("ACCESS") : text.index("CHANGES")]
    assert "and 60 more directions only lose" in access
    assert "directions that do not change: 70 open\n" in access
    assert len(access.splitlines()) < 700


@pytest.mark.parametrize("make", [reviews.first, reviews.widening, reviews.failed], ids=lambda make: make.__name__)
def test_the_parts_keep_their_order(make: object) -> None:
    assert callable(make)
    text = render(make())
    starts = [match.start() for part in PARTS if (match := re.search(rf"^{part}\b", text, re.MULTILINE))]
    assert starts == sorted(starts)
    assert len(starts) >= 3


def harmless(review: Review) -> None:
    for line in render(review).splitlines():
        assert not {unicodedata.category(char) for char in line} & HARMFUL, line
        assert len(line) <= 8 * WIDTH  # a name may be spelt out, six characters for one; 10,000 are broken


@pytest.mark.parametrize("turn", range(len(large_reviews.HOSTILE)))
def test_hostile_names_cannot_steer_the_terminal(turn: int) -> None:
    harmless(large_reviews.hostile(large_reviews.HOSTILE[turn:] + large_reviews.HOSTILE[:turn]))


@settings(max_examples=30)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=6))
def test_no_text_can_steer_the_terminal(texts: list[str]) -> None:
    harmless(large_reviews.hostile(texts))


def test_colours_come_from_paint_alone() -> None:
    painted = render(reviews.widening(), paint=lambda line, colour: f"<{colour}>{line}" if colour else line)
    assert "<red>REFUSED" in painted
    assert "<green>  + gained" in painted
    assert re.sub(r"<(red|green|yellow|bold)>", "", painted) == render(reviews.widening())


REVIEWS = [reviews.first, reviews.widening, reviews.empty, reviews.failed, reviews.half_open, reviews.not_read]


@pytest.mark.parametrize("width", [40, 60, 80, 100])
@pytest.mark.parametrize("make", REVIEWS, ids=lambda make: make.__name__)
def test_every_part_wraps_at_the_width_and_no_word_is_cut(make: Callable[[], Review], width: int) -> None:
    """Every word of the report stands whole, whatever the width; only a word wider than a line reaches beyond."""
    text, wide = render(make(), width=width), render(make())
    assert sorted(text.split()) == sorted(wide.split())
    for line in text.splitlines():
        assert len(line) <= width or len(line.split()) == 1, line


def test_what_is_narrower_than_can_be_read_is_laid_out_for_the_narrowest() -> None:
    assert render(reviews.first(), width=1) == render(reviews.first(), width=40)


@settings(max_examples=30)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=6), st.integers(1, 130))
def test_no_text_breaks_any_width(texts: list[str], width: int) -> None:
    for line in render(large_reviews.hostile(texts), width=width).splitlines():
        assert not {unicodedata.category(char) for char in line} & HARMFUL, line
