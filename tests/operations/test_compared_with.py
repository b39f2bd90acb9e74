"""Where the intent is compared with nothing, or a file is not in the base version, the plan says why."""

from pathlib import Path
from typing import Any

from crosscloud.intent.git import Base
from crosscloud.intent.synthesis import Stack
from crosscloud.operations.plan import _intent
from crosscloud.operations.run import Run, TenantRun
from crosscloud.runtime.workspace import Workspace
from tests.operations.bundles import CONTOSO, FABRIKAM
from tests.support.embedded import environment_of

NOTHING: Any = None
TEXT = "Direction(home=a, resource=b, access=x)\n"
FILE = f"environment: pilot\ntenants:\n  contoso: {{tenant_id: {CONTOSO}, cloud: global}}\n"


def run_in(tmp_path: Path) -> tuple[Run, list[TenantRun]]:
    environment = environment_of(tmp_path, FILE)
    (environment.project / "main.py").write_text(TEXT, encoding="utf-8")
    workspace = Workspace(environment.project, environment.name).make()
    stack = Stack("s", tmp_path, "contoso", {}, directions=((CONTOSO, FABRIKAM, "main.py:1"),))
    run = Run(environment, workspace, NOTHING, {"PATH": "/usr/bin:/bin"}, "plan")
    return run, [TenantRun(environment.tenant("contoso"), stack, NOTHING)]


def test_a_file_that_is_in_the_base_needs_no_word(tmp_path: Path) -> None:
    base, texts, why = _intent(*run_in(tmp_path), Base("4be19d7", {"main.py": TEXT.replace("x", "y")}.get))
    assert base is not None
    assert (texts["main.py:1"].before, texts["main.py:1"].after, why) == ("y", "x", "")


def test_a_file_that_was_renamed_is_named(tmp_path: Path) -> None:
    _, texts, why = _intent(*run_in(tmp_path), Base("4be19d7", {"intent.py": TEXT}.get))
    assert texts["main.py:1"].before == ""
    assert why == "main.py cannot be read in 4be19d7, such as because it was renamed"


def test_gits_own_reason_is_handed_on(tmp_path: Path) -> None:
    run, running = run_in(tmp_path)
    (run.workspace.project / ".git").mkdir()
    base, texts, why = _intent(run, running, None)
    assert base is None
    assert texts["main.py:1"].after
    assert why.startswith("not a git repository")
