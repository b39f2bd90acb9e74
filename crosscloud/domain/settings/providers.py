"""Which identity providers a guest can redeem an invitation with, in which cloud."""

from typing import Final

from crosscloud.domain.clouds import CHINA, Cloud
from crosscloud.domain.settings.shapes import FALLBACK_PROVIDERS, PRIMARY_PROVIDERS

# Microsoft's page on B2B in government and national clouds: guests of a tenant in China sign in with Microsoft
# Entra ID or SAML/WS-Fed federation; there is no email one-time passcode, no Microsoft account, no Google.
_NOT_IN_CHINA: Final = frozenset({"socialIdentityProviders", "emailOneTimePasscode", "microsoftAccount"})


def redemption_providers(cloud: Cloud) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a tenant of `cloud` may name: the primary providers, and the fallback providers; never empty."""
    lacks = _NOT_IN_CHINA if cloud == CHINA else frozenset[str]()
    return (
        tuple(provider for provider in PRIMARY_PROVIDERS if provider not in lacks),
        tuple(provider for provider in FALLBACK_PROVIDERS if provider not in lacks),
    )
