"""Reviews as tests of the reports need them, made as real ones are: of what Graph and Terraform print.

What the tenants' settings are before and after is written down; changes, directions and findings follow.
"""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from crosscloud.domain.applications import GUEST_ESSENTIALS, RIGHTS_MANAGEMENT
from crosscloud.domain.clouds import GLOBAL, USGOV
from crosscloud.domain.directory import DirectoryReading
from crosscloud.domain.finding_policy import Acceptance
from crosscloud.domain.named import Kind, NamedId
from crosscloud.domain.tenant import TenantSettings, make_unread_tenant
from crosscloud.environment import Environment, Tenant
from crosscloud.intent.source import IntentText
from crosscloud.review.directions import DirectionReview, review_directions
from crosscloud.review.model import JointPlan, TenantPlan
from crosscloud.review.review import Review, review_plan
from crosscloud.terraform.cli import TerraformMessage
from crosscloud.terraform.plan import read_plan
from tests.support.plans import tenant_as_read, terraform_document
from tests.support.tenants import other_ways_closed

CONTOSO, FABRIKAM = "f6fadfa7-e5c1-4b62-9362-da5cc13da58a", "2c63888f-28f0-4481-be6d-dce7a7ace732"
ENGINEERS, CONTRACTORS = "ac8efe12-1c59-49f1-ba2d-de83458bfed0", "dd2ee150-d284-4277-b89c-1af40ce8fcc9"
FIELD_ENGINEERS = "5796a670-482c-490e-8d97-82bfcdc83011"
DESIGN_VAULT, SUPPLY_DESK = "0b80a255-53a1-4945-a932-58ef7777682c", "45ac16b9-c20d-4c21-8f8a-7abff2e91ac7"
OUTSIDE = "11111111-2222-4333-8444-555555555555"
READ_AT, TODAY = "2026-11-23T09:14:07Z", dt.date(2026, 11, 23)
PATH = Path("environments/pilot.yaml")
HALVES = ("b2b_collaboration_inbound", "b2b_collaboration_outbound")
TRUST = ("is_mfa_accepted", "is_compliant_device_accepted", "is_hybrid_azure_ad_joined_device_accepted")
NO_TRUST = dict.fromkeys(TRUST, False)


def b2b(
    access: str, users: Sequence[str], applications: Sequence[str], of_applications: str = ""
) -> dict[str, Any]:
    """A B2B section; `AllUsers` and `AllApplications` are the wildcards, every other user is a group."""
    return {
        "users_and_groups": {
            "access_type": access,
            "targets": [{"target": u, "target_type": "user" if u == "AllUsers" else "group"} for u in users],
        },
        "applications": {
            "access_type": of_applications or access,
            "targets": [{"target": a, "target_type": "application"} for a in applications],
        },
    }


OPEN = b2b("allowed", ["AllUsers"], ["AllApplications"])
CLOSED = b2b("blocked", ["AllUsers"], ["AllApplications"])
OUT_FOR_MAIL = b2b("allowed", ["AllUsers"], [RIGHTS_MANAGEMENT])
TO_VAULT = b2b("allowed", [ENGINEERS], [DESIGN_VAULT, *GUEST_ESSENTIALS])
TO_DESK = b2b("allowed", [FIELD_ENGINEERS], [SUPPLY_DESK, *GUEST_ESSENTIALS])
BLOCKING = b2b("blocked", [CONTRACTORS], [DESIGN_VAULT])


def partner(inbound: Any, outbound: Any, *, trusts: Sequence[str] = (), consents: str = "") -> dict[str, Any]:
    """A partner's sections: both halves, trust by its members, and automatic consent `in` or `out`."""
    return {
        "b2b_collaboration_inbound": inbound,
        "b2b_collaboration_outbound": outbound,
        "inbound_trust": {**NO_TRUST, **dict.fromkeys(trusts, True)},
        "automatic_user_consent_settings": {
            "inbound_allowed": consents == "in",
            "outbound_allowed": consents == "out",
        },
    }


def tenant(
    name: str, partners: Mapping[str, Any], *, default: tuple[Any, Any] = (OPEN, OPEN), enabled: bool = True
) -> TenantSettings:
    """Contoso, Fabrikam: a tenant with its partners and with what its default does, in and out."""
    cloud, tenant_id = (GLOBAL, CONTOSO) if name == "contoso" else (USGOV, FABRIKAM)
    other = USGOV if cloud is GLOBAL else GLOBAL
    sections = {**other_ways_closed(cloud), **dict(zip(HALVES, default, strict=True)), "inbound_trust": NO_TRUST}
    endpoints = [other.endpoint] if enabled else []
    return tenant_as_read(name, tenant_id, cloud, endpoints=endpoints, default=sections, partners=partners)


def pair(contoso: TenantSettings, fabrikam: TenantSettings) -> dict[str, TenantSettings]:
    return {CONTOSO: contoso, FABRIKAM: fabrikam}


def _together(to_fabrikam: Any) -> dict[str, TenantSettings]:
    hardened = (CLOSED, OUT_FOR_MAIL)
    trusts = ("is_mfa_accepted", "is_compliant_device_accepted")
    of_contoso = partner(TO_DESK, to_fabrikam, trusts=trusts[:1], consents="out")
    of_fabrikam = partner(to_fabrikam, TO_DESK, trusts=trusts, consents="in")
    return pair(
        tenant("contoso", {FABRIKAM: of_contoso}, default=hardened),
        tenant("fabrikam", {CONTOSO: of_fabrikam}, default=hardened),
    )


UNTOUCHED = pair(tenant("contoso", {}, enabled=False), tenant("fabrikam", {}, enabled=False))
TOGETHER = _together(TO_VAULT)
WIDENED = _together(BLOCKING)
UNREAD_FABRIKAM = make_unread_tenant("fabrikam", FABRIKAM, USGOV)
DECLARED = {(CONTOSO, FABRIKAM): "main.py:27", (FABRIKAM, CONTOSO): "main.py:37"}


TEXTS = {
    "main.py:27": IntentText(
        "main.py:30",
        ("access",),
        'Access.allow(groups=[engineers], applications=[fabrikam.application("design-vault"), *GUEST_ESSENTIALS])',
        'Access.block(groups=[contractors], applications=[fabrikam.application("design-vault")])',
    )
}


def _named(kind: Kind, tenant: str, tenant_id: str, **names: str) -> dict[str, NamedId]:
    return {
        name.replace("_", "-"): NamedId(kind, id_, name.replace("_", "-"), tenant, tenant_id)
        for name, id_ in names.items()
    }


def environment(*accept: Acceptance) -> Environment:
    """Contoso and Fabrikam, with a name for each of their groups and applications."""
    contoso, fabrikam = ("contoso", CONTOSO), ("fabrikam", FABRIKAM)
    groups = {
        "contoso": _named("group", *contoso, engineers=ENGINEERS, contractors=CONTRACTORS),
        "fabrikam": _named("group", *fabrikam, field_engineers=FIELD_ENGINEERS),
    }
    applications = {
        "contoso": _named("application", *contoso, supply_desk=SUPPLY_DESK),
        "fabrikam": _named("application", *fabrikam, design_vault=DESIGN_VAULT),
    }
    tenants = {
        name: Tenant(
            name, tenant_id, cloud, "pilot", PATH, True, None, None, groups[name], {}, applications[name], line
        )
        for line, ((name, tenant_id), cloud) in enumerate(((contoso, GLOBAL), (fabrikam, USGOV)), 1)
    }
    return Environment("pilot", PATH, Path(), False, tenants, accept)


def accepted(id_: str, line: int = 48) -> Acceptance:
    """An entry of the environment file that accepts a finding for both tenants."""
    return Acceptance(id_, ("contoso", "fabrikam"), "Pilot tenants", "Ada", dt.date(2026, 12, 31), line)


def tenant_plan(
    before: TenantSettings,
    after: TenantSettings | None = None,
    *,
    is_first: bool = False,
    messages: Sequence[TerraformMessage] = (),
    sources: Mapping[str, str] | None = None,
    labels: Mapping[str, str] | None = None,
) -> TenantPlan:
    """What Terraform plans to make `after` of `before`; nothing where it is left out."""
    labels = labels or {FABRIKAM: "fabrikam", CONTOSO: "contoso"}
    document = terraform_document(before, after or before, is_first=is_first, labels=labels)
    return TenantPlan(
        name=before.name,
        tenant_id=before.tenant_id,
        cloud=before.cloud,
        stack=f"pilot-{before.cloud.name}-{before.name}",
        before=before,
        taken_at=READ_AT,
        plan=read_plan(document),
        messages=tuple(messages),
        sources=dict(sources or {}),
        directions=tuple((*ends, line) for ends, line in DECLARED.items()),
        document=document,
    )


def failed_plan(*messages: TerraformMessage) -> TenantPlan:
    """Fabrikam, which could not be planned: nothing of it was read."""
    return replace(tenant_plan(UNREAD_FABRIKAM, messages=messages), before=None, taken_at="")


def review(
    plans: Sequence[TenantPlan],
    *accept: Acceptance,
    commit: str = "4be19d7",
    base: str = "",
    intent: Mapping[str, IntentText] | None = None,
    directory: DirectoryReading | None = None,
) -> Review:
    """The review of a joint plan."""
    plan = JointPlan("pilot", commit, tuple(plans), {}, base, dict(intent or {}), directory or DirectoryReading())
    return review_plan(environment(*accept), plan, TODAY)


def between(
    before: Mapping[str, TenantSettings], after: Mapping[str, TenantSettings], declared: Any = None
) -> list[DirectionReview]:
    """The directions between the tenants, and what their defaults do."""
    return review_directions(before, after, [CONTOSO, FABRIKAM], declared or DECLARED)


@cache
def first() -> Review:
    """The first plan of the pilot: one partnership opens, both defaults close, which is accepted."""
    sources = {
        "crosscloud_settings.this": "main.py:50",
        "crosscloud_partner_settings.fabrikam": "main.py:22",
    }
    return review(
        [
            tenant_plan(UNTOUCHED[CONTOSO], TOGETHER[CONTOSO], is_first=True, sources=sources),
            tenant_plan(UNTOUCHED[FABRIKAM], TOGETHER[FABRIKAM], is_first=True),
        ],
        accepted("XC301"),
    )


@cache
def widening() -> Review:
    """A later plan: what reads like a restriction opens Fabrikam to everybody; it is refused."""
    return review(
        [tenant_plan(TOGETHER[id_], WIDENED[id_]) for id_ in (CONTOSO, FABRIKAM)],
        commit="c07a3e9",
        base="4be19d7",
        intent=TEXTS,
    )


@cache
def empty() -> Review:
    """A plan that changes nothing."""
    return review([tenant_plan(TOGETHER[CONTOSO]), tenant_plan(TOGETHER[FABRIKAM])])


@cache
def failed() -> Review:
    """A plan of which one tenant could not be read."""
    message = TerraformMessage(
        "error", "Sign-in failed", "AADSTS7000215: the secret is not valid.\nMake a new one.", ""
    )
    warning = TerraformMessage("warning", "Deprecated argument", "Use another.", "crosscloud_settings.this")
    found = review([tenant_plan(TOGETHER[CONTOSO], messages=[warning]), failed_plan(message)])
    return replace(found, directions=())


@cache
def half_open() -> Review:
    """One half of a partnership was written, the other was not; nothing changes."""
    return review([tenant_plan(TOGETHER[CONTOSO]), tenant_plan(UNTOUCHED[FABRIKAM])])


@cache
def not_read() -> Review:
    """Fabrikam was not read, and nothing is planned; Contoso lists a partner that nobody named."""
    contoso = TOGETHER[CONTOSO]
    outside = tenant("contoso", {OUTSIDE: partner(OPEN, CLOSED, trusts=TRUST[:1])}).partners
    with_outside = replace(contoso, partners={**contoso.partners, **outside})
    found = DirectoryReading(clouds_of={OUTSIDE: frozenset({"global"})})
    return review([tenant_plan(with_outside), tenant_plan(UNREAD_FABRIKAM)], directory=found)
