"""Tenants as Graph has them now: their settings, and their directory context."""
