"""Why a plan is refused: each reason once, with its lines, and what to keep only where that is known."""

from dataclasses import replace

from crosscloud.domain.clouds import USGOV
from crosscloud.domain.findings import Finding
from crosscloud.domain.findings.finding import Place, finding
from crosscloud.domain.findings.rules.clouds import CloudNotEnabled
from crosscloud.domain.findings.rules.widening import NoSafeOrder
from crosscloud.intent.source import IntentText
from crosscloud.report import comment, terminal
from crosscloud.report.causes import Cause, find_causes, name_places, say_as_before, say_compared
from crosscloud.report.verdict import list_refusals, tell_findings
from crosscloud.review.judgement import JudgedFinding
from crosscloud.review.review import Review
from tests.report import reviews
from tests.report.reviews import CONTOSO, FABRIKAM, OUTSIDE

TEXT = reviews.TEXTS["main.py:27"]


def with_text(text: IntentText | None, *findings: JudgedFinding, base: str = "4be19d7") -> Review:
    """The widening plan, with another text at its line, or none; or with other findings."""
    review = reviews.widening()
    plan = replace(review.plan, base=base, intent={} if text is None else {"main.py:27": text})
    return replace(review, plan=plan, findings=findings or review.findings)


def found_in(review: Review) -> list[Cause]:
    return find_causes(review, list_refusals(tell_findings(review)))


def test_the_line_that_changed_is_to_be_kept() -> None:
    (cause,) = found_in(reviews.widening())
    assert (cause.id, cause.texts, cause.places) == ("XC307", (TEXT,), ())
    assert "With users blocked and applications blocked, only the pair is blocked" in cause.why
    assert cause.instead.startswith(
        'Keep the Access.allow of 4be19d7. "group engineers, but not group contractors"'
    )


def test_a_text_that_is_no_call_or_has_more_arguments_is_kept_too() -> None:
    several = IntentText("main.py:30", ("access", "inbound_trust"), "access=Access.allow(), no inbound_trust", "x")
    assert found_in(with_text(several))[0].instead.startswith("Keep the Access.allow of")
    named = IntentText("main.py:30", ("access",), "TO_VAULT", "TO_ALL")
    assert found_in(with_text(named))[0].instead.startswith("Keep what main.py:30 said of 4be19d7.")


def test_a_line_that_did_not_change_says_so_and_is_not_to_be_kept() -> None:
    same = replace(TEXT, before=TEXT.after)
    review = with_text(same)
    (cause,) = found_in(review)
    assert say_as_before(same, review) == "as in 4be19d7"
    assert cause.instead.startswith('"group engineers, but not group contractors"')
    assert "   (as in 4be19d7)" in " ".join(terminal.render(review).splitlines())
    assert "`main.py:30` says `Access.block(groups=[contractors], " in comment.render(review)


def test_without_a_base_the_present_text_is_all() -> None:
    review = with_text(replace(TEXT, before=""), base="")
    assert say_as_before(found_in(review)[0].texts[0], review) == ""
    text = terminal.render(review)
    assert "WHY       main.py:30   Access.block(" in text
    assert "Keep the" not in text
    assert "base" not in text


def test_without_a_text_the_line_alone_is_named() -> None:
    trust = IntentText("main.py:33", ("inbound_trust",), "inbound_trust=A", "inbound_trust=B")
    for text in (None, trust):  # trust widens nothing: it is not why
        (cause,) = found_in(with_text(text))
        assert (cause.texts, name_places(cause)) == ((), "main.py:27")
        assert "WHY       main.py:27: It reads like a restriction." in terminal.render(with_text(text))
        assert "**Why** ([XC307]). `main.py:27`: It reads like" in comment.render(with_text(text))


def refuses(found: Finding) -> JudgedFinding:
    return JudgedFinding(found, "refuses")


def not_enabled(partner: str) -> Finding:
    """Contoso lists somebody of a cloud that it has not enabled: of each partner the same reason and remedy."""
    facts = CloudNotEnabled(CONTOSO, partner, USGOV)
    return finding("XC102", (CONTOSO, partner), Place(CONTOSO, partner), facts)


def test_findings_of_one_reason_are_told_once_and_others_by_themselves() -> None:
    unordered = finding("XC313", (CONTOSO, FABRIKAM), Place(CONTOSO), NoSafeOrder((CONTOSO, FABRIKAM)))
    closes = next(judged for judged in reviews.first().findings if judged.status == "accepted")
    found = [refuses(not_enabled(FABRIKAM)), refuses(not_enabled(OUTSIDE)), refuses(unordered), closes]
    told = found_in(with_text(TEXT, *found))
    assert [each.id for each in told] == ["XC102", "XC313"]
    assert [each.texts for each in told] == [(), ()]  # no line of access is why
    text = terminal.render(with_text(TEXT, *found))
    assert text.count("Without the cloud enabled") == text.count("Enable microsoftonline.us") == 1
    assert text.count("INSTEAD") == 2
    assert told[0].why.startswith("Without the cloud enabled")


def test_a_finding_of_a_default_points_to_no_direction() -> None:
    closes = next(judged.finding for judged in reviews.first().findings if judged.status == "accepted")
    of_direction = replace(closes, tenants=(CONTOSO, FABRIKAM), place=Place(CONTOSO, FABRIKAM))
    assert name_places(found_in(with_text(TEXT, refuses(of_direction)))[0]) == "main.py:27"
    assert name_places(found_in(with_text(TEXT, refuses(closes)))[0]) == ""


def test_of_many_lines_the_others_are_counted() -> None:
    review = reviews.widening()
    many = tuple(replace(review.directions[0], source=f"main.py:{n}") for n in range(100, 107))
    plan = replace(review.plan, intent={"main.py:106": TEXT})
    (cause,) = found_in(replace(review, directions=many, plan=plan))
    assert cause.texts == (TEXT,)  # first, although its line is the last
    named = name_places(cause, lambda line: f"<{line}>")
    assert named == "<main.py:100>, <main.py:101>, <main.py:102> and 3 more lines"


def test_the_head_says_what_is_compared() -> None:
    plan = reviews.widening().plan
    told = [
        say_compared(replace(reviews.widening(), plan=replace(plan, commit=commit, base=base)))
        for commit, base in (("c07a3e9", "4be19d7"), ("c07a3e9", ""), ("", "the first plan"), ("", ""))
    ]
    assert told == ["c07a3e9 (base 4be19d7)", "c07a3e9", "base the first plan", ""]
