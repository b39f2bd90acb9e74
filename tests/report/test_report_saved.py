"""By what a saved plan is known, what guest essentials are, and who accepted what: in every report, once."""

import json
import re
from collections.abc import Callable
from dataclasses import replace

import pytest

from crosscloud.domain.applications import GUEST_ESSENTIALS, NAMES
from crosscloud.report import comment, data, page, terminal
from crosscloud.review.review import Review
from tests.report.reviews import CLOSED, CONTOSO, FABRIKAM, OPEN, first, pair, partner, review, tenant, tenant_plan

RENDERERS = [terminal.render, comment.render, page.render, data.render]
DIGEST = "0f" * 32


def flat(text: str) -> str:
    """Without marks, tags and escapes; spaces count as one."""
    return " ".join(re.sub(r"[`\\*]|<[^>]+>", "", text).split())


@pytest.mark.parametrize("render", RENDERERS)
def test_every_report_has_the_digest_of_the_saved_plan(render: Callable[[Review], str]) -> None:
    text = render(replace(first(), digest=DIGEST))
    assert text.count(DIGEST) == 1
    assert DIGEST not in render(first())
    if render is data.render:
        assert json.loads(text)["digest"] == DIGEST
        assert json.loads(render(first()))["digest"] is None


@pytest.mark.parametrize("render", [terminal.render, comment.render, page.render])
def test_guest_essentials_are_spelt_out_once_with_names_and_ids(render: Callable[[Review], str]) -> None:
    text = flat(render(first()))
    spelt = ", ".join(f"{NAMES[id_]} {id_}" for id_ in GUEST_ESSENTIALS)
    assert text.count(spelt) == 1
    assert "uest essentials" in text[text.index(spelt) - 30 : text.index(spelt)]


def test_guest_essentials_are_data_too() -> None:
    assert json.loads(data.render(first()))["guest_essentials"] == {id_: NAMES[id_] for id_ in GUEST_ESSENTIALS}


def test_where_nothing_has_them_they_are_not_spelt_out() -> None:
    before, after = (
        pair(
            tenant("contoso", {FABRIKAM: partner(some, CLOSED)}),
            tenant("fabrikam", {CONTOSO: partner(OPEN, OPEN)}),
        )
        for some in (OPEN, CLOSED)
    )
    made = review([tenant_plan(before[id_], after[id_]) for id_ in (CONTOSO, FABRIKAM)])
    for render in (terminal.render, comment.render, page.render):
        assert "essentials" not in render(made).lower()
    assert json.loads(data.render(made))["guest_essentials"] == {}


@pytest.mark.parametrize("render", RENDERERS)
def test_every_report_says_who_accepted_why_and_until_when(render: Callable[[Review], str]) -> None:
    text = flat(render(first()))
    for said in ("Ada", "Pilot tenants", "2026-12-31"):
        assert said in text
