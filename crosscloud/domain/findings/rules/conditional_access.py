"""Conditional Access of the resource tenant asks for what trust does not accept: MFA once more, or a device.

Source: Microsoft Entra, "Authentication and Conditional Access for External ID": without trust, MFA is done in the
resource tenant, and a device that is asked for cannot be shown. By direct connect there is no account to register
MFA for: it is blocked (AADSTS90071).
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from crosscloud.domain.access import Targets
from crosscloud.domain.access.decision import INBOUND, trust
from crosscloud.domain.access.section import rule_of
from crosscloud.domain.directory import ConditionalAccessPolicy
from crosscloud.domain.directory.conditional_access import MFA
from crosscloud.domain.findings.finding import Facts, Finding, Place, finding
from crosscloud.domain.findings.situation import Situation, TenantFacts, is_surely_open
from crosscloud.domain.findings.unread import not_read, reason_for
from crosscloud.domain.truth import Truth

_DIRECT_INBOUND: Final = "b2b_direct_connect_inbound"


@dataclass(frozen=True, slots=True)
class UntrustedDemand(Facts):
    """XC405. Policies are told by their names in the directory, which are the resource tenant's own texts.

    Attributes:
        home: the id of the guests' home tenant.
        resource: that of the tenant whose Conditional Access it is.
        claims: the members of `inbound_trust` that policies surely ask for, and that `resource` does not accept.
        sure: the policies that ask for these.
        doubtful: the policies that ask for what is not accepted, and of which it is not known whether they meet
            guests of `home`.
        untold: the policies of which it is not known whether what they ask for is accepted.
        by_direct_connect: whether it is about users who come by direct connect, rather than about guests.
        is_open: whether they are surely let in.
    """

    home: str
    resource: str
    claims: frozenset[str]
    sure: frozenset[str]
    doubtful: frozenset[str]
    untold: frozenset[str]
    by_direct_connect: bool = False
    is_open: bool = True

    @property
    def blocks(self) -> bool:
        """Whether a device is asked for, which guests cannot show where it is not trusted."""
        return bool(self.claims - {MFA})


def untrusted_demand(situation: Situation) -> Iterator[Finding]:
    """XC405: a policy asks guests for MFA or a device, and trust does not accept what they bring from home."""
    direct: dict[str, list[TenantFacts]] = {}
    for home, resource in situation.direct_connections:
        direct.setdefault(resource.settings.tenant_id, []).append(home)
    guests = {resource.settings.tenant_id: homes for resource, homes in situation.arrivals}
    for tenant_id in dict.fromkeys((*guests, *direct)):
        resource = situation.tenants[tenant_id]
        if reason := reason_for(resource, "conditional_access"):
            yield not_read("XC405", resource, "conditional_access", reason)
            continue
        policies = None if resource.asked_directory is None else resource.asked_directory.conditional_access
        ways = (False, INBOUND, guests.get(tenant_id, ())), (True, _DIRECT_INBOUND, direct.get(tenant_id, ()))
        for by_direct_connect, section, homes in ways if policies else ():
            for home in homes:
                open_ = _applications(resource, section, home.settings.tenant_id)
                asking = [policy for policy in policies or () if _is_about(policy, open_)]
                is_open = is_surely_open(home, resource, by_direct_connect=by_direct_connect)
                yield from _demands(home, resource, asking, by_direct_connect=by_direct_connect, is_open=is_open)


def _demands(
    home: TenantFacts,
    resource: TenantFacts,
    policies: Iterable[ConditionalAccessPolicy],
    *,
    by_direct_connect: bool,
    is_open: bool,
) -> Iterator[Finding]:
    trusted = trust(home.settings, resource.settings)
    sure: dict[str, frozenset[str]] = {}
    doubtful: set[str] = set()
    untold: set[str] = set()
    at_worst = {claim: Truth.NO if answer is Truth.UNKNOWN else answer for claim, answer in trusted.items()}
    for policy in policies:
        claims, meets = (
            policy.unanswered(trusted),
            policy.meets(home.settings.tenant_id, by_direct_connect=by_direct_connect),
        )
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
    ids = resource.settings.tenant_id, home.settings.tenant_id
    facts = UntrustedDemand(
        home=ids[1],
        resource=ids[0],
        claims=frozenset[str]().union(*sure.values()),
        sure=frozenset(sure),
        doubtful=frozenset(doubtful),
        untold=frozenset(untold),
        by_direct_connect=by_direct_connect,
        is_open=is_open,
    )
    yield finding(
        "XC405",
        ids,
        Place(*ids),
        facts,
        about=("direct_connect",) if by_direct_connect else (),
        severity=None if sure and is_open else "unknown",
        degree=2 * facts.blocks + (MFA in facts.claims),
    )


def _applications(resource: TenantFacts, section: str, home: str) -> frozenset[str] | None:
    """The ids of the only applications that are open to `home`; None where they are not told one by one."""
    rule = rule_of(resource.settings.effective(section, home)[0])
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
