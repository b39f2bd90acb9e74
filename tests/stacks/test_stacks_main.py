"""The project as a user runs it: `python main.py`, alone, in a folder of its own."""

import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path
from uuid import UUID

import pytest

from crosscloud.environment import Environment, environment_names, load

ROOT = Path(__file__).parents[2]


def test_the_demo_synthesises_both_halves(tmp_path: Path) -> None:
    made = _run(tmp_path, {})
    assert made.stderr == ""
    assert made.stdout == ""
    manifest = json.loads((tmp_path / "cdktf.out/manifest.json").read_text())
    assert manifest["stacks"].keys() == {"demo-global-contoso", "demo-usgov-fabrikam"}
    demo = load("demo", folder=tmp_path)
    contoso = _stack(tmp_path, "demo-global-contoso")["crosscloud_partner_settings"]["fabrikam"]
    fabrikam = _stack(tmp_path, "demo-usgov-fabrikam")["crosscloud_partner_settings"]["contoso"]
    assert contoso["tenant_id"] == demo.tenant("fabrikam").tenant_id
    assert contoso["b2b_collaboration_outbound"] == fabrikam["b2b_collaboration_inbound"]
    assert contoso["b2b_collaboration_inbound"] == fabrikam["b2b_collaboration_outbound"]
    assert contoso["automatic_user_consent_settings"] == {"inbound_allowed": False, "outbound_allowed": True}
    assert fabrikam["automatic_user_consent_settings"] == {"inbound_allowed": True, "outbound_allowed": False}
    text = (tmp_path / "cdktf.out/stacks/demo-global-contoso/cdk.tf.json").read_text()
    assert json.loads(text)["//"]["crosscloud"]["sources"]["crosscloud_partner_settings.fabrikam"].startswith(
        "main.py:"
    )
    state = tmp_path / ".crosscloud/demo/state"
    assert stat.S_IMODE(state.stat().st_mode) == 0o700


def test_an_environment_that_does_not_exist_ends_it_with_the_known_ones(tmp_path: Path) -> None:
    made = _run(tmp_path, {"CROSSCLOUD_ENVIRONMENT": "produktion"}, check=False)
    assert made.returncode == 1
    assert "there is no environment produktion; environments has demo." in made.stderr


@pytest.mark.parametrize("name", environment_names(ROOT))
def test_every_environment_of_the_project_is_right(name: str) -> None:
    assert isinstance(load(name, folder=ROOT), Environment)


def test_cdktf_json_is_for_this_project() -> None:
    settings = json.loads((ROOT / "cdktf.json").read_text())
    assert settings["app"] == "python main.py"
    assert settings["language"] == "python"
    assert settings["sendCrashReports"] == "false"
    assert settings["terraformProviders"] == settings["terraformModules"] == []
    assert str(UUID(settings["projectId"])) == settings["projectId"]


def _run(folder: Path, variables: dict[str, str], *, check: bool = True) -> subprocess.CompletedProcess[str]:
    shutil.copy(ROOT / "main.py", folder)
    (folder / "environments").mkdir()
    shutil.copy(ROOT / "environments/demo.yaml", folder / "environments")
    inherited = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("CROSSCLOUD_", "CDKTF_", "JSII_", "SYNTH_"))
    }
    paths = {"PYTHONPATH": f"{ROOT}{os.pathsep}{ROOT / 'constructs'}"}
    return subprocess.run(
        [sys.executable, "main.py"],
        cwd=folder,
        env=inherited | paths | variables,
        capture_output=True,
        text=True,
        check=check,
    )


def _stack(folder: Path, stack: str) -> dict[str, dict[str, dict[str, object]]]:
    made = json.loads((folder / "cdktf.out/stacks" / stack / "cdk.tf.json").read_text())
    resources: dict[str, dict[str, dict[str, object]]] = made["resource"]
    return resources
