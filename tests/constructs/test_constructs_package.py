"""The folder `constructs/` must not shadow the package `constructs` of PyPI, on which cdktf rests."""

import ast
from pathlib import Path

import pytest

import constructs
import crosscloud_constructs

ROOT = Path(__file__).parents[2]
SOURCES = sorted((ROOT / "constructs").rglob("*.py")) + sorted((ROOT / "stacks").rglob("*.py"))


def test_the_folder_is_no_package() -> None:
    assert not (ROOT / "constructs/__init__.py").exists()
    assert not (ROOT / "constructs/__init__.pyi").exists()


def test_constructs_is_the_package_of_pypi() -> None:
    assert constructs.__file__ is not None
    assert ROOT / "constructs" not in Path(constructs.__file__).parents
    assert hasattr(constructs, "Construct")


def test_what_is_public_is_there_and_sorted() -> None:
    names = crosscloud_constructs.__all__
    assert all(hasattr(crosscloud_constructs, name) for name in names)
    assert len(set(names)) == len(names)


def test_the_package_is_typed() -> None:
    assert (ROOT / "constructs/crosscloud_constructs/py.typed").exists()


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_one_module_alone_imports_cdktf_and_values_and_words_alone_of_crosscloud(path: Path) -> None:
    imported = {
        name
        for node in ast.walk(ast.parse(path.read_text()))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    if path.name != "cdk.py":
        assert not imported & {"cdktf", "cdktn", "constructs", "jsii"}
    ours = [name for name in imported if name.startswith("crosscloud.")]
    assert all(name.startswith(("crosscloud.domain", "crosscloud.wording", "crosscloud.errors")) for name in ours)
