"""Conditional Access of the resource tenant asks for what trust does not accept: MFA once more, or a device.

Source: Microsoft Entra, "Authentication and Conditional Access for External ID": without trust, MFA is done in the
resource tenant, and a device that is asked for cannot be shown.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from crosscloud.domain.access import Targets
from crosscloud.domain.access.decision import INBOUND, trust
from crosscloud.domain.access.section import rule_of
from crosscloud.domain.findings.finding import Finding, finding
from crosscloud.domain.findings.quoting import listed, quoted
from crosscloud.domain.findings.situation import Situation, TenantFacts
from crosscloud.domain.findings.unread import not_read, reason_for
from crosscloud.domain.surroundings import ConditionalAccessPolicy
from crosscloud.domain.surroundings.conditional_access import MFA
from crosscloud.domain.truth import Truth

_WORDS: Final[Mapping[str, str]] = {
    MFA: "MFA",
    "is_compliant_device_accepted": "a compliant device",
    "is_hybrid_azure_ad_joined_device_accepted": "a hybrid joined device",
}


def untrusted_demand(situation: Situation) -> Iterator[Finding]:
    """XC405: a policy asks guests for MFA or a device, and trust does not accept what they bring from home."""
    for resource, homes in situation.arrivals:
        if reason := reason_for(resource, "conditional_access"):
            yield not_read("XC405", resource, "Conditional Access policies", reason)
            continue
        policies = None if resource.around is None else resource.around.conditional_access
        for home in homes if policies else ():
            open_ = _applications(resource, home.settings.tenant_id)
            yield from _demands(home, resource, [policy for policy in policies or () if _is_about(policy, open_)])


def _demands(
    home: TenantFacts, resource: TenantFacts, policies: Iterable[ConditionalAccessPolicy]
) -> Iterator[Finding]:
    trusted = trust(home.settings, resource.settings)
    sure: dict[str, frozenset[str]] = {}
    doubtful: set[str] = set()
    untold: set[str] = set()
    at_worst = {claim: Truth.NO if answer is Truth.UNKNOWN else answer for claim, answer in trusted.items()}
    for policy in policies:
        claims, meets = policy.unanswered(trusted), policy.meets(home.settings.tenant_id)
        if meets is Truth.NO or not policy.unanswered(at_worst):
            continue
        if not claims:
            untold.add(policy.name)
        elif meets is Truth.YES:
            sure[policy.name] = sure.get(policy.name, frozenset()) | claims
        else:
            doubtful.add(policy.name)
    if not (sure or doubtful or untold):
        return
    claims = frozenset[str]().union(*sure.values())
    blocks = bool(claims - {MFA})
    way = f"{home.settings.name} -> {resource.settings.name}"
    name = resource.settings.name
    asked = " and ".join(words for claim, words in _WORDS.items() if claim in claims)
    texts = (
        f"{_listed(sure)}." if sure else "",
        "Guests are blocked for their device." if blocks else "",
        f"Guests must register for MFA in {name}." if MFA in claims else "",
        f"{_listed(doubtful)} may ask guests too: who is in its users, groups and roles, or when it applies, was "
        "not evaluated."
        if doubtful
        else "",
        f"Whether {name} accepts what {_listed(untold)} asks for is not known." if untold else "",
    )
    yield finding(
        "XC405",
        (name, home.settings.name),
        (resource.settings.tenant_id, home.settings.tenant_id),
        severity=None if sure else "unknown",
        summary=f"{way}: Conditional Access of {name} asks for {asked}, which it does not accept from "
        f"{home.settings.name}."
        if sure
        else f"{way}: Conditional Access of {name} may ask guests for what it does not accept from them.",
        detail=" ".join(text for text in texts if text),
        fix=f"Accept the claim in inbound_trust of {name}, or leave these guests out of the policy.",
        degree=2 * blocks + (MFA in claims),
    )


def _listed(names: Iterable[str]) -> str:
    return listed(map(quoted, names))


def _applications(resource: TenantFacts, home: str) -> frozenset[str] | None:
    """The ids of the only applications that are open to `home`; None where they are not told one by one."""
    rule = rule_of(resource.settings.effective(INBOUND, home)[0])
    if rule is None or rule.applications_blocked or not _are_ids(rule.applications):
        return None
    return rule.applications.ids


def _are_ids(targets: Targets) -> bool:
    return not targets.everything and not targets.classes


def _is_about(policy: ConditionalAccessPolicy, applications: frozenset[str] | None) -> bool:
    """Whether a policy is, or may be, about one of the applications that are open."""
    if applications is None:
        return True
    concerned = applications if policy.applications is None else applications & policy.applications
    return bool(concerned - policy.excluded_applications)
