"""May a user of one tenant reach an application of another? Decided gate by gate, from both tenants' settings.

It says what the *settings* permit. The gates between clouds are the documented preconditions, each needed;
the order among them is ours. Sources: Microsoft's pages on Microsoft cloud settings and on cross-tenant access
(rules), the Entra error code reference (AADSTS codes), the interpretation table of the Graph overview (sections).
"""

from dataclasses import dataclass
from typing import Any, Final, Literal

from crosscloud.domain.access.section import rule_of
from crosscloud.domain.access.targets import Subject
from crosscloud.domain.clouds import is_same_cloud, is_supported_pair
from crosscloud.domain.settings import Unread
from crosscloud.domain.tenant import TenantSettings
from crosscloud.domain.truth import Truth, all_of, truth

Verdict = Literal["allow", "block", "unknown"]
GateResult = Literal["pass", "fail", "unknown"]

OUTBOUND: Final = "b2b_collaboration_outbound"
INBOUND: Final = "b2b_collaboration_inbound"

NOT_EVALUATED: Final = (
    "guest account and invitation",
    "Conditional Access",
    "application assignment",
    "tenant restrictions at the user's network or device",
)

_CODES: Final = {"home_outbound": "AADSTS500212", "resource_inbound": "AADSTS500213"}
_RESULTS: Final[dict[Truth, GateResult]] = {Truth.YES: "pass", Truth.NO: "fail", Truth.UNKNOWN: "unknown"}
_VERDICTS: Final[dict[Truth, Verdict]] = {Truth.YES: "allow", Truth.NO: "block", Truth.UNKNOWN: "unknown"}


@dataclass(frozen=True, slots=True)
class Gate:
    """One condition that must hold.

    Attributes:
        name: `supported_pair`, `home_cloud_enabled` and so on.
        tenant: the tenant whose settings decide it; empty for the pair itself.
        answer: whether it holds.
        detail: what was found.
        setting: the setting that decides it, such as `allowed_cloud_endpoints`; empty for the pair itself.
    """

    name: str
    tenant: str
    answer: Truth
    detail: str
    setting: str = ""

    @property
    def aadsts(self) -> str | None:
        """The code of a sign-in that fails here; None where it does not fail, or none is documented."""
        return _CODES.get(self.name) if self.answer is Truth.NO else None

    def to_json(self) -> dict[str, Any]:
        """The gate as data."""
        return {
            "gate": self.name,
            "tenant": self.tenant or None,
            "setting": self.setting or None,
            "result": _RESULTS[self.answer],
            "detail": self.detail,
            "aadsts": self.aadsts,
        }


@dataclass(frozen=True, slots=True)
class Decision:
    """What the settings of two tenants permit, for one user and one application.

    Attributes:
        answer: yes (allow), no (block) or unknown.
        gates: every gate, in order.
        consent_prompt_suppressed: whether automatic redemption is set at both ends.
        trust: what the resource tenant accepts from the home tenant, member by member.
    """

    answer: Truth
    gates: tuple[Gate, ...]
    consent_prompt_suppressed: Truth
    trust: dict[str, Truth]

    @property
    def aadsts(self) -> str | None:
        """The documented code of the first gate that fails; None where none fails or none is documented."""
        failed = next((gate for gate in self.gates if gate.answer is Truth.NO), None)
        return None if failed is None else failed.aadsts

    def to_json(self) -> dict[str, Any]:
        """The decision as data, in the documented shape."""
        prompts = {Truth.YES: "suppressed", Truth.NO: "shown", Truth.UNKNOWN: "unknown"}
        return {
            "decision": _VERDICTS[self.answer],
            "aadsts": self.aadsts,
            "consent_prompt": prompts[self.consent_prompt_suppressed],
            "trust": {name: answer.value for name, answer in self.trust.items()},
            "gates": [gate.to_json() for gate in self.gates],
            "not_evaluated": list(NOT_EVALUATED),
        }


def decide(home: TenantSettings, resource: TenantSettings, user: Subject, application: Subject) -> Decision:
    """What the settings permit `user` of `home` at `application` of `resource`.

    Raises:
        ValueError: where the two are one tenant.
    """
    if home.tenant_id == resource.tenant_id:
        raise ValueError("one tenant is not across tenants")
    gates = (
        *preconditions(home, resource),
        _section_gate("home_outbound", home, resource, OUTBOUND, user, application),
        _section_gate("resource_inbound", resource, home, INBOUND, user, application),
    )
    return Decision(
        answer=all_of(gate.answer for gate in gates),
        gates=gates,
        consent_prompt_suppressed=consent_prompt_suppressed(home, resource),
        trust=trust(home, resource),
    )


def preconditions(home: TenantSettings, resource: TenantSettings) -> tuple[Gate, ...]:
    """The gates that do not depend on the user or the application; none between tenants of one cloud."""
    if is_same_cloud(home.cloud, resource.cloud):
        return ()
    pair = f"{home.cloud} and {resource.cloud}"
    return (
        Gate("supported_pair", "", truth(is_supported_pair(home.cloud, resource.cloud)), pair),
        _enabled("home_cloud_enabled", home, resource),
        _enabled("resource_cloud_enabled", resource, home),
        _listed("home_partner_listed", home, resource),
        _listed("resource_partner_listed", resource, home),
    )


def consent_prompt_suppressed(home: TenantSettings, resource: TenantSettings) -> Truth:
    """Whether automatic redemption is set at both ends; the defaults are fixed to false.

    Source: Microsoft's include on automatic redemption; both halves stand on the partner entries.
    """
    return consents(home, resource.tenant_id, "outbound_allowed") & consents(
        resource, home.tenant_id, "inbound_allowed"
    )


def trust(home: TenantSettings, resource: TenantSettings) -> dict[str, Truth]:
    """What `resource` accepts of users of `home`: each member of inbound trust."""
    value, _ = resource.effective("inbound_trust", home.tenant_id)
    names = ("is_mfa_accepted", "is_compliant_device_accepted", "is_hybrid_azure_ad_joined_device_accepted")
    if not isinstance(value, dict):
        return dict.fromkeys(names, Truth.UNKNOWN)
    return {name: truth(flag if isinstance(flag := value.get(name), bool) else None) for name in names}


def _enabled(gate: str, tenant: TenantSettings, other: TenantSettings) -> Gate:
    answer = tenant.has_enabled(other.cloud)
    setting = "allowed_cloud_endpoints"
    if answer is Truth.UNKNOWN:
        return Gate(gate, tenant.name, answer, f"{tenant.name} was not read", setting)
    verb = "has enabled" if answer is Truth.YES else "has not enabled"
    return Gate(gate, tenant.name, answer, f"{tenant.name} {verb} {other.cloud}", setting)


def _listed(gate: str, tenant: TenantSettings, other: TenantSettings) -> Gate:
    answer = tenant.lists(other.tenant_id)
    if answer is Truth.UNKNOWN:
        return Gate(gate, tenant.name, answer, f"the partners of {tenant.name} were not read", "partners")
    verb = "lists" if answer is Truth.YES else "does not list"
    return Gate(gate, tenant.name, answer, f"{tenant.name} {verb} {other.name} as a partner", "partners")


def _section_gate(
    gate: str,
    tenant: TenantSettings,
    other: TenantSettings,
    section: str,
    user: Subject,
    application: Subject,
) -> Gate:
    value, origin = tenant.effective(section, other.tenant_id)
    if isinstance(value, Unread):
        return Gate(gate, tenant.name, Truth.UNKNOWN, f"the settings of {tenant.name} were not read", section)
    whose = f"the entry for {other.name}" if origin == "partner" else "the default"
    rule = rule_of(value)
    if rule is None:
        return Gate(gate, tenant.name, Truth.UNKNOWN, f"{section} of {whose} has no documented meaning", section)
    answer = rule.permits(user, application)
    words = {Truth.YES: "permits", Truth.NO: "blocks"}.get(answer, "may permit or block")
    return Gate(gate, tenant.name, answer, f"{section} of {whose} in {tenant.name} {words} it", section)


def consents(tenant: TenantSettings, partner: str, member: str) -> Truth:
    """Whether `tenant` has its half of automatic redemption set: `inbound_allowed` or `outbound_allowed`."""
    if tenant.lists(partner) is Truth.NO:
        return Truth.NO
    value, origin = tenant.effective("automatic_user_consent_settings", partner)
    if origin == "default":
        return Truth.NO  # inherited: the default is fixed to false
    if isinstance(value, Unread):
        return Truth.UNKNOWN
    if not isinstance(value, dict):
        return Truth.NO
    return truth(value.get(member) is True)
