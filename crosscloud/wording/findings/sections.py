"""What is told where one tenant's settings are wrong in themselves (2xx)."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from crosscloud.domain.clouds import endpoint_title
from crosscloud.domain.findings import Finding
from crosscloud.domain.findings.rules.limits import PolicyIsLarge, PremiumNeeded
from crosscloud.domain.findings.rules.partner_list import ListsItself, ListsTwice, NotATenantId
from crosscloud.domain.findings.rules.sections import (
    BrokenRule,
    ImpossibleTargets,
    MayMislead,
    NotUnderstood,
    WrongProvider,
)
from crosscloud.domain.settings import ALL_USERS, Problem, Rule, Text
from crosscloud.domain.settings.providers import redemption_providers
from crosscloud.domain.settings.shapes import KEYWORDS
from crosscloud.wording.findings.places import section_in_words
from crosscloud.wording.findings.said import Said
from crosscloud.wording.names import Names
from crosscloud.wording.settings_problems import doubt_in_words, how_to_try, problem_in_words

_MAY_MISLEAD: Final = MappingProxyType(
    {
        "XC201": (
            "blocks all users from Office 365 alone",
            "Block all applications with all users, or allow the users and applications that are meant.",
        ),
        "XC207": (
            "has users and applications of different access types: legal, often misread",
            "Say it with one access type for both halves, or keep it if that is what is meant.",
        ),
        "XC208": (
            "blocks users and applications: only the combination is blocked",
            "If only some are meant to get in, allow those users and applications instead of blocking others.",
        ),
        "XC211": (
            "has one half only: what it permits is unknown",
            "Give the section both users_and_groups and applications.",
        ),
    }
)


def broken_rule(facts: BrokenRule, finding: Finding, names: Names) -> Said:
    """XC201, XC202, XC210, XC212 and XC213."""
    return _BROKEN[facts.problem.rule](facts.problem, finding, names)


def may_mislead(facts: MayMislead, finding: Finding, names: Names) -> Said:
    """XC201 as a warning, XC207, XC208 and XC211."""
    summary, fix = _MAY_MISLEAD[finding.id]
    return Said(f"{_where(finding, names)} {summary}.", f"It {doubt_in_words(facts.doubtful)}.", fix)


def not_understood(facts: NotUnderstood, finding: Finding, names: Names) -> Said:
    """XC211 of a section that has both halves, or is none of halves."""
    says = [f"{path} is {value!r}, which is not documented" for path, value in facts.given]
    if facts.missing:
        says.append(f"{' and '.join(facts.missing)} {'is' if len(facts.missing) == 1 else 'are'} missing")
    if facts.reason:
        says.append(facts.reason)
    detail = "; ".join(says)
    return Said(
        f"{_where(finding, names)} is not understood: what it means is unknown.",
        f"{detail[0].upper()}{detail[1:]}." if facts.reason else f"In it, {detail}.",
        "Give the section a value that Microsoft documents.",
    )


def impossible_targets(facts: ImpossibleTargets, finding: Finding, names: Names) -> Said:
    """XC203."""
    mistakes = [_mistake(problem) for problem in facts.problems]
    return Said(
        f"{_list(finding, names)} {mistakes[0]}.",
        f"The list {'; it '.join(mistakes)}. What Graph makes of it is not documented.",
        "Name either the wildcard alone or chosen ids, each once and with its own target type.",
    )


def lists_itself(_: ListsItself, finding: Finding, names: Names) -> Said:
    """XC204."""
    tenant = finding.place.tenant
    return Said(
        f"{names.tenant(tenant)} lists itself as a partner.",
        f"{tenant} is its own tenant id; these settings are about other organisations.",
        "Take the entry out, or correct the tenant id that was meant.",
    )


def lists_twice(facts: ListsTwice, finding: Finding, names: Names) -> Said:
    """XC204."""
    tenant, partner = finding.place.tenant, finding.place.of
    return Said(
        f"{names.tenant(tenant)} lists {names.tenant(partner)} {facts.times} times.",
        f"The tenant id {partner} is the key of an entry; ids compare without regard to case.",
        "Keep one entry, with the sections that are meant.",
    )


def premium_needed(facts: PremiumNeeded, finding: Finding, names: Names) -> Said:
    """XC205."""
    kinds = ["chosen users, groups or applications"] * facts.chosen + ["trust"] * facts.trust
    both = " and ".join(kinds)
    return Said(
        f"{both[0].upper()}{both[1:]} need Entra ID P1 in the tenant that sets them.",
        f"{names.tenant(finding.place.tenant)} sets them. Whether it has the licence was not read.",
        "See that the tenant has Entra ID P1 for whoever these settings govern.",
    )


def policy_is_large(facts: PolicyIsLarge, finding: Finding, names: Names) -> Said:
    """XC206."""
    return Said(
        f"The policy of {names.tenant(finding.place.tenant)} has {facts.size / 1024:,.0f} KB; older documents "
        "name a limit of 25 KB.",
        "Tenants on Microsoft's scalable store have no limit. Elsewhere a write above 25 KB is answered with 400.",
        "Nothing, unless a write is refused for its size; then inherit more sections from the default.",
    )


def wrong_provider(facts: WrongProvider, finding: Finding, names: Names) -> Said:
    """XC209."""
    tenant, problem = names.tenant(finding.place.tenant), facts.problem
    primary, fallback = redemption_providers(facts.cloud)
    section = finding.place.section
    if problem.path != ("fallback_identity_provider",):
        member = problem.path[0]
        return Said(
            f"{tenant}: {member} of {section} {problem_in_words(problem)}.",
            "Guests redeem their invitations with the first of these providers that applies.",
            f"Name {', '.join(primary)}, each at most once.",
        )
    what = (
        "no identity provider is left as a fallback for redemption"
        if problem.rule is Rule.MISSING
        else f"the fallback for redemption is {problem.given}, which {facts.cloud} does not have"
    )
    return Said(
        f"{tenant}: {what}.",
        "Guests for whom no other identity provider applies could not redeem their invitations.",
        f"Set fallback_identity_provider of {section} to {' or '.join(fallback)}.",
    )


def not_a_tenant_id(facts: NotATenantId, finding: Finding, names: Names) -> Said:
    """XC210."""
    what = "a domain name" if "." in facts.partner else "not a GUID"
    return Said(
        f"{names.tenant(finding.place.tenant)} lists the partner {facts.partner!r}, which is {what}.",
        "Partners are listed by tenant id alone; between clouds, no domain name is ever looked up.",
        "Ask the partner for its tenant id, and list it under that.",
    )


def _users_blocked(_: Problem, finding: Finding, names: Names) -> Said:
    return Said(
        f"{_where(finding, names)} blocks all users, but not all applications.",
        "All users may be blocked only together with all applications; the admin center refuses anything else.",
        "Block AllApplications as well, or allow the users and applications that are meant.",
    )


def _default_chooses(_: Problem, finding: Finding, names: Names) -> Said:
    return Said(
        f"{_where(finding, names)} names chosen users or groups.",
        "The default governs organisations that nobody named, so the ids of their users and groups cannot be "
        "known.",
        f"Use {ALL_USERS} in the default, and name users or groups in a partner's entry.",
    )


def _not_an_id(problem: Problem, finding: Finding, names: Names) -> Said:
    return Said(
        f"{_list(finding, names)} names {str(problem.given)!r}, which is not a GUID.",
        "Whether Graph takes it is not documented consistently."
        if finding.severity == "unknown"
        else f"A target is an id or one of the keywords {', '.join(KEYWORDS)}, written exactly so.",
        "Name the object id of the user or group, or the application (client) id.",
    )


def _impossible_cloud(problem: Problem, finding: Finding, names: Names) -> Said:
    endpoint = str(problem.given)
    if problem.rule is Rule.UNKNOWN_CLOUD:
        what = "which is no cloud that is known here"
    elif problem.rule is Rule.OWN_CLOUD:
        what = "which is its own cloud"
    else:
        what = f"which is {endpoint_title(endpoint)}: {problem.cloud} cannot enable it"
    return Said(
        f"{names.tenant(finding.place.tenant)} has enabled {endpoint}, {what}.",
        f"A tenant of {problem.cloud} may list {', '.join(problem.may)}.",
        f"Take {endpoint} out of allowed_cloud_endpoints.",
    )


def _not_declared(problem: Problem, finding: Finding, names: Names) -> Said:
    if finding.severity == "info":
        return Said(
            f"{_where(finding, names)} is answered by Graph, which does not declare it in {problem.cloud}.",
            f"{_disagreement(problem)}."
            if problem.dispute
            else f"No version of the schema that Microsoft publishes for {problem.cloud} has {problem.graph}: the "
            "schema may be behind. What it means there is not documented.",
            f"Nothing. From code it is refused in {problem.cloud}. {how_to_try(problem)}."
            if problem.dispute
            else f"Nothing. {finding.place.section} cannot be set from code in {problem.cloud}.",
        )
    return Said(
        f"{_where(finding, names)} is set, which Graph does not declare in {problem.cloud}.",
        f"{_disagreement(problem)}."
        if problem.dispute
        else f"No version of the schema that Microsoft publishes for {problem.cloud} has {problem.graph}.",
        f"Leave {finding.place.section} out for tenants of {problem.cloud}."
        + (f" {how_to_try(problem)}." if problem.dispute else ""),
    )


def _disagreement(problem: Problem) -> str:
    return f"Whether {problem.cloud} has {problem.graph} is not known: {problem.dispute}"


def _mistake(problem: Problem) -> str:
    match problem.rule:
        case Rule.EMPTY_LIST:
            return "is empty"
        case Rule.MIXED:
            return f"mixes {problem.given} with other targets"
        case Rule.REPEATED:
            return f"names {problem.given} {problem.times} times"
        case Rule.WRONG_LIST:
            return f"holds {problem.given}, which belongs to {_belongs_to(problem)}"
        case Rule.ALL_USERS_TYPE:
            may = "user"
        case _:
            may = " or ".join(problem.expected.choices) if isinstance(problem.expected, Text) else ""
    return f"gives {problem.target} the target type {problem.given}, which must be {may}"


def _belongs_to(problem: Problem) -> str:
    return "users" if problem.given == ALL_USERS else "applications"


def _where(finding: Finding, names: Names) -> str:
    return f"{names.tenant(finding.place.tenant)}: {section_in_words(finding.place, names)}"


def _list(finding: Finding, names: Names) -> str:
    place = finding.place
    member = f"{place.member} in " if place.member else ""
    return f"{names.tenant(place.tenant)}: {member}{section_in_words(place, names)}"


_BROKEN: Final[Mapping[Rule, Callable[[Problem, Finding, Names], Said]]] = MappingProxyType(
    {
        Rule.USERS_BLOCKED_ALONE: _users_blocked,
        Rule.DEFAULT_CHOOSES_USERS: _default_chooses,
        Rule.MISSING: _not_an_id,
        Rule.EMPTY_TEXT: _not_an_id,
        Rule.NOT_AN_ID: _not_an_id,
        Rule.OWN_CLOUD: _impossible_cloud,
        Rule.CLOUD_OUT_OF_REACH: _impossible_cloud,
        Rule.UNKNOWN_CLOUD: _impossible_cloud,
        Rule.NOT_DECLARED: _not_declared,
    }
)
WORDS: Final[Mapping[type, Callable[[Any, Finding, Names], Said]]] = MappingProxyType(
    {
        BrokenRule: broken_rule,
        MayMislead: may_mislead,
        NotUnderstood: not_understood,
        ImpossibleTargets: impossible_targets,
        WrongProvider: wrong_provider,
        ListsItself: lists_itself,
        ListsTwice: lists_twice,
        NotATenantId: not_a_tenant_id,
        PremiumNeeded: premium_needed,
        PolicyIsLarge: policy_is_large,
    }
)
"""The sentences for each kind of facts."""
