"""Two ends of one direction that do not say the same: access, and automatic redemption.

Sources: Microsoft's cross-tenant access overview (both ends decide) and its include on automatic redemption.
"""

from collections.abc import Iterator

from crosscloud.domain.access import permission
from crosscloud.domain.access.decision import consents
from crosscloud.domain.findings.finding import Finding, finding
from crosscloud.domain.findings.reach import closes, half, in_words, permits_nothing, permitted
from crosscloud.domain.findings.situation import Situation
from crosscloud.domain.settings.identity_synchronization import USER_SYNC_INBOUND
from crosscloud.domain.truth import Truth


def open_at_one_end(situation: Situation) -> Iterator[Finding]:
    """XC105: a direction is open at one end and closed at the other, or the two ends have nothing in common."""
    for one, other in situation.pairs:
        home, resource = one.settings, other.settings
        both = permission(home, resource)
        if both.gate is not Truth.YES or both.outbound is None or both.inbound is None:
            continue  # what stands before the sections has findings of its own
        out_closed, in_closed = closes(both.outbound), closes(both.inbound)
        if (out_closed and in_closed) or (not out_closed and not in_closed and not permits_nothing(both)):
            continue
        is_declared = (home.tenant_id, resource.tenant_id) in situation.declared
        outbound = in_words(*permitted(half(both.outbound)), situation.name_of)
        inbound = in_words(*permitted(half(both.inbound)), situation.name_of)
        if out_closed:
            what = f"{resource.name} admits them, {home.name} does not let them out"
        elif in_closed:
            what = f"{home.name} lets them out, {resource.name} does not admit them"
        else:
            what = "the two ends have no user and application in common"
        yield finding(
            "XC105",
            (home.name, resource.name),
            (home.tenant_id, resource.tenant_id),
            severity="warning" if is_declared else "info",
            summary=f"{home.name} -> {resource.name}: {what}.",
            detail=f"Outbound in {home.name}: {outbound}. Inbound in {resource.name}: {inbound}. Only what "
            "both ends "
            "permit is permitted.",
            fix="Declare the direction once (a Partnership sets both ends alike), or block it at both ends.",
        )


def redeemed_at_one_end(situation: Situation) -> Iterator[Finding]:
    """XC106: automatic redemption at one end only, so that the consent prompt stays."""
    for home, resource in situation.pairs:
        if not home.settings.is_read or not resource.settings.is_read:
            continue
        out = consents(home.settings, resource.settings.tenant_id, "outbound_allowed")
        into = consents(resource.settings, home.settings.tenant_id, "inbound_allowed")
        if Truth.UNKNOWN in (out, into) or out is into:
            continue
        names = home.settings.name, resource.settings.name
        syncs = resource.settings.synchronizes(USER_SYNC_INBOUND.name, home.settings.tenant_id) is Truth.YES
        has, lacks = (0, 1) if out is Truth.YES else (1, 0)
        member = ("outbound_allowed", "inbound_allowed")[lacks]
        yield finding(
            "XC106",
            names,
            (home.settings.tenant_id, resource.settings.tenant_id),
            severity="warning" if syncs else "info",
            summary=f"{names[0]} -> {names[1]}: only {names[has]} has automatic redemption; the consent prompt "
            "stays.",
            detail="The prompt is suppressed only where the home tenant's outbound_allowed and the resource "
            "tenant's "
            "inbound_allowed are both true." + (" Identity synchronisation needs both." if syncs else ""),
            fix=f"Set {member} of automatic_user_consent_settings in {names[lacks]}, or take it back in "
            f"{names[has]}.",
        )
