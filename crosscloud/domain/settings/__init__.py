"""The cross-tenant access settings, described once (`table`), and what follows from the description."""

from crosscloud.domain.settings.answers import find_misshapen, find_missing, is_blank
from crosscloud.domain.settings.compare import canonical, find_differing, is_same, respell
from crosscloud.domain.settings.doubts import Doubt, Doubtful, doubtful
from crosscloud.domain.settings.providers import redemption_providers
from crosscloud.domain.settings.rules import Problem, Rule, problems, problems_in, problems_in_cloud
from crosscloud.domain.settings.shapes import ALL_APPLICATIONS, ALL_USERS, OFFICE_365
from crosscloud.domain.settings.table import ALL, DEFAULT, PARTNER, ROOT
from crosscloud.domain.settings.types import (
    AFTER_APPLY,
    NOT_READ,
    Bool,
    Collection,
    Member,
    Object,
    Section,
    Settings,
    Text,
    Type,
    Unread,
    Value,
)
from crosscloud.domain.settings.wire import (
    UnexpectedAnswerError,
    from_graph,
    is_null,
    read_only_sections,
    read_sections,
    sections_from_graph,
    to_graph,
)

__all__ = [
    "AFTER_APPLY",
    "ALL",
    "ALL_APPLICATIONS",
    "ALL_USERS",
    "DEFAULT",
    "NOT_READ",
    "OFFICE_365",
    "PARTNER",
    "ROOT",
    "Bool",
    "Collection",
    "Doubt",
    "Doubtful",
    "Member",
    "Object",
    "Problem",
    "Rule",
    "Section",
    "Settings",
    "Text",
    "Type",
    "UnexpectedAnswerError",
    "Unread",
    "Value",
    "canonical",
    "doubtful",
    "find_differing",
    "find_misshapen",
    "find_missing",
    "from_graph",
    "is_blank",
    "is_null",
    "is_same",
    "problems",
    "problems_in",
    "problems_in_cloud",
    "read_only_sections",
    "read_sections",
    "redemption_providers",
    "respell",
    "sections_from_graph",
    "to_graph",
]
