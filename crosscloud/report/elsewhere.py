"""Where a tenant was reached, if not at its cloud's own endpoints: said by every report and command that asks one.

What another service answers proves nothing of the tenant, so nobody may take one for the other.
"""

from collections.abc import Mapping
from typing import Final

from crosscloud.report.plain import brief, printable

ELSEWHERE: Final = "is not reached at its cloud's own endpoints"
"""What is said of a tenant before its endpoints and authority are named."""


def say_elsewhere(name: str, overrides: Mapping[str, str]) -> str:
    """One line about a tenant that is reached elsewhere; empty for one that is not.

    Args:
        name: what the tenant is called.
        overrides: its endpoints and authorities that are not the cloud's own: `login`, `graph`, `ca`.
    """
    if not overrides:
        return ""
    where = "   ".join(f"{key}={value}" for key, value in overrides.items())
    return printable(f"{brief(name)} {ELSEWHERE}: {where}")
