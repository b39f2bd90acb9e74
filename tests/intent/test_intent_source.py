"""What a line of the intent says, now and in the base version: never something wrong, rather nothing."""

import pytest

from crosscloud.intent.source import LONGEST, IntentText, intent_texts

ALLOW, BLOCK = 'Access.allow(groups=[engineers], applications=["vault"])', "Access.block(groups=[contractors])"


def direction(access: str, ends: str = "home=contoso, resource=fabrikam", more: str = "") -> str:
    return f"Direction(\n    {ends},\n    access={access},{more}\n)\n"


def read(now: str, base: str | None = None, line: int | None = None, name: str = "main.py") -> IntentText | None:
    """The text at the line of the first direction of `now`."""
    at = line or next(n for n, text in enumerate(now.splitlines(), 1) if "Direction(" in text)
    texts = {name: base}.get
    return intent_texts([f"{name}:{at}"], {name: now}.get, None if base is None else texts).get(f"{name}:{at}")


def test_the_argument_that_changed_is_told_on_one_line_with_its_place() -> None:
    meant = 'Access.allow(\n        groups=[engineers],  # only these\n        applications=["vault"],\n    )'
    found = read(direction(BLOCK), direction(meant))
    assert found == IntentText("main.py:3", ("access",), ALLOW, BLOCK)
    assert found.is_changed


def test_without_a_base_the_present_text_stands_alone() -> None:
    assert read(direction(BLOCK)) == IntentText("main.py:3", ("access",), "", BLOCK)


def test_a_line_that_moved_is_found_by_its_ends() -> None:
    base = f"import x\n\n\n{direction(ALLOW, 'home=fabrikam, resource=contoso')}{direction(ALLOW)}"
    found = read(direction(BLOCK), base)
    assert found is not None
    assert found.before == ALLOW


def test_what_is_only_written_otherwise_did_not_change() -> None:
    found = read(direction(ALLOW), direction(ALLOW.replace('"', "'").replace(", ", ",\n")))
    assert found is not None
    assert not found.is_changed
    assert found.before == found.after == ALLOW


@pytest.mark.parametrize(
    "base",
    [
        pytest.param(direction(ALLOW, "home=a, resource=fabrikam"), id="a variable was renamed"),
        pytest.param(direction(ALLOW) * 2, id="two equal calls"),
        pytest.param("Direction(home=contoso,", id="a syntax error"),
        pytest.param("x = 1\0", id="no text"),
        pytest.param("", id="nothing"),
        pytest.param(None, id="no such file"),
    ],
)
def test_where_the_base_does_not_tell_only_the_present_text_is_shown(base: str | None) -> None:
    texts = intent_texts(["main.py:1"], {"main.py": direction(BLOCK)}.get, {"main.py": base}.get)
    assert texts == {"main.py:1": IntentText("main.py:3", ("access",), "", BLOCK)}


def test_two_equal_calls_now_are_not_told_apart_either() -> None:
    found = read(direction(BLOCK) * 2, direction(ALLOW))
    assert found is not None
    assert (found.before, found.after) == ("", BLOCK)


def test_a_loop_shows_the_call_that_all_its_directions_come_from() -> None:
    loop = "for partner in partners:\n    found.append(Direction(home=us, resource=partner, access={}))\n"
    found = read(loop.format(BLOCK), loop.format(ALLOW))
    assert found == IntentText("main.py:2", ("access",), ALLOW, BLOCK)


def test_a_helper_of_another_file() -> None:
    helper = "def toward(there):\n    return cc.Direction(us, there, {})\n"
    found = read(helper.format(BLOCK), helper.format(ALLOW), name="intent/helper.py")
    assert found == IntentText("intent/helper.py:2", ("access",), ALLOW, BLOCK)


def test_an_alias_of_the_class() -> None:
    text = "from crosscloud_constructs import Direction as D\nx = D(us, there, {})\n"
    assert read(text.format(BLOCK), text.format(ALLOW), 2) == IntentText("main.py:2", ("access",), ALLOW, BLOCK)


def test_a_name_that_is_bound_once_is_told_by_its_value() -> None:
    text = "TO_VAULT = {}\n" + direction("TO_VAULT")
    found = read(text.format(BLOCK), text.format(ALLOW))
    assert found == IntentText("main.py:1", ("access",), ALLOW, BLOCK)


@pytest.mark.parametrize(
    "other",
    [
        "TO_VAULT = None\n",
        "def f(TO_VAULT):\n    pass\n",
        "for TO_VAULT in x:\n    pass\n",
        "from x import TO_VAULT\n",
        "TO_VAULT += 1\n",
    ],
)
def test_a_name_that_is_bound_twice_stays_a_name(other: str) -> None:
    found = read(f"TO_VAULT = {ALLOW}\n{other}{direction('TO_VAULT')}")
    assert found is not None
    assert found.after == "TO_VAULT"


def test_other_arguments_are_told_with_their_names() -> None:
    found = read(
        direction(ALLOW, more=" inbound_trust=Trust(True)"), direction(ALLOW, more=" automatic_user_consent=True")
    )
    assert found == IntentText(
        "main.py:3",
        ("inbound_trust", "automatic_user_consent"),
        "no inbound_trust, automatic_user_consent=True",
        "inbound_trust=Trust(True), no automatic_user_consent",
    )


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("x = make(direction, 1)\n", "make(direction, 1)"),  # a copy: what made it stands there
        ("P(Direction(a, b, c), Direction(b, a, c))\n", "P(Direction(a, b, c), Direction(b, a, c))"),
        ("Direction(*ends, access=c)\n", "Direction(*ends, access=c)"),
    ],
)
def test_where_no_one_direction_can_be_told_the_whole_call_is_shown(text: str, shown: str) -> None:
    assert read(text, text, 1) == IntentText("main.py:1", (), "", shown)


@pytest.mark.parametrize(
    "source",
    [
        "main.py:2",
        "main.py:",
        "main.py",
        "",
        "/usr/lib/python3/dataclasses.py:1",
        "../main.py:1",
        ".venv/x.py:1",
        "lib/site-packages/x.py:1",
    ],
)
def test_a_line_without_a_call_or_outside_of_the_project_has_no_text(source: str) -> None:
    assert intent_texts([source], lambda _file: "f()\nx = 1\n") == {}


@pytest.mark.parametrize(
    "text", ["(" * 1000, "f(" + "-" * 3000 + "1)", "f(", "f('\\d')\x00", "f(" + "a+" * 9000 + "a)"]
)
def test_a_file_that_python_cannot_take_has_no_text(text: str) -> None:
    assert intent_texts(["main.py:1"], {"main.py": text}.get) == {}


def test_a_file_with_a_doubtful_escape_warns_nobody() -> None:
    assert read("Direction(home=a, resource=b, access='\\d')") is not None


def test_long_texts_are_cut_around_what_differs() -> None:
    names = [f"group{n:04}" for n in range(300)]
    found = read(
        direction(f"Access.allow(groups=[{', '.join(names)}])"),
        direction(f"Access.allow(groups=[{', '.join([*names[:200], 'gone', *names[200:]])}])"),
    )
    assert found is not None
    assert found.is_changed
    assert max(len(found.before), len(found.after)) <= LONGEST
    assert "gone, group0200" in found.before
    assert "group0199, group0200" in found.after
    assert found.before[0] == found.after[0] == found.before[-1] == found.after[-1] == "…"


def test_a_text_that_is_cut_alone_keeps_its_start() -> None:
    found = read(direction(f"Access.allow(groups={list(range(1000))})"))
    assert found is not None
    assert len(found.after) <= LONGEST
    assert found.after.startswith("Access.allow(groups=[0, 1,")
    assert found.after.endswith("…")


def test_quotes_stay_what_they_are_where_others_would_say_something_else() -> None:
    found = read("""Direction(home=a, resource=b, access=f('say "it"'))""")
    assert found is not None
    assert found.after == """f('say "it"')"""
