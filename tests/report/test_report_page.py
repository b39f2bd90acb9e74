"""The HTML page as text: it holds everything it needs, names nothing elsewhere, and no name becomes markup."""

import base64
import hashlib
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosscloud.report.changes import MARKS
from crosscloud.report.directions import EFFECTS
from crosscloud.report.page import render
from tests.report import large_reviews, reviews

WITH_URL = {"src", "srcset", "href", "action", "data", "poster", "background", "style", "formaction"}


class Reader(HTMLParser):
    """The tags of a page with their attributes, and its visible text."""

    def __init__(self, page: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text: list[str] = []
        self._silent = False
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self._silent = tag in {"style", "script"}

    def handle_endtag(self, tag: str) -> None:
        self._silent = False

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.text.append(data)

    def shape(self) -> list[tuple[str, tuple[str, ...]]]:
        return [(tag, tuple(attributes)) for tag, attributes in self.tags]


BENIGN = {tag for tag, _ in Reader(render(large_reviews.hostile(["name"]))).shape()}


def self_contained(page: str) -> None:
    for tag, attributes in Reader(page).tags:
        for name, value in attributes.items():
            assert not name.startswith("on"), f"<{tag}> has {name}"
            if name in WITH_URL:
                assert (value or "").startswith("#") or value == "data:,", f"<{tag} {name}={value}>"
    assert "@import" not in page
    assert not re.search(r"url\((?!#end-)", page)


@pytest.mark.parametrize(
    "make",
    [reviews.first, reviews.widening, reviews.empty, reviews.failed, reviews.half_open],
    ids=lambda m: m.__name__,
)
def test_the_page_names_nothing_elsewhere(make: object) -> None:
    assert callable(make)
    self_contained(render(make()))


def test_its_policy_forbids_all_but_its_own_style_and_script() -> None:
    page = render(reviews.widening())
    policy = next(a["content"] for tag, a in Reader(page).tags if a.get("http-equiv") == "Content-Security-Policy")
    assert policy is not None
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    assert rules["base-uri"] == rules["form-action"] == "'none'"
    for part in ("style", "script"):
        found = re.findall(rf"<{part}>(.*?)</{part}>", page, re.DOTALL)
        assert len(found) == 1
        digest = base64.b64encode(hashlib.sha256(found[0].encode()).digest()).decode()
        assert rules[f"{part}-src"] == f"'sha256-{digest}'"


def test_the_parts_come_in_order() -> None:
    page = render(reviews.widening())
    titles = re.findall(r'<h2 id="(\w+)-title"', page)
    assert titles == ["refused", "summary", "access", "needed", "findings", "changes"]


def test_it_says_what_the_other_reports_say() -> None:
    text = " ".join(" ".join(Reader(render(reviews.widening())).text).split())
    for part in (
        "Refused: nothing of this is applied",
        "contoso -> fabrikam: access widens to all users and all applications. XC307",
        "main.py:27",
        "(base 4be19d7 )",
        "main.py:30 \u2212 before Access.allow(groups=[engineers], ",
        "+ now Access.block(groups=[contractors], ",
        "Keep the Access.allow of 4be19d7. ",
        "take group contractors out of group engineers in contoso",
        "ALL APPLICATIONS, Azure portal and Entra admin center included",
        "group engineers (of contoso) that are also in group contractors (of contoso) → design-vault",
        "fabrikam trusts contoso's MFA and compliant devices (unchanged, now for those who gain too)",
        "invite by user principal name",
        f"blocked group {reviews.CONTRACTORS} contractors",
    ):
        assert part in text


def test_hostile_names_are_only_text() -> None:
    for turn in range(len(large_reviews.HOSTILE)):
        page = render(large_reviews.hostile(large_reviews.HOSTILE[turn:] + large_reviews.HOSTILE[:turn]))
        self_contained(page)
        tags = {tag for tag, _ in Reader(page).shape()}
        assert tags == BENIGN
        assert page.count("<script") == page.count("</script") == 1
        for char in ("\u202e", "\u200b", "\x1b", "\u2066", "\ud800"):
            assert char not in page
        page.encode("utf-8")


@settings(max_examples=25)
@given(st.text(max_size=60))
def test_no_text_becomes_markup(text: str) -> None:
    assert {tag for tag, _ in Reader(render(large_reviews.hostile([text]))).shape()} <= BENIGN


def test_every_direction_has_a_row_and_every_change_an_item() -> None:
    review = large_reviews.partners(300, widen=90, narrow=100)
    tags = Reader(render(review)).tags
    rows = [a for tag, a in tags if tag == "tr" and "data-item" in a]
    assert len(rows) == len(review.directions)
    assert sum("data-item" in a for tag, a in tags if tag == "tbody") == 190
    assert sum("gained" in (a["data-effect"] or "").split() for a in rows) == 90


def test_every_badge_that_is_styled_is_one_that_the_page_can_show() -> None:
    styled = set(re.findall(r"\.badge\.([a-z-]+)", render(reviews.first())))
    actions = {action.replace(" ", "-") for action in MARKS}
    assert styled <= {*EFFECTS, *actions, "error", "warning", "accepted", "refuses"}
    assert {"create", "change", "adopt", "replace", "remove"} <= styled
