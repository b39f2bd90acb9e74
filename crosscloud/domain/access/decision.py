"""May a user of one tenant reach an application of another? Decided gate by gate, from both tenants' settings.

It says what the *settings* permit. The gates between clouds are the documented preconditions, each needed;
the order among them is ours. Sources: Microsoft's pages on Microsoft cloud settings and on cross-tenant access
(rules), the Entra error code reference (AADSTS codes), the interpretation table of the Graph overview (sections).
"""

from dataclasses import dataclass
from typing import Final, Literal

from crosscloud.domain.access.section import rule_of
from crosscloud.domain.access.targets import Subject
from crosscloud.domain.clouds import Cloud, is_same_cloud, is_supported_pair
from crosscloud.domain.settings import DEFAULT, PARTNER, Unread, Value, read_only_sections
from crosscloud.domain.tenant import TenantSettings
from crosscloud.domain.tenant.settings import Origin
from crosscloud.domain.truth import Truth, all_of, truth

OUTBOUND: Final = "b2b_collaboration_outbound"
INBOUND: Final = "b2b_collaboration_inbound"

_CONSENT: Final = PARTNER.section("automatic_user_consent_settings")
_CODES: Final = {"home_outbound": "AADSTS500212", "resource_inbound": "AADSTS500213"}

GateName = Literal[
    "supported_pair",
    "home_cloud_enabled",
    "resource_cloud_enabled",
    "home_partner_listed",
    "resource_partner_listed",
    "home_outbound",
    "resource_inbound",
]


@dataclass(frozen=True, slots=True)
class Gate:
    """One condition that must hold.

    Attributes:
        name: which condition.
        answer: whether it holds.
        tenant: the id of the tenant whose settings decide it; empty for the pair itself.
        other: the id of the tenant that it is about.
        clouds: for the pair, both clouds; for an enabled cloud, that cloud alone.
        setting: the setting that decides it, such as `allowed_cloud_endpoints`; empty for the pair itself.
        origin: where the section comes from that decides it: the entry for the other tenant, or the default.
        is_read: whether the setting was read.
        is_documented: whether some document says what its value means.
    """

    name: GateName
    answer: Truth
    tenant: str = ""
    other: str = ""
    clouds: tuple[Cloud, ...] = ()
    setting: str = ""
    origin: Origin | None = None
    is_read: bool = True
    is_documented: bool = True

    @property
    def aadsts(self) -> str | None:
        """The code of a sign-in that fails here; None where it does not fail, or none is documented."""
        return _CODES.get(self.name) if self.answer is Truth.NO else None


@dataclass(frozen=True, slots=True)
class Decision:
    """What the settings of two tenants permit, for one user and one application.

    Attributes:
        answer: yes (allow), no (block) or unknown.
        gates: every gate, in order.
        consent_prompt_suppressed: whether automatic redemption is set at both ends.
        trust: what the resource tenant accepts from the home tenant, member by member.
        direct_connect: whether the settings permit the same by direct connect, without a guest account; never
            between clouds.
        direct_connect_gates: the gates of that, in order; none between clouds.
    """

    answer: Truth
    gates: tuple[Gate, ...]
    consent_prompt_suppressed: Truth
    trust: dict[str, Truth]
    direct_connect: Truth = Truth.NO
    direct_connect_gates: tuple[Gate, ...] = ()

    @property
    def aadsts(self) -> str | None:
        """The documented code of the first gate that fails; None where none fails or none is documented."""
        failed = next((gate for gate in self.gates if gate.answer is Truth.NO), None)
        return None if failed is None else failed.aadsts


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
    into, out = "b2b_direct_connect_inbound", "b2b_direct_connect_outbound"
    is_same = is_same_cloud(home.cloud, resource.cloud)
    direct = (
        _section_gate("home_outbound", home, resource, out, user, application),
        _section_gate("resource_inbound", resource, home, into, user, application),
    )
    return Decision(
        answer=all_of(gate.answer for gate in gates),
        gates=gates,
        consent_prompt_suppressed=consent_prompt_suppressed(home, resource),
        trust=trust(home, resource),
        direct_connect=all_of(gate.answer for gate in direct) if is_same else Truth.NO,
        direct_connect_gates=direct if is_same else (),
    )


def preconditions(home: TenantSettings, resource: TenantSettings) -> tuple[Gate, ...]:
    """The gates that do not depend on the user or the application; none between tenants of one cloud."""
    if is_same_cloud(home.cloud, resource.cloud):
        return ()
    supported = truth(is_supported_pair(home.cloud, resource.cloud))
    return (
        Gate("supported_pair", supported, clouds=(home.cloud, resource.cloud)),
        _enabled("home_cloud_enabled", home, resource),
        _enabled("resource_cloud_enabled", resource, home),
        _listed("home_partner_listed", home, resource),
        _listed("resource_partner_listed", resource, home),
    )


def preconditions_hold(home: TenantSettings, resource: TenantSettings) -> Truth:
    """Whether all `preconditions` hold, without making them."""
    if is_same_cloud(home.cloud, resource.cloud):
        return Truth.YES
    return (
        truth(is_supported_pair(home.cloud, resource.cloud))
        & home.has_enabled(resource.cloud)
        & resource.has_enabled(home.cloud)
        & home.lists(resource.tenant_id)
        & resource.lists(home.tenant_id)
    )


def consent_prompt_suppressed(home: TenantSettings, resource: TenantSettings) -> Truth:
    """Whether automatic redemption is set at both ends (Microsoft's include on automatic redemption)."""
    return consents(home, resource.tenant_id, "outbound_allowed") & consents(
        resource, home.tenant_id, "inbound_allowed"
    )


def trust(home: TenantSettings, resource: TenantSettings) -> dict[str, Truth]:
    """What `resource` accepts of users of `home`: each member of inbound trust."""
    return accepted(resource.effective("inbound_trust", home.tenant_id)[0])


def accepted(value: Value | Unread) -> dict[str, Truth]:
    """What a `value` of inbound trust accepts: each of its members."""
    names = ("is_mfa_accepted", "is_compliant_device_accepted", "is_hybrid_azure_ad_joined_device_accepted")
    if not isinstance(value, dict):
        return dict.fromkeys(names, Truth.UNKNOWN)
    return {name: truth(flag if isinstance(flag := value.get(name), bool) else None) for name in names}


def _enabled(name: GateName, tenant: TenantSettings, other: TenantSettings) -> Gate:
    return Gate(
        name,
        tenant.has_enabled(other.cloud),
        tenant.tenant_id,
        other.tenant_id,
        clouds=(other.cloud,),
        setting="allowed_cloud_endpoints",
        is_read=not isinstance(tenant.endpoints, Unread),
    )


def _listed(name: GateName, tenant: TenantSettings, other: TenantSettings) -> Gate:
    answer = tenant.lists(other.tenant_id)
    is_read = answer is not Truth.UNKNOWN
    return Gate(name, answer, tenant.tenant_id, other.tenant_id, setting="partners", is_read=is_read)


def _section_gate(
    name: GateName,
    tenant: TenantSettings,
    other: TenantSettings,
    section: str,
    user: Subject,
    application: Subject,
) -> Gate:
    value, origin = tenant.effective(section, other.tenant_id)
    rule = rule_of(value)
    return Gate(
        name,
        Truth.UNKNOWN if rule is None else rule.permits(user, application),
        tenant.tenant_id,
        other.tenant_id,
        setting=section,
        origin=origin,
        is_read=not isinstance(value, Unread),
        is_documented=rule is not None,
    )


def consents(tenant: TenantSettings, partner: str, member: str) -> Truth:
    """Whether `tenant` has its half of automatic redemption set: `inbound_allowed` or `outbound_allowed`."""
    value = tenant.own_section(_CONSENT.name, partner)
    if isinstance(value, Unread):
        return Truth.UNKNOWN
    if not isinstance(value, dict):
        return consents_by_default(tenant, member)
    return truth(value.get(member) is True)


def consents_by_default(tenant: TenantSettings, member: str) -> Truth:
    """Whether its default has that half set, which governs who is not listed.

    It is read-only, and documented as always false (Microsoft Graph reference,
    crossTenantAccessPolicyConfigurationDefault): no setting, and known where the default was not read. Where
    Graph answers otherwise, Graph is believed.
    """
    answered = read_only_sections(DEFAULT, tenant.default_json or {})[_CONSENT.name]
    if isinstance(answered, Unread):
        return Truth.UNKNOWN
    return truth(isinstance(answered, dict) and answered.get(member) is True)
