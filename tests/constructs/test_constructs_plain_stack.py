"""The values and bindings in an ordinary stack of CDK for Terraform, without our stacks and environments."""

import json
from pathlib import Path

from crosscloud_constructs import (
    RIGHTS_MANAGEMENT,
    Access,
    App,
    CrosscloudProvider,
    CrossCloudSettings,
    DefaultSettings,
    DefaultSettingsResource,
    InboundTrust,
    PartnerSettings,
    PartnerSettingsResource,
    SettingsResource,
    StateBackend,
)
from crosscloud_constructs.cdk import TerraformStack

HOME, PARTNER = "f6fadfa7-e5c1-4b62-9362-da5cc13da58a", "2c63888f-28f0-4481-be6d-dce7a7ace732"
GROUP = "ac8efe12-1c59-49f1-ba2d-de83458bfed0"


def test_values_and_bindings_are_enough(tmp_path: Path) -> None:
    app = App(outdir=str(tmp_path))
    stack = TerraformStack(app, "own")
    StateBackend(stack, "local", {"path": "terraform.tfstate"})
    CrosscloudProvider(stack, "provider", tenant_id=HOME, cloud="global", environment_prefix="CONTOSO")
    clouds = CrossCloudSettings(["usgov"])
    root = SettingsResource(stack, "root", name="this", **clouds.sections())
    partner = PartnerSettings(
        b2b_collaboration_inbound=Access.allow(groups=[GROUP], applications=[RIGHTS_MANAGEMENT]),
        inbound_trust=InboundTrust(is_mfa_accepted=True),
    )
    entry = PartnerSettingsResource(
        stack, "partner", tenant_id=PARTNER, name="fabrikam", depends_on=[root], **partner.sections()
    )
    defaults = DefaultSettings(b2b_collaboration_inbound=Access.block_all())
    DefaultSettingsResource(stack, "default", name="this", depends_on=[entry], **defaults.sections())
    app.synth()
    made = json.loads((tmp_path / "stacks/own/cdk.tf.json").read_text(encoding="utf-8"))
    assert made["provider"]["crosscloud"][0]["tenant_id"] == HOME
    resources = made["resource"]
    assert resources["crosscloud_settings"]["this"]["allowed_cloud_endpoints"] == ["microsoftonline.us"]
    written = resources["crosscloud_partner_settings"]["fabrikam"]
    assert {name: written[name] for name in partner.sections()} == partner.sections()
    assert written["depends_on"] == ["crosscloud_settings.this"]
    closed = resources["crosscloud_default_settings"]["this"]["b2b_collaboration_inbound"]
    assert closed == Access.block_all().to_value()
