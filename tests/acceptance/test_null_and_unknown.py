"""What real Terraform does with null where a value must be given, and with what is known only at the apply."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.acceptance.workbench import PARTNER_ID, TENANT_ID, Workbench, workbench

pytestmark = pytest.mark.terraform

NULL = "${null}"


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Workbench]:
    with workbench(tmp_path) as made:
        yield made


def words(text: str) -> str:
    return " ".join(text.replace("│", " ").replace("╷", " ").replace("╵", " ").split())


def test_null_where_a_value_must_be_given_is_refused_when_it_is_validated(bench: Workbench) -> None:
    targets = [{"target": NULL, "target_type": "group"}]
    halves = {
        "users_and_groups": {"access_type": "allowed", "targets": targets},
        "applications": {"access_type": NULL, "targets": [NULL]},
    }
    bench.write(
        {
            "crosscloud_settings": {"this": {"allowed_cloud_endpoints": NULL}},
            "crosscloud_partner_settings": {
                "nobody": {"tenant_id": NULL},
                "odd": {"tenant_id": PARTNER_ID, "b2b_collaboration_inbound": halves},
            },
        },
        data={"crosscloud_partner_settings": {"nobody": {"tenant_id": NULL}}},
    )
    run = bench.terraform("validate", "-no-color")
    text = words(run.stdout + run.stderr)
    assert run.returncode == 1
    for what in (
        "allowed_cloud_endpoints is required and cannot be null.",
        "b2b_collaboration_inbound.users_and_groups.targets[*].target is required and cannot be null.",
        "b2b_collaboration_inbound.applications.access_type is required and cannot be null.",
        "b2b_collaboration_inbound.applications.targets[*] cannot be null.",
    ):
        assert what in text, text
    assert text.count("tenant_id is required and cannot be null.") == 2  # the resource's and the data source's
    assert "NoneType" not in text


def test_so_is_null_in_the_providers_block(bench: Workbench) -> None:
    own: dict[str, Any] = {"tenant_id": TENANT_ID, "cloud": "global"}
    for block, what in (
        ({**own, "tenant_id": NULL}, "tenant_id is required and cannot be null."),
        ({**own, "cloud": NULL}, "cloud is required and cannot be null."),
        ({**own, "hold": [NULL]}, "hold[0] cannot be null."),
        ({**own, "accept": [NULL]}, "accept[0] cannot be null."),
    ):
        bench.write(
            {"crosscloud_settings": {"this": {"allowed_cloud_endpoints": []}}}, provider={"crosscloud": block}
        )
        code, text = bench.plan()
        assert code == 1
        assert what in words(text), text


def test_whether_a_partner_is_adopted_is_decided_at_the_apply(bench: Workbench) -> None:
    bench.emulator.seed_partners("contoso", [{"tenantId": PARTNER_ID, "inboundTrust": None}])
    made = {"b2bCollaborationInbound": None, "automaticUserConsentSettings": {"inboundAllowed": True}}
    bench.emulator.change("contoso", partners={PARTNER_ID: made})
    adopting = '${terraform_data.whether.output == "yes"}'
    resources = {
        "terraform_data": {"whether": {"input": "yes"}},
        "crosscloud_partner_settings": {"fabrikam": {"tenant_id": PARTNER_ID, "adopt_existing": adopting}},
    }
    bench.write(resources)
    code, text = bench.plan()
    assert code == 2, text
    assert "whether it is adopted is known only at the apply" in words(text)
    bench.settles()
    assert (bench.live_partner() or {})["automaticUserConsentSettings"]["inboundAllowed"] is None
