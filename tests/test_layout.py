"""What the layout of the tree promises: no file that shadows a package, documented modules, one version."""

import ast
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

import crosscloud

ROOT = Path(__file__).parents[1]

_PARTS = ("crosscloud", "stacks", "constructs", "tests", "tools", "benchmarks")
_STARTS = re.compile(
    r"^\s*(import|from) subprocess|\bos\.(posix_)?(spawn|exec|fork|popen|system)\w*\(", re.MULTILINE
)
MODULES = sorted(
    [path for part in _PARTS for path in (ROOT / part).rglob("*.py")] + list(ROOT.glob("*.py")),
)


def test_constructs_does_not_shadow_the_package_of_that_name() -> None:
    """With an `__init__.py` it would hide PyPI's `constructs`, and `import cdktf` would fail."""
    assert (ROOT / "constructs").is_dir()
    assert not (ROOT / "constructs" / "__init__.py").exists()


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(ROOT)))
def test_modules_say_why_they_exist(path: Path) -> None:
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    assert docstring, "its first lines must say why it exists"


def test_the_modules_were_found() -> None:
    found = {path.relative_to(ROOT).as_posix() for path in MODULES}
    assert {"crosscloud/domain/guid.py", "tests/test_layout.py"} <= found


def test_every_package_of_ours_is_a_regular_package() -> None:
    """A folder without `__init__.py` would be left out of the built package."""
    folders = {path.parent for path in MODULES if path.relative_to(ROOT).parts[0] in ("crosscloud", "stacks")}
    folders |= {path.parent for path in (ROOT / "constructs" / "crosscloud_constructs").rglob("*.py")}
    assert [folder for folder in sorted(folders) if not (folder / "__init__.py").exists()] == []


@pytest.mark.parametrize("page", ["README.md", "docs/architecture.md"])
def test_the_house_is_shown_with_all_its_rooms(page: str) -> None:
    rooms = {folder.parent.name for folder in (ROOT / "crosscloud").glob("*/__init__.py")}
    text = (ROOT / page).read_text(encoding="utf-8")
    shown = text.partition("## The house")[2] if page == "README.md" else text
    (drawn, *_) = re.findall(r"```\n(.*?)\n```", shown, re.DOTALL)
    assert {room for room in rooms if not re.search(rf"\b{room}\b", drawn)} == set()


def test_programs_are_started_in_one_place() -> None:
    found = {
        path.relative_to(ROOT).as_posix()
        for path in MODULES
        if path.relative_to(ROOT).parts[0] in ("crosscloud", "stacks", "constructs")
        and _STARTS.search(path.read_text(encoding="utf-8"))
    }
    assert found == {"crosscloud/runtime/programs.py", "crosscloud/runtime/guard.py"}


def test_one_version() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert project["version"] == crosscloud.__version__


@pytest.mark.parametrize(
    "path",
    [
        ".crosscloud/demo/state.json",
        ".venv/bin/python",
        "cdktf.out/manifest.json",
        "stack/.terraform/providers",
        "a.tfplan",
        "first.plan/review.json",
    ],
)
def test_git_ignores_what_a_run_writes(path: str) -> None:
    """State, plans and synthesised stacks may hold what must not be published."""
    done = subprocess.run(["git", "check-ignore", "--quiet", "--no-index", path], cwd=ROOT, check=False)
    assert done.returncode == 0
