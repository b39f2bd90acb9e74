"""What CONTRIBUTING.md promises of new things: a setting that is added to the table alone shows up everywhere."""

import json
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).parents[2]
_LAST: Final = "        BLOCK_SERVICE_PROVIDER_OUTBOUND_ACCESS,\n    ),\n"
_ADDED: Final = """
MADE_UP: Final = Section(
    name="made_up",
    graph="madeUp",
    type=Bool(),
    doc="Whether something made up is so.",
    versions=_EVERYWHERE,
    source="a test",
)

ROOT: Final = Settings("""


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tree, in which the table has one more setting."""
    folder = tmp_path_factory.mktemp("extended")
    for part in ("crosscloud", "constructs", "tools", "environments"):
        shutil.copytree(ROOT / part, folder / part, ignore=shutil.ignore_patterns("__pycache__"))
    for part in ("main.py", "cdktf.json"):
        shutil.copy(ROOT / part, folder / part)
    return folder


def test_a_setting_is_described_in_one_place(copy: Path) -> None:
    table = copy / "crosscloud/domain/settings/table.py"
    text = table.read_text(encoding="utf-8")
    assert text.count(_LAST) == 2, "the default and the partner end otherwise: adapt this test"
    text = text.replace(_LAST, _LAST.replace("    ),\n", "        MADE_UP,\n    ),\n"))
    table.write_text(text.replace("\nROOT: Final = Settings(", _ADDED, 1), encoding="utf-8")
    found = _run(copy, "tests/extending/use_made_up_setting.py")
    assert found == dict.fromkeys(found, True)
    assert len(found) == 9


def test_a_command_is_a_file_and_a_line(copy: Path) -> None:
    main = copy / "crosscloud/cli/main.py"
    line = '    "access": "what two tenants'
    text = main.read_text(encoding="utf-8")
    assert text.count(line) == 1
    main.write_text(text.replace(line, f'    "greet": "say hello",\n{line}'), encoding="utf-8")
    (copy / "crosscloud/cli/greet.py").write_text(
        'import click\n\n\n@click.command("greet")\ndef command() -> int:\n    """Say hello."""\n'
        '    click.echo("hello")\n    return 0\n',
        encoding="utf-8",
    )
    program = "import json, sys\nfrom tools.docpages.commands import pages\nprint(json.dumps(sorted(pages())))"
    paths = _python(copy, "-c", program)
    assert "docs/reference/commands/greet.md" in json.loads(paths)
    greeting = "import sys\nfrom crosscloud.cli import main\nsys.argv = ['crosscloud', 'greet']\nmain()"
    assert _python(copy, "-c", greeting) == "hello\n"


def _run(folder: Path, script: str) -> dict[str, bool]:
    found: dict[str, bool] = json.loads(_python(folder, str(ROOT / script)))
    return found


def _python(folder: Path, *arguments: str) -> str:
    environ = {"PYTHONPATH": f"{folder}:{folder / 'constructs'}", "PATH": "/usr/bin:/bin"}
    done = subprocess.run(
        [sys.executable, "-P", *arguments],
        cwd=folder,
        env=environ,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout
