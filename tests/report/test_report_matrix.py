"""Who may reach what now: the matrix for the terminal and as data, and one decision gate by gate."""

from dataclasses import replace
from typing import Any

from crosscloud.domain.access import application, decide, user
from crosscloud.domain.access.decision import INBOUND
from crosscloud.domain.applications import GUEST_ESSENTIALS
from crosscloud.domain.applications import NAMES as APPLICATION_NAMES
from crosscloud.domain.clouds import GLOBAL, USGOV
from crosscloud.domain.tenant import make_unread_tenant
from crosscloud.report.matrix import (
    Question,
    decision_to_json,
    matrix_to_json,
    name_id,
    name_with_ids,
    render,
    render_decision,
)
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
from tests.support.tenants import settings_of

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
    *_, last, trust, consent = text.splitlines()
    assert last.split("->") == [f"  {'everyone else':40} ", " nothing"]
    assert (trust, consent) == ("  fabrikam trusts their MFA and compliant devices", "  consent prompt suppressed")


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
    home, resource = replace(TOGETHER[CONTOSO], name="cont\x1b"), TOGETHER[FABRIKAM]
    clouds = {CONTOSO: GLOBAL, FABRIKAM: USGOV}
    vault, anybody = application(DESIGN_VAULT), "99999999-1111-4222-8333-444444444444"
    asked = Question(home, resource, anybody, (ENGINEERS,), DESIGN_VAULT, clouds)
    allowed = decide(home, resource, user(anybody, frozenset({ENGINEERS})), vault)
    lines = render_decision(allowed, asked, NAMES, plain).splitlines()
    assert lines[:3] == [
        rf"from  cont\u001b {CONTOSO}: user {anybody}, in group engineers (of contoso) {ENGINEERS}",
        f"to    fabrikam {FABRIKAM}: design-vault (of fabrikam) {DESIGN_VAULT}",
        "ALLOW",
    ]
    assert len([line for line in lines if line.startswith("  pass ")]) == len(allowed.gates)
    assert lines[-3] == "  consent prompt suppressed"
    assert lines[-2] == ("  direct connect (without a guest account): block, it is not supported between clouds")
    assert lines[-1].startswith("Not evaluated: ")
    blocked = decide(home, resource, user(anybody, frozenset()), vault)
    told = render_decision(blocked, asked, NAMES, lambda line, colour: f"<{colour}>{line}")
    assert told.splitlines()[2] == "<red>BLOCK   AADSTS500212"
    assert "<red>  fail     home_outbound" in told
    unknown = decide(home, UNREAD_FABRIKAM, user(anybody, frozenset({ENGINEERS})), vault)
    assert render_decision(unknown, asked, NAMES, plain).splitlines()[2] == "UNKNOWN"


def test_a_decision_as_data_has_the_question_with_ids_and_names() -> None:
    home, anybody = TOGETHER[CONTOSO], "99999999-1111-4222-8333-444444444444"
    outsider = make_unread_tenant(OUTSIDE, OUTSIDE, GLOBAL)
    decision = decide(home, outsider, user(anybody, frozenset({ENGINEERS})), application(GUEST_ESSENTIALS[0]))
    asked = Question(home, outsider, anybody, (ENGINEERS,), GUEST_ESSENTIALS[0], {CONTOSO: GLOBAL, OUTSIDE: None})
    data = decision_to_json(decision, asked, NAMES)
    assert data["home"] == {"tenant_id": CONTOSO, "cloud": "global", "name": "contoso"}
    assert data["resource"] == {"tenant_id": OUTSIDE, "cloud": None, "name": f"organisation {OUTSIDE}"}
    assert data["user"] == {"id": anybody, "name": None}
    assert data["groups"] == [{"id": ENGINEERS, "name": "engineers (of contoso)"}]
    assert data["application"] == {"id": GUEST_ESSENTIALS[0], "name": APPLICATION_NAMES[GUEST_ESSENTIALS[0]]}
    assert [gate["tenant_id"] for gate in data["gates"]] == [CONTOSO, OUTSIDE]
    text = render_decision(decision, asked, NAMES, plain)
    assert f"to    organisation {OUTSIDE} (cloud not known: taken to be that of contoso): " in text


def test_a_default_says_that_there_may_be_partners_of_which_nothing_was_read() -> None:
    unlisted = {CONTOSO: settings_of("contoso", CONTOSO, GLOBAL, default={INBOUND: OPEN}, unreadable=["partners"])}
    found = directions(unlisted, CONTOSO)
    why = "which organisations contoso lists, and what they may"
    inbound = row(matrix_to_json(found, NAMES), "any other Global organisation", "contoso")
    assert inbound["permits"][0]["is_everything"]
    assert inbound["not_read"] == [why]
    assert f"  not known: {why}" in render(found, NAMES, plain)


def test_an_id_is_named_where_somebody_named_it() -> None:
    assert name_id(ENGINEERS, NAMES) == f"engineers (of contoso) {ENGINEERS}"
    assert name_id(OUTSIDE, NAMES) == OUTSIDE
    assert name_id(GUEST_ESSENTIALS[0], NAMES) == f"{APPLICATION_NAMES[GUEST_ESSENTIALS[0]]} {GUEST_ESSENTIALS[0]}"
    assert name_with_ids(NAMES).tenant(CONTOSO) == "contoso"
    assert GLOBAL.title not in name_id(OUTSIDE, NAMES)
