"""Every rule, collected: those that look at one situation, and those that look at a change.

A new rule is a function in `rules`, an entry in the catalogue, a page, and a line here.
"""

from collections.abc import Callable, Iterator
from typing import Final

from crosscloud.domain.findings.finding import Finding, in_order, introduced
from crosscloud.domain.findings.rules import (
    capabilities,
    clouds,
    conditional_access,
    cut_off,
    departed,
    directions,
    existing,
    guests,
    holds,
    limits,
    names,
    needed_applications,
    open_default,
    other_ways,
    pair_listing,
    partner_list,
    sections,
    standing_holds,
    synchronisation,
    trust,
    widening,
)
from crosscloud.domain.findings.situation import Situation

CODE_RULES: Final[tuple[Callable[[Situation], Iterator[Finding]], ...]] = (
    clouds.unsupported_pair,
    clouds.cloud_not_enabled,
    clouds.enabled_at_one_end,
    pair_listing.listed_at_one_end,
    pair_listing.other_end_unknown,
    directions.open_at_one_end,
    directions.redeemed_at_one_end,
    directions.direct_connect,
    directions.everybody_everything,
    synchronisation.synchronisation,
    synchronisation.synchronised_users_blocked,
    sections.broken_rules,
    sections.misleading,
    sections.not_understood,
    partner_list.impossible_partner,
    partner_list.not_a_tenant_id,
    limits.premium_needed,
)
"""What one situation is checked for, and the declarations of the code as well: 1xx and 2xx."""

RULES: Final[tuple[Callable[[Situation], Iterator[Finding]], ...]] = (
    *CODE_RULES,
    clouds.enabled_without_partner,
    clouds.found_elsewhere,
    names.names_in_the_directory,
    limits.policy_is_large,
    guests.who_may_invite,
    guests.domain_list,
    guests.guests,
    guests.worker_disabled,
    conditional_access.untrusted_demand,
    capabilities.microsoft_shown,
    open_default.default_is_open,
    needed_applications.protected_mail,
    standing_holds.open_under_hold,
    departed.departed_tenant,
)
"""What one situation is checked for: 1xx, 2xx, 4xx where the directories were asked, and what stands of 3xx."""

_OF_ONE_SECTION: Final = (needed_applications.protected_mail,)
"""Those of them that one section decides by itself, and a change of one resource may bring."""

_UNDECIDED_FOR_GOOD: Final = ("XC108", "XC111", "XC211")
"""Where nothing that could be read decides: no document says, or it is another organisation's."""

CHANGE_RULES: Final[tuple[Callable[[Situation, Situation], Iterator[Finding]], ...]] = (
    cut_off.default_closes,
    cut_off.service_provider_removed,
    cut_off.many_removed,
    cut_off.cloud_switched_off,
    needed_applications.guest_essentials,
    widening.widening,
    other_ways.other_ways,
    trust.trust_changes,
    holds.hold_undone,
    existing.already_listed,
    widening.no_safe_order,
    guests.guests_newly_let_in,
)
"""What a change is checked for: 3xx, and 4xx where it matters at once."""


def check(situation: Situation) -> list[Finding]:
    """The findings about one situation (1xx, 2xx and 4xx), errors first."""
    return in_order(found for rule in RULES for found in rule(situation))


def check_both(before: Situation, after: Situation) -> tuple[list[Finding], list[Finding]]:
    """The findings before a change that tell what it brings, and all after it, as `check` has them.

    No two rules make the same finding, so that one which finds nothing after is not asked about before.
    """
    was: list[Finding] = []
    will: list[Finding] = []
    for rule in RULES:
        found = list(rule(after))
        will += found
        was += rule(before) if found else ()
    return in_order(was), in_order(will)


def check_code(situation: Situation) -> list[Finding]:
    """The findings about what code declares (`Situation.by_code`), errors first.

    What is undecided only because code does not say it is left out: it is decided when the tenants are read.
    """
    found = in_order(found for rule in CODE_RULES for found in rule(situation))
    return [each for each in found if each.severity != "unknown" or each.id in _UNDECIDED_FOR_GOOD]


def check_change(before: Situation, after: Situation) -> list[Finding]:
    """The findings about a change (3xx, and XC403 where guests are let in at once), errors first.

    XC309 (the plan is stale) is raised where a plan is applied.

    Args:
        before: the live settings.
        after: what the plan would leave; `declared`, `clouds_of` and `holds` are taken from it.
    """
    return in_order(each for rule in CHANGE_RULES for each in rule(before, after))


def check_resource_change(before: Situation, after: Situation) -> list[Finding]:
    """The findings about a change of one resource, where nothing else is known of the plan.

    They are those of `check_change`, and what one section decides by itself.
    """
    brought = [each for rule in _OF_ONE_SECTION for each in introduced(list(rule(before)), list(rule(after)))]
    return in_order([*check_change(before, after), *brought])
