"""A saved joint plan of two tenants as tests of bundles need it, with live settings and a change in each."""

import json
from pathlib import Path
from typing import Any

from crosscloud.domain.clouds import GLOBAL, USGOV
from crosscloud.domain.tenant import from_snapshot
from crosscloud.intent.source import IntentText
from crosscloud.review.model import JointPlan, TenantPlan
from crosscloud.review.review import Review
from crosscloud.terraform.cli import TerraformMessage
from crosscloud.terraform.plan import read_plan
from crosscloud.wording.names import Names

CONTOSO, FABRIKAM = "f6fadfa7-e5c1-4b62-9362-da5cc13da58a", "2c63888f-28f0-4481-be6d-dce7a7ace732"
VAULT = "0b80a255-53a1-4945-a932-58ef7777682c"


def _everybody(access: str) -> dict[str, Any]:
    return {
        "usersAndGroups": {"accessType": access, "targets": [{"target": "AllUsers", "targetType": "user"}]},
        "applications": {"accessType": access, "targets": [{"target": VAULT, "targetType": "application"}]},
    }


def snapshot(name: str) -> dict[str, Any]:
    """What Graph says of a tenant: one partner, and a default."""
    own, other, cloud = (CONTOSO, FABRIKAM, GLOBAL) if name == "contoso" else (FABRIKAM, CONTOSO, USGOV)
    trust = {
        "isMfaAccepted": True,
        "isCompliantDeviceAccepted": False,
        "isHybridAzureADJoinedDeviceAccepted": False,
    }
    partner = {
        "tenantId": other,
        "isServiceProvider": None,
        "inboundTrust": trust,
        "b2bCollaborationInbound": _everybody("allowed"),
        "b2bCollaborationOutbound": None,
        "automaticUserConsentSettings": {"inboundAllowed": None, "outboundAllowed": True},
        "identitySynchronization": {"displayName": "x", "userSyncInbound": {"isSyncAllowed": True}},
    }
    return {
        "name": name,
        "tenant_id": own,
        "cloud": cloud.name,
        "policy": {"allowedCloudEndpoints": ["microsoftonline.us"]},
        "default": {
            "inboundTrust": trust,
            "b2bCollaborationInbound": _everybody("blocked"),
            "b2bCollaborationOutbound": _everybody("allowed"),
            "b2bDirectConnectInbound": _everybody("blocked"),
            "b2bDirectConnectOutbound": _everybody("blocked"),
        },
        "partners": [partner],
        "unreadable": {},
    }


def document(name: str) -> dict[str, Any]:
    """Terraform's plan of a tenant: its partner's inbound access goes, and so does a default that is kept."""
    other = FABRIKAM if name == "contoso" else CONTOSO
    before = {"tenant_id": other, "inbound_trust": {"is_mfa_accepted": True}}
    after = {
        "tenant_id": other,
        "adopt_existing": False,
        "b2b_collaboration_inbound": {
            "users_and_groups": {
                "access_type": "blocked",
                "targets": [{"target": "AllUsers", "target_type": "user"}],
            },
            "applications": None,
        },
    }
    kept = {"on_destroy": "restore", "restore_to": '{"inbound_trust": null}'}
    changes = [
        ("partner_settings", ["update"], before, after, {"inbound_trust": {"is_mfa_accepted": True}}),
        ("default_settings", ["delete"], kept, None, {}),
    ]
    return {
        "format_version": "1.2",
        "resource_changes": [
            {
                "address": f"crosscloud_{kind}.this",
                "mode": "managed",
                "type": f"crosscloud_{kind}",
                "change": {"actions": actions, "before": was, "after": then, "after_unknown": unknown},
            }
            for kind, actions, was, then, unknown in changes
        ],
        "configuration": {
            "root_module": {"resources": [{"address": "crosscloud_partner_settings.this", "expressions": {}}]}
        },
    }


def tenant_plan(name: str) -> TenantPlan:
    """A tenant's part of the joint plan."""
    before = from_snapshot(snapshot(name))
    return TenantPlan(
        name=name,
        tenant_id=before.tenant_id,
        cloud=before.cloud,
        stack=f"pilot-{name}",
        before=before,
        taken_at="2026-11-23T09:14:07+00:00",
        plan=read_plan(document(name)),
        messages=(TerraformMessage("warning", "Deprecated", "Use another.", ""),),
        overrides={"graph": "https://localhost"},
        sources={"crosscloud_partner_settings.this": "main.py:23"},
        directions=((CONTOSO, FABRIKAM, "main.py:27"),),
        document=document(name),
    )


def review() -> Review:
    """The joint plan; what is shown of it does not matter here."""
    intent = {"main.py:27": IntentText("main.py:30", ("access",), "before", "after")}
    plan = JointPlan(
        "pilot", "4be19d7", (tenant_plan("contoso"), tenant_plan("fabrikam")), {VAULT: "vault"}, "c07a3e9", intent
    )
    return Review(plan, (), (), Names())


def working_files(folder: Path) -> tuple[Path, Path]:
    """Where Terraform saved the plans, and where the stacks are, as a run leaves them."""
    plans, stacks = folder / "plans", folder / "stacks"
    plans.mkdir(parents=True)
    for tenant in review().plan.tenants:
        (plans / f"{tenant.name}.tfplan").write_bytes(f"saved plan of {tenant.name}".encode())
        (stacks / tenant.stack).mkdir(parents=True)
        (stacks / tenant.stack / "cdk.tf.json").write_text(json.dumps({"//": tenant.name}), encoding="utf-8")
    return plans, stacks
