"""How an environment file weighs findings."""

from pathlib import Path

import pytest

from crosscloud.environment import EnvironmentFileError, load

FILE = """environment: pilot
embedded: true
tenants:
  contoso: {tenant_id: f6fadfa7-e5c1-4b62-9362-da5cc13da58a, cloud: global}
severity:
"""


def written(folder: Path, *lines: str) -> Path:
    (folder / "environments").mkdir()
    text = FILE + "".join(f"  {line}\n" for line in lines)
    (folder / "environments" / "pilot.yaml").write_text(text, encoding="utf-8")
    return folder


def test_findings_are_weighed(tmp_path: Path) -> None:
    found = load("pilot", folder=written(tmp_path, "XC207: error", "XC105: warning"))
    assert found.severities == {"XC207": "error", "XC105": "warning"}


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("XC207: fatal", "XC207 cannot count as 'fatal': write one of error, warning, info"),
        ("XC312: warning", "XC312 is always an error: take the hold out instead"),
        ("XC999: error", "'XC999' is no finding's id"),
        ("widening: error", "'widening' is no finding's id"),
        ("XC207: [error]", "XC207 cannot count as"),
    ],
)
def test_a_mistake_is_told_with_its_line(tmp_path: Path, line: str, text: str) -> None:
    with pytest.raises(EnvironmentFileError) as raised:
        load("pilot", folder=written(tmp_path, line))
    assert [where for where, _ in raised.value.problems] == [6]
    assert text in str(raised.value)
