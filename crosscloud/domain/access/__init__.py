"""Who may reach what: decided for one user and one application, and for all of them at once.

`decide` answers gate by gate. `permission` is the whole set that two tenants' settings allow, exact and small;
`compare` tells what of it a change adds and takes away.
"""

from crosscloud.domain.access.comparison import Comparison, Width, compare
from crosscloud.domain.access.decision import Decision, Gate, decide
from crosscloud.domain.access.permission import Permission, permission
from crosscloud.domain.access.targets import Subject, Targets, application, user

__all__ = [
    "Comparison",
    "Decision",
    "Gate",
    "Permission",
    "Subject",
    "Targets",
    "Width",
    "application",
    "compare",
    "decide",
    "permission",
    "user",
]
