"""tools/setup.sh: what it says where Python is lacking, and that it does only what has changed.

A program stands for Python: it answers the script's questions and writes down what it was asked to install.
"""

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.toolchain.programs import program

ROOT = Path(__file__).parents[2]
Setup = Callable[..., "subprocess.CompletedProcess[str]"]

# Answers `-c` with yes unless told otherwise, makes a virtual environment of itself, and writes down the rest.
PYTHON = """
case "$*" in
*version_info*) exit ${OLD:-0} ;;
*ensurepip*) exit ${BARE:-0} ;;
-c*) exit 0 ;;
--version) echo Python 3.12.0 ;;
"-m venv"*) mkdir -p "$3/bin" && cp "$0" "$3/bin/python" ;;
*) echo "$*" | sed 's/.* install //; s/--quiet //' >>done.log; exit ${BROKEN:-0} ;;
esac
"""
RUN = "--require-hashes -r requirements.txt"
PROJECT = "--no-deps --no-build-isolation -e ."
TOOLS = "-m crosscloud.toolchain"


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A folder with the files that the script looks at."""
    tree = tmp_path / "a tree"
    for name in ("tools/setup.sh", "pyproject.toml", "requirements.txt"):
        (tree / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / name, tree / name)
    shutil.copytree(ROOT / "requirements", tree / "requirements")
    shutil.copytree(ROOT / "crosscloud" / "toolchain", tree / "crosscloud" / "toolchain")
    return tree


@pytest.fixture
def setup(tree: Path, tmp_path: Path) -> Setup:
    """Runs the script with that Python, a Node and a Terraform; keywords are environment variables."""
    programs = tmp_path / "bin"
    program(programs / "python3", PYTHON)
    program(programs / "node")
    program(programs / "terraform")
    system = "/usr/bin:/bin"

    def run(*parts: str, **environ: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            ["sh", str(tree / "tools" / "setup.sh"), *(parts or ("run",))],
            env={"PATH": f"{programs}:{system}", "CROSSCLOUD_PYTHON": "python3", **environ},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.fixture
def installed(tree: Path) -> Callable[[], list[str]]:
    """What was asked of Python since the last time, one line each."""

    def lines() -> list[str]:
        log = tree / "done.log"
        found = log.read_text().splitlines() if log.exists() else []
        log.unlink(missing_ok=True)
        return found

    return lines


def test_a_second_run_does_nothing(setup: Setup, installed: Callable[[], list[str]]) -> None:
    assert setup().returncode == 0
    assert installed() == [RUN, PROJECT, TOOLS]
    again = setup()
    assert (again.returncode, again.stdout, again.stderr) == (0, "", "")
    assert installed() == []


def test_only_what_changed_is_installed_again(
    setup: Setup, tree: Path, installed: Callable[[], list[str]]
) -> None:
    setup("run", "dev")
    assert "--require-hashes -r requirements/dev.txt" in installed()
    with (tree / "requirements.txt").open("a") as file:
        file.write("# changed\n")
    setup("run", "dev")
    assert installed() == [RUN]


def test_what_failed_is_tried_again(setup: Setup, installed: Callable[[], list[str]]) -> None:
    assert setup(BROKEN="1").returncode == 1
    assert installed() == [RUN]
    assert setup().returncode == 0
    assert installed() == [RUN, PROJECT, TOOLS]


@pytest.mark.parametrize(("variable", "name"), [("JSII_NODE", "node"), ("CROSSCLOUD_TERRAFORM", "terraform")])
def test_what_does_not_run_comes_from_pypi(
    setup: Setup, tmp_path: Path, installed: Callable[[], list[str]], variable: str, name: str
) -> None:
    setup()
    installed()
    shim = program(tmp_path / "shims" / name, "echo no version is set >&2", "exit 126")
    assert setup(**{variable: str(shim)}).returncode == 0
    assert installed() == [f"--require-hashes -r requirements/{name}.txt", TOOLS]


def test_where_pypi_has_no_terraform_it_is_a_prerequisite(setup: Setup, tmp_path: Path) -> None:
    setup()
    shim = program(tmp_path / "shims" / "terraform", "exit 126")
    done = setup(CROSSCLOUD_TERRAFORM=str(shim), BROKEN="1")
    assert done.returncode == 1
    assert "Linux on x86_64 with glibc 2.35 or later: install it from https://" in done.stderr


def test_a_tree_that_was_moved_gets_a_new_environment(
    setup: Setup, tree: Path, installed: Callable[[], list[str]]
) -> None:
    setup()
    installed()
    (tree / ".venv" / ".crosscloud" / "place").write_text("/where/it/was/before\n")
    assert "Making .venv with Python 3.12.0" in setup().stdout
    assert installed() == [RUN, PROJECT, TOOLS]


def test_no_python_that_is_new_enough(setup: Setup, tree: Path) -> None:
    done = setup(OLD="1")
    assert done.returncode == 1
    assert done.stderr.startswith("Python 3.11 or later was not found: install it")
    assert not (tree / ".venv").exists()


def test_a_python_that_cannot_make_environments(setup: Setup, tree: Path) -> None:
    done = setup(BARE="1")
    assert done.returncode == 1
    assert "ensurepip is missing): on Debian and Ubuntu, install python3-venv." in done.stderr
    assert not (tree / ".venv").exists()


def test_an_unknown_part_is_refused(setup: Setup) -> None:
    done = setup("everything")
    assert done.returncode == 1
    assert "there is no part 'everything'" in done.stderr
