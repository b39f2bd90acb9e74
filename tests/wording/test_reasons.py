"""Why something was not read, in words; permissions that are needed are named together."""

import pytest

from crosscloud.domain.directory import ANOTHERS, NOT_ASKED, NOT_WANTED, UNSAID, Reason, Why
from crosscloud.domain.directory.reasons import because, needs
from crosscloud.wording.names import Names
from crosscloud.wording.reasons import reason_in_words, reasons_in_words

ELSEWHERE = "2c63888f-28f0-4481-be6d-dce7a7ace732"
NAMES = Names({ELSEWHERE: "fabrikam"})
TOLD = {
    needs("User.Read.All"): "needs User.Read.All",
    needs("Organization.Read.All", ELSEWHERE): "needs Organization.Read.All in fabrikam",
    ANOTHERS: "it is another organisation's",
    NOT_ASKED: "this run does not ask that tenant",
    NOT_WANTED: "they were not asked for",
    UNSAID: "Graph's answer does not say",
    because("400 {BadRequest}"): "400 {BadRequest}",
}


@pytest.mark.parametrize(("reason", "words"), TOLD.items(), ids=str)
def test_each_kind_has_its_words(reason: Reason, words: str) -> None:
    assert reason_in_words(reason, NAMES) == words


def test_no_kind_is_left_out() -> None:
    assert {reason.why for reason in TOLD} == set(Why)


def test_several_are_told_in_alphabetical_order_and_needed_permissions_as_one() -> None:
    assert reasons_in_words([needs("B.All"), needs("A.All")], NAMES) == "needs A.All, B.All"
    assert reasons_in_words([needs("B.All"), because("a"), UNSAID], NAMES) == (
        "Graph's answer does not say; a; needs B.All"
    )
    assert reasons_in_words([], NAMES) == ""
