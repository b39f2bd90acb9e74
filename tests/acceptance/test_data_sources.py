"""Data sources and functions through real Terraform: read in one plan with resources, and usable in them."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.project import requests
from tests.acceptance.workbench import PARTNER_ID, TENANT_ID, Workbench, workbench

pytestmark = pytest.mark.terraform

OTHER_ID = "11111111-2222-4333-8444-555555555555"


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    with workbench(tmp_path) as made:
        yield made


def everyone(access_type: str, keyword: str, kind: str) -> dict[str, Any]:
    return {"accessType": access_type, "targets": [{"target": keyword, "targetType": kind}]}


def test_all_in_one_reading_and_copied_to_another_partner(bench: Workbench) -> None:
    section = {
        "usersAndGroups": everyone("allowed", "AllUsers", "user"),
        "applications": everyone("allowed", "Office365", "application"),
    }
    synchronization = {"displayName": "Fabrikam", "userSyncInbound": {"isSyncAllowed": True}}
    bench.emulator.seed_partners(
        "contoso",
        [{"tenantId": PARTNER_ID, "b2bCollaborationInbound": section, "identitySynchronization": synchronization}],
    )
    by_id = {"this": {"tenant_id": PARTNER_ID.upper()}}
    bench.write(
        {
            "crosscloud_partner_settings": {
                "copy": {
                    "tenant_id": OTHER_ID,
                    "b2b_collaboration_inbound": (
                        "${data.crosscloud_partner_settings.this.b2b_collaboration_inbound}"
                    ),
                }
            }
        },
        data={
            "crosscloud_settings": {"this": {}},
            "crosscloud_default_settings": {"this": {}},
            "crosscloud_partner_settings": by_id,
            "crosscloud_partner_identity_synchronization": by_id,
            "crosscloud_partners": {"this": {}},
            "crosscloud_tenant": {"this": {"tenant_id": TENANT_ID}},
        },
        output={
            "found": {
                "value": {
                    "endpoints": "${data.crosscloud_settings.this.allowed_cloud_endpoints}",
                    "default": "${data.crosscloud_default_settings.this.b2b_collaboration_inbound}",
                    "sync": "${data.crosscloud_partner_identity_synchronization.this.user_sync_inbound}",
                    "partners": "${data.crosscloud_partners.this.tenant_ids}",
                    "cloud": "${data.crosscloud_tenant.this.cloud}",
                    "pair": '${provider::crosscloud::is_supported_pair("usgov", "china")}',
                    "may": '${provider::crosscloud::enableable_endpoints("gcc_high")}',
                }
            }
        },
    )
    before = len(requests(bench.emulator))
    bench.terraform("plan", "-no-color")
    asked = [r["path"] for r in requests(bench.emulator, after=before)]
    assert len([path for path in asked if path.startswith(("/v1.0", "/beta"))]) == 3
    bench.apply()
    found = json.loads(bench.terraform("output", "-json", "found").stdout)
    assert found["endpoints"] == []
    assert found["default"]["applications"]["access_type"] == "allowed"
    assert found["sync"] == {"is_sync_allowed": True}
    assert found["partners"] == [PARTNER_ID]
    assert found["cloud"] == "global"
    assert found["pair"] is False
    assert found["may"] == ["microsoftonline.com"]
    bench.apply()  # the list of partners has grown
    code, text = bench.plan()
    assert code == 0, text
    copied = next(p for p in bench.emulator.state("contoso")["partners"] if p["tenantId"] == OTHER_ID)
    assert copied["b2bCollaborationInbound"] == section


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"crosscloud_partner_settings": {"x": {"tenant_id": PARTNER_ID}}}, f"Partner {PARTNER_ID} is not listed"),
        ({"crosscloud_partner_settings": {"x": {"tenant_id": "fabrikam.com"}}}, "must be a GUID"),
        ({"crosscloud_tenant": {"x": {}}}, "Give exactly one of tenant_id and domain_name"),
        ({"crosscloud_tenant": {"x": {"tenant_id": PARTNER_ID}}}, "is not known to"),
    ],
)
def test_what_cannot_be_answered_is_an_error(bench: Workbench, data: dict[str, Any], words: str) -> None:
    bench.write({}, data=data)
    code, text = bench.plan()
    assert code == 1
    assert words in " ".join(text.replace("│", " ").split()), text
