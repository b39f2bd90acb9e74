"""Who may reach what now: the matrix for the terminal and as data, and one decision gate by gate."""

from typing import Any

from crosscloud.domain.access import application, decide, user
from crosscloud.domain.clouds import GLOBAL
from crosscloud.report.matrix import matrix_to_json, name_id, name_with_ids, render, render_decision
from crosscloud.review.directions import DirectionReview, review_directions
from crosscloud.wording.names import Names
from tests.report.reviews import (
    CONTOSO,
    DESIGN_VAULT,
    ENGINEERS,
    FABRIKAM,
    OPEN,
    OUTSIDE,
    TOGETHER,
    TRUST,
    UNREAD_FABRIKAM,
    UNTOUCHED,
    partner,
    tenant,
)

CALLED = {ENGINEERS: "engineers (of contoso)", DESIGN_VAULT: "design-vault (of fabrikam)"}
NAMES = Names({CONTOSO: "contoso", FABRIKAM: "fabrikam"}, CALLED.get)


def plain(line: str, _colour: str) -> str:
    return line


def directions(tenants: Any, *read: str) -> list[DirectionReview]:
    return review_directions(tenants, tenants, read or (CONTOSO, FABRIKAM), every_partner=True)


def row(found: list[dict[str, Any]], home: str, resource: str) -> dict[str, Any]:
    return next(each for each in found if (each["home"]["name"], each["resource"]["name"]) == (home, resource))


def part(text: str, head: str) -> str:
    """The part of the text that begins with a line, up to the next direction."""
    lines = text.splitlines()
    start = next(n for n, line in enumerate(lines) if line.startswith(head))
    end = next((n for n in range(start + 1, len(lines)) if not lines[n].startswith(" ")), len(lines))
    return "\n".join(lines[start:end])


def test_the_text_names_every_end_with_its_id_and_says_who_reaches_what() -> None:
    text = part(render(directions(TOGETHER), NAMES, plain), f"contoso ({CONTOSO}) -> fabrikam ({FABRIKAM})")
    assert f"engineers (of contoso) {ENGINEERS}" in text
    assert f"design-vault (of fabrikam) {DESIGN_VAULT}" in text
    assert text.splitlines()[-1].split("->") == [f"  {'everyone else':40} ", " nothing"]


def test_the_data_has_the_ids_behind_the_names() -> None:
    found = row(matrix_to_json(directions(TOGETHER), NAMES), "contoso", "fabrikam")
    assert found["ids"] == {"engineers (of contoso)": ENGINEERS, "design-vault (of fabrikam)": DESIGN_VAULT}
    assert (found["half_of"], found["half_open"], found["unknown"], found["not_read"]) == (None, False, [], [])
    assert found["consent_prompt_suppressed"] == "yes"
    assert found["trust"] == ["is_mfa_accepted", "is_compliant_device_accepted"]
    first, last = found["permits"][0], found["permits"][-1]
    assert first["who"] == "group engineers (of contoso)"
    assert (first["is_everyone"], first["is_everything"], first["is_nothing"]) == (False, False, False)
    assert (last["who"], last["is_everyone"], last["is_nothing"]) == ("everyone else", False, True)


def test_what_is_not_met_and_what_is_open_at_one_end_is_said() -> None:
    half = {CONTOSO: TOGETHER[CONTOSO], FABRIKAM: UNTOUCHED[FABRIKAM]}
    found = row(matrix_to_json(directions(half), NAMES), "contoso", "fabrikam")
    assert found["half_open"]
    assert found["permits"][0]["is_nothing"]
    assert "fabrikam has not enabled Global" in found["unmet"]
    text = part(render(directions(half), NAMES, plain), "contoso (")
    assert "  not met: fabrikam" in text
    assert "  open at one end only" in text


def test_what_was_not_read_is_unknown_and_never_nothing() -> None:
    tenants = {CONTOSO: TOGETHER[CONTOSO], FABRIKAM: UNREAD_FABRIKAM}
    found = row(matrix_to_json(directions(tenants, CONTOSO), NAMES), "contoso", "fabrikam")
    assert found["permits"] is None
    assert found["unknown"] != []
    assert found["not_read"] == ["fabrikam was not read"]
    assert found["consent_prompt_suppressed"] == "unknown"
    assert (found["trust"], len(found["trust_unknown"])) == ([], 3)
    text = part(render(directions(tenants, CONTOSO), NAMES, plain), "contoso (")
    assert "  not known: fabrikam" in text
    assert text.splitlines()[2].startswith("    -> ")
    assert text.splitlines()[2].endswith("   unknown")


def test_of_a_partner_beyond_the_environment_only_our_half_is_shown() -> None:
    contoso = {CONTOSO: tenant("contoso", {OUTSIDE: partner(OPEN, OPEN, trusts=TRUST[:1])})}
    found = row(matrix_to_json(directions(contoso, CONTOSO), NAMES), f"organisation {OUTSIDE}", "contoso")
    assert (found["half_of"], found["trust"]) == (CONTOSO, ["is_mfa_accepted"])
    assert found["home"] == {"tenant_id": OUTSIDE, "cloud": None, "name": f"organisation {OUTSIDE}"}
    assert found["resource"] == {"tenant_id": CONTOSO, "cloud": "global", "name": "contoso"}
    only = found["permits"][0]
    assert (only["is_everyone"], only["is_everything"]) == (True, True)
    text = render(directions(contoso, CONTOSO), NAMES, plain)
    assert f"organisation {OUTSIDE} -> contoso ({CONTOSO})   " in text
    assert "cloud not known: at most this" in text


def test_a_section_that_no_document_explains_is_named_where_something_is_unknown_for_it() -> None:
    half = {**OPEN, "applications": {"access_type": "Allowed", "targets": []}}
    odd = {CONTOSO: tenant("contoso", {OUTSIDE: partner(half, OPEN)}, default=(OPEN, half))}
    found = matrix_to_json(directions(odd, CONTOSO), NAMES)
    others = "any other Global organisation"
    why = f"b2b_collaboration_inbound of the entry for organisation {OUTSIDE} in contoso is not understood"
    assert row(found, f"organisation {OUTSIDE}", "contoso")["not_read"] == [why]
    of_default = ["b2b_collaboration_outbound of the default in contoso is not understood"]
    assert row(found, "contoso", others)["not_read"] == of_default
    assert row(found, others, "contoso")["not_read"] == []
    assert f"  not known: {why}" in render(directions(odd, CONTOSO), NAMES, plain)


def test_nothing_in_a_name_steers_the_terminal_and_colours_are_the_readers() -> None:
    names = Names({CONTOSO: "con\x1b[2Jtoso", FABRIKAM: "fabrikam"})
    assert "\x1b" not in render(directions(TOGETHER), names, plain)
    painted = render(directions(TOGETHER), NAMES, lambda line, colour: f"<{colour}>{line}")
    assert f"<bold>contoso ({CONTOSO}) -> fabrikam ({FABRIKAM})" in painted


def test_a_decision_is_told_gate_by_gate() -> None:
    home, resource = TOGETHER[CONTOSO], TOGETHER[FABRIKAM]
    vault, anybody = application(DESIGN_VAULT), "99999999-1111-4222-8333-444444444444"
    allowed = decide(home, resource, user(anybody, frozenset({ENGINEERS})), vault)
    lines = render_decision(allowed, ["from  contoso\x1b"], NAMES, plain).splitlines()
    assert lines[:2] == [r"from  contoso\u001b", "ALLOW"]
    assert len([line for line in lines if line.startswith("  pass ")]) == len(allowed.gates)
    assert lines[-2:][0] == "  consent prompt suppressed"
    assert lines[-1].startswith("Not evaluated: ")
    blocked = decide(home, resource, user(anybody, frozenset()), vault)
    told = render_decision(blocked, [], NAMES, lambda line, colour: f"<{colour}>{line}")
    assert told.startswith("<red>BLOCK")
    assert "<red>  fail     home_outbound" in told
    unknown = decide(home, UNREAD_FABRIKAM, user(anybody, frozenset({ENGINEERS})), vault)
    assert render_decision(unknown, [], NAMES, plain).startswith("UNKNOWN")


def test_an_id_is_named_where_somebody_named_it() -> None:
    assert name_id(ENGINEERS, NAMES) == f"engineers (of contoso) {ENGINEERS}"
    assert name_id(OUTSIDE, NAMES) == OUTSIDE
    assert name_with_ids(NAMES).tenant(CONTOSO) == "contoso"
    assert GLOBAL.title not in name_id(OUTSIDE, NAMES)
