"""What Terraform does to resources beyond plain changes: taint, replace, two for one object, order, and doubt."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crosscloud.domain.clouds import USGOV
from crosscloud.emulator.faults import Fault
from tests.acceptance.workbench import PARTNER_ID, TENANT_ID, Workbench, workbench

pytestmark = pytest.mark.terraform

US, CN = "microsoftonline.us", "partner.microsoftonline.cn"
TRUST = {"is_mfa_accepted": True}


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    with workbench(tmp_path) as made:
        yield made


def root(*endpoints: str, **more: Any) -> dict[str, Any]:
    return {"allowed_cloud_endpoints": list(endpoints), **more}


def enabled(bench: Workbench) -> list[str]:
    found: list[str] = bench.emulator.state("contoso")["policy"]["allowedCloudEndpoints"]
    return found


def words(text: str) -> str:
    return " ".join(text.replace("│", " ").replace("╷", " ").replace("╵", " ").split())


@pytest.mark.parametrize("how", ["taint", "replace", "without refresh"])
def test_a_replaced_singleton_still_restores_what_stood_there_first(bench: Workbench, how: str) -> None:
    bench.emulator.change("contoso", policy={"allowedCloudEndpoints": [CN]})
    bench.write({"crosscloud_settings": {"this": root(US)}})
    bench.settles()
    if how == "replace":
        bench.apply("-replace=crosscloud_settings.this")
    else:
        assert bench.terraform("taint", "crosscloud_settings.this").returncode == 0
        bench.apply(*(["-refresh=false"] if how == "without refresh" else []))
    code, text = bench.plan()
    assert code == 0, text
    assert enabled(bench) == [US]
    bench.write({"crosscloud_settings": {"this": root(US, on_destroy="restore")}})
    bench.settles()
    if how == "taint":
        text = bench.apply("-replace=crosscloud_settings.this")
        assert "First on_destroy puts back what stood there before" in words(text)
        assert enabled(bench) == [US]
    bench.write({})
    bench.settles()
    assert enabled(bench) == [CN]


def test_a_singleton_whose_replacement_is_made_first_says_what_is_lost(bench: Workbench) -> None:
    bench.emulator.change("contoso", policy={"allowedCloudEndpoints": [CN]})
    lifecycle = {"create_before_destroy": True}
    bench.write({"crosscloud_settings": {"this": root(US, on_destroy="restore", lifecycle=lifecycle)}})
    bench.settles()
    text = bench.apply("-replace=crosscloud_settings.this")
    assert f'which was: {{"allowed_cloud_endpoints": ["{CN}"]}}' in words(text)
    code, text = bench.plan()
    assert code == 0, text
    assert enabled(bench) == [US]


@pytest.mark.parametrize("create_first", [False, True])
def test_a_tainted_partner_is_there_afterwards(bench: Workbench, create_first: bool) -> None:
    lifecycle = {"lifecycle": {"create_before_destroy": create_first}}
    bench.partner(inbound_trust=TRUST, **lifecycle)
    bench.settles()
    assert bench.terraform("taint", "crosscloud_partner_settings.fabrikam").returncode == 0
    _, text = bench.plan()
    assert "is removed and made anew" in words(text)
    bench.apply()
    bench.apply("-replace=crosscloud_partner_settings.fabrikam")
    code, text = bench.plan()
    assert code == 0, text
    live = bench.live_partner()
    assert live is not None
    assert live["inboundTrust"]["isMfaAccepted"] is True


def test_a_tainted_service_provider_is_refused_at_plan_time(tmp_path: Path) -> None:
    with workbench(tmp_path, spawned=True) as bench:
        bench.partner()
        bench.apply()
        bench.emulator.change("contoso", partners={PARTNER_ID: {"isServiceProvider": True}})
        assert bench.terraform("taint", "crosscloud_partner_settings.fabrikam").returncode == 0
        code, text = bench.plan()
        assert code == 1
        assert f"XC302: {TENANT_ID} would lose the entry of its service provider {PARTNER_ID}." in words(text)
        assert bench.live_partner() is not None


def test_two_resources_for_one_object_are_refused_at_plan_time(bench: Workbench) -> None:
    one: dict[str, Any] = {"tenant_id": PARTNER_ID, "inbound_trust": TRUST}
    other = {**one, "tenant_id": PARTNER_ID.upper(), "adopt_existing": True}
    bench.write({"crosscloud_partner_settings": {"one": one, "two": one}})
    code, text = bench.plan()
    assert code == 1
    assert f"Two resources manage partner {PARTNER_ID}" in words(text)
    bench.write({"crosscloud_partner_settings": {"one": one}, "crosscloud_settings": {"one": root(US)}})
    bench.settles()
    bench.write({"crosscloud_partner_settings": {"one": one, "two": other}})
    code, text = bench.plan()
    assert code == 1
    assert f"Two resources manage partner {PARTNER_ID}" in words(text)
    bench.write({"crosscloud_settings": {"one": root(US), "two": root(CN)}})
    code, text = bench.plan()
    assert code == 1
    assert f"Two resources manage the cross-cloud settings of tenant {TENANT_ID}" in words(text)
    assert enabled(bench) == [US]


def stack(*, allowed: bool = True, partner: bool = True, sync: bool = True, **more: Any) -> dict[str, Any]:
    resources: dict[str, Any] = {}
    if partner:
        resources["crosscloud_partner_settings"] = {"fabrikam": {"tenant_id": PARTNER_ID}}
    if sync:
        resources["crosscloud_partner_identity_synchronization"] = {
            "fabrikam": {
                "tenant_id": PARTNER_ID,
                "user_sync_inbound": {"is_sync_allowed": allowed},
                "depends_on": ["crosscloud_partner_settings.fabrikam"] if partner else [],
                **more,
            }
        }
    return resources


def synchronization(bench: Workbench) -> Any:
    live = bench.live_partner()
    return live and live["identitySynchronization"]


def test_an_identity_synchronization_from_create_to_destroy(bench: Workbench) -> None:
    bench.write(stack())
    bench.settles()
    bench.write(stack(allowed=False, display_name="Fabrikam"))
    bench.settles()
    assert synchronization(bench)["userSyncInbound"] == {"isSyncAllowed": False}
    bench.write(stack(allowed=False, group_sync_inbound={"is_sync_allowed": True}))
    bench.settles()
    assert synchronization(bench)["displayName"] == "Fabrikam"  # left out: left as it is
    bench.emulator.change(
        "contoso", partners={PARTNER_ID: {"identitySynchronization": {"userSyncInbound": {"isSyncAllowed": True}}}}
    )
    code, text = bench.plan()
    assert code == 2
    assert "user_sync_inbound" in text
    bench.settles()
    address = "crosscloud_partner_identity_synchronization.fabrikam"
    bench.apply(f"-replace={address}")
    assert bench.terraform("state", "rm", address).returncode == 0
    assert bench.terraform("import", "-no-color", address, PARTNER_ID.upper()).returncode == 0
    bench.settles()
    bench.write({})
    bench.settles()  # the synchronization first, then its partner
    assert bench.live_partner() is None


def test_a_partner_is_not_removed_before_its_identity_synchronization(bench: Workbench) -> None:
    bench.partner()
    bench.apply()
    held = {"identitySynchronization": {"userSyncInbound": {"isSyncAllowed": True}}}
    bench.emulator.change("contoso", partners={PARTNER_ID: held})
    bench.write({})
    code, text = bench.plan()
    assert code == 2
    assert "has an identity synchronization, which must be removed before it" in words(text)
    run = bench.terraform("apply", "-no-color", "-auto-approve")
    assert run.returncode == 1
    assert "still has an identity synchronization" in words(run.stderr)
    assert bench.live_partner() is not None


def test_groups_in_us_government_are_refused_at_plan_time(tmp_path: Path) -> None:
    with workbench(tmp_path, USGOV) as bench:
        bench.write(stack(group_sync_inbound={"is_sync_allowed": True}))
        code, text = bench.plan()
        assert code == 1
        assert "does not declare groupSyncInbound" in words(text)
        bench.write(stack())
        bench.settles()


def provider(**given: Any) -> dict[str, Any]:
    return {"crosscloud": {"tenant_id": TENANT_ID, "cloud": "global", "environment_prefix": "T", **given}}


def test_how_a_tenant_and_its_cloud_are_written_changes_nothing(tmp_path: Path) -> None:
    with workbench(tmp_path, USGOV) as bench:
        resources = {
            "crosscloud_settings": {"this": root("microsoftonline.com")},
            "crosscloud_partner_settings": {"fabrikam": {"tenant_id": PARTNER_ID}},
        }
        bench.write(resources, provider=provider(cloud="gcc_high", tenant_id=TENANT_ID.upper()))
        bench.settles()
        bench.write(resources, provider=provider(cloud="usgov"))
        code, text = bench.plan()
        assert code == 0, text
        bench.write(resources, provider=provider(cloud="usgov", environment_prefix="MY-PREFIX"))
        code, text = bench.plan()
        assert code == 1
        assert "must begin the name of an environment variable" in words(text)
        bench.write(resources, provider=provider(cloud="gcc"))
        assert "GCC is in global" in words(bench.plan()[1])


def test_a_provider_whose_configuration_is_not_known_yet(bench: Workbench) -> None:
    bench.write(
        {
            "terraform_data": {"tenant": {"input": TENANT_ID}},
            "crosscloud_settings": {"this": root(US)},
            "crosscloud_partner_settings": {"fabrikam": {"tenant_id": PARTNER_ID, "inbound_trust": TRUST}},
        },
        provider=provider(tenant_id="${terraform_data.tenant.output}"),
    )
    code, text = bench.plan()
    assert code == 2, text
    assert "The provider is not configured yet" in words(text)
    bench.settles()
    assert enabled(bench) == [US]


def test_writes_in_doubt_settle(bench: Workbench) -> None:
    for fault in (
        Fault(tenant="contoso", method="POST", path_contains="/partners", drop_connection=True),
        Fault(tenant="contoso", method="PATCH", path_contains="olicies", status=429, retry_after=0),
        Fault(tenant="contoso", method="PATCH", path_contains="olicies", drop_connection=True),
    ):
        bench.emulator.faults.add(fault)
    bench.write(
        {
            "crosscloud_settings": {"this": root(US)},
            "crosscloud_partner_settings": {"fabrikam": {"tenant_id": PARTNER_ID, "inbound_trust": TRUST}},
        }
    )
    bench.settles()
    assert bench.emulator.faults.waiting == ()
    assert "tainted" not in bench.terraform("show", "-no-color").stdout


def test_a_saved_plan_is_not_applied_to_what_changed_meanwhile(bench: Workbench) -> None:
    bench.partner(inbound_trust=TRUST)
    bench.settles()
    bench.partner(inbound_trust={"is_compliant_device_accepted": True})
    assert bench.terraform("plan", "-no-color", "-out=saved").returncode == 0
    edited = {"b2bCollaborationInbound": None, "automaticUserConsentSettings": {"inboundAllowed": True}}
    bench.emulator.change("contoso", partners={PARTNER_ID: edited})
    run = bench.terraform("apply", "-no-color", "saved")
    assert run.returncode == 1
    assert "changed since the plan" in words(run.stderr)
    assert "automatic_user_consent_settings.inbound_allowed" in words(run.stderr)
    live = bench.live_partner()
    assert live is not None
    assert live["inboundTrust"]["isMfaAccepted"] is True
    bench.settles()


def test_what_a_saved_plan_adopts_is_told_again_where_it_is_applied(tmp_path: Path) -> None:
    """Of a create Terraform hands the apply nothing that the plan kept, so that it cannot be compared there."""
    with workbench(tmp_path, spawned=True) as bench:
        bench.write({"crosscloud_settings": {"this": root(US)}})
        run = bench.terraform("plan", "-no-color", "-out=saved")
        assert run.returncode == 0, run.stderr
        bench.emulator.change("contoso", policy={"allowedCloudEndpoints": [CN]})
        run = bench.terraform("apply", "-no-color", "saved")
        assert run.returncode == 0, run.stderr
        assert f"allowed_cloud_endpoints: [{CN}] -> [{US}]" in words(run.stdout)
        state = bench.terraform("show", "-no-color").stdout
        assert CN in state  # it is what on_destroy = "restore" would put back


def test_two_tenants_at_one_warm_provider_are_refused(bench: Workbench) -> None:
    other = provider(tenant_id=PARTNER_ID, alias="other")["crosscloud"]
    bench.write(
        {
            "crosscloud_settings": {
                "mine": root(US),
                "theirs": {"provider": "crosscloud.other", **root(CN)},
            }
        },
        provider={"crosscloud": [provider()["crosscloud"], other]},
    )
    code, text = bench.plan()
    assert code == 1
    assert "A second tenant at one provider" in words(text)
    assert enabled(bench) == []
