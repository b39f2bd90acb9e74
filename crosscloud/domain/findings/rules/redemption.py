"""With which identity provider a guest redeems an invitation where no other applies.

Sources: Microsoft's page on cross-tenant access settings for B2B collaboration (one fallback must stay), and
its page on government and national clouds (China: Entra ID and SAML/WS-Fed alone).
"""

from collections.abc import Iterator, Mapping
from typing import Final

from crosscloud.domain.findings.finding import Finding, finding
from crosscloud.domain.findings.situation import Situation
from crosscloud.domain.settings import redemption_providers

_SECTION: Final = "invitation_redemption_identity_provider_configuration"


def no_fallback(situation: Situation) -> Iterator[Finding]:
    """XC209: there is no fallback, or one that the tenant's cloud does not have."""
    for facts in situation.managed():
        tenant = facts.settings
        value = tenant.default_section(_SECTION)
        if not isinstance(value, Mapping):
            continue
        fallback = value.get("fallback_identity_provider")
        if fallback is None:
            what = "no identity provider is left as a fallback for redemption"
        elif fallback not in redemption_providers(tenant.cloud)[1]:
            what = f"the fallback for redemption is {fallback}, which {tenant.cloud} does not have"
        else:
            continue
        yield finding(
            "XC209",
            (tenant.name,),
            (tenant.tenant_id,),
            summary=f"{tenant.name}: {what}.",
            detail="Guests for whom no other identity provider applies could not redeem their invitations.",
            fix=f"Set fallback_identity_provider of {_SECTION} to "
            f"{' or '.join(redemption_providers(tenant.cloud)[1])}.",
        )
