"""Findings: what is wrong with tenants' settings, and what is unsafe about a change to them.

`check` looks at one situation, `check_code` at what code declares, `check_change` at two situations; `introduced`
tells what a change brings or makes worse.
Pure: everything is decided from the settings that are handed in; what was not read stays unknown.
"""

from crosscloud.domain.findings.catalogue import CATALOGUE, Entry, Severity
from crosscloud.domain.findings.facts import TenantFacts, WhyUnread
from crosscloud.domain.findings.finding import Finding, in_order, introduced
from crosscloud.domain.findings.registry import check, check_both, check_change, check_code, check_resource_change
from crosscloud.domain.findings.situation import Situation

__all__ = [
    "CATALOGUE",
    "Entry",
    "Finding",
    "Severity",
    "Situation",
    "TenantFacts",
    "WhyUnread",
    "check",
    "check_both",
    "check_change",
    "check_code",
    "check_resource_change",
    "in_order",
    "introduced",
]
