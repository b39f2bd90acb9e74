"""What a tenant's directory says beside its cross-tenant settings, and decides with them who gets in, and how.

Pure: Graph's JSON becomes values here; nothing is read. Findings 4xx and XC114 rest on it.
"""

from crosscloud.domain.directory.capabilities import Capabilities, Capability, Scope
from crosscloud.domain.directory.conditional_access import ConditionalAccessPolicy
from crosscloud.domain.directory.context import PARTS, DirectoryContext, DirectoryReading, Guests, Part, Worker
from crosscloud.domain.directory.invitations import DomainList
from crosscloud.domain.directory.reasons import ANOTHERS, NOT_ASKED, NOT_WANTED, UNSAID, Reason, Why

__all__ = [
    "ANOTHERS",
    "NOT_ASKED",
    "NOT_WANTED",
    "PARTS",
    "UNSAID",
    "Capabilities",
    "Capability",
    "ConditionalAccessPolicy",
    "DirectoryContext",
    "DirectoryReading",
    "DomainList",
    "Guests",
    "Part",
    "Reason",
    "Scope",
    "Why",
    "Worker",
]
