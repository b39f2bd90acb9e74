"""The cross-tenant access settings, described once (`table`), and what follows from the description."""

from crosscloud.domain.settings.answers import find_misshapen, find_missing, is_blank
from crosscloud.domain.settings.compare import canonical, is_same, respell
from crosscloud.domain.settings.doubts import doubts
from crosscloud.domain.settings.providers import redemption_providers
from crosscloud.domain.settings.rules import Problem, problems, problems_in, problems_in_cloud
from crosscloud.domain.settings.shapes import ALL_APPLICATIONS, ALL_USERS, OFFICE_365
from crosscloud.domain.settings.table import ALL, DEFAULT, PARTNER, ROOT
from crosscloud.domain.settings.text import NameOf, changes_in_words, in_words
from crosscloud.domain.settings.types import (
    Bool,
    Collection,
    Member,
    Object,
    Section,
    Settings,
    Text,
    Type,
    Value,
)
from crosscloud.domain.settings.wire import (
    UnexpectedAnswerError,
    from_graph,
    is_null,
    sections_from_graph,
    to_graph,
)

__all__ = [
    "ALL",
    "ALL_APPLICATIONS",
    "ALL_USERS",
    "DEFAULT",
    "OFFICE_365",
    "PARTNER",
    "ROOT",
    "Bool",
    "Collection",
    "Member",
    "NameOf",
    "Object",
    "Problem",
    "Section",
    "Settings",
    "Text",
    "Type",
    "UnexpectedAnswerError",
    "Value",
    "canonical",
    "changes_in_words",
    "doubts",
    "find_misshapen",
    "find_missing",
    "from_graph",
    "in_words",
    "is_blank",
    "is_null",
    "is_same",
    "problems",
    "problems_in",
    "problems_in_cloud",
    "redemption_providers",
    "respell",
    "sections_from_graph",
    "to_graph",
]
