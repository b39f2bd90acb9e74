"""A project with as many partners as wanted, in a folder of its own: two tenants of the embedded Graph."""

import json
import os
import shutil
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
TENANTS: Final = ("contoso", "fabrikam")

_MAIN: Final = '''\
"""Made for a benchmark."""

import uuid

from crosscloud.environment import load
from crosscloud_constructs import Access, App, AutomaticUserConsent, InboundTrust, PartnerSettings
from crosscloud_constructs import PartnerSettingsResource
from stacks import TenantStack

PARTNERS = {partners}
group, application = (str(uuid.uuid5(uuid.NAMESPACE_DNS, name)) for name in ("group", "application"))
environment = load()
app = App()
for name in {tenants}:
    stack = TenantStack(app, environment.tenant(name))
    for number in range(PARTNERS):
        partner = PartnerSettings(
            b2b_collaboration_inbound=Access.allow(groups=[group], applications=[application]),
            b2b_collaboration_outbound=Access.allow(groups=[group], applications=[application]),
            inbound_trust=InboundTrust(is_mfa_accepted=True),
            automatic_user_consent_settings=AutomaticUserConsent(inbound_allowed=True, outbound_allowed=False),
        )
        PartnerSettingsResource(
            stack,
            f"partner-{{number}}",
            name=f"partner-{{number}}",
            tenant_id=str(uuid.uuid5(uuid.NAMESPACE_DNS, f"partner-{{number}}")),
            depends_on=[stack.cross_cloud],
            **partner.sections(),
        )
app.synth()
'''
_BARE: Final = '''\
"""The floor: the same resources, as one dict a stack."""

import json
import pathlib

from cdktf import App, TerraformStack

app = App()
for name, resources in json.loads(pathlib.Path("resources.json").read_text()).items():
    TerraformStack(app, name).add_override("resource", resources)
app.synth()
'''


def make(folder: Path, partners: int, tenants: tuple[str, ...] = TENANTS) -> Path:
    """A project whose stacks of `tenants` have as many partners each; answers its folder."""
    project = folder / f"project-{partners}-{len(tenants)}"
    (project / "environments").mkdir(parents=True)
    shutil.copy(ROOT / "cdktf.json", project)
    shutil.copy(ROOT / "environments" / "demo.yaml", project / "environments")
    (project / "main.py").write_text(_MAIN.format(partners=partners, tenants=tenants), encoding="utf-8")
    (project / "bare.py").write_text(_BARE, encoding="utf-8")
    return project


def resources_of(stack: Path) -> dict[str, dict[str, dict[str, Any]]]:
    """The resources of a synthesised stack, by type and name."""
    document = json.loads((stack / "cdk.tf.json").read_text(encoding="utf-8"))
    found: dict[str, dict[str, dict[str, Any]]] = document["resource"]
    return found


def terraform_data_of(stack: Path) -> dict[str, Any]:
    """A configuration of Terraform's built-in resource alone, with the same payload as the stack's resources."""
    built_in = {
        f"{type_name}-{name}": {"input": {key: value for key, value in body.items() if key != "depends_on"}}
        for type_name, named in resources_of(stack).items()
        for name, body in named.items()
    }
    return {"resource": {"terraform_data": built_in}}


def variables(output: Path) -> dict[str, str]:
    """What synthesis sees of the environment."""
    return {
        **os.environ,
        "CDKTF_OUTDIR": str(output),
        "CROSSCLOUD_ENVIRONMENT": "demo",
        "CHECKPOINT_DISABLE": "1",
        "JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION": "1",
    }
