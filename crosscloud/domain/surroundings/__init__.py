"""What stands around a tenant's cross-tenant settings and decides beside them who gets in, and how.

Pure: Graph's JSON becomes values here; nothing is read. Findings 4xx and XC114 rest on it.
"""

from crosscloud.domain.surroundings.conditional_access import ConditionalAccessPolicy
from crosscloud.domain.surroundings.invitations import DomainList
from crosscloud.domain.surroundings.surroundings import (
    ANOTHERS,
    NOT_ASKED,
    PARTS,
    Guests,
    Part,
    Surroundings,
    Worker,
)

__all__ = [
    "ANOTHERS",
    "NOT_ASKED",
    "PARTS",
    "ConditionalAccessPolicy",
    "DomainList",
    "Guests",
    "Part",
    "Surroundings",
    "Worker",
]
