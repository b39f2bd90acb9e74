"""Stacks: one per tenant, in exactly one cloud."""

from stacks.tenant_stack import TenantStack

__all__ = ["TenantStack"]
