"""Programs that are too old, or are not what they are called, are answered with what to do."""

from pathlib import Path

import pytest

from crosscloud.toolchain import ToolMissingError
from crosscloud.toolchain.version import NODE, TERRAFORM, Tool, version_of
from tests.toolchain.programs import program


@pytest.mark.parametrize(
    ("tool", "said", "version"),
    [
        (TERRAFORM, "Terraform v1.11.4\non linux_amd64", "1.11.4"),
        (TERRAFORM, "Terraform v1.8.0-beta1\non linux_amd64", "1.8.0-beta1"),
        (TERRAFORM, "Terraform v2.0.0\non linux_amd64\n\nYour version of Terraform is out of date!", "2.0.0"),
        (NODE, "v18.0.0", "18.0.0"),
        (NODE, "v24.19.0", "24.19.0"),
    ],
)
def test_new_enough(tmp_path: Path, tool: Tool, said: str, version: str) -> None:
    path = program(tmp_path / "tool", f"cat <<'END'\n{said}\nEND")
    assert version_of(tool, path) == version


@pytest.mark.parametrize(
    ("tool", "said", "advice"),
    [
        (TERRAFORM, "Terraform v1.5.7", "Terraform 1.5.7, which is too old. Install Terraform 1.6 or later"),
        (TERRAFORM, "Terraform v0.15.5", "too old"),
        (NODE, "v16.20.2", "Node 16.20.2, which is too old. Install Node 18 or later, or set JSII_NODE"),
    ],
)
def test_too_old(tmp_path: Path, tool: Tool, said: str, advice: str) -> None:
    with pytest.raises(ToolMissingError, match=advice):
        version_of(tool, program(tmp_path / "tool", f"echo {said}"))


def test_a_program_that_says_no_version_is_quoted(tmp_path: Path) -> None:
    path = program(tmp_path / "node", "echo 'no version is set for node' >&2", "exit 126")
    with pytest.raises(ToolMissingError, match=r"it says 'no version is set for node'.*Install Node 18"):
        version_of(NODE, path)


def test_a_program_that_cannot_be_started_is_named(tmp_path: Path) -> None:
    path = tmp_path / "terraform"
    path.write_bytes(b"\x7fELF not really")
    path.chmod(0o755)
    with pytest.raises(ToolMissingError, match="terraform cannot be run as Terraform"):
        version_of(TERRAFORM, path)


def test_the_program_is_kept_from_asking_for_news(tmp_path: Path) -> None:
    seen = tmp_path / "seen"
    path = program(tmp_path / "terraform", f'echo "$CHECKPOINT_DISABLE $KEPT $*" >{seen}', "echo v1.9.0")
    version_of(TERRAFORM, path, {"KEPT": "kept"})
    assert seen.read_text() == "1 kept version\n"
