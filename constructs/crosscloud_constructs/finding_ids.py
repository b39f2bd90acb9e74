"""Which finding a broken rule of the settings is: the rules say what must be, the findings have ids to look up.

The rules (`crosscloud.domain.settings`) serve the provider and the write path too, where ids would say nothing.
"""

import re
from typing import Final

_WILDCARD: Final = r"'All(Users|Applications)'$"

_FINDINGS: Final = tuple(
    (re.compile(pattern), finding)
    for pattern, finding in (
        (r"cannot block all users without blocking all applications", "XC201"),
        (r"must be AllUsers alone in an inbound default", "XC202"),
        (rf"must be an id \(a GUID\).*{_WILDCARD}", "XC203"),
        (r"cannot mix All|cannot be empty: name at least one|more than once|must give AllUsers", "XC203"),
        (r"must be an id \(a GUID\)", "XC210"),
        (r"cannot list", "XC212"),
        (r"cannot be set in .*: Graph there does not declare", "XC213"),
    )
)
_REDEMPTION: Final = ("primary_identity_provider_precedence_order", "fallback_identity_provider")


def finding_of(path: tuple[str, ...], text: str) -> str:
    """The id of the finding, or nothing where the broken rule is none.

    Args:
        path: where inside the settings, as names of sections and members.
        text: what the rule says.
    """
    if any(part in _REDEMPTION for part in path):
        return "XC209"
    return next((finding for pattern, finding in _FINDINGS if pattern.search(text)), "")
