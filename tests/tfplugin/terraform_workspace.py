"""A folder in which tests run the real Terraform against the example provider, spawned or warm."""

import json
import os
import platform
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

from tests.terraforms import terraform
from tests.tfplugin import example_provider
from tests.tfplugin.example_provider import ADDRESS

ROOT = Path(__file__).parents[2]
_MACHINES = {"x86_64": "amd64", "aarch64": "arm64", "arm64": "arm64"}
_HEAD = """
terraform {
  required_providers {
    example = { source = "%(address)s" }
  }
}
provider "example" {
  folder   = "%(store)s"
  password = "hunter2-hunter2"
}
"""


class Workspace:
    """One Terraform working folder with its own home, state and store of things."""

    def __init__(
        self, folder: Path, environment: dict[str, str] | None = None, program: Path | None = None
    ) -> None:
        self.program = program or terraform()
        self.folder = folder / "work"
        self.store = folder / "store"
        for path in (self.folder, self.store):
            path.mkdir()
        settings = folder / "terraform.rc"
        settings.write_text(
            f'provider_installation {{ filesystem_mirror {{ path = "{folder}/mirror" }} }}\n'
            "disable_checkpoint = true\n"
        )
        self.environment = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "TF_CLI_CONFIG_FILE": str(settings),
            "TF_IN_AUTOMATION": "1",
            **(environment or {}),
        }
        _install_launcher(folder / "mirror")

    def write(self, body: str) -> None:
        """Replace the configuration; the provider's part is put before it."""
        head = _HEAD % {"address": ADDRESS, "store": self.store}
        (self.folder / "main.tf").write_text(head + body)

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start Terraform in a process group of its own."""
        return subprocess.Popen(
            [self.program, *arguments, "-no-color"],
            cwd=self.folder,
            env=self.environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )

    def run(self, *arguments: str, status: int = 0) -> str:
        """Run Terraform and return what it printed; it must end with this exit status."""
        with self.start(*arguments) as process:
            output, _ = process.communicate(timeout=120)
        assert process.returncode == status, f"terraform {arguments} ended with {process.returncode}:\n{output}"
        return output

    def apply(self, *arguments: str, status: int = 0) -> str:
        return self.run("apply", "-auto-approve", "-input=false", *arguments, status=status)

    def plan(self, *arguments: str, status: int) -> str:
        """Exit status 0: no changes; 2: changes; 1: an error."""
        return self.run("plan", "-input=false", "-detailed-exitcode", *arguments, status=status)

    def planned(self, *arguments: str) -> dict[str, Any]:
        """The `change` of each resource in a plan, by address; resources without a change are left out."""
        self.plan("-out=saved", *arguments, status=2)
        shown = json.loads(self.run("show", "-json", "saved"))
        changes = {item["address"]: item["change"] for item in shown["resource_changes"]}
        return {address: change for address, change in changes.items() if change["actions"] != ["no-op"]}

    def instances(self) -> dict[str, dict[str, Any]]:
        """Each managed resource's instance in the stored state, by name: `attributes`, and `status` if tainted."""
        path = self.folder / "terraform.tfstate"
        state = json.loads(path.read_text()) if path.exists() else {"resources": []}
        managed = [item for item in state["resources"] if item["mode"] == "managed"]
        return {item["name"]: item["instances"][0] for item in managed}

    def state(self, name: str) -> dict[str, Any]:
        """The attributes of one resource in the stored state."""
        attributes: dict[str, Any] = self.instances()[name]["attributes"]
        return attributes


def _install_launcher(mirror: Path) -> None:
    target = f"{platform.system().lower()}_{_MACHINES[platform.machine()]}"
    launcher = mirror / ADDRESS / "1.0.0" / target / "terraform-provider-example_v1.0.0"
    launcher.parent.mkdir(parents=True)
    program = [sys.executable, str(Path(example_provider.__file__).resolve())]
    launcher.write_text(f"#!/bin/sh\nPYTHONPATH={shlex.quote(str(ROOT))} exec {shlex.join(program)}\n")
    launcher.chmod(0o755)
