"""One tenant of the embedded Graph, its provider (warm or spawned), and a folder of plain configuration."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from crosscloud.bridge.install import install
from crosscloud.domain.clouds import GLOBAL, Cloud
from crosscloud.emulator import EmulatedTenant, Emulator
from crosscloud.terraform.warm_provider import WarmBridge

TENANT_ID = "f6fadfa7-e5c1-4b62-9362-da5cc13da58a"
PARTNER_ID = "2c63888f-28f0-4481-be6d-dce7a7ace732"


@dataclass
class Workbench:
    """Terraform on one tenant, as a user of the bare provider runs it.

    Attributes:
        folder: where the configuration stands.
        emulator: the embedded Graph.
        cloud: the tenant's cloud.
        variables: what Terraform sees of the environment.
        credentials: what the provider signs in with.
        program: the Terraform.
        accept: the findings that the provider's block accepts.
        tries: the sections that the provider's block says to try.
    """

    folder: Path
    emulator: Emulator
    cloud: Cloud
    variables: dict[str, str]
    credentials: dict[str, str]
    program: Path
    accept: tuple[dict[str, Any], ...] = ()
    tries: tuple[str, ...] = ()

    def write(self, resources: Mapping[str, Any], **more: Any) -> None:
        """Write the configuration: resources as in Terraform's JSON, and other blocks such as `import`."""
        document = {
            "terraform": {"required_providers": {"crosscloud": {"source": "terraform.local/local/crosscloud"}}},
            "provider": {
                "crosscloud": {
                    "tenant_id": TENANT_ID,
                    "cloud": self.cloud.name,
                    "environment_prefix": "T",
                    **({"accept": list(self.accept)} if self.accept else {}),
                    **({"try_sections": list(self.tries)} if self.tries else {}),
                }
            },
            **({"resource": resources} if resources else {}),
            **more,
        }
        (self.folder / "main.tf.json").write_text(json.dumps(document), encoding="utf-8")

    def partner(self, **sections: Any) -> None:
        """Write a configuration of one partner."""
        self.write({"crosscloud_partner_settings": {"fabrikam": {"tenant_id": PARTNER_ID, **sections}}})

    def terraform(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        """Run Terraform; nothing is expected of its exit code."""
        return subprocess.run(
            [self.program, *arguments],
            cwd=self.folder,
            env=self.variables,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
            timeout=120,
        )

    def apply(self, *arguments: str) -> str:
        """Apply the configuration; what Terraform printed."""
        run = self.terraform("apply", "-no-color", "-auto-approve", *arguments)
        assert run.returncode == 0, run.stdout + run.stderr
        return run.stdout

    def plan(self) -> tuple[int, str]:
        """Plan: Terraform's detailed exit code (0 nothing, 1 error, 2 changes), and what it printed."""
        run = self.terraform("plan", "-no-color", "-detailed-exitcode")
        return run.returncode, run.stdout + run.stderr

    def settles(self) -> None:
        """Apply the configuration, and see that the next plan is empty."""
        self.apply()
        code, text = self.plan()
        assert code == 0, text

    def live_partner(self) -> dict[str, Any] | None:
        """What Graph has of the partner."""
        partners: list[dict[str, Any]] = self.emulator.state("contoso")["partners"]
        return next((p for p in partners if p["tenantId"] == PARTNER_ID), None)


@contextmanager
def workbench(
    parent: Path,
    cloud: Cloud = GLOBAL,
    *,
    program: Path | None = None,
    spawned: bool = False,
    tenant: Mapping[str, Any] | None = None,
) -> Iterator[Workbench]:
    """A workbench in `parent`, with a tenant that nobody has touched.

    Args:
        parent: an empty folder.
        cloud: the tenant's cloud.
        program: the Terraform; the one on PATH, or else beside this Python, where left out.
        spawned: whether Terraform starts the installed provider itself, in place of a warm one.
        tenant: what the embedded Graph's tenant has other than usual.
    """
    folder = parent / "configuration"
    folder.mkdir()
    beside = Path(sys.executable).with_name("terraform")
    with Emulator([EmulatedTenant("contoso", TENANT_ID, cloud, **(tenant or {}))], parent / "graph") as emulator:
        (here,) = emulator.describe()["tenants"]
        path = {"PATH": f"/usr/bin:/bin:{beside.parent}", "HOME": str(parent), "CHECKPOINT_DISABLE": "1"}
        own = {
            "T_CLIENT_ID": here["client_id"],
            "T_CLIENT_SECRET": here["client_secret"],
            "T_LOGIN_ENDPOINT": here["login"],
            "T_GRAPH_ENDPOINT": here["graph"],
            "T_CA_BUNDLE": str(emulator.ca_file),
        }
        found = program or Path(shutil.which("terraform") or beside)
        bench = Workbench(folder, emulator, cloud, {**path, **own} if spawned else path, own, found)
        bench.write({})
        if spawned:
            install(path)
            yield initialised(bench)
        else:
            with warm_provider(bench, parent / "provider.log"):
                yield initialised(bench)


@contextmanager
def warm_provider(bench: Workbench, log: Path) -> Iterator[None]:
    """A warm provider of its own for what the block runs; Terraform itself sees no credentials."""
    before = bench.variables
    with WarmBridge("contoso", TENANT_ID, {**before, **bench.credentials}, log) as bridge:
        bench.variables = {**before, "TF_REATTACH_PROVIDERS": bridge.reattach}
        try:
            yield
        finally:
            bench.variables = before


def initialised(bench: Workbench) -> Workbench:
    """The workbench, after `terraform init`."""
    run = bench.terraform("init", "-no-color")
    assert run.returncode == 0, run.stdout + run.stderr
    return bench
