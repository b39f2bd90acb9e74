"""A tenant that is not reached at its cloud's own endpoints is named in every form of a review."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from crosscloud.report import comment, page, terminal
from crosscloud.report.elsewhere import ELSEWHERE, say_elsewhere
from crosscloud.review.review import Review
from tests.report import reviews

OTHER = {"login": "https://localhost:1", "graph": "https://localhost:2", "ca": "/etc/other.pem"}
FORMS: dict[str, Callable[[Review], str]] = {
    "terminal": terminal.render,
    "comment": comment.render,
    "page": page.render,
}


def reached_elsewhere() -> Review:
    """A plan of which one tenant, the first, was read from another service."""
    review = reviews.widening()
    contoso, *others = review.plan.tenants
    return replace(review, plan=replace(review.plan, tenants=(replace(contoso, overrides=OTHER), *others)))


@pytest.mark.parametrize("form", FORMS)
def test_every_form_of_a_review_names_the_tenant_and_where_it_was_read(form: str) -> None:
    text = FORMS[form](reached_elsewhere()).replace("\u2019", "'")
    (place,) = [at for at in range(len(text)) if text.startswith(ELSEWHERE, at)]
    assert "contoso" in text[:place].splitlines()[-1] + text[place:].splitlines()[0]
    for name, value in OTHER.items():
        assert f"{name}={value}" in text[place : place + 300]
    assert ELSEWHERE not in FORMS[form](reviews.widening()).replace("\u2019", "'")


def test_one_line_says_where_a_tenant_is_reached_and_none_where_it_is_its_clouds_own() -> None:
    assert say_elsewhere("contoso", {}) == ""
    assert say_elsewhere("contoso", {"graph": "https://localhost:2"}) == (
        "contoso is not reached at its cloud's own endpoints: graph=https://localhost:2"
    )
    assert "\x1b" not in say_elsewhere("contoso", {"ca": "/etc/\x1b[2J"})
