"""`python -m crosscloud.toolchain`: what it says on which stream, and its exit codes."""

from pathlib import Path

import pytest

from crosscloud.toolchain.__main__ import main
from tests.toolchain.programs import node_package, program


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder with a Terraform and a Node, for PATH."""
    folder = tmp_path / "own"
    program(folder / "terraform", "echo Terraform v1.11.4")
    program(folder / "node", "echo v20.20.2")
    return folder


def test_says_what_is_there(own: Path, bare_python: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main({"PATH": str(own)}, bare_python) == 0
    said = capsys.readouterr()
    assert said.out == f"Terraform 1.11.4: {own / 'terraform'}\nNode 20.20.2: {own / 'node'}\n"
    assert said.err == ""


def test_puts_the_packaged_node_in_place_and_names_what_will_be_used(
    own: Path, site: Path, bare_python: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    node_package(site)
    (own / "node").unlink()
    path = f"{own}:{bare_python.parent}"
    assert main({"PATH": path}, bare_python) == 0
    assert f"Node 24.1.0: {bare_python.with_name('node')}\n" in capsys.readouterr().out


def test_says_everything_that_is_missing_each_once(
    own: Path, bare_python: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    program(own / "node", "echo v12.0.0")
    assert main({"PATH": str(own), "CROSSCLOUD_TERRAFORM": "/nowhere/terraform"}, bare_python) == 1
    said = capsys.readouterr()
    assert said.out == ""
    first, second = said.err.splitlines()
    assert first.startswith("CROSSCLOUD_TERRAFORM is '/nowhere/terraform'")
    assert "Node 12.0.0, which is too old" in second
