"""What was not read, as every report shows it: unknown, and neither nothing nor unchanged."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from crosscloud.report import comment, page, terminal
from crosscloud.review.review import Review
from tests.report import reviews

RENDERERS = [terminal.render, comment.render, page.render]


def plain(text: str) -> str:
    """The access in a report, without marks, tags and escapes; spaces count as one."""
    _, _, access = text.partition("Every direction: ") if "<html" in text else ("", "", text)
    without = re.sub(r"<[^>]+>", " ", access).replace("&#39;", "'").replace("→", "->")
    return " ".join(re.sub(r"[`\\*|]", "", without).split())


@pytest.mark.parametrize("render", RENDERERS)
def test_what_was_not_read_is_unknown_and_nothing_else(render: Callable[[Review], str]) -> None:
    text = plain(render(reviews.not_read()))
    assert "unknown: fabrikam was not read" in text
    assert "the default of fabrikam was not read" in text
    for ends in (
        "contoso -> fabrikam",
        "organisation -> fabrikam",
        "fabrikam -> any other US Government organisation",
    ):
        told = re.findall(rf"{ends}(.{{0,30}})", text)
        assert told
        for after in told:
            assert "nothing" not in after
            assert "unchanged" not in after


@pytest.mark.parametrize("render", RENDERERS)
def test_partners_outside_are_named_with_what_our_half_does(render: Callable[[Review], str]) -> None:
    text = plain(render(reviews.not_read()))
    assert (
        f"contoso's half (Global): in everything, out nothing, trusts MFA: organisation {reviews.OUTSIDE}" in text
    )


@pytest.mark.parametrize("render", RENDERERS)
def test_a_side_that_is_not_known_is_said_beside_one_that_is(render: Callable[[Review], str]) -> None:
    settings = {**reviews.TOGETHER, reviews.FABRIKAM: reviews.UNREAD_FABRIKAM}
    opening = reviews.between(reviews.UNTOUCHED, settings)
    text = plain(render(replace(reviews.not_read(), directions=tuple(opening))))
    assert re.search(r"all users -> nothing.{0,300}not known|before all users nothing after not known", text)
