"""What Terraform is doing is told while it does it, and every event is handed on."""

from pathlib import Path

import pytest

from crosscloud.environment import Environment
from crosscloud.operations.run import Run
from crosscloud.runtime.workspace import Workspace
from crosscloud.terraform.events import REFRESH, Finished, Going, Started, TerraformEvent
from tests.support.embedded import environment_of

EVENTS: list[TerraformEvent] = [
    Started("a", REFRESH),
    Finished("a", REFRESH),
    Started("b", "create"),
    Going("b", "create", 10.2),
    Finished("b", "create"),
]


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    text = "environment: one\ntenants:\n  a: {tenant_id: 5cbe1b7e-4a0d-4f5e-9f0c-2f6f6a1f9c11, cloud: global}\n"
    return environment_of(tmp_path, text)


def test_it_is_told_which_resource_is_read_and_written(environment: Environment) -> None:
    told: list[tuple[str, str]] = []
    workspace = Workspace(environment.project, environment.name)
    run = Run(environment, workspace, Path("terraform"), {}, "plan", lambda *doing: told.append(doing))
    assert list(run.follow("contoso", EVENTS)) == EVENTS
    assert told == [("contoso", "reading a"), ("contoso", "creating b"), ("contoso", "creating b, 10 s")]
    run.programs.interrupt()
    assert list(run.follow("contoso", EVENTS)) == EVENTS
    assert len(told) == 3  # that it is interrupted stays on the screen
