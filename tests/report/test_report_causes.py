"""Why a plan is refused: each reason once, with its lines, and what to keep only where that is known."""

from dataclasses import replace

from crosscloud.intent.source import IntentText
from crosscloud.report import comment, terminal
from crosscloud.report.causes import as_before, causes, compared, place_of
from crosscloud.review.judgement import JudgedFinding
from crosscloud.review.model import JointPlan
from crosscloud.review.review import Review
from tests.report import reviews
from tests.report.reviews import judged

TEXT = reviews.TEXTS["main.py:27"]


def with_text(text: IntentText | None, *findings: JudgedFinding, base: str = "4be19d7") -> Review:
    """The widening plan, with another text at its line, or none; or with other findings."""
    review = reviews.widening()
    plan = replace(review.plan, base=base, intent={} if text is None else {"main.py:27": text})
    return replace(review, plan=plan, findings=findings or review.findings)


def test_the_line_that_changed_is_to_be_kept() -> None:
    (cause,) = causes(reviews.widening())
    assert (cause.id, cause.texts, cause.places) == ("XC307", (TEXT,), ())
    assert cause.why == "With users blocked and applications blocked, only the pair is blocked."
    assert cause.instead.startswith("Keep the Access.allow of 4be19d7. Take contractors out")


def test_a_text_that_is_no_call_or_has_more_arguments_is_kept_too() -> None:
    several = IntentText("main.py:30", ("access", "inbound_trust"), "access=Access.allow(), no inbound_trust", "x")
    assert causes(with_text(several))[0].instead.startswith("Keep the Access.allow of")
    named = IntentText("main.py:30", ("access",), "TO_VAULT", "TO_ALL")
    assert causes(with_text(named))[0].instead.startswith("Keep what main.py:30 said of 4be19d7.")


def test_a_line_that_did_not_change_says_so_and_is_not_to_be_kept() -> None:
    same = replace(TEXT, before=TEXT.after)
    review = with_text(same)
    (cause,) = causes(review)
    assert as_before(same, review) == "as in 4be19d7"
    assert cause.instead.startswith("Take contractors")
    assert "   (as in 4be19d7)" in " ".join(terminal.render(review).splitlines())
    assert "`main.py:30` says `Access.block(groups=[contractors], " in comment.render(review)


def test_without_a_base_the_present_text_is_all() -> None:
    review = with_text(replace(TEXT, before=""), base="")
    assert as_before(causes(review)[0].texts[0], review) == ""
    text = terminal.render(review)
    assert "WHY       main.py:30   Access.block(" in text
    assert "Keep the" not in text
    assert "base" not in text


def test_without_a_text_the_line_alone_is_named() -> None:
    trust = IntentText("main.py:33", ("inbound_trust",), "inbound_trust=A", "inbound_trust=B")
    for text in (None, trust):  # trust widens nothing: it is not why
        (cause,) = causes(with_text(text))
        assert (cause.texts, place_of(cause)) == ((), "main.py:27")
        assert "WHY       main.py:27: With users blocked" in terminal.render(with_text(text))
        assert "**Why** ([XC307]). `main.py:27`: With users" in comment.render(with_text(text))


def test_findings_of_one_reason_are_told_once_and_others_by_themselves() -> None:
    ends = ["contoso", "fabrikam"]
    found = [
        judged("refuses", "error", "XC102", ends, "one", detail="Because.", fix="Enable it."),
        judged("refuses", "error", "XC102", ends[:1], "another", detail="Because.", fix="Enable it."),
        judged("refuses", "error", "XC313", ends, "third", detail="Otherwise.", fix=""),
        judged("accepted", "error", "XC301", ends, "fourth", detail="Never told.", fix=""),
    ]
    told = causes(with_text(TEXT, *found))
    assert [(each.id, each.why, each.instead) for each in told] == [
        ("XC102", "Because.", "Enable it."),
        ("XC313", "Otherwise.", ""),
    ]
    assert [each.texts for each in told] == [(), ()]  # no line of access is why
    text = terminal.render(with_text(TEXT, *found))
    assert text.count("INSTEAD") == text.count("Because.") == 1
    assert "Never told" not in text


def test_a_finding_of_a_default_points_to_no_direction() -> None:
    closes = judged("refuses", "error", "XC301", ["contoso", "fabrikam"], "It closes", detail="Much.")
    of_default = replace(closes, finding=replace(closes.finding, subject=("id", "default")))
    assert place_of(causes(with_text(TEXT, closes))[0]) == "main.py:27"
    assert place_of(causes(with_text(TEXT, of_default))[0]) == ""


def test_of_many_lines_the_others_are_counted() -> None:
    review = reviews.widening()
    many = tuple(replace(review.directions[0], source=f"main.py:{n}") for n in range(100, 107))
    plan = replace(review.plan, intent={"main.py:106": TEXT})
    (cause,) = causes(replace(review, directions=many, plan=plan))
    assert cause.texts == (TEXT,)  # first, although its line is the last
    assert (
        place_of(cause, lambda line: f"<{line}>") == "<main.py:100>, <main.py:101>, <main.py:102> and 3 more lines"
    )


def test_the_head_says_what_is_compared() -> None:
    plan = reviews.widening().plan
    told = [
        compared(replace(reviews.widening(), plan=replace(plan, commit=commit, base=base)))
        for commit, base in (("c07a3e9", "4be19d7"), ("c07a3e9", ""), ("", "the first plan"), ("", ""))
    ]
    assert told == ["c07a3e9 (base 4be19d7)", "c07a3e9", "base the first plan", ""]


def test_base_and_intent_come_back_from_json_and_older_plans_are_read() -> None:
    plan = reviews.widening().plan
    data = plan.to_json()
    assert JointPlan.from_json(data) == plan
    del data["base"], data["intent"]
    assert JointPlan.from_json(data) == replace(plan, base="", intent={})
