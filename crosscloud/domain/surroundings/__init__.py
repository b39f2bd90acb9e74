"""What stands around a tenant's cross-tenant settings and decides beside them who gets in, and how.

Pure: Graph's JSON becomes values here; nothing is read. Findings 4xx and XC114 rest on it.
"""

from crosscloud.domain.surroundings.conditional_access import ConditionalAccessPolicy
from crosscloud.domain.surroundings.invitations import DomainList
from crosscloud.domain.surroundings.reasons import ANOTHERS, NOT_ASKED, NOT_WANTED, UNSAID, Reason, Why
from crosscloud.domain.surroundings.surroundings import PARTS, Guests, Part, Surroundings, Worker

__all__ = [
    "ANOTHERS",
    "NOT_ASKED",
    "NOT_WANTED",
    "PARTS",
    "UNSAID",
    "ConditionalAccessPolicy",
    "DomainList",
    "Guests",
    "Part",
    "Reason",
    "Surroundings",
    "Why",
    "Worker",
]
