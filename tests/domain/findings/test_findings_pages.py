"""Each finding's page: its example fires with the severity it names; its advice removes it and harms nothing."""

import pytest

from crosscloud.domain.findings import CATALOGUE, Finding, Situation, check, check_change
from tests.domain.findings.page_examples import Example, read_examples

TOLD_ELSEWHERE = {
    "XC309": "raised where a plan is applied: tests/operations/test_preflight.py",
    "XC310": "not reported today",
}
"""Pages without an example of settings, each with its reason."""
NOTHING_TO_WRITE = {
    "XC205": "a licence",
    "XC308": "agreed on with the other organisation",
    "XC311": "right where the owner of the application wants it",
    "XC401": "as the tenant wants it; where nobody may invite, see its second example",
    "XC403": "guests to look through",
}
"""Findings whose advice is not a change of settings."""

EXAMPLES = [example for id_ in CATALOGUE for example in read_examples(id_)]


def found_in(live: Situation, planned: Situation | None) -> list[Finding]:
    """What is found: of a plan what it brings and leaves, otherwise what stands."""
    return check(live) if planned is None else [*check_change(live, planned), *check(planned)]


def errors(findings: list[Finding]) -> set[tuple[str, ...]]:
    """Which errors were found, and where."""
    return {(each.id, *each.tenants) for each in findings if each.severity == "error"}


@pytest.mark.parametrize("id_", sorted(set(CATALOGUE) - set(TOLD_ELSEWHERE)))
def test_each_page_gives_an_example_of_its_severity(id_: str) -> None:
    assert CATALOGUE[id_].severity in {example.gives for example in read_examples(id_)}
    assert all(example.fixes or id_ in NOTHING_TO_WRITE for example in read_examples(id_)[:1])


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: f"{example.id}-{example.gives}")
def test_the_example_fires_and_the_advice_removes_it(example: Example) -> None:
    findings = found_in(example.live, example.planned)
    ours = [each for each in findings if each.id == example.id]
    assert {each.severity for each in ours} == {example.gives}, [(each.id, each.severity) for each in findings]
    for fixed in example.fixes:
        left = found_in(example.live, fixed) if example.planned else check(fixed)
        assert [each for each in left if each.id == example.id and each.severity == example.gives] == []
        assert errors(left) <= errors(findings) - {(example.id, *each.tenants) for each in ours}
