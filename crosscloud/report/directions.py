"""What a plan does to a direction, in the words that every report shares: its effect, its order, its terms.

A direction may widen when somebody gains, when it cannot be told whether somebody does, or when more is trusted
or asked less: those come first and no report leaves one out.
"""

from collections.abc import Iterable, Sequence
from typing import Final, Literal

from crosscloud.domain.access.words import Line
from crosscloud.report.plain import brief
from crosscloud.review.access import CLOUD_NOT_KNOWN, DirectionReview
from crosscloud.review.judgement import JudgedFinding
from crosscloud.review.review import Review

Effect = Literal["changed", "gained", "unknown", "terms", "lost", "half-open", "open", "closed"]
"""What becomes of a direction. `changed`: some gain and some lose; `terms`: who may reach what stays, trust or the
consent prompt do not; `half-open`, `open` and `closed` do not change."""

EFFECTS: Final[dict[Effect, tuple[str, str]]] = {
    "gained": ("+", "gained"),
    "changed": ("±", "gained and lost"),
    "unknown": ("?", "unknown"),
    "terms": ("◆", "trust or consent"),
    "lost": ("\u2212", "lost"),
    "half-open": ("½", "half open"),
    "open": ("=", "open, unchanged"),
    "closed": ("·", "closed, unchanged"),
}
"""The symbol and the word for each effect."""

_ORDER: Final[tuple[Effect, ...]] = (
    "changed",
    "gained",
    "unknown",
    "terms",
    "lost",
    "half-open",
    "open",
    "closed",
)
_OF_A_GAIN: Final = ("XC307", "XC311")
_OF_A_CLOSED_DEFAULT: Final = "XC301"
_DEFAULT: Final = "default"
"""What the subject of a finding about a tenant's default holds."""
_STATUS_WORDS: Final = {
    "opened": "opens",
    "widened": "widens",
    "changed": "widens",
    "unknown": "unknown",
    "narrowed": "narrows",
    "closed": "closes",
}


def effect_of(direction: DirectionReview) -> Effect:
    """What becomes of a direction."""
    reach = direction.reach
    effects: dict[str, Effect] = {
        "opened": "gained",
        "widened": "gained",
        "changed": "changed",
        "narrowed": "lost",
        "closed": "lost",
        "unknown": "unknown",
    }
    if reach.status in effects:
        return effects[reach.status]
    if direction.is_changed:
        return "terms"
    if direction.half_open:
        return "half-open"
    if any(not line.is_nothing for line in reach.after):
        return "open"
    return "unknown" if reach.unknown else "closed"


def may_widen(direction: DirectionReview) -> bool:
    """Whether the plan may give somebody more: access, trust that was not there, or no consent prompt any more."""
    reach = direction.reach
    return (
        reach.may_widen
        or bool(set(direction.trust_after) - set(direction.trust_before))
        or direction.consent_after not in {"no", direction.consent_before}
    )


def in_order(directions: Iterable[DirectionReview]) -> list[DirectionReview]:
    """What may widen first, then what else changes, then what is half open, open, closed."""
    return sorted(directions, key=lambda d: (not may_widen(d), _ORDER.index(effect_of(d))))


def is_unread(direction: DirectionReview) -> bool:
    """Whether it is not known who may reach what, and the plan does not touch that: not the same as unchanged."""
    return direction.reach.status == "unknown" and not direction.is_changed


def state_of(direction: DirectionReview, arrow: str = "->") -> str:
    """What a direction that the plan does not change is like: `unchanged: all users -> portal`, `unknown: …`."""
    if is_unread(direction):
        return f"unknown: {', '.join(direction.not_read)}" if direction.not_read else "unknown"
    after = "; ".join(f"{line.who} {arrow} {line.what}" for line in shown(direction.reach.after))
    return f"unchanged: {after or EFFECTS[effect_of(direction)][1].partition(',')[0]}"


def name_of(direction: DirectionReview, arrow: str = "->") -> str:
    """`contoso -> fabrikam`."""
    return f"{brief(direction.home)} {arrow} {brief(direction.resource)}"


def is_default(direction: DirectionReview) -> bool:
    """Whether this is what one tenant's default does to organisations that it does not list."""
    other = direction.resource if direction.home == direction.half_of else direction.home
    return bool(direction.half_of) and other.startswith("any other ")


def whose(direction: DirectionReview) -> str:
    """`contoso's half; theirs is not read`; empty where both ends count."""
    if not direction.half_of:
        return ""
    clouds = direction.home_cloud, direction.resource_cloud
    at_most = f" ({CLOUD_NOT_KNOWN}: at most this)" if CLOUD_NOT_KNOWN in clouds else ""
    return f"{brief(direction.half_of)}'s half; theirs is not read{at_most}"


def who(line: Line, *, loud: bool = False) -> str:
    """Who a line is about; everybody is written large where it is new."""
    is_wide = loud and not line.is_nothing and (line.is_everyone or line.who == "everyone else")
    return line.who.upper() if is_wide else line.who


def what(line: Line, *, loud: bool = False) -> str:
    """What they may reach; everything is written large where it is new, and what that includes."""
    if loud and line.is_everything:
        return "ALL APPLICATIONS, Azure portal and Entra admin center included"
    return line.what


def shown(lines: Sequence[Line]) -> list[Line]:
    """The lines that permit something."""
    return [line for line in lines if not line.is_nothing]


def terms(direction: DirectionReview) -> list[str]:
    """What the resource tenant trusts and whether a consent prompt is shown, before and after, in sentences."""
    if is_default(direction):
        return []
    home, resource = brief(direction.home), brief(direction.resource)
    was, becomes = set(direction.trust_before), set(direction.trust_after)
    is_new = direction.reach.status == "opened"
    added = [t for t in direction.trust_after if t not in was or is_new]
    kept = [t for t in direction.trust_after if t in was and not is_new]
    removed = [t for t in direction.trust_before if t not in becomes]
    said = []
    if added:
        said.append(f"{resource} {'' if is_new else 'NEWLY '}trusts {home}'s {_listed(added)}")
    if removed:
        said.append(f"{resource} no longer trusts {home}'s {_listed(removed)}")
    if kept:
        also = ", now for those who gain too" if direction.reach.gained else ""
        said.append(f"{resource} trusts {home}'s {_listed(kept)} (unchanged{also})")
    if direction.trust_unknown:
        said.append(f"whether {resource} trusts {home}'s {_listed(direction.trust_unknown)} is not known")
    permits = not direction.half_of and (bool(shown(direction.reach.after)) or direction.half_open)
    if direction.consent_before != direction.consent_after:
        before = "" if is_new else f" (before: {_CONSENT[direction.consent_before]})"
        said.append(f"consent prompt {_CONSENT[direction.consent_after]}{before}")
    elif permits:
        said.append(f"consent prompt {_CONSENT[direction.consent_after]}")
    return said


def why_closed(direction: DirectionReview) -> list[str]:
    """What stood in the way before, and what still will, in sentences; nothing for one that stays as it is."""
    said = []
    if direction.not_read and direction.is_changed:
        said.append(f"not known: {_told(direction.not_read)}")
    if (
        direction.why_before
        and direction.reach.before
        and not shown(direction.reach.before)
        and direction.is_changed
    ):
        said.append(f"before: nothing ({_told(direction.why_before)})")
    if direction.why_after and (direction.is_changed or direction.half_open):
        said.append(f"{'still ' if direction.is_changed else ''}in the way: {_told(direction.why_after)}")
    if direction.half_open:
        said.append("half open: one end permits something, the other nothing at all; nobody gets in")
    return said


def findings_of(direction: DirectionReview, review: Review) -> list[str]:
    """The ids of findings that the plan brings, and that are about what this direction gains or loses."""
    ends = {direction.half_of} if direction.half_of else {direction.home, direction.resource}
    about = set(_OF_A_GAIN) if direction.reach.gained else set()
    if direction.reach.lost and is_default(direction):
        about.add(_OF_A_CLOSED_DEFAULT)
    return [id_ for id_ in review.brought.get(frozenset(ends), ()) if id_ in about]


def is_of_a_gain(judged: JudgedFinding) -> bool:
    """Whether a finding is about what somebody gains."""
    return judged.finding.id in _OF_A_GAIN


def sources_of(judged: JudgedFinding, review: Review) -> list[str]:
    """The lines of the intent that bring a finding: of the directions, or else the settings, of its tenants."""
    tenants = set(judged.finding.tenants)
    of_default = _DEFAULT in judged.finding.subject
    directions = [direction for direction in review.changed_among(tenants) if direction.source]
    if is_of_a_gain(judged):
        gaining = [direction for direction in directions if direction.reach.gained]
        # Of two known tenants a finding names the home tenant first.
        directions = [d for d in gaining if (d.home, d.resource) == judged.finding.tenants] or gaining
    lines = [] if of_default else [direction.source for direction in directions]
    if not lines:
        lines = [
            plan.sources[change.address]
            for plan in review.plan.tenants
            if plan.name in tenants
            for change in plan.changes
            if plan.sources.get(change.address) and (not of_default or change.kind == "default_settings")
        ]
    return list(dict.fromkeys(lines))


def tallies(directions: Iterable[DirectionReview]) -> dict[str, list[DirectionReview]]:
    """The directions that change or are not known, by what happens: `opens`, `widens` …, as reports order it."""
    found: dict[str, list[DirectionReview]] = {}
    for direction in directions:
        if direction.is_changed or is_unread(direction):
            word = _STATUS_WORDS.get(direction.reach.status, "trust")
            found.setdefault(word, []).append(direction)
    order = ("opens", "widens", "unknown", "trust", "narrows", "closes")
    return {word: found[word] for word in order if word in found}


_CONSENT: Final = {"yes": "suppressed", "no": "shown", "unknown": "not known"}


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _told(reasons: Sequence[str]) -> str:
    return ", ".join(reasons)


def beyond(review: Review) -> dict[str, list[str]]:
    """The partners outside of the environment that do not change: of each tenant, what its half does, and to whom.

    `contoso's half (Global): in everything, out nothing, trusts MFA` and the names of those partners.
    """
    found: dict[str, list[str]] = {}
    for partner in review.beyond:
        trusts = (
            "not known" if partner.trusts is None else _listed(partner.trusts) if partner.trusts else "nothing"
        )
        at_most = ": at most" if partner.cloud == CLOUD_NOT_KNOWN else ""
        extent = f"in {partner.inbound}, out {partner.outbound}, trusts {trusts}"
        half = f"{brief(partner.tenant)}'s half ({partner.cloud}{at_most}): {extent}"
        found.setdefault(half, []).append(brief(partner.partner))
    return found
