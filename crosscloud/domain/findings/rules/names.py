"""Names of the environment file stand for ids; whether these are the right ones, only the directory knows."""

from collections.abc import Iterator, Sequence

from crosscloud.domain.findings.finding import Finding, finding
from crosscloud.domain.findings.quoting import quoted
from crosscloud.domain.findings.situation import Situation, TenantFacts
from crosscloud.domain.named import NamedId


def names_in_the_directory(situation: Situation) -> Iterator[Finding]:
    """XC114: a name of the environment file does not match the directory, or was not compared with it."""
    for facts in situation.tenants.values():
        directory = {} if facts.around is None else facts.around.directory
        unknown = [named for named in facts.names if named.id not in directory]
        wrong = [
            (named, directory[named.id])
            for named in facts.names
            if named.id in directory
            and (directory[named.id] is None or named.display_name not in (None, directory[named.id]))
        ]
        if wrong:
            yield _mismatch(facts, wrong)
        if unknown:
            yield _not_compared(facts, unknown)


def _mismatch(facts: TenantFacts, wrong: Sequence[tuple[NamedId, str | None]]) -> Finding:
    tenant = facts.settings
    texts = [
        f"{named.kind} {named.name} ({named.id}): "
        + ("the directory has none with this id" if found is None else f"the directory calls it {quoted(found)}")
        + (f", the file {quoted(named.display_name)}" if named.display_name else "")
        for named, found in wrong
    ]
    count = len(wrong)
    return finding(
        "XC114",
        (tenant.name,),
        (tenant.tenant_id, "mismatch"),
        summary=f"{count} name{'s' if count > 1 else ''} of {tenant.name} {'do' if count > 1 else 'does'} not "
        "match its directory.",
        detail="; ".join(texts) + ".",
        fix="Correct the id, or the display_name in the environment file. A wrong id lets in somebody else.",
        degree=count,
    )


def _not_compared(facts: TenantFacts, unknown: Sequence[NamedId]) -> Finding:
    tenant, count = facts.settings, len(unknown)
    unread = {} if facts.around is None else facts.around.unread
    reasons = sorted({unread[f"{named.kind}s"] for named in unknown if f"{named.kind}s" in unread})
    said = "; ".join(reasons).replace("; needs ", ", ")
    why = f" ({said})" if said else ""
    return finding(
        "XC114",
        (tenant.name,),
        (tenant.tenant_id,),
        severity="unknown",
        summary=f"{count} name{'s' if count > 1 else ''} of {tenant.name} {'were' if count > 1 else 'was'} not "
        f"compared with its directory{why}.",
        detail=f"The ids of {', '.join(sorted(named.name for named in unknown))} come from the environment file "
        "alone.",
        fix="Compare the ids with the directory (GroupMember.Read.All, Application.Read.All) when they change.",
        degree=count,
    )
