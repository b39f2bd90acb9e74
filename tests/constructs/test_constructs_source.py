"""A value knows the line of the user's code in which it was made."""

from pathlib import Path

import pytest

from crosscloud_constructs import Access, DefaultSettings, Source
from crosscloud_constructs.source import calling_code


def _here(code: str, file: Path) -> dict[str, object]:
    names: dict[str, object] = {"__name__": "somebodys_code"}
    exec(compile(code, str(file), "exec"), names)  # noqa: S102  # our own text, as if it were a file
    return names


def test_the_line_is_where_the_call_begins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    code = (
        "from crosscloud_constructs import Access, DefaultSettings\n"
        "\n"
        "access = Access.allow(\n"
        "    users=['00000000-0000-0000-0000-000000000001'],\n"
        "    applications=['00000000-0000-0000-0000-000000000002'],\n"
        ")\n"
        "defaults = DefaultSettings.hardened()\n"
    )
    made = _here(code, tmp_path / "main.py")
    access, defaults = made["access"], made["defaults"]
    assert isinstance(access, Access)
    assert isinstance(defaults, DefaultSettings)
    assert access.source == Source("main.py", 3)
    assert str(defaults.source) == "main.py:7"
    assert defaults.b2b_collaboration_inbound is not None
    assert defaults.b2b_collaboration_inbound.source == Source("main.py", 7)


def test_a_file_elsewhere_keeps_its_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "project").mkdir()
    monkeypatch.chdir(tmp_path / "project")
    made = _here(
        "from crosscloud_constructs.source import calling_code\nwhere = calling_code()\n", tmp_path / "m.py"
    )
    assert made["where"] == Source(str(tmp_path / "m.py"), 2)


def test_where_a_value_was_made_does_not_make_it_another() -> None:
    one = Access.block_all()
    other = Access.block_all()
    assert one.source != other.source
    assert one == other
    assert hash(one) == hash(other)


def test_code_of_a_test_is_users_code() -> None:
    assert calling_code().file.endswith("test_constructs_source.py")
