"""A project with as many partners as wanted, in a folder of its own: two tenants of the embedded Graph."""

import json
import os
import shutil
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).resolve().parents[1]
TENANTS: Final = ("contoso", "fabrikam")

_MAIN: Final = '''\
"""Made for a benchmark: partners as partnerships, which is how an intent says them."""

import uuid
from dataclasses import replace

from crosscloud.environment import load
from crosscloud_constructs import Access, Direction, InboundTrust, Partnership
from stacks import IntentApp, TenantStack


def id_of(*names):
    return str(uuid.uuid5(uuid.NAMESPACE_DNS, "/".join(map(str, names))))


def direction(home, resource, number, **more):
    ids = (id_of(end.name, number) for end in (home, resource))
    access = Access.allow(groups=[next(ids)], applications=[next(ids)])
    return Direction(home=home, resource=resource, access=access, **more)


environment = load()
app = IntentApp()
for name in {tenants}:
    tenant = environment.tenant(name)
    partnerships = []
    for number in range({partners}):
        called = f"partner-{{number}}"
        partner = replace(tenant, name=called, tenant_id=id_of(name, called), is_managed=False)
        into = direction(
            partner, tenant, number, inbound_trust=InboundTrust(is_mfa_accepted=True), automatic_user_consent=True
        )
        partnerships.append(Partnership(direction(tenant, partner, number), into))
    TenantStack(app, tenant, partnerships=partnerships)
app.synth()
'''
_BY_HAND: Final = '''\
"""The same resources, each added to the stack by hand: an ordinary construct."""

import json
import pathlib

from crosscloud.environment import load
from crosscloud_constructs import PartnerSettingsResource
from stacks import IntentApp, TenantStack

environment = load()
app = IntentApp()
for name, resources in json.loads(pathlib.Path("resources.json").read_text()).items():
    stack = TenantStack(app, environment.tenant(name))
    for partner, given in resources["crosscloud_partner_settings"].items():
        sections = {key: value for key, value in given.items() if key not in ("//", "depends_on")}
        PartnerSettingsResource(stack, partner, name=partner, depends_on=[stack.cross_cloud], **sections)
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
    (project / "by_hand.py").write_text(_BY_HAND, encoding="utf-8")
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
