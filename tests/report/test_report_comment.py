"""The review as a comment: short enough, nothing that widens left out, and hostile names are only text."""

import re
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from crosscloud.domain.tenant import TenantSettings
from crosscloud.report.budget import length
from crosscloud.report.comment import LIMIT, render
from crosscloud.report.plain import code
from crosscloud.report.verdict import list_told_below, tell_findings
from crosscloud.review.review import Review
from tests.report import large_reviews, reviews

MARKER = "<!-- crosscloud:review environment="


def test_a_refusal_is_an_alert_below_the_marker_and_links_its_page() -> None:
    lines = render(reviews.widening()).splitlines()
    assert lines[0] == f"{MARKER}pilot -->"
    assert lines[1] == "> [!CAUTION]"
    assert lines[2].startswith(
        "> **crosscloud refuses this change (`pilot`).** contoso \\-&gt; fabrikam\\: access widens"
    )
    assert lines[2].endswith("[XC307]")
    assert "[XC307]: ../blob/main/docs/findings/XC307.md" in lines


def test_the_parts_come_in_the_order_of_the_example() -> None:
    text = render(reviews.widening())
    wanted = [
        "[!CAUTION]",
        "2 tenants change, 0 unreadable",
        "**`contoso` → `fabrikam`** · `main.py:27` · [XC307]",
        "| before | group engineers \\(of contoso\\) | design\\-vault",
        "| **after** | **EVERYONE ELSE** | **ALL APPLICATIONS, Azure portal and Entra admin center included** |",
        "| 🔺 gained |",
        "| 🔻 lost |",
        "`fabrikam` → `contoso`",
        "**Why** ([XC307]). `main.py:30`:\n\n```diff\n- Access.allow(groups=[engineers], ",
        "\n+ Access.block(groups=[contractors], ",
        "```\n\nIt reads like a restriction\\. With users blocked",
        "**Instead.** Keep the Access\\.allow of 4be19d7",
        "**Still needed**",
        "| [XC208] | warning | `contoso` |",
        "<details><summary><code>contoso</code> · Global · 1 change</summary>",
        "-   b2b_collaboration_outbound.users_and_groups  allowed group ac8efe12-1c59-49f1-ba2d-de83458bfed0 ",
        "+   b2b_collaboration_outbound.users_and_groups  blocked group dd2ee150-d284-4277-b89c-1af40ce8fcc9 ",
        "<details><summary><code>fabrikam</code>",
        "If this is meant",
        "`c07a3e9` against `4be19d7` · live settings read",
    ]
    places = [text.index(part) for part in wanted]
    assert places == sorted(places)


def test_a_plan_that_nothing_refuses_has_no_alert() -> None:
    assert "[!CAUTION]" not in render(reviews.first())
    assert "could not be planned" not in render(reviews.empty())


def test_a_tenant_that_could_not_be_planned_is_an_alert() -> None:
    text = render(reviews.failed())
    assert "> **crosscloud could not plan `fabrikam`** (`pilot`): Sign\\-in failed" in text
    assert "not decided, as a tenant could not be planned" in text


# The most that widens and still fits is in every run; how much else is cut beside it takes seconds more for each.
@pytest.mark.parametrize(
    ("widen", "narrow"),
    [
        (600, 5),
        pytest.param(5, 1500, marks=pytest.mark.slow),
        pytest.param(400, 1000, marks=pytest.mark.slow),
    ],
)
def test_a_large_plan_fits_says_what_was_cut_and_cuts_nothing_that_widens(widen: int, narrow: int) -> None:
    text = render(large_reviews.partners(2000, widen=widen, narrow=narrow))
    assert length(text) <= LIMIT
    for number in range(2000 - widen, 2000):
        assert f"`contoso` → `partner-{number:04}`" in text
    assert re.search(r"_[\d,]+ more changes of this tenant do not fit here: the HTML or JSON report", text)
    assert text.count("<details>") == text.count("</details>")
    assert text.count("```") % 2 == 0


def test_where_even_what_widens_does_not_fit_the_first_lines_say_so_and_show_none_of_it() -> None:
    text = render(large_reviews.partners(2000, widen=1500, narrow=0), artifact="`review.html` of this run")
    assert length(text) < 1000
    first = text.splitlines()[:3]
    assert first[0].startswith(MARKER)
    assert "does not fit in a comment" in first[2]
    assert "1,500 directions may widen" in first[2]
    assert "`review.html` of this run" in first[2]
    assert "partner-" not in text


def many(count: int) -> Review:
    """Contoso stops trusting `count` partners and narrows them; as many more stay closed."""
    changing = {large_reviews.partner_id(n) for n in range(count)}
    staying = {large_reviews.partner_id(n) for n in range(count, 2 * count)}

    def state(**now: Any) -> TenantSettings:
        half = reviews.partner(reviews.TO_DESK, now["outbound"], trusts=now["trusts"])
        partners = dict.fromkeys(sorted(changing), half)
        closed = dict.fromkeys(sorted(staying), reviews.partner(reviews.CLOSED, reviews.CLOSED))
        return reviews.tenant("contoso", {**partners, **closed}, default=(reviews.CLOSED, reviews.CLOSED))

    before = state(outbound=reviews.TO_VAULT, trusts=reviews.TRUST[:1])
    after = state(outbound=reviews.CLOSED, trusts=())
    labels = {id_: f"p{number}" for number, id_ in enumerate(sorted({*changing, *staying}))}
    return reviews.review(
        [
            reviews.tenant_plan(before, after, labels=labels),
            reviews.tenant_plan(reviews.UNTOUCHED[reviews.FABRIKAM]),
        ]
    )


def test_of_a_plan_with_400_partners_what_is_to_be_acted_on_is_kept_and_what_stays_is_cut() -> None:
    review = many(400)
    text = render(review)
    assert length(text) <= LIMIT
    told = sum(1 for line in text.splitlines() if line.startswith("| [XC"))
    assert told > 100
    (left,) = re.findall(r"_([\d,]+) more findings do not fit here", text)
    assert told + int(left.replace(",", "")) == len(list_told_below(review, tell_findings(review)))
    lost = sum(1 for line in text.splitlines() if line.startswith(("| 🔻", "| ◆", "| ❔")))
    (left,) = re.findall(r"_([\d,]+) more directions only lose", text)
    changed = [direction for direction in review.directions if direction.is_changed]
    assert lost > 20
    assert lost + int(left.replace(",", "")) == len(changed)
    changes = text.count("\n  crosscloud_partner_settings.")
    (left,) = re.findall(r"_([\d,]+) more changes of this tenant", text)
    assert changes > 10
    assert changes + int(left.replace(",", "")) == 400
    assert re.search(r"_[\d,]+ lists of unchanged partners do not fit here", text)


def skeleton(review: Review) -> list[str]:
    """What each line of the comment is, by how it starts, without what stands in it."""
    kinds = []
    inside = False
    for line in render(review).splitlines():
        if line == "```diff" or (inside and line == "```"):
            inside = line == "```diff"
        start = re.match(r"<!--|<[/a-z]+>|> |\||- |\*\*|```|_|\[|", line)
        assert start is not None
        kinds.append("diff" if inside else start[0])
    return kinds


BENIGN = skeleton(large_reviews.hostile(["name"]))


@pytest.mark.parametrize("turn", range(len(large_reviews.HOSTILE)))
def test_hostile_names_do_not_change_the_structure(turn: int) -> None:
    texts = [text[:300] for text in large_reviews.HOSTILE[turn:] + large_reviews.HOSTILE[:turn]]
    assert set(skeleton(large_reviews.hostile(texts))) == set(BENIGN)
    text = render(large_reviews.hostile(texts))
    assert text.count("\n<details>") == text.count("\n</details>")
    assert [line for line in text.splitlines() if line.startswith("<!--")] == [text.splitlines()[0]]
    # Markdown formats neither a fenced block, nor what stands in a line of HTML, nor a span between backticks.
    outside = re.sub(r"```diff\n.*?\n```", "", text, flags=re.DOTALL)
    outside = re.sub(r"<details><summary><code>[^<>]*</code>", "", outside)
    outside = re.sub(r"\\[^\w\s]|(`+)(?!`).*?(?<!`)\1(?!`)", "", outside)
    for found in ("<script", "<img", "<svg", "http://", "https://", "@team", "**bold**", "[link]("):
        assert found not in outside


@settings(max_examples=30)
@given(st.lists(st.text(max_size=40), min_size=1, max_size=6))
def test_no_text_changes_the_structure(texts: list[str]) -> None:
    text = render(large_reviews.hostile(texts))
    assert length(text) <= LIMIT
    assert text.count("\n<details>") == text.count("\n</details>")
    assert set(skeleton(large_reviews.hostile(texts))) <= {*BENIGN, "_"}


def test_names_that_are_very_long_do_not_break_the_limit() -> None:
    assert length(render(large_reviews.hostile(["x" * 10_000]))) <= LIMIT


@given(st.text(alphabet="`a| \\\n", max_size=20))
def test_code_is_one_span_whatever_stands_in_it(text: str) -> None:
    shown = code(text)
    fence = re.match(r"`+", shown)
    assert fence is not None
    inner = shown[len(fence[0]) : -len(fence[0])]
    assert shown.endswith(fence[0])
    assert fence[0] not in re.findall(r"`+", inner)
    assert not inner.startswith("`")
    assert not inner.endswith("`")
    assert "|" not in shown
    assert "\n" not in shown
