"""A crosscloud project in a folder of its own, driven through the real command line and the real Terraform."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from crosscloud.emulator import EmulatedTenant, Emulator
from crosscloud.environment import Environment, load

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent


@dataclass
class Project:
    """A copy of the project's own `main.py`, with environments that a test writes.

    Attributes:
        folder: where it is.
        home: the home folder that its programs see; empty at first.
        extra: environment variables on top of a clean set.
    """

    folder: Path
    home: Path
    extra: dict[str, str] = field(default_factory=dict)

    @classmethod
    def make(cls, parent: Path, *, main: str | None = None) -> "Project":
        """A project in `parent`, with this project's `main.py` (or another) and the environment demo."""
        folder, home = parent / "project", parent / "home"
        (folder / "environments").mkdir(parents=True)
        home.mkdir()
        shutil.copy(ROOT / "cdktf.json", folder)
        shutil.copy(ROOT / "environments" / "demo.yaml", folder / "environments")
        (folder / "main.py").write_text(main or (ROOT / "main.py").read_text(encoding="utf-8"), encoding="utf-8")
        return cls(folder, home)

    def write_environment(self, name: str, document: Mapping[str, Any]) -> None:
        """Write `environments/NAME.yaml`; closing defaults and all users are accepted unless it says."""
        accepted = [
            {
                "finding": finding,
                "tenants": list(document["tenants"]),
                "reason": "tenants of a test",
                "approved_by": "the test",
                "expires": date(2099, 12, 31),
            }
            for finding in ("XC301", "XC307")
        ]
        text = yaml.safe_dump({"environment": name, "accept": accepted, **document}, sort_keys=False)
        (self.folder / "environments" / f"{name}.yaml").write_text(text, encoding="utf-8")

    @property
    def variables(self) -> dict[str, str]:
        """What the project's programs see of the environment."""
        kept = {"PATH", "LANG", "JSII_NODE", "SSL_CERT_FILE", "TMPDIR"}
        clean = {name: value for name, value in os.environ.items() if name in kept}
        path = os.pathsep.join((clean.get("PATH", ""), str(BIN)))
        return {**clean, "PATH": path, "HOME": str(self.home), "CHECKPOINT_DISABLE": "1", **self.extra}

    def run(self, *command: str | Path, folder: Path | None = None) -> "subprocess.CompletedProcess[str]":
        """Run a program in the project; nothing is expected of its exit code."""
        return subprocess.run(
            [str(part) for part in command],
            cwd=folder or self.folder,
            env=self.variables,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=240,
        )

    def crosscloud(self, *arguments: str | Path) -> "subprocess.CompletedProcess[str]":
        """Run one crosscloud command."""
        return self.run(BIN / "crosscloud", *arguments)

    def terraform(self, folder: Path, *arguments: str | Path) -> "subprocess.CompletedProcess[str]":
        """Run plain Terraform in a stack's folder."""
        found = shutil.which("terraform", path=self.variables["PATH"])
        assert found is not None
        return self.run(found, *arguments, folder=folder)

    def environment(self, name: str = "demo") -> Environment:
        """One of the project's environments."""
        return load(name, folder=self.folder)

    @contextmanager
    def emulated(
        self, name: str = "demo", *, tenants: dict[str, Any] | None = None, page_size: int = 100
    ) -> Iterator[Emulator]:
        """The embedded Graph with the tenants of an environment; the project's programs find it while it runs.

        Args:
            name: the environment.
            tenants: for a tenant's name, what it has other than usual (such as its `roles`).
            page_size: how many partners a page has.
        """
        environment = self.environment(name)
        emulated = [
            EmulatedTenant(
                t.name, t.tenant_id, t.cloud, client_id=t.client_id or "", **(tenants or {}).get(t.name, {})
            )
            for t in environment.tenants.values()
        ]
        before = dict(self.extra)
        with Emulator(emulated, self.folder / ".graph", page_size=page_size) as emulator:
            for here in emulator.describe()["tenants"]:
                prefix = environment.tenants[here["name"]].variable_prefix
                self.extra |= {
                    f"{prefix}_CLIENT_ID": here["client_id"],
                    f"{prefix}_CLIENT_SECRET": here["client_secret"],
                    f"{prefix}_LOGIN_ENDPOINT": here["login"],
                    f"{prefix}_GRAPH_ENDPOINT": here["graph"],
                    f"{prefix}_CA_BUNDLE": str(emulator.ca_file),
                }
            try:
                yield emulator
            finally:
                self.extra = before


def requests(emulator: Emulator, *, after: int = 0) -> list[dict[str, Any]]:
    """The requests in the emulator's log, from the line `after` on."""
    return [json.loads(line) for line in emulator.request_log.read_text(encoding="utf-8").splitlines()[after:]]


def ok(run: "subprocess.CompletedProcess[str]", code: int = 0) -> str:
    """What a program printed, once its exit code is seen to be `code`."""
    assert run.returncode == code, f"exit {run.returncode}\n{run.stdout}\n{run.stderr}"
    return run.stdout
