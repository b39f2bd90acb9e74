"""The Terraforms that tests run with: the installed one, and others that tools/terraforms.py fetches.

A test that is to run with each takes `EACH` as its parameters. Those beyond the installed one are slow tests:
`make test-slow` fetches the Terraforms and runs them. Where one is missing, the test fails and says so.
"""

import os
import shutil
import sys
from pathlib import Path
from typing import Final

import pytest

INSTALLED: Final = "installed"
OLDEST: Final = "1.6.6"
OTHERS: Final = (OLDEST, "1.8.4", "1.15.5")
"""As in requirements/terraform-versions.txt: the oldest, the first with provider functions, the newest."""

EACH: Final = (INSTALLED, *(pytest.param(version, marks=pytest.mark.slow) for version in OTHERS))

_ROOT: Final = Path(__file__).resolve().parents[1]


def terraform(version: str = INSTALLED) -> Path:
    """The Terraform of that version; the installed one is that on PATH, or else beside this Python."""
    if version == INSTALLED:
        return Path(shutil.which("terraform") or Path(sys.executable).with_name("terraform"))
    folder = Path(os.environ.get("CROSSCLOUD_TERRAFORMS") or _ROOT / ".venv" / "terraforms").absolute()
    program = folder / version / "terraform"
    assert program.exists(), f"{program} is missing: run {sys.executable} {_ROOT / 'tools' / 'terraforms.py'}"
    return program
