"""The provenance beside a stack's resources: Terraform ignores it."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from crosscloud_constructs import App
from crosscloud_constructs.cdk import TerraformStack
from stacks.provenance import StackProvenance


@pytest.mark.terraform
@pytest.mark.skipif(shutil.which("terraform") is None, reason="needs Terraform")
def test_terraform_ignores_the_provenance(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TF_CLI_CONFIG_FILE", raising=False)
    app = App(outdir=str(tmp_path))
    StackProvenance(
        TerraformStack(app, "stack"),
        environment="${test}",
        tenant="contoso",
        tenant_id="t",
        cloud="global",
        sources={"crosscloud_settings.this": "folder ${x}/main.py:27"},
        directions=[{"home": "a", "resource": "b", "source": "main.py:3"}],
    )
    app.synth()
    folder = tmp_path / "stacks/stack"
    provenance = json.loads((folder / "cdk.tf.json").read_text())["//"]["crosscloud"]
    assert provenance["sources"] == {"crosscloud_settings.this": "folder ${x}/main.py:27"}
    _terraform(folder, "init", "-backend=false")
    answer = json.loads(_terraform(folder, "validate", "-json"))
    assert answer["valid"]
    assert answer["diagnostics"] == []


def _terraform(folder: Path, *arguments: str) -> str:
    command = ["terraform", f"-chdir={folder}", *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout
