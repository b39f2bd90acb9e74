"""Stacks: one per tenant, in exactly one cloud; and the app that tells all that is wrong with them at once."""

from stacks.app import IntentApp
from stacks.tenant_stack import TenantStack

__all__ = ["IntentApp", "TenantStack"]
