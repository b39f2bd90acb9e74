"""With what guests redeem invitations: the identity providers of a tenant, in order."""

from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from crosscloud.domain.clouds import Cloud
from crosscloud.domain.settings import DEFAULT, Value, problems, redemption_providers
from crosscloud_constructs.collecting import refuse
from crosscloud_constructs.errors import SettingsError
from crosscloud_constructs.settings.checks import intent_problem
from crosscloud_constructs.source import Source, calling_code

IdentityProvider: TypeAlias = Literal["azureActiveDirectory", "externalFederation", "socialIdentityProviders"]
FallbackIdentityProvider: TypeAlias = Literal["emailOneTimePasscode", "microsoftAccount", "defaultConfiguredIdp"]

_PREFERRED_FALLBACK: FallbackIdentityProvider = "emailOneTimePasscode"
_EVERY_CLOUDS_FALLBACK: FallbackIdentityProvider = "defaultConfiguredIdp"


@dataclass(frozen=True, slots=True)
class InvitationRedemption:
    """The order of identity providers, and the one that remains where none applies. Made by `in_order`.

    China has neither social identity providers nor one-time passcodes nor Microsoft accounts (Microsoft Graph
    reference, defaultInvitationRedemptionIdentityProviderConfiguration; Microsoft's page on B2B in government and
    national clouds).

    Attributes:
        primary_identity_provider_precedence_order: the providers; the first one that applies to a guest is used.
        fallback_identity_provider: used where none applies; None stands for a one-time passcode by email where
            the tenant's cloud has it, and otherwise for the provider that the service is configured with.
        source: where in the code it was made.
    """

    primary_identity_provider_precedence_order: tuple[IdentityProvider, ...]
    fallback_identity_provider: FallbackIdentityProvider | None
    source: Source = field(compare=False, repr=False)

    @classmethod
    def in_order(
        cls, *providers: IdentityProvider, fallback: FallbackIdentityProvider | None = None
    ) -> "InvitationRedemption":
        """Redeems with the first of `providers` that applies, else with `fallback`.

        Args:
            providers: each at most once, at least one.
            fallback: left out, a one-time passcode by email where the tenant's cloud has it.

        Raises:
            SettingsError: for no provider, one named twice, or one that Graph does not know.
        """
        where = calling_code()
        made = cls(providers, fallback, where)
        section = DEFAULT.section("invitation_redemption_identity_provider_configuration")
        found = [
            intent_problem(("InvitationRedemption.in_order", *broken.path), broken, where)
            for broken in problems(section, made.to_value())
        ]
        if found:
            refuse(SettingsError(found), made)
        return made

    @classmethod
    def entra_id_only(cls) -> "InvitationRedemption":
        """Redeems with Microsoft Entra ID; who has no account there, with the fallback of the tenant's cloud."""
        return cls(("azureActiveDirectory",), None, calling_code())

    def for_cloud(self, cloud: Cloud) -> "InvitationRedemption":
        """The same with a fallback that a tenant of `cloud` has, where none was given."""
        if self.fallback_identity_provider is not None:
            return self
        has_preferred = _PREFERRED_FALLBACK in redemption_providers(cloud)[1]
        fallback = _PREFERRED_FALLBACK if has_preferred else _EVERY_CLOUDS_FALLBACK
        return InvitationRedemption(self.primary_identity_provider_precedence_order, fallback, self.source)

    def to_value(self) -> Value:
        """The value as the settings describe it; without `for_cloud`, one that fits every cloud but China."""
        return {
            "primary_identity_provider_precedence_order": [*self.primary_identity_provider_precedence_order],
            "fallback_identity_provider": self.fallback_identity_provider or _PREFERRED_FALLBACK,
        }
