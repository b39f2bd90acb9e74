"""The three objects of a tenant's cross-tenant access policy: root, default and partner, as values."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from typing import Any, Protocol, get_args

from crosscloud.domain.applications import RIGHTS_MANAGEMENT
from crosscloud.domain.clouds import CLOUDS, Cloud
from crosscloud.domain.settings import DEFAULT, PARTNER, Settings, Value
from crosscloud_constructs.collecting import refuse
from crosscloud_constructs.errors import IntentProblem, SettingsError
from crosscloud_constructs.settings.access import Access
from crosscloud_constructs.settings.checks import problems_of
from crosscloud_constructs.settings.redemption import InvitationRedemption
from crosscloud_constructs.settings.restrictions import TenantRestrictions
from crosscloud_constructs.settings.target_configurations import (
    AppServiceConnectInbound,
    M365CollaborationInbound,
    M365CollaborationOutbound,
)
from crosscloud_constructs.settings.targets import ALL_USERS
from crosscloud_constructs.settings.trust import AutomaticUserConsent, InboundTrust
from crosscloud_constructs.source import Source, calling_code


@dataclass(frozen=True, slots=True)
class CrossCloudSettings:
    """Which other clouds a tenant may collaborate with; each takes part only with tenants listed as partners.

    Attributes:
        clouds: the other clouds.
        source: where in the code it was made.
    """

    clouds: tuple[Cloud, ...]
    source: Source = field(compare=False, repr=False)

    def __init__(self, clouds: Iterable[Cloud | str]) -> None:
        """Takes clouds, or their names: `global`, `usgov`, `usgov_dod`, `china`.

        Raises:
            SettingsError: for a name that is no cloud.
        """
        where, given = calling_code(), list(clouds)
        known = ", ".join(CLOUDS)
        unknown = [cloud for cloud in given if isinstance(cloud, str) and cloud not in CLOUDS]
        if unknown:
            raise SettingsError(
                IntentProblem(f"{cloud!r} is not a cloud", where, f"Write one of {known}") for cloud in unknown
            )
        object.__setattr__(self, "source", where)
        object.__setattr__(
            self, "clouds", tuple(CLOUDS[cloud] if isinstance(cloud, str) else cloud for cloud in given)
        )

    def sections(self) -> dict[str, Any]:
        """The values by section; the endpoints sorted, each once (US Government's two clouds have one)."""
        endpoints: list[Value] = [*sorted({cloud.endpoint for cloud in self.clouds})]
        return {"allowed_cloud_endpoints": endpoints}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sections:
    """What the default and the partner share: sections, each given or left out."""

    b2b_collaboration_inbound: Access | None = None
    b2b_collaboration_outbound: Access | None = None
    b2b_direct_connect_inbound: Access | None = None
    b2b_direct_connect_outbound: Access | None = None
    inbound_trust: InboundTrust | None = None
    tenant_restrictions: TenantRestrictions | None = None
    m365_collaboration_inbound: M365CollaborationInbound | None = None
    m365_collaboration_outbound: M365CollaborationOutbound | None = None
    app_service_connect_inbound: AppServiceConnectInbound | None = None
    block_service_provider_outbound_access: bool | None = None
    source: Source = field(default_factory=calling_code, init=False, compare=False, repr=False)

    def _given(self) -> Iterator[tuple[str, "_Section | bool"]]:
        for each in fields(self):
            value = getattr(self, each.name)
            if each.name != "source" and value is not None:
                yield each.name, value

    def _check(self, settings: Settings) -> None:
        types = {each.name: get_args(each.type)[0] for each in fields(self) if each.name != "source"}
        found = [
            IntentProblem(
                f"{type(self).__name__}.{name} is a {type(value).__name__}",
                self.source,
                f"Give {_made_by(types[name])}",
            )
            for name, value in self._given()
            if not isinstance(value, types[name])
        ]
        if not found:
            found = list(problems_of(settings, self.sections(), self.source, type(self).__name__))
        if found:
            refuse(SettingsError(found), self)

    def sections(self) -> dict[str, Any]:
        """The values of the sections that are given, by name, as a resource takes them with `**`."""
        return {name: value if isinstance(value, bool) else value.to_value() for name, value in self._given()}


class _Section(Protocol):
    """A value that stands for a section."""

    def to_value(self) -> Value:
        """The value as the settings describe it."""


def _made_by(made: type) -> str:
    """What to write where a value of the type `made` is wanted."""
    if made is bool:
        return "True or False"
    if made is Access or made is TenantRestrictions:
        return (
            "Access.allow(...) or Access.block_all()"
            if made is Access
            else "TenantRestrictions(Access.allow(...))"
        )
    factory = ".in_order" if made is InvitationRedemption else ".allow" if hasattr(made, "allow") else ""
    return f"{made.__name__}{factory}(...)"


@dataclass(frozen=True, slots=True, kw_only=True)
class DefaultSettings(_Sections):
    """What applies to every organisation of the same cloud that is not a partner, and where a partner inherits.

    A section left out is left as it is. An inbound default can name ALL_USERS only: nobody knows the ids of
    organisations that are not listed.

    Attributes:
        b2b_collaboration_inbound: who of any other organisation may be a guest here, and for what.
        b2b_collaboration_outbound: who of this tenant may be a guest in any other organisation, and for what.
        b2b_direct_connect_inbound: who of any other organisation may use what here without a guest account.
        b2b_direct_connect_outbound: who of this tenant may do so there.
        inbound_trust: whose claims are accepted of any other organisation.
        tenant_restrictions: which accounts of any other organisation may be used on this tenant's network.
        m365_collaboration_inbound: who of any other organisation may collaborate in Microsoft 365.
        m365_collaboration_outbound: who of this tenant may do so with any other organisation.
        app_service_connect_inbound: which applications may connect across the boundary.
        block_service_provider_outbound_access: whether own users are kept from signing in elsewhere by GDAP.
        invitation_redemption_identity_provider_configuration: with what guests redeem invitations.
        source: where in the code it was made.
    """

    invitation_redemption_identity_provider_configuration: InvitationRedemption | None = None

    def __post_init__(self) -> None:
        self._check(DEFAULT)

    @classmethod
    def hardened(cls) -> "DefaultSettings":
        """Nobody comes in; everybody goes out, but only to read protected mail; nothing is trusted.

        No direct connect either way. Guests redeem invitations with Microsoft Entra ID or else with a one-time
        passcode by email, in China with what the service is configured with. Microsoft Rights Management stays
        open outbound, since protected mail from other organisations could not be read otherwise (Microsoft's
        page on cross-tenant access settings for B2B collaboration).
        """
        return cls(
            b2b_collaboration_inbound=Access.block_all(),
            b2b_collaboration_outbound=Access.allow(users=ALL_USERS, applications=[RIGHTS_MANAGEMENT]),
            b2b_direct_connect_inbound=Access.block_all(),
            b2b_direct_connect_outbound=Access.block_all(),
            inbound_trust=InboundTrust(),
            invitation_redemption_identity_provider_configuration=InvitationRedemption.entra_id_only(),
        )

    def for_cloud(self, cloud: Cloud) -> "DefaultSettings":
        """The same for a tenant of `cloud`: what was left to the cloud is what that cloud has."""
        redemption = self.invitation_redemption_identity_provider_configuration
        if not isinstance(redemption, InvitationRedemption):
            return self
        made = replace(self, invitation_redemption_identity_provider_configuration=redemption.for_cloud(cloud))
        object.__setattr__(made, "source", self.source)
        return made


@dataclass(frozen=True, slots=True, kw_only=True)
class PartnerSettings(_Sections):
    """What applies to one other organisation; a section left out is inherited from the default.

    Attributes:
        b2b_collaboration_inbound: who of the partner may be a guest here, and for what.
        b2b_collaboration_outbound: who of this tenant may be a guest of the partner, and for what.
        b2b_direct_connect_inbound: who of the partner may use what here without a guest account.
        b2b_direct_connect_outbound: who of this tenant may do so there.
        inbound_trust: which of the partner's claims are accepted here.
        tenant_restrictions: which of the partner's accounts may be used on this tenant's network.
        m365_collaboration_inbound: who of the partner may collaborate in Microsoft 365.
        m365_collaboration_outbound: who of this tenant may do so with the partner.
        app_service_connect_inbound: which applications may connect across the boundary.
        block_service_provider_outbound_access: whether own users are kept from signing in there by GDAP.
        automatic_user_consent_settings: this tenant's halves of automatic redemption.
        source: where in the code it was made.
    """

    automatic_user_consent_settings: AutomaticUserConsent | None = None

    def __post_init__(self) -> None:
        self._check(PARTNER)

    @classmethod
    def from_checked(cls, source: Source, **sections: "_Section | bool") -> "PartnerSettings":
        """Settings of sections whose values were checked for a partner when they were made, not checked again.

        Args:
            source: where in the code they were made.
            **sections: the sections that are given.
        """
        made = object.__new__(cls)
        for each in fields(cls):
            object.__setattr__(made, each.name, source if each.name == "source" else sections.get(each.name))
        return made
