"""Names of the environment file stand for ids; whether these are the right ones, only the directory knows."""

from collections.abc import Iterator
from dataclasses import dataclass

from crosscloud.domain.directory import Reason
from crosscloud.domain.findings.finding import Facts, Finding, Place, finding
from crosscloud.domain.findings.situation import Situation
from crosscloud.domain.named import NamedId


@dataclass(frozen=True, slots=True)
class NamesMismatch(Facts):
    """XC114 of names that do not match.

    Attributes:
        tenant: the tenant's id.
        wrong: what the environment file says, with what the directory calls it; None where it has none such.
    """

    tenant: str
    wrong: tuple[tuple[NamedId, str | None], ...]


@dataclass(frozen=True, slots=True)
class NamesNotCompared(Facts):
    """XC114 of names that were not compared.

    Attributes:
        tenant: the tenant's id.
        names: what the environment file says.
        reasons: why the directory does not say; empty where nobody asked.
    """

    tenant: str
    names: tuple[NamedId, ...]
    reasons: frozenset[Reason]


def names_in_the_directory(situation: Situation) -> Iterator[Finding]:
    """XC114: a name of the environment file does not match the directory, or was not compared with it."""
    for tenant_id, facts in situation.tenants.items():
        asked = facts.asked_directory
        directory, unread = ({}, {}) if asked is None else (asked.names, asked.unread)
        unknown = tuple(named for named in facts.names if named.id not in directory)
        wrong = tuple(
            (named, directory[named.id])
            for named in facts.names
            if named.id in directory
            and (directory[named.id] is None or named.display_name not in (None, directory[named.id]))
        )
        if wrong:
            yield finding(
                "XC114",
                (tenant_id,),
                Place(tenant_id),
                NamesMismatch(tenant_id, wrong),
                about=("mismatch",),
                degree=len(wrong),
            )
        if unknown:
            parts = {f"{named.kind}s" for named in unknown}
            reasons = frozenset(unread[part] for part in parts if part in unread)
            yield finding(
                "XC114",
                (tenant_id,),
                Place(tenant_id),
                NamesNotCompared(tenant_id, unknown, reasons),
                severity="unknown",
                degree=len(unknown),
            )
