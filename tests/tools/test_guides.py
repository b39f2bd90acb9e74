"""The guides show what works: their environment loads and names every key there is, their main.py synthesises."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from crosscloud.environment import load
from tools.docs import ROOT

GUIDES = ROOT / "docs" / "guides"
READS = re.compile(r"\.(?:text|flag|guid|date|node|items|named|required)\(\s*\"([a-z_]+)\"")


def fences(page: str, language: str) -> list[str]:
    text = (GUIDES / page).read_text(encoding="utf-8")
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def test_the_environment_file_that_is_shown_loads(tmp_path: Path) -> None:
    (shown,) = fences("environment-file.md", "yaml")
    (tmp_path / "environments").mkdir()
    (tmp_path / "environments" / "pilot.yaml").write_text(shown, encoding="utf-8")
    environment = load("pilot", folder=tmp_path)
    assert [tenant.name for tenant in environment.managed_tenants] == ["contoso", "fabrikam"]
    assert len(environment.tenant("contoso").holds) == 1


def test_every_key_that_is_read_stands_in_the_reference() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "crosscloud" / "environment").glob("*.py"))
    keys = {*READS.findall(code), "groups", "users", "applications", "plan", "apply"}
    assert {"environment", "tenant_id", "client_id", "held_by", "domains"} <= keys
    tables = (GUIDES / "environment-file.md").read_text(encoding="utf-8").partition("## The file")[2]
    assert {key for key in keys if f"`{key}`" not in tables} == set()


def test_the_hold_that_is_shown_is_one(tmp_path: Path) -> None:
    (shown,) = fences("incident.md", "yaml")
    (whole,) = fences("environment-file.md", "yaml")
    document = {**yaml.safe_load(whole), **yaml.safe_load(shown)}
    (tmp_path / "environments").mkdir()
    (tmp_path / "environments" / "pilot.yaml").write_text(yaml.safe_dump(document), encoding="utf-8")
    (hold,) = load("pilot", folder=tmp_path).tenant("fabrikam").holds
    assert hold.held_by == "oncall@contoso.com"


SHOWN = {
    "main": fences("main.md", "python"),
    "existing": [
        fences("main.md", "python")[0],
        *fences("existing.md", "python"),
    ],  # which names main.md's tenants
}


@pytest.mark.parametrize(("shown", "stacks"), [("main", 2), ("existing", 1)])
def test_the_main_that_is_shown_synthesises(shown: str, stacks: int, tmp_path: Path) -> None:
    (tmp_path / "environments").mkdir()
    (tmp_path / "environments" / "demo.yaml").write_bytes((ROOT / "environments" / "demo.yaml").read_bytes())
    (tmp_path / "main.py").write_text("\n".join(SHOWN[shown]), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "main.py"], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    assert len(list((tmp_path / "cdktf.out" / "stacks").iterdir())) == stacks
