"""Tenants as Graph has them now: their settings, and the directory around them."""
