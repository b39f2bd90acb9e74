"""Terraform's blocks as constructs, one class per type; nothing is checked here that Terraform checks."""

from crosscloud_constructs.bindings.backend import StateBackend
from crosscloud_constructs.bindings.provider import CrosscloudProvider
from crosscloud_constructs.bindings.resources import (
    DefaultSettingsResource,
    PartnerIdentitySynchronizationResource,
    PartnerSettingsResource,
    SettingsResource,
)

__all__ = [
    "CrosscloudProvider",
    "DefaultSettingsResource",
    "PartnerIdentitySynchronizationResource",
    "PartnerSettingsResource",
    "SettingsResource",
    "StateBackend",
]
