"""Names of the environment file stand for ids; whether these are the right ones, only the directory knows."""

from collections.abc import Iterator

from crosscloud.domain.findings.finding import Finding, finding
from crosscloud.domain.findings.situation import Situation


def names_not_compared(situation: Situation) -> Iterator[Finding]:
    """XC114: names of the environment file that were not compared with the directory."""
    for facts in situation.tenants.values():
        if facts.names:
            count = len(facts.names)
            name = facts.settings.name
            yield finding(
                "XC114",
                (name,),
                (facts.settings.tenant_id,),
                severity="unknown",
                summary=f"{count} name{'s' if count > 1 else ''} of {name} {'were' if count > 1 else 'was'} not "
                "compared with its directory.",
                detail=f"The ids of {', '.join(sorted(facts.names))} come from the environment file alone.",
                fix="Compare the ids with the directory (GroupMember.Read.All, Application.Read.All) when they "
                "change.",
                degree=count,
            )
