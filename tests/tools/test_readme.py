"""The README shows what there is: its report is a plan's, its code main.py's, its environment one that loads."""

import ast
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from crosscloud.environment import load
from tools.docs import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
VARIES = {
    r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC": r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC",
    r"sha256:[0-9a-f]+…?": r"sha256:[0-9a-f]+",
    r"main\.py:\d+": r"main\.py:\d+",
    r"crosscloud \d+\.\d+\.\d+": r"crosscloud \d+\.\d+\.\d+",
    r"…": r".*",
    r"\s+": r"\s+",
}


def fences(language: str) -> list[str]:
    """The fenced blocks of the README in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", README, re.MULTILINE | re.DOTALL)


def pattern(line: str) -> str:
    """A regular expression for a line of the README, loose in what differs from run to run."""
    one = re.compile("|".join(f"({varying})" for varying in VARIES))
    found, at = "", 0
    for match in one.finditer(line):
        assert match.lastindex is not None
        found += re.escape(line[at : match.start()]) + list(VARIES.values())[match.lastindex - 1]
        at = match.end()
    return found + re.escape(line[at:])


@pytest.mark.terraform
def test_the_report_is_what_a_plan_prints(tmp_path: Path) -> None:
    block = next(block for block in fences("") if block.startswith("$ crosscloud plan"))
    command, *shown_lines = [line.rstrip() for line in block.splitlines() if line.strip()]
    for part in ("main.py", "cdktf.json", "environments/demo.yaml"):
        (tmp_path / part).parent.mkdir(exist_ok=True)
        shutil.copy(ROOT / part, tmp_path / part)
    program = Path(sys.executable).parent / "crosscloud"
    arguments = command.removeprefix("$ crosscloud ").split()
    done = subprocess.run(
        [program, *arguments], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 2, done.stderr
    lines = done.stdout.splitlines()
    at = 0
    for shown in shown_lines:
        found = next((n for n in range(at, len(lines)) if re.fullmatch(pattern(shown), lines[n])), None)
        assert found is not None, f"the plan does not print, after its line {at}: {shown}"
        at = found + 1


def test_what_varies_is_let_through_and_the_rest_is_not() -> None:
    shown = "crosscloud 0.1.0   live settings read 2026-11-23 17:00:26 UTC  main.py:22  7a9e… x"
    other = "crosscloud 0.2.0 live settings read 2027-01-02 03:04:05 UTC   main.py:9 7a9e4f10 x"
    assert re.fullmatch(pattern(shown), other)
    assert not re.fullmatch(pattern(shown), other.replace("live", "old"))


def test_the_intent_is_the_one_of_main() -> None:
    (shown,) = fences("python")
    (partnership,) = ast.parse(shown).body
    main = ast.parse((ROOT / "main.py").read_text(encoding="utf-8"))
    assert isinstance(partnership, ast.Assign)
    assert isinstance(partnership.value, ast.Call)
    directions = [ast.dump(node) for node in ast.walk(main) if isinstance(node, ast.Call)]
    assert partnership.value.args
    for direction in partnership.value.args:
        assert ast.dump(direction) in directions


def test_the_environment_of_the_readme_loads_and_has_every_name_of_main(tmp_path: Path) -> None:
    text, accepted = fences("yaml")
    (tmp_path / "environments").mkdir()
    (tmp_path / "environments" / "pilot.yaml").write_text(text + accepted, encoding="utf-8")
    environment = load("pilot", folder=tmp_path)
    assert [tenant.name for tenant in environment.managed_tenants] == ["contoso", "fabrikam"]
    main = (ROOT / "main.py").read_text(encoding="utf-8")
    named = re.findall(r'(\w+)\.(group|application)\("([\w-]+)"\)', main)
    assert len(named) >= 4
    for tenant, kind, name in named:
        assert getattr(environment.tenant(tenant), kind)(name).id


def test_git_ignores_what_its_commands_write() -> None:
    files = set(re.findall(r"--(?:out|report) (\S+)", README)) - {"NAME.plan"}
    assert {"before.json", "review.html"} <= files
    command = ["git", "check-ignore", "--no-index", *sorted(f"{f}/" if f.endswith(".plan") else f for f in files)]
    found = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if found.returncode == 128:
        pytest.skip("this is no git checkout")
    assert {line.rstrip("/") for line in found.stdout.splitlines()} == files
