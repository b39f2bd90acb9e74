"""Settings let people in who have a guest account: whether these exist, only the directory knows.

Source: Microsoft Graph reference, user (userType, externalUserState). Guests are told apart by the domains of
their mail, which across clouds must be that of their user principal name (Microsoft's page on cloud settings).
"""

from collections.abc import Iterator

from crosscloud.domain.access import compare, permission
from crosscloud.domain.findings.finding import Finding, finding
from crosscloud.domain.findings.reach import in_words
from crosscloud.domain.findings.situation import Situation, TenantFacts
from crosscloud.domain.findings.unread import not_read, reason_for
from crosscloud.domain.surroundings import Guests, Surroundings


def guests(situation: Situation) -> Iterator[Finding]:
    """XC403: how many guests of the home tenant an open direction finds."""
    for resource, homes in situation.arrivals:
        if reason := reason_for(resource, "guests"):
            yield not_read("XC403", resource, "Guest accounts", reason)
            continue
        around = resource.around
        if around is not None:
            yield from (_of_one_home(home, resource, around) for home in homes)


def guests_newly_let_in(before: Situation, after: Situation) -> Iterator[Finding]:
    """XC403: guests that exist already can use at once what a direction gains."""
    for home, resource in after.open_directions:
        ids = home.settings.tenant_id, resource.settings.tenant_id
        counted = None if resource.around is None else resource.around.guests.get(ids[0])
        there = 0 if counted is None else counted.total - counted.pending
        if there <= 0 or any(id_ not in before.tenants for id_ in ids):
            continue
        old = permission(*(before.tenants[id_].settings for id_ in ids))
        change = compare(old, permission(home.settings, resource.settings))
        gained = change.gained or change.maybe_gained
        if gained:
            way = f"{home.settings.name} -> {resource.settings.name}"
            yield finding(
                "XC403",
                (resource.settings.name, home.settings.name),
                (*ids, "change"),
                summary=f"{way}: {_people(there)} already and can use at once what this opens.",
                detail=f"Gained: {in_words(change.table, gained, after.name_of)}. "
                "Which of the guests are among those was not read.",
                fix="Look through the guests that exist before this is applied.",
            )


def _of_one_home(home: TenantFacts, resource: TenantFacts, around: Surroundings) -> Finding:
    tenant_id = home.settings.tenant_id
    counted = around.guests.get(tenant_id)
    if counted is None:
        why = around.guests_unread.get(tenant_id, "they were not asked for")
        return not_read("XC403", resource, "Guest accounts", why, tenant_id)
    return _counted(home, resource, counted)


def _counted(home: TenantFacts, resource: TenantFacts, counted: Guests) -> Finding:
    way = f"{home.settings.name} -> {resource.settings.name}"
    if not counted.total:
        summary = f"{way}: no guest of {home.settings.name} exists in {resource.settings.name} yet."
    else:
        pending = f", {counted.pending:,} of which did not redeem the invitation" if counted.pending else ""
        summary = f"{way}: {_people(counted.total)}{pending}."
    return finding(
        "XC403",
        (resource.settings.name, home.settings.name),
        (home.settings.tenant_id, resource.settings.tenant_id),
        summary=summary,
        detail="Guests are counted by the domains of their mail. Nobody signs in without a guest account.",
        fix="Invite who is missing, by user principal name; each user once per tenant.",
    )


def _people(count: int) -> str:
    return "1 guest exists" if count == 1 else f"{count:,} guests exist"
