"""What became of an apply, tenant by tenant, for the terminal and as data."""

import pytest

from crosscloud.domain.settings import PARTNER
from crosscloud.domain.tenant import Difference
from crosscloud.report.outcome import render, results_to_json
from crosscloud.review.outcome import TenantResult
from crosscloud.terraform.cli import TerraformMessage
from crosscloud.wording.names import Names

FABRIKAM = "2c63888f-28f0-4481-be6d-dce7a7ace732"
NAMES = Names({FABRIKAM: "fabrikam"})
MISSING = Difference(PARTNER, FABRIKAM, "not listed")
ERROR = TerraformMessage("error", "Forbidden", "one\ntwo\x1b[2J", "crosscloud_settings.this")
LEFT = "Not everything is as reviewed. Plan again: the new plan shows what is left."


def test_nothing_to_apply() -> None:
    assert render([], NAMES) == "No changes; nothing was applied.\n"
    assert results_to_json([], NAMES) == []


def test_all_as_reviewed() -> None:
    text = render([TenantResult("contoso", True, (), done=("a",)), TenantResult("fabrikam", True, ())], NAMES)
    assert text == (
        "contoso: applied and read back\nfabrikam: applied and read back\n\nThe settings are now as reviewed. "
        "A change may take hours to reach sign-in: Microsoft documents no figure for these settings.\n"
    )


@pytest.mark.parametrize(
    ("result", "lines"),
    [
        (
            TenantResult("contoso", True, (), not_as_reviewed=(MISSING,)),
            ["contoso: applied, but not as reviewed", "  partner fabrikam is no longer listed", "", LEFT],
        ),
        (
            TenantResult("contoso", True, (), unread={"default": "403", "partners": "403"}),
            ["contoso: applied, but could not be read back (default: 403; partners: 403)", "", LEFT],
        ),
        (
            TenantResult("contoso", False, (ERROR,), done=("a",), unknown=("b", "c"), left=("d",), partly=("e",)),
            [
                "contoso: failed",
                "  error: Forbidden",
                "    one",
                r"    two\u001b[2J",
                "  applied: a",
                "  applied in part: e",
                "  begun, outcome unknown: b, c",
                "  not applied: d",
                "",
                LEFT,
            ],
        ),
        (
            TenantResult("contoso", False, (), left=("d",), interrupted=True),
            ["contoso: interrupted", "  not applied: d", "", "Interrupted. What was finished"],
        ),
        (
            TenantResult("contoso", True, (), done=("a",), interrupted=True),
            ["contoso: applied, not read back", "  applied: a", "", "Interrupted. What was finished"],
        ),
    ],
)
def test_what_is_not_as_reviewed_is_told(result: TenantResult, lines: list[str]) -> None:
    assert not result.is_as_reviewed
    found = render([result], NAMES).splitlines()
    assert found[:-1] == lines[:-1]
    assert found[-1].startswith(lines[-1])


def test_the_same_as_data() -> None:
    result = TenantResult(
        "contoso",
        False,
        (ERROR,),
        (MISSING,),
        {"default": "403"},
        ("a",),
        ("b",),
        ("c",),
        interrupted=True,
        partly=("d",),
    )
    assert results_to_json([result], NAMES) == [
        {
            "name": "contoso",
            "applied": False,
            "messages": [
                {
                    "severity": "error",
                    "summary": "Forbidden",
                    "detail": "one\ntwo\x1b[2J",
                    "address": "crosscloud_settings.this",
                }
            ],
            "not_as_reviewed": ["partner fabrikam is no longer listed"],
            "unread": {"default": "403"},
            "done": ["a"],
            "partly": ["d"],
            "unknown": ["b"],
            "left": ["c"],
            "interrupted": True,
        }
    ]
