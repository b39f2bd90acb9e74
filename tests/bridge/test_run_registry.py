"""Two resources of one run for the same object, told from one resource that is planned twice."""

import pytest

from crosscloud.bridge.run_registry import RunRegistry
from crosscloud.tfplugin import Unknown

KEY = ("crosscloud_partner_settings", "2c63888f-28f0-4481-be6d-dce7a7ace732")


@pytest.mark.parametrize(
    ("plans", "alone"),
    [
        ([(True, "a")], True),
        ([(False, "a")], True),
        ([(False, "a"), (True, "a")], True),  # replaced: first with its state, then without
        ([(True, "a"), (True, "a")], False),
        ([(False, "a"), (False, "a")], False),
        ([(False, "a"), (True, "b")], False),
        ([(True, "a"), (False, "a")], False),
        ([(False, "a"), (True, "a"), (True, "a")], False),
    ],
)
def test_who_is_alone(plans: list[tuple[bool, str]], alone: bool) -> None:
    registry = RunRegistry()
    answers = [registry.add_plan(KEY, is_new=new, config={"x": config, "y": Unknown}) for new, config in plans]
    assert answers[-1] is alone
    assert all(answers[:-1]) or not alone


def test_objects_are_apart() -> None:
    registry = RunRegistry()
    other = (KEY[0], "11111111-2222-4333-8444-555555555555")
    assert registry.add_plan(KEY, is_new=True, config={})
    assert registry.add_plan(other, is_new=True, config={})
    registry.mark_made(KEY)
    assert (registry.is_made(KEY), registry.is_made(other)) == (True, False)
    assert (registry.is_planned(KEY), registry.is_planned(("crosscloud_settings", "x"))) == (True, False)


def test_what_is_remembered_is_a_copy() -> None:
    registry = RunRegistry()
    state = {"restore_to": "a"}
    assert registry.find_state(KEY) is None
    registry.remember_state(KEY, state)
    state["restore_to"] = "b"
    assert registry.find_state(KEY) == {"restore_to": "a"}
