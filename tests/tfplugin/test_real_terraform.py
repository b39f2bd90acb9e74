"""The protocol as the real Terraform speaks it, with the provider spawned and warm.

This is also the independent check of the hand-written message table: a wrong field number would lose data on
the way.
"""

import json
import os
import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from crosscloud.tfplugin import WarmServer
from tests.terraforms import EACH, INSTALLED, OTHERS, terraform
from tests.tfplugin.example_provider import ADDRESS, SERVICE_LEVEL, ExampleProvider
from tests.tfplugin.terraform_workspace import Workspace

pytestmark = pytest.mark.terraform

FULL = """
resource "example_thing" "a" {
  name    = "alpha"
  owner   = "Ada"
  enabled = true
  size    = 12345678901234567890123
  labels  = { team = "blue" }
  tags    = ["x", "y"]
  section = {
    mode    = "open"
    strict  = true
    targets = [{ id = "t1" }, { id = "t2", kind = "group", primary = true }]
  }
}
"""


@pytest.fixture(params=EACH)
def program(request: pytest.FixtureRequest) -> Path:
    return terraform(request.param)


@pytest.fixture
def warm(program: Path, tmp_path: Path) -> Iterator[Workspace]:
    with WarmServer(ExampleProvider(), ADDRESS) as server:
        yield Workspace(tmp_path, {"TF_REATTACH_PROVIDERS": json.dumps(server.reattach)}, program)


@pytest.fixture
def spawned(program: Path, tmp_path: Path) -> Workspace:
    return Workspace(tmp_path, program=program)


def initialised(workspace: Workspace, body: str) -> Workspace:
    workspace.write(body)
    workspace.run("init", "-input=false")
    return workspace


def test_spawned_story(spawned: Workspace) -> None:
    initialised(spawned, FULL)
    spawned.apply()
    state = spawned.state("a")
    assert state["size"] == 12345678901234567890123
    assert state["revision"] == 1
    assert state["live"] == SERVICE_LEVEL
    assert sorted(state["section"]["targets"], key=lambda target: str(target["id"])) == [
        {"id": "t1", "kind": "user", "primary": False},
        {"id": "t2", "kind": "group", "primary": True},
    ]
    spawned.plan(status=0)
    spawned.write(FULL.replace('"Ada"', '"Grace"'))
    spawned.plan("-out=saved", status=2)
    spawned.run("apply", "saved")
    assert spawned.state("a")["owner"] == "Grace"
    spawned.apply("-destroy")
    assert spawned.instances() == {}
    assert list(spawned.store.iterdir()) == []


def test_spawned_without_tls(program: Path, tmp_path: Path) -> None:
    workspace = Workspace(tmp_path, {"TF_DISABLE_PLUGIN_TLS": "1"}, program)
    initialised(workspace, FULL).plan(status=2)


@pytest.mark.parametrize("mode", ["spawned", "warm"])
def test_interrupt_keeps_what_was_created(mode: str, program: Path, request: pytest.FixtureRequest) -> None:
    workspace = request.getfixturevalue(mode)
    body = """
    resource "example_thing" "slow" {
      name      = "slow"
      behaviour = "wait"
    }
    resource "example_thing" "later" {
      name       = "later"
      depends_on = [example_thing.slow]
    }
    """
    initialised(workspace, body)
    begun = workspace.store / "begun"
    os.mkfifo(begun)
    with workspace.start("apply", "-auto-approve", "-input=false") as process:
        assert begun.read_text() == "begun"  # blocks until the create writes to the pipe
        os.killpg(process.pid, signal.SIGINT)
        output, _ = process.communicate(timeout=60)
    assert process.returncode == 1, output
    assert set(workspace.instances()) == {"slow"}
    assert "status" not in workspace.instances()["slow"], "tainted"
    begun.unlink()
    changes = workspace.planned()
    assert {address: change["actions"] for address, change in changes.items()} == {
        "example_thing.later": ["create"]
    }


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        ('"Ada"', '"Grace"', {"owner": "Grace"}),
        ("enabled = true", "", {"enabled": False}),
        ("= 12345678901234567890123", "= 1.5", {"size": 1.5}),
        ('{ team = "blue" }', '{ team = "red", "a.b" = "" }', {"labels": {"team": "red", "a.b": ""}}),
        ('["x", "y"]', '["y"]', {"tags": ["y"]}),
        ('"open"', '"shut"', {"section.mode": "shut"}),
        ("strict  = true", "", {"section.strict": False}),
        ('{ id = "t1" }, ', "", {"section.targets": [{"id": "t2", "kind": "group", "primary": True}]}),
        ("section = {", "live = { level = 5 }\nsection = {", {"live": {"level": 5, "audited": False}}),
    ],
    ids=lambda value: str(value)[:20],
)
def test_update_of_each_attribute(warm: Workspace, before: str, after: str, changed: dict[str, object]) -> None:
    warm.write(FULL)
    warm.apply()
    original = warm.state("a")
    assert before in FULL
    warm.write(FULL.replace(before, after))
    assert warm.planned()["example_thing.a"]["actions"] == ["update"]
    warm.run("apply", "saved")
    expected = {**original, "revision": 2, "section": {**original["section"]}}
    for path, value in changed.items():
        *outer, name = path.split(".")
        (expected[outer[0]] if outer else expected)[name] = value
    assert warm.state("a") == expected
    warm.plan(status=0)


def test_what_means_the_same_plans_no_change(warm: Workspace) -> None:
    warm.write(FULL)
    warm.apply()
    warm.write(FULL.replace('"Ada"', '"ADA"'))
    warm.plan(status=0)
    stored = json.loads((warm.store / "id-alpha.json").read_text())
    stored["section"]["targets"][0]["id"] = stored["section"]["targets"][0]["id"].upper()
    (warm.store / "id-alpha.json").write_text(json.dumps(stored))
    warm.plan(status=0)


def test_sections_taken_out(warm: Workspace) -> None:
    warm.write(FULL.replace("section = {", "live = { level = 5 }\nsection = {"))
    warm.apply()
    without = FULL[: FULL.index("section = {")] + "}\n"
    warm.write(without)
    after = warm.planned()["example_thing.a"]["after"]
    assert after["section"] is None, "an optional section that is taken out becomes null"
    assert after["live"] == {"level": 5, "audited": False}, "an optional and computed one stays as it is"
    warm.run("apply", "saved")
    assert warm.state("a")["section"] is None
    warm.plan(status=0)


def test_plan_of_values_not_yet_known(warm: Workspace) -> None:
    body = """
    resource "terraform_data" "seed" { input = "t9" }
    resource "example_thing" "a" {
      name    = "alpha"
      size    = length(terraform_data.seed.id)
      tags    = [terraform_data.seed.output]
      owner   = "o-${terraform_data.seed.id}"
      section = { mode = "open", targets = [{ id = terraform_data.seed.output }] }
    }
    """
    initialised(warm, body)  # for the built-in provider
    change = warm.planned()["example_thing.a"]
    assert change["after_unknown"]["owner"] is True
    assert change["after_unknown"]["live"] is True
    assert change["after"]["id"] == "id-alpha", "the plan hook filled it in"
    warm.run("apply", "saved")
    assert warm.state("a")["section"]["targets"] == [{"id": "t9", "kind": "user", "primary": False}]
    warm.plan(status=0)


def test_provider_configuration_not_yet_known(warm: Workspace) -> None:
    initialised(warm, 'resource "terraform_data" "seed" {}\nresource "example_thing" "a" { name = "alpha" }\n')
    path = warm.folder / "main.tf"
    path.write_text(path.read_text().replace(f'"{warm.store}"', "terraform_data.seed.id"))
    assert set(warm.planned()) == {"terraform_data.seed", "example_thing.a"}


def test_import_then_no_changes(warm: Workspace) -> None:
    warm.write(FULL)
    warm.apply()
    (warm.folder / "terraform.tfstate").unlink()
    warm.write(FULL + 'import {\n  to = example_thing.a\n  id = "id-alpha"\n}\n')
    output = warm.apply()
    assert "1 imported, 0 added, 0 changed, 0 destroyed" in output
    warm.plan(status=0)
    (warm.folder / "terraform.tfstate").unlink()
    warm.write(FULL + 'import {\n  to = example_thing.a\n  id = "id-nobody"\n}\n')
    assert "There is none with the import id 'id-nobody'" in " ".join(warm.plan(status=1).split())


def test_replace_taint_and_destroy(warm: Workspace) -> None:
    warm.write(FULL)
    warm.apply()
    warm.write(FULL.replace('"alpha"', '"beta"'))
    change = warm.planned()["example_thing.a"]
    assert change["actions"] == ["delete", "create"]
    assert change["replace_paths"] == [["name"]]
    warm.run("apply", "saved")
    assert [path.name for path in warm.store.iterdir()] == ["id-beta.json"]
    warm.run("taint", "example_thing.a")
    assert "1 added, 0 changed, 1 destroyed" in warm.apply()
    assert "1 added, 0 changed, 1 destroyed" in warm.apply("-replace=example_thing.a")
    assert "A thing goes away" in warm.plan("-destroy", status=2)
    warm.apply("-destroy")
    assert list(warm.store.iterdir()) == []


def test_create_that_ends_with_state_and_error_is_not_tainted(warm: Workspace) -> None:
    body = FULL.replace("enabled = true", 'behaviour = "late"')
    warm.write(body)
    output = warm.apply()
    assert "Warning: The thing is not ready" in output
    assert "section.mode" in output
    assert "The object exists" in output
    assert "status" not in warm.instances()["a"]
    warm.plan(status=0)


def test_create_that_answers_other_values_is_not_tainted(warm: Workspace) -> None:
    warm.write(FULL.replace("enabled = true", 'behaviour = "mismatch"'))
    output = warm.apply()
    assert "Warning: Stored as planned, not as answered" in output
    assert "size was answered with another value" in output
    assert "status" not in warm.instances()["a"]


@pytest.mark.parametrize(("behaviour", "text"), [("nothing", "The service refused"), ("crash", "RuntimeError")])
def test_failed_create_leaves_no_state(warm: Workspace, behaviour: str, text: str) -> None:
    warm.write(FULL.replace("enabled = true", f'behaviour = "{behaviour}"\n  token = "s3cret-token"'))
    output = warm.apply(status=1)
    assert text in output
    assert "s3cret-token" not in output
    assert "Traceback" not in output
    assert warm.instances() == {}


def test_validation_names_the_nested_attribute_at_its_line(warm: Workspace) -> None:
    warm.write(FULL.replace('"t2"', '"T2"'))
    output = warm.plan(status=1)
    assert "section.targets[*].id must be in lower case, not 'T2'." in " ".join(output.replace("│", "").split())
    assert "section = {" in output, "the source line of the top-level attribute is shown"


def test_state_of_an_older_schema_version(warm: Workspace) -> None:
    warm.write(FULL)
    warm.apply()
    path = warm.folder / "terraform.tfstate"
    stored = json.loads(path.read_text())
    instance = stored["resources"][0]["instances"][0]
    instance["schema_version"] = 0
    attributes = instance["attributes"]
    attributes["boss"] = attributes.pop("owner")
    del attributes["tags"]
    attributes["forgotten"] = {"x": 1}
    path.write_text(json.dumps(stored))
    warm.plan(status=0)


def test_data_source(warm: Workspace) -> None:
    data = 'data "example_thing" "d" { name = %s }\noutput "owner" { value = data.example_thing.d.owner }\n'
    warm.write(FULL + data % "example_thing.a.name")
    assert 'owner = "Ada"' in warm.apply()
    warm.write(FULL + data % '"nobody"')
    assert "No such example_thing" in warm.plan(status=1)


with_functions = pytest.mark.parametrize(
    "program",
    [INSTALLED, *(pytest.param(version, marks=pytest.mark.slow) for version in OTHERS[1:])],
    indirect=True,
)
"""Terraform has had provider functions since 1.8."""


@with_functions
def test_function(spawned: Workspace) -> None:
    initialised(spawned, 'output "loud" { value = provider::example::shout("quiet") }\n')
    assert 'loud = "QUIET"' in spawned.apply()


@with_functions
def test_function_argument_error_points_at_the_argument(warm: Workspace) -> None:
    warm.write('output "loud" { value = provider::example::shout("") }\n')
    assert 'Invalid value for "text" parameter: must not be empty.' in " ".join(warm.plan(status=1).split())


def test_two_terraforms_share_one_warm_server(warm: Workspace, tmp_path: Path) -> None:
    (tmp_path / "other").mkdir()
    other = Workspace(tmp_path / "other", warm.environment, warm.program)
    for workspace in (warm, other):
        workspace.write(FULL)
    commands = [workspace.start("plan", "-input=false") for workspace in (warm, other)]
    outputs = [process.communicate(timeout=60)[0] for process in commands]
    assert [process.returncode for process in commands] == [0, 0], outputs
