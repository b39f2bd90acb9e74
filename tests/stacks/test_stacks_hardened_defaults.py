"""One `DefaultSettings.hardened()` for all tenants: each stack has what its tenant's cloud has."""

import json
from pathlib import Path

import pytest

from crosscloud.domain.clouds import CHINA, GLOBAL, USGOV, USGOV_DOD, Cloud
from crosscloud_constructs import App, DefaultSettings, cdk
from stacks import TenantStack
from tests.constructs.made_up import tenant


@pytest.mark.parametrize("cloud", [GLOBAL, USGOV, USGOV_DOD, CHINA], ids=str)
def test_the_fallback_for_guests_is_one_that_the_cloud_has(cloud: Cloud, tmp_path: Path) -> None:
    defaults = DefaultSettings.hardened()
    stack = TenantStack(App(outdir=str(tmp_path)), tenant("contoso", cloud), defaults=defaults)
    made = json.loads(cdk.Testing.synth(stack))["resource"]["crosscloud_default_settings"]["this"]
    assert made["invitation_redemption_identity_provider_configuration"] == {
        "primary_identity_provider_precedence_order": ["azureActiveDirectory"],
        "fallback_identity_provider": "defaultConfiguredIdp" if cloud is CHINA else "emailOneTimePasscode",
    }
    assert {made[name]["applications"]["access_type"] for name in made if "direct" in name} == {"blocked"}
