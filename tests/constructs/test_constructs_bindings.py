"""Terraform's blocks as constructs: what is synthesised, to JSON and to HCL."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

import crosscloud
from crosscloud.domain.settings import ALL
from crosscloud.domain.settings.identity_synchronization import IDENTITY_SYNCHRONIZATION
from crosscloud_constructs import (
    Access,
    App,
    CrosscloudProvider,
    DefaultSettings,
    DefaultSettingsResource,
    Expression,
    PartnerIdentitySynchronizationResource,
    PartnerSettingsResource,
    SettingsResource,
    StackError,
    StateBackend,
    cdk,
)
from crosscloud_constructs.bindings.provider import VERSION
from crosscloud_constructs.cdk import TerraformStack
from tests.constructs.made_up import tenant

TENANT_ID = "5cbe1b7e-4a0d-4f5e-9f0c-2f6f6a1f9c11"
PARTNER_ID = "c2f4a8d6-1e93-4b7a-8c25-6d0b9e3f7a22"


@pytest.fixture
def stack(tmp_path: Path) -> TerraformStack:
    """A stack with the provider, and nothing else."""
    stack = TerraformStack(App(outdir=str(tmp_path / "out")), "stack")
    CrosscloudProvider(stack, "crosscloud", tenant_id=TENANT_ID, cloud="global", environment_prefix="CROSSCLOUD_A")
    return stack


def synthesised(stack: TerraformStack) -> Any:
    return json.loads(cdk.Testing.synth(stack))


def test_the_resources_of_a_tenant(stack: TerraformStack) -> None:
    first = SettingsResource(stack, "a", name="this", on_destroy="restore", allowed_cloud_endpoints=["x"])
    partner = PartnerSettingsResource(
        stack,
        "b",
        tenant_id=PARTNER_ID,
        adopt_existing=True,
        name="fabrikam",
        depends_on=[first],
        inbound_trust={"is_mfa_accepted": True},
    )
    defaults: dict[str, Any] = {**DefaultSettings.hardened().sections()}
    last = DefaultSettingsResource(stack, "c", name="this", depends_on=[first, partner], **defaults)
    assert partner.address == "crosscloud_partner_settings.fabrikam"
    assert last.address == "crosscloud_default_settings.this"
    assert synthesised(stack)["resource"] == {
        "crosscloud_settings": {"this": {"allowed_cloud_endpoints": ["x"], "on_destroy": "restore"}},
        "crosscloud_partner_settings": {
            "fabrikam": {
                "tenant_id": PARTNER_ID,
                "adopt_existing": True,
                "inbound_trust": {"is_mfa_accepted": True},
                "depends_on": ["crosscloud_settings.this"],
            }
        },
        "crosscloud_default_settings": {
            "this": {
                **defaults,
                "depends_on": ["crosscloud_settings.this", "crosscloud_partner_settings.fabrikam"],
            }
        },
    }


def test_identity_synchronization_hangs_below_its_partner(stack: TerraformStack) -> None:
    partner = PartnerSettingsResource(stack, "p", tenant_id=PARTNER_ID, name="fabrikam")
    synchronization = PartnerIdentitySynchronizationResource(
        stack,
        "s",
        tenant_id=PARTNER_ID,
        adopt_existing=True,
        name="fabrikam",
        depends_on=[partner],
        display_name="Fabrikam",
        user_sync_inbound={"is_sync_allowed": True},
    )
    assert synchronization.address == "crosscloud_partner_identity_synchronization.fabrikam"
    assert synthesised(stack)["resource"]["crosscloud_partner_identity_synchronization"]["fabrikam"] == {
        "tenant_id": PARTNER_ID,
        "adopt_existing": True,
        "display_name": "Fabrikam",
        "user_sync_inbound": {"is_sync_allowed": True},
        "depends_on": ["crosscloud_partner_settings.fabrikam"],
    }


def test_the_provider_is_pinned_and_holds_no_credential(stack: TerraformStack) -> None:
    CrosscloudProvider(stack, "b", tenant_id=PARTNER_ID, cloud="usgov", ca_bundle="/ca", alias="other")
    made = synthesised(stack)
    assert made["terraform"]["required_providers"] == {
        "crosscloud": {"source": "terraform.local/local/crosscloud", "version": "0.1.0"}
    }
    assert made["provider"]["crosscloud"] == [
        {"tenant_id": TENANT_ID, "cloud": "global", "environment_prefix": "CROSSCLOUD_A"},
        {"tenant_id": PARTNER_ID, "cloud": "usgov", "ca_bundle": "/ca", "alias": "other"},
    ]


def test_the_provider_has_the_version_of_the_project() -> None:
    assert crosscloud.__version__ == VERSION


def test_a_resource_can_choose_its_provider_and_refer_to_another_resource(stack: TerraformStack) -> None:
    other = CrosscloudProvider(stack, "b", tenant_id=PARTNER_ID, cloud="usgov", alias="other")
    settings = SettingsResource(stack, "a", name="this", provider=other, allowed_cloud_endpoints=[])
    PartnerSettingsResource(stack, "p", tenant_id=settings.home_tenant_id, name="p")
    PartnerSettingsResource(stack, "q", tenant_id=Expression("var.tenant"), name="q")
    PartnerSettingsResource(stack, "r", tenant_id="${var.tenant}", name="r")
    made = synthesised(stack)["resource"]
    assert made["crosscloud_settings"]["this"]["provider"] == "crosscloud.other"
    partners = made["crosscloud_partner_settings"]
    assert partners["p"]["tenant_id"] == "${crosscloud_settings.this.home_tenant_id}"
    assert partners["q"]["tenant_id"] == "${var.tenant}"
    assert partners["r"]["tenant_id"] == "$${var.tenant}"
    assert "restore_to" in cdk.Testing.synth(_refer_to(settings.restore_to, stack))
    assert "${crosscloud_settings.this.id}" in cdk.Testing.synth(_refer_to(settings.id, stack))


def test_a_section_that_does_not_exist_is_refused_before_anything_is_made(stack: TerraformStack) -> None:
    with pytest.raises(StackError) as caught:
        PartnerSettingsResource(stack, "p", tenant_id=PARTNER_ID, inbound_trsut={}, zzz=1)
    with pytest.raises(StackError, match=r"has no section user_sync\. Did you mean user_sync_inbound\?"):
        PartnerIdentitySynchronizationResource(stack, "s", tenant_id=PARTNER_ID, user_sync={})
    text = str(caught.value)
    assert "PartnerSettingsResource has no section inbound_trsut. Did you mean inbound_trust?" in text
    assert "has no section zzz. It has b2b_collaboration_inbound, " in text
    assert text.startswith("tests/constructs/test_constructs_bindings.py:")
    assert " (stack/p): PartnerSettingsResource has no section" in text
    assert stack.node.try_find_child("p") is None


def test_every_kind_of_settings_has_its_resource(stack: TerraformStack) -> None:
    classes = (
        SettingsResource,
        DefaultSettingsResource,
        PartnerSettingsResource,
        PartnerIdentitySynchronizationResource,
    )
    assert {made.settings.name for made in classes} == {each.name for each in (*ALL, IDENTITY_SYNCHRONIZATION)}
    assert stack.node.id == "stack"


@pytest.mark.parametrize(
    ("kind", "settings", "block"),
    [
        ("azurerm", {"key": "a", "use_oidc": True}, {"backend": {"azurerm": {"key": "a", "use_oidc": True}}}),
        (
            "s3",
            {"bucket": "${b}", "assume_role": {"role_arn": "r"}},
            {"backend": {"s3": {"bucket": "$${b}", "assume_role": {"role_arn": "r"}}}},
        ),
        (
            "cloud",
            {"organization": "o", "workspaces": {"name": "w", "project": "p"}},
            {"cloud": {"organization": "o", "workspaces": {"name": "w", "project": "p"}}},
        ),
    ],
)
def test_a_backend_has_the_arguments_given(
    stack: TerraformStack, kind: str, settings: dict[str, Any], block: dict[str, Any]
) -> None:
    StateBackend(stack, kind, settings)
    made = synthesised(stack)["terraform"]
    assert {name: made[name] for name in made if name != "required_providers"} == block


def test_an_alias_can_be_changed_as_in_cdktf(stack: TerraformStack) -> None:
    provider = CrosscloudProvider(stack, "b", tenant_id=PARTNER_ID, cloud="usgov", alias="one")
    provider.alias = "two"
    assert synthesised(stack)["provider"]["crosscloud"][1]["alias"] == "two"


def test_a_reference_into_another_stack_is_refused(tmp_path: Path) -> None:
    app = App(outdir=str(tmp_path))
    one, other = TerraformStack(app, "one"), TerraformStack(app, "other")
    StateBackend(one, "azurerm", {"key": "a"})
    for each in (one, other):
        CrosscloudProvider(each, "crosscloud", tenant_id=TENANT_ID, cloud="global")
    made = SettingsResource(one, "a", name="this", allowed_cloud_endpoints=[])
    PartnerSettingsResource(other, "p", name="p", tenant_id=made.home_tenant_id)
    with pytest.raises(Exception, match="Compute the shared value in Python, and give it to both"):
        app.synth()


@pytest.mark.skipif(shutil.which("terraform") is None, reason="needs Terraform, which reads the HCL")
@pytest.mark.terraform
@pytest.mark.parametrize(
    ("kind", "settings"),
    [
        ("local", {"path": 'a "quoted" ${path}'}),
        ("cloud", {"organization": "o", "workspaces": {"tags": ["a", "b"]}}),
    ],
)
def test_hcl_is_what_terraform_can_parse(
    stack: TerraformStack, kind: str, settings: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TF_CLI_CONFIG_FILE", raising=False)
    StateBackend(stack, kind, settings)
    sections: dict[str, Any] = {
        "b2b_collaboration_inbound": Access.block_all().to_value(),
        "inbound_trust": {"is_mfa_accepted": True},
    }
    PartnerSettingsResource(stack, "p", tenant_id='[${x}"', adopt_existing=False, name="p", **sections)
    accepted = {"finding": "XC301", "tenants": [TENANT_ID], "reason": '"${meant}"'}
    CrosscloudProvider(stack, "b", tenant_id=PARTNER_ID, cloud="usgov", alias="b", accept=[accepted])
    hcl = cdk.Testing.synth_hcl(stack)
    formatted = subprocess.run(
        ["terraform", "fmt", "-"], input=hcl, capture_output=True, text=True, check=True
    ).stdout
    assert 'tenant_id = "\\u005b$${x}\\""' in " ".join(formatted.split())
    assert "is_mfa_accepted = true" in formatted
    assert "accept = [{" in " ".join(formatted.split()).replace("[ {", "[{")
    assert 'reason = "\\"$${meant}\\""' in " ".join(formatted.split())
    assert "workspaces {" in formatted or 'path = "a \\"quoted\\" $${path}"' in formatted


def _refer_to(reference: str, stack: TerraformStack) -> TerraformStack:
    SettingsResource(stack, f"reference-{len(stack.node.children)}", allowed_cloud_endpoints=[reference])
    return stack


class TestValuesThatAreNoData:
    """What cdktf would end on with an error of its own: said with the argument and the line."""

    def test_a_value_of_the_constructs_is_given_by_its_sections(self, stack: TerraformStack) -> None:
        access: Any = Access.block_all()
        with pytest.raises(StackError) as caught:
            PartnerSettingsResource(stack, "p", tenant_id=PARTNER_ID, b2b_collaboration_inbound=access)
        (problem,) = caught.value.problems
        assert str(problem.where).rpartition(":")[0].endswith("test_constructs_bindings.py")
        assert (
            problem.what == "b2b_collaboration_inbound= of PartnerSettingsResource holds Access, which is no data"
        )
        assert problem.to_do == "Write **PartnerSettings(...).sections()"
        with pytest.raises(StackError, match=r"holds Access, which is no data\. Write \*\*DefaultSettings"):
            DefaultSettingsResource(stack, "d", b2b_collaboration_inbound={"users_and_groups": access})

    def test_a_tenant_is_given_by_its_id_and_all_is_said_at_once(self, stack: TerraformStack) -> None:
        contoso: Any = tenant("contoso")
        says = "holds Tenant, which is no data. Give its tenant_id"
        with pytest.raises(StackError, match=re.escape(f"tenant_id= of PartnerSettingsResource {says}")) as caught:
            PartnerSettingsResource(stack, "p", tenant_id=contoso, adopt_existing=contoso)
        assert len(caught.value.problems) == 2
        with pytest.raises(StackError, match=re.escape(f"tenant_id= of CrosscloudProvider {says}")):
            CrosscloudProvider(stack, "q", tenant_id=contoso, cloud="global")
        with pytest.raises(StackError, match=re.escape(f"key= of StateBackend azurerm {says}")):
            StateBackend(stack, "azurerm", {"key": contoso})
        nothing: Any = object()
        with pytest.raises(StackError, match="Give data, as Terraform has it"):
            PartnerIdentitySynchronizationResource(stack, "s", tenant_id=PARTNER_ID, user_sync_inbound=nothing)
