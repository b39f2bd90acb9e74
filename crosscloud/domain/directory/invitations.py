"""The list of domains to which guests may, or may not, be invited. A tenant has one kind of list or none.

Source: Microsoft Graph reference (beta), b2bManagementPolicy: its `definition` is JSON in a string; Microsoft
Entra, "Allow or block invites to specific organizations". Whether a list speaks of subdomains too is not
documented, so a domain is compared as it stands.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class DomainList:
    """A list of domains.

    Attributes:
        allows: whether only these may be invited, rather than all but these.
        domains: the domains, in lower case.
    """

    allows: bool
    domains: frozenset[str]

    def keeps_out(self, domain: str) -> bool:
        """Whether nobody of `domain` may be invited."""
        return (domain.lower() in self.domains) is not self.allows


_LISTS: Final = ("AllowedDomains", "BlockedDomains")
NO_LIST = DomainList(allows=False, domains=frozenset())
"""Everybody may be invited."""


def domain_list_from_graph(policies: Iterable[Mapping[str, Any]]) -> DomainList | None:
    """The list in the tenant's B2B management policies (Graph's JSON); None where it cannot be understood."""
    found = NO_LIST
    try:
        for policy in policies:
            for definition in _definitions(policy["definition"]):
                content = json.loads(definition)["B2BManagementPolicy"]
                lists = content.get("InvitationsAllowedAndBlockedDomainsPolicy") or {}
                allowed, blocked = (_domains(_exactly(lists, name)) for name in _LISTS)
                if allowed:
                    found = DomainList(allows=True, domains=allowed)
                elif blocked:
                    found = DomainList(allows=False, domains=blocked)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return None
    return found


def _definitions(definition: Any) -> list[Any]:
    """What a policy is made of.

    Raises:
        TypeError: it is no list.
    """
    if not isinstance(definition, list):
        msg = "no list of definitions"
        raise TypeError(msg)
    return definition


def _exactly(lists: Mapping[str, Any], name: str) -> Any:
    """What stands under `name`; None where nothing does.

    Raises:
        KeyError: it stands there in another case alone, which no document explains.
    """
    if name not in lists and name.lower() in map(str.lower, lists):
        raise KeyError(name)
    return lists.get(name)


def _domains(listed: Any) -> frozenset[str]:
    """The domains of one list; empty where there is none.

    Raises:
        TypeError, AttributeError: it is no list of texts.
    """
    if listed is not None and not isinstance(listed, list):
        msg = "no list of domains"
        raise TypeError(msg)
    return frozenset(domain.lower() for domain in listed or ())
