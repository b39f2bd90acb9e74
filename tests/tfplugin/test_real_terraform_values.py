"""Values of every shape and size through the real Terraform: objects in collections, secrets, megabytes, many."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from crosscloud.tfplugin import WarmServer
from tests.terraforms import EACH, terraform
from tests.tfplugin.example_provider import ADDRESS, ExampleProvider
from tests.tfplugin.terraform_workspace import Workspace

pytestmark = pytest.mark.terraform

A, B, C = ('{ name = "a" }', '{ name = "b", retries = 2 }', '{ name = "c" }')
THING = 'resource "example_thing" "a" {\n  name = "alpha"\n  %s\n}\n'


@pytest.fixture(params=EACH)
def warm(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Workspace]:
    with WarmServer(ExampleProvider(), ADDRESS) as server:
        reattach = json.dumps(server.reattach)
        yield Workspace(tmp_path, {"TF_REATTACH_PROVIDERS": reattach}, terraform(request.param))


def settles(workspace: Workspace, body: str) -> None:
    workspace.write(THING % body)
    workspace.apply()
    workspace.plan(status=0)


def names(workspace: Workspace) -> list[str]:
    return [step["name"] for step in workspace.state("a")["steps"]]


def test_a_list_of_objects_has_an_order(warm: Workspace) -> None:
    settles(warm, f"steps = [{A}, {B}]")
    assert warm.state("a")["steps"][1] == {"name": "b", "retries": 2, "kind": None}
    for body, expected in (
        (f"steps = [{B}, {A}]", ["b", "a"]),
        (f"steps = [{B}, {C}, {A}]", ["b", "c", "a"]),
        (f"steps = [{A}]", ["a"]),
        ("steps = []", []),
    ):
        warm.write(THING % body)
        warm.plan(status=2)
        settles(warm, body)
        assert names(warm) == expected
    settles(warm, "")
    assert warm.state("a")["steps"] is None


def test_an_element_keeps_the_spelling_of_the_state(warm: Workspace) -> None:
    settles(warm, f"steps = [{A}, {B}]")
    warm.write(THING % f"steps = [{A.upper().replace('NAME', 'name')}, {B}]")
    warm.plan(status=0)


def test_a_map_of_objects_changes_by_key(warm: Workspace) -> None:
    settles(warm, f"routes = {{ x = {A}, y = {B} }}")
    warm.write(THING % f"routes = {{ y = {B}, z = {C} }}")
    after = warm.planned()["example_thing.a"]["after"]["routes"]
    assert {key: route["name"] for key, route in after.items()} == {"y": "b", "z": "c"}
    settles(warm, f"routes = {{ y = {B}, z = {C} }}")


@pytest.mark.parametrize(
    ("body", "path"),
    [
        ('steps = [{ name = "a", kind = "%s" }]', ["steps", 0, "kind"]),
        ('routes = { x = { name = "a", kind = "%s" } }', ["routes", "x", "kind"]),
    ],
)
def test_a_member_of_an_element_can_require_replacement(warm: Workspace, body: str, path: list[str | int]) -> None:
    settles(warm, body % "old")
    warm.write(THING % (body % "new"))
    change = warm.planned()["example_thing.a"]
    assert change["actions"] == ["delete", "create"]
    assert change["replace_paths"] == [path]
    settles(warm, body % "new")


def test_a_sensitive_value_is_stored_but_never_shown(warm: Workspace) -> None:
    warm.write(THING % 'token = "first-s3cret"')
    shown = warm.plan(status=2)
    assert "(sensitive value)" in shown
    shown += warm.apply()
    warm.write(THING % 'token = "second-s3cret"')
    change = warm.planned()["example_thing.a"]
    assert change["actions"] == ["update"]
    assert change["after_sensitive"]["token"] is True
    shown += warm.apply() + warm.plan("-destroy", status=2)
    assert "s3cret" not in shown
    assert warm.state("a")["token"] == "second-s3cret"


@pytest.mark.slow
def test_megabytes_of_state(warm: Workspace) -> None:
    """Larger than the 4 MB at which gRPC refuses a message unless told otherwise."""
    big = 'labels = { for n in range(1000) : "label-${n}" => format("%06000d", n) }'
    settles(warm, big)
    assert (warm.folder / "terraform.tfstate").stat().st_size > 6_000_000
    settles(warm, big.replace("range(1000)", "range(999)"))
    assert len(warm.state("a")["labels"]) == 999


def test_many_resources_at_once(warm: Workspace) -> None:
    body = 'resource "example_thing" "a" {\n  count = 60\n  name = "thing-${count.index}"\n}\n'
    warm.write(body)
    assert "60 added" in warm.apply("-parallelism=60")
    assert len(list(warm.store.iterdir())) == 60
    warm.plan("-parallelism=60", status=0)
    assert "60 destroyed" in warm.apply("-destroy", "-parallelism=60")
    assert list(warm.store.iterdir()) == []
