"""Reviews as tests of the reports need them: what the tenants' settings are before and after, and what was found.

The directions come from the settings, as in a real review; changes and findings are written down.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from crosscloud.review.access import DirectionReview, PartnerBeyond, review_directions
from crosscloud.review.changes import ObjectChange, Row

from crosscloud.domain.access import TenantSettings, unread
from crosscloud.domain.applications import GUEST_ESSENTIALS, RIGHTS_MANAGEMENT
from crosscloud.domain.clouds import GLOBAL, USGOV, Cloud
from crosscloud.domain.findings import Finding
from crosscloud.intent.source import IntentText
from crosscloud.review.judgement import JudgedFinding, Status
from crosscloud.review.model import JointPlan, TenantPlan
from crosscloud.review.review import Review
from crosscloud.terraform.cli import TerraformMessage

CONTOSO, FABRIKAM = "f6fadfa7-e5c1-4b62-9362-da5cc13da58a", "2c63888f-28f0-4481-be6d-dce7a7ace732"
ENGINEERS, CONTRACTORS = "ac8efe12-1c59-49f1-ba2d-de83458bfed0", "dd2ee150-d284-4277-b89c-1af40ce8fcc9"
FIELD_ENGINEERS = "5796a670-482c-490e-8d97-82bfcdc83011"
DESIGN_VAULT, SUPPLY_DESK = "0b80a255-53a1-4945-a932-58ef7777682c", "45ac16b9-c20d-4c21-8f8a-7abff2e91ac7"
NAMES = {
    ENGINEERS: "engineers",
    CONTRACTORS: "contractors",
    FIELD_ENGINEERS: "field-engineers",
    DESIGN_VAULT: "design-vault",
    SUPPLY_DESK: "supply-desk",
}
READ_AT = "2026-11-23T09:14:07Z"
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
    endpoints = frozenset({other.endpoint} if enabled else ())
    sections = {**dict(zip(HALVES, default, strict=True)), "inbound_trust": NO_TRUST}
    return TenantSettings(name, tenant_id, cloud, endpoints, sections, dict(partners))


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
UNREAD_FABRIKAM = unread("fabrikam", FABRIKAM, USGOV)
DECLARED = {(CONTOSO, FABRIKAM): "main.py:27", (FABRIKAM, CONTOSO): "main.py:37"}


TEXTS = {
    "main.py:27": IntentText(
        "main.py:30",
        ("access",),
        'Access.allow(groups=[engineers], applications=[fabrikam.application("design-vault"), *GUEST_ESSENTIALS])',
        'Access.block(groups=[contractors], applications=[fabrikam.application("design-vault")])',
    )
}


def judged(
    status: Status,
    severity: Any,
    id_: str,
    tenants: Sequence[str],
    summary: str,
    *,
    detail: str = "",
    fix: str = "",
    acceptance: str = "",
) -> JudgedFinding:
    found = Finding(id_, severity, tuple(tenants), summary, detail, fix, tuple(tenants))
    return JudgedFinding(found, status, acceptance)


def tenant_plan(
    name: str,
    changes: Sequence[ObjectChange] = (),
    *,
    messages: Sequence[TerraformMessage] = (),
    tenant_id: str = "",
    cloud: Cloud | None = None,
    sources: Mapping[str, str] | None = None,
    overrides: Mapping[str, str] | None = None,
    read: bool = True,
) -> TenantPlan:
    cloud = cloud or (GLOBAL if name == "contoso" else USGOV)
    return TenantPlan(
        name=name,
        tenant_id=tenant_id or (CONTOSO if cloud is GLOBAL else FABRIKAM),
        cloud=cloud.name,
        cloud_title=cloud.title,
        stack=f"pilot-{cloud.name}-{name}",
        snapshot={"policy": {}, "default": {}, "partners": [], "unreadable": {}} if read else None,
        taken_at=READ_AT if read else "",
        changes=tuple(changes),
        messages=tuple(messages),
        overrides=dict(overrides or {}),
        sources=dict(sources or {}),
        has_changes=bool(changes),
        directions=((CONTOSO, FABRIKAM, "main.py:27"),),
    )


def review(
    plans: Sequence[TenantPlan],
    directions: Sequence[DirectionReview],
    findings: Sequence[JudgedFinding] = (),
    *,
    environment: str = "pilot",
    commit: str = "4be19d7",
    base: str = "",
    intent: Mapping[str, IntentText] | None = None,
) -> Review:
    plan = JointPlan(environment, commit, tuple(plans), NAMES, base, dict(intent or {}))
    return Review(plan, tuple(directions), tuple(findings))


def between(
    before: Mapping[str, TenantSettings], after: Mapping[str, TenantSettings], declared: Any = None
) -> list[DirectionReview]:
    return review_directions(before, after, [CONTOSO, FABRIKAM], NAMES.get, declared or DECLARED)


def _first_changes(other: str, other_id: str, endpoint: str) -> list[ObjectChange]:
    everyone, everything = "allowed AllUsers", "allowed AllApplications"
    return [
        ObjectChange(
            "crosscloud_settings.this",
            "settings",
            "take over",
            None,
            (Row("allowed_cloud_endpoints", "", "[]", f"[{endpoint}]"),),
        ),
        ObjectChange(
            f"crosscloud_partner_settings.{other}",
            "partner_settings",
            "create",
            other_id,
            (
                Row("b2b_collaboration_inbound", "users_and_groups", "", "allowed group field-engineers"),
                Row("b2b_collaboration_inbound", "applications", "", "allowed supply-desk, guest essentials"),
                Row("inbound_trust", "", "", "is_mfa_accepted true"),
            ),
            inherited=("b2b_direct_connect_inbound", "b2b_direct_connect_outbound", "tenant_restrictions"),
        ),
        ObjectChange(
            "crosscloud_default_settings.this",
            "default_settings",
            "take over",
            None,
            (
                Row("b2b_collaboration_inbound", "users_and_groups", everyone, "blocked AllUsers"),
                Row("b2b_collaboration_inbound", "applications", everything, "blocked AllApplications"),
            ),
            unchanged=("inbound_trust",),
        ),
    ]


def first() -> Review:
    """The first plan of the pilot: one partnership opens, both defaults close."""
    sources = {"crosscloud_settings.this": "main.py:50", "crosscloud_partner_settings.fabrikam": "main.py:22"}
    return review(
        [
            tenant_plan("contoso", _first_changes("fabrikam", FABRIKAM, "microsoftonline.us"), sources=sources),
            tenant_plan("fabrikam", _first_changes("contoso", CONTOSO, "microsoftonline.com")),
        ],
        between(UNTOUCHED, TOGETHER),
        [
            *(
                judged(
                    "accepted",
                    "error",
                    "XC301",
                    [name],
                    "The default closes to organisations that nobody listed.",
                    detail="Who uses it today was not read (AuditLog.Read.All).",
                    fix="Read who uses it.",
                    acceptance="environments/pilot.yaml:48, until 2026-12-31: Pilot tenants.",
                )
                for name in ("contoso", "fabrikam")
            ),
            judged("introduced", "warning", "XC308", ["fabrikam"], "Trusts MFA and compliant devices of contoso."),
            judged("introduced", "warning", "XC308", ["contoso"], "Trusts MFA of fabrikam."),
            judged("introduced", "info", "XC205", ["contoso", "fabrikam"], "Chosen groups need Entra ID P1."),
            judged("introduced", "unknown", "XC114", ["contoso", "fabrikam"], "4 names were not compared."),
        ],
    )


def _widening_change(other: str, other_id: str, section: str) -> ObjectChange:
    return ObjectChange(
        f"crosscloud_partner_settings.{other}",
        "partner_settings",
        "change",
        other_id,
        (
            Row(section, "users_and_groups", "allowed group engineers", "blocked group contractors"),
            Row(section, "applications", "allowed design-vault, guest essentials", "blocked design-vault"),
        ),
    )


def widening() -> Review:
    """A later plan: what reads like a restriction opens Fabrikam to everybody; it is refused."""
    return review(
        [
            tenant_plan("contoso", [_widening_change("fabrikam", FABRIKAM, HALVES[1])]),
            tenant_plan("fabrikam", [_widening_change("contoso", CONTOSO, HALVES[0])]),
        ],
        between(TOGETHER, WIDENED),
        [
            judged(
                "refuses",
                "error",
                "XC307",
                ["contoso", "fabrikam"],
                "fabrikam opens to EVERY user of contoso, for EVERY application",
                detail="With users blocked and applications blocked, only the pair is blocked.",
                fix="Take contractors out of the group engineers in contoso.",
            ),
            judged(
                "introduced",
                "warning",
                "XC208",
                ["contoso", "fabrikam"],
                "Users blocked and applications blocked: only the combination is blocked.",
            ),
            judged("introduced", "unknown", "XC403", ["fabrikam"], "Guests that exist already: not read."),
            judged("standing", "info", "XC205", ["contoso"], "Chosen groups need Entra ID P1."),
        ],
        commit="c07a3e9",
        base="4be19d7",
        intent=TEXTS,
    )


def empty() -> Review:
    """A plan that changes nothing."""
    return review([tenant_plan("contoso"), tenant_plan("fabrikam")], between(TOGETHER, TOGETHER))


def failed() -> Review:
    """A plan of which one tenant could not be read."""
    message = TerraformMessage(
        "error", "Sign-in failed", "AADSTS7000215: the secret is not valid.\nMake a new one.", ""
    )
    warning = TerraformMessage("warning", "Deprecated argument", "Use another.", "crosscloud_settings.this")
    return review(
        [tenant_plan("contoso", messages=[warning]), tenant_plan("fabrikam", messages=[message], read=False)], []
    )


def half_open() -> Review:
    """One half of a partnership was written, the other was not; nothing changes."""
    halves = {**UNTOUCHED, CONTOSO: TOGETHER[CONTOSO]}
    return review([tenant_plan("contoso"), tenant_plan("fabrikam")], between(halves, halves))


def not_read() -> Review:
    """Fabrikam was not read, and nothing is planned; Contoso lists a partner that nobody named."""
    settings = {**TOGETHER, FABRIKAM: UNREAD_FABRIKAM}
    outside = PartnerBeyond("contoso", "organisation 9", "9", "Global", "everything", "nothing", ("MFA",))
    found = review([tenant_plan("contoso"), tenant_plan("fabrikam", read=False)], between(settings, settings))
    return replace(found, beyond=(outside,))
