"""Contoso (Global) and Fabrikam (US Government), as `crosscloud demo` declares them: who may sign in to what."""

from crosscloud.environment import load
from crosscloud_constructs import (
    GUEST_ESSENTIALS,  # My Apps, App Access Panel, My Profile, My Sign-ins, Rights Management
    Access,
    DefaultSettings,
    Direction,
    InboundTrust,
    Partnership,
)
from stacks import IntentApp, TenantStack

environment = load()  # crosscloud --env NAME, or CROSSCLOUD_ENVIRONMENT
app = IntentApp()  # first, so that its synth() tells all mistakes below at once
contoso, fabrikam = environment.tenant("contoso"), environment.tenant("fabrikam")

engineering = Partnership(
    Direction(
        home=contoso,
        resource=fabrikam,
        access=Access.allow(
            groups=[contoso.group("engineers")],
            applications=[fabrikam.application("design-vault"), *GUEST_ESSENTIALS],
        ),
        inbound_trust=InboundTrust(is_mfa_accepted=True, is_compliant_device_accepted=True),
        automatic_user_consent=True,  # the portal's "automatic redemption", both halves
    ),
    Direction(
        home=fabrikam,
        resource=contoso,
        access=Access.allow(
            groups=[fabrikam.group("field-engineers")],
            applications=[contoso.application("supply-desk"), *GUEST_ESSENTIALS],
        ),
        inbound_trust=InboundTrust(is_mfa_accepted=True),
        automatic_user_consent=False,
    ),
)

# Any other organisation: nobody in; out only to read protected mail; no trust.
defaults = DefaultSettings.hardened()

for tenant in environment.managed_tenants:  # one stack each; a partner's own tenant has none
    TenantStack(app, tenant, defaults=defaults, partnerships=[engineering])
app.synth()
