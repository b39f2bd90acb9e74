"""What a plan does to a direction, as every report tells it: its effect, its order, and who may reach what.

A direction may widen when somebody gains, when it cannot be told whether somebody does, or when more is trusted
or asked less: those come first and no report leaves one out.
"""

from collections import Counter
from collections.abc import Iterable
from typing import Final, Literal

from crosscloud.domain.access import Gate
from crosscloud.domain.access.comparison import Pairs
from crosscloud.domain.access.permission import Answers, Table
from crosscloud.domain.access.ways import WayName
from crosscloud.domain.clouds import endpoint_title
from crosscloud.domain.settings import DEFAULT
from crosscloud.domain.tenant import PARTS, Part
from crosscloud.domain.truth import Truth
from crosscloud.report.plain import brief
from crosscloud.review.directions import DirectionReview, Party
from crosscloud.review.judgement import JudgedFinding
from crosscloud.review.review import Review
from crosscloud.review.status import Status
from crosscloud.review.ways import WayReview
from crosscloud.wording.access import Line, wording_of
from crosscloud.wording.claims import trusted_in_a_sentence
from crosscloud.wording.decision import gate_in_words
from crosscloud.wording.names import Names, all_others
from crosscloud.wording.ways import WAY_NAMES, permitted_on_way

Effect = Literal["changed", "gained", "unknown", "terms", "lost", "half-open", "open", "closed"]
"""What becomes of a direction. `changed`: some gain and some lose; `terms`: who may reach what stays, trust or the
consent prompt do not; `half-open`, `open` and `closed` do not change. One that is `closed` leaves out what is said
once (`list_disputed`)."""

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

CLOUD_NOT_KNOWN: Final = "cloud not known"

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
_EFFECT_OF: Final[dict[Status, Effect]] = {
    "opened": "gained",
    "widened": "gained",
    "changed": "changed",
    "narrowed": "lost",
    "closed": "lost",
    "unknown": "unknown",
}
_TALLIED_AS: Final[dict[Status, str]] = {
    "opened": "opens",
    "widened": "widens",
    "changed": "widens",
    "unknown": "unknown",
    "narrowed": "narrows",
    "closed": "closes",
}
_TALLIES: Final = ("opens", "widens", "unknown", "trust", "narrows", "closes")
_OF_A_GAIN: Final = ("XC307", "XC311")
_OF_ANOTHER_WAY: Final = ("XC307", "XC311", "XC315", "XC316")
"""Direct connect has the findings of collaboration, the other ways their own."""
_OF_A_CLOSED_DEFAULT: Final = "XC301"
_CONSENT: Final = {Truth.YES: "suppressed", Truth.NO: "shown", Truth.UNKNOWN: "not known"}
_PARTS: Final[dict[Part, str]] = {
    "policy": "the enabled clouds",
    "default": "the default",
    "partners": "the partners",
}


def find_effect(direction: DirectionReview) -> Effect:
    """What becomes of a direction."""
    effect = _EFFECT_OF.get(direction.overall_status)
    if effect is not None:
        return effect
    if direction.is_changed:
        return "terms"
    if direction.half_open:
        return "half-open"
    if permits_something(direction.access.will) or any(way.is_open for way in direction.ways):
        return "open"
    return "unknown" if any(not way.disputed for way in direction.ways) else "closed"


def count_effects(effects: Iterable[Effect]) -> str:
    """How many directions there are of each effect: `2 gained, 1 open`."""
    counts = Counter(EFFECTS[effect][1].partition(",")[0] for effect in effects)
    words = (word.partition(",")[0] for _, word in EFFECTS.values())
    return ", ".join(f"{counts[word]:,} {word}" for word in words if counts[word])


def permits_something(answers: Answers) -> bool:
    """Whether it is known who may reach what, and somebody may reach something."""
    found = answers.values()
    return Truth.YES in found and Truth.UNKNOWN not in found


def may_widen(direction: DirectionReview) -> bool:
    """Whether the plan may give somebody more: access, trust that was not there, or no consent prompt any more."""
    return (
        direction.may_widen_access
        or direction.may_widen_another_way
        or bool(set(direction.trust_after) - set(direction.trust_before))
        or direction.consent_after not in {Truth.NO, direction.consent_before}
    )


def sort_directions(directions: Iterable[DirectionReview]) -> list[DirectionReview]:
    """What may widen first, then what else changes, then what is half open, open, closed."""
    return sorted(directions, key=lambda d: (not may_widen(d), _ORDER.index(find_effect(d))))


def is_unread(direction: DirectionReview) -> bool:
    """Whether it is not known who may reach what, and the plan does not touch that: not the same as unchanged."""
    return direction.status == "unknown" and not direction.is_changed


def tally(directions: Iterable[DirectionReview]) -> dict[str, list[DirectionReview]]:
    """The directions that change or are not known, by what happens: `opens`, `widens` …, as reports order it."""
    found: dict[str, list[DirectionReview]] = {}
    for direction in directions:
        if direction.is_changed or is_unread(direction):
            found.setdefault(_TALLIED_AS.get(direction.overall_status, "trust"), []).append(direction)
    return {word: found[word] for word in _TALLIES if word in found}


def find_ids(direction: DirectionReview, review: Review) -> list[str]:
    """The ids of findings that the plan brings, and that are about what this direction gains or loses."""
    half = direction.half_of
    ends = {half} if half else {direction.home.tenant_id, direction.resource.tenant_id}
    about = set(_OF_A_GAIN) if direction.access.gained else set()
    if direction.may_widen_another_way or direction.consent_before is not direction.consent_after:
        about.update(_OF_ANOTHER_WAY)
    if direction.access.lost and direction.is_default:
        about.add(_OF_A_CLOSED_DEFAULT)
    return [id_ for id_ in review.brought.get(frozenset(ends), ()) if id_ in about] if about else []


def is_of_a_gain(judged: JudgedFinding) -> bool:
    """Whether a finding is about what somebody gains."""
    return judged.finding.id in _OF_A_GAIN


def find_sources(judged: JudgedFinding, review: Review) -> list[str]:
    """The lines of the intent that bring a finding: of the directions, or else the settings, of its tenants."""
    tenants, of_default = set(judged.finding.tenants), judged.finding.place.is_default
    directions = [direction for direction in review.changed_among(tenants) if direction.source]
    if is_of_a_gain(judged):
        gaining = [direction for direction in directions if direction.access.gained]
        # Of two known tenants a finding has the home tenant first.
        ends = judged.finding.tenants
        directions = [d for d in gaining if (d.home.tenant_id, d.resource.tenant_id) == ends] or gaining
    lines = [] if of_default else [direction.source for direction in directions]
    if not lines:
        lines = [
            plan.sources[change.address]
            for plan in review.plan.tenants
            if plan.tenant_id in tenants
            for change in plan.changes
            if plan.sources.get(change.address) and (not of_default or change.settings is DEFAULT)
        ]
    return list(dict.fromkeys(lines))


def say_not_named(directions: Iterable[DirectionReview]) -> str:
    """What is so of the ways that are not named with one of `directions`."""
    found = list(directions)
    unless = " or unknown" if any(map(is_unread, found)) or list_disputed(found) else ""
    return f"other ways closed{unless} where not named"


def list_disputed(directions: Iterable[DirectionReview]) -> dict[WayName, list[str]]:
    """The ways that are unknown only as sources disagree, each with the ids of the tenants: told once, of all."""
    found: dict[WayName, dict[str, None]] = {}
    for direction in directions:
        for way in direction.ways:
            if way.disputed:
                found.setdefault(way.way.name, {})[way.disputed] = None
    return {name: [*tenants] for name, tenants in found.items()}


def say_who(line: Line, *, loud: bool = False) -> str:
    """Who a line is about; everybody is written large where it is new."""
    said = line.statement
    is_wide = loud and not said.is_nothing and (said.is_everyone or said.is_rest)
    return line.who.upper() if is_wide else line.who


def say_what(line: Line, *, loud: bool = False) -> str:
    """What they may reach; everything is written large where it is new, and what that includes."""
    if loud and line.statement.is_everything:
        return "ALL APPLICATIONS, Azure portal and Entra admin center included"
    return line.what


class DirectionWording:
    """Puts directions into words for a reader who knows `names`; each list of a setting once.

    Texts of tenants and files are as they are: what shows them makes them harmless.
    """

    def __init__(self, names: Names) -> None:
        self._names = names

    def name_party(self, party: Party) -> str:
        """`contoso`, `organisation 2c63888f-…`, or `any other Global organisation`."""
        if not party.is_anybody:
            return self._names.organisation(party.tenant_id)
        return "any other organisation" if party.cloud is None else all_others(party.cloud)

    def name_cloud(self, party: Party) -> str:
        """The cloud of one end, as a title."""
        if party.cloud is None:
            return CLOUD_NOT_KNOWN
        return endpoint_title(party.cloud.endpoint) if party.is_anybody else party.cloud.title

    def name_ends(self, direction: DirectionReview, arrow: str = "->") -> str:
        """`contoso -> fabrikam`."""
        home, resource = self.name_party(direction.home), self.name_party(direction.resource)
        return f"{brief(home)} {arrow} {brief(resource)}"

    def list_before(self, direction: DirectionReview) -> list[Line]:
        """Who could reach what; empty where that is not known."""
        return self._permitted(direction.access.table, direction.access.was)

    def list_after(self, direction: DirectionReview) -> list[Line]:
        """Who will; empty where that is not known."""
        return self._permitted(direction.access.table, direction.access.will)

    def list_gained(self, direction: DirectionReview) -> list[Line]:
        """What is added."""
        return self._affected(direction.access.table, direction.access.gained)

    def list_lost(self, direction: DirectionReview) -> list[Line]:
        """What is taken away."""
        return self._affected(direction.access.table, direction.access.lost)

    def list_unknown(self, direction: DirectionReview) -> list[Line]:
        """What could not be decided, before or after."""
        access = direction.access
        return self._affected(access.table, (*access.unknown, *access.maybe_gained, *access.maybe_lost))

    def list_permitted(self, direction: DirectionReview) -> list[Line]:
        """The lines of `list_after` that permit something."""
        return [line for line in self.list_after(direction) if not line.statement.is_nothing]

    def list_unmet(self, gates: Iterable[Gate]) -> list[str]:
        """What stands in the way, each in words."""
        return [gate_in_words(gate, self._names) for gate in gates]

    def list_unread(self, direction: DirectionReview | WayReview) -> list[str]:
        """Why something is unknown: `the default of fabrikam was not read`, or is not understood."""
        return [
            *self._say_unread(direction.unread),
            *(self._say_odd(*each) for each in direction.not_understood),
        ]

    def list_unlisted(self, direction: DirectionReview) -> list[str]:
        """That who is listed, and so not governed by a default, is not known; nothing where it is."""
        name = self._names.organisation(direction.half_of)
        return [f"which organisations {name} lists, and what they may"] if direction.is_listing_unread else []

    def list_standing_terms(self, direction: DirectionReview) -> list[str]:
        """What is trusted, and that no consent prompt is shown, as it stands; nothing where neither is so."""
        resource = brief(self.name_party(direction.resource))
        said = []
        if direction.trust_after:
            said.append(f"{resource} trusts their {trusted_in_a_sentence(direction.trust_after)}")
        if direction.trust_unknown and not direction.unread:
            said.append(
                f"whether {resource} trusts their {trusted_in_a_sentence(direction.trust_unknown)} is not known"
            )
        if direction.consent_after is not Truth.NO:
            said.append(f"consent prompt {_CONSENT[direction.consent_after]}")
        return said

    def say_state(self, direction: DirectionReview, arrow: str = "->") -> str:
        """What a direction that does not change is like: `unchanged: all users -> portal`, `unknown: …`."""
        if is_unread(direction):
            return ": ".join(
                ["unknown", *([", ".join(unread)] if (unread := self.list_unread(direction)) else [])]
            )
        after = "; ".join(f"{line.who} {arrow} {line.what}" for line in self.list_permitted(direction))
        state = "closed" if direction.ways and not direction.half_open else EFFECTS[find_effect(direction)][1]
        return f"unchanged: {after or state.partition(',')[0]}"

    def say_whose(self, direction: DirectionReview) -> str:
        """`contoso's half; theirs is not read`; empty where both ends count."""
        if not direction.half_of:
            return ""
        at_most = f" ({CLOUD_NOT_KNOWN}: at most this)"
        is_known = direction.home.cloud is not None and direction.resource.cloud is not None
        half = f"{brief(self._names.organisation(direction.half_of))}'s half; theirs is not read"
        return half if is_known else f"{half}{at_most}"

    def list_ways(
        self, direction: DirectionReview, arrow: str = "->", *, with_disputed: bool = False
    ) -> list[str]:
        """The ways beside collaboration that are open, that change, or that are not known, each in a sentence.

        A way that is closed and stays closed is not among them, nor one that is unknown as collaboration is, nor,
        unless asked for, what `list_disputed` has; those that are not known and not touched are told together.
        """
        told = [way for way in direction.ways if way.is_changed or way.is_open]
        unknown = [
            way
            for way in direction.ways
            if way not in told
            and not (way.unread and set(way.unread) <= set(direction.unread))
            and (with_disputed or not way.disputed)
        ]
        said = [self._say_way(way, arrow) for way in told]
        if unknown:
            missing = [part for way in unknown for part in way.unread]
            tenants = [tenant_id for tenant_id, _ in missing]
            why = self._say_unread(
                sorted({*missing}, key=lambda each: (tenants.index(each[0]), PARTS.index(each[1])))
            )
            names = ", ".join(WAY_NAMES[way.way.name] for way in unknown)
            said.append(f"not known: {names}{_in_brackets(why)}")
        return said

    def _say_way(self, way: WayReview, arrow: str) -> str:
        """`direct connect OPENS: portal (before: nothing)`; where it stays, `synchronisation of users on`."""
        name = WAY_NAMES[way.way.name]
        was, will = (self._on_way(way, answers, arrow) for answers in (way.access.was, way.access.will))
        if not way.is_changed:
            return f"{name} {will}"
        match way.status:
            case "opened":
                return f"{name} OPENS: {will} (before: {was})"
            case "closed":
                return f"{name} closes (before: {was})"
            case "widened":
                return f"{name} WIDENS: {will} (before: {was})"
            case "narrowed":
                return f"{name} narrows: {will} (before: {was})"
            case _:
                return f"{name} changes: {will} (before: {was})"

    def _on_way(self, way: WayReview, answers: Answers, arrow: str) -> str:
        """What a way permits at one moment; why that is not known, where it is not."""
        if Truth.UNKNOWN not in answers.values():
            pairs = [pair for pair, answer in answers.items() if answer is Truth.YES]
            return permitted_on_way(way.way, way.access.table, pairs, self._names).replace("->", arrow)
        return f"not known{_in_brackets(self.list_unread(way))}"

    def list_terms(self, direction: DirectionReview) -> list[str]:
        """What the resource tenant trusts and whether a consent prompt is shown, before and after.

        Of a default, only what changes, or is not known beside something that changes.
        """
        is_same = (
            direction.trust_before == direction.trust_after
            and not direction.trust_unknown
            and direction.consent_before is direction.consent_after
        )
        if direction.is_default and (is_same or not direction.is_changed):
            return []
        home, resource = brief(self.name_party(direction.home)), brief(self.name_party(direction.resource))
        was, becomes = set(direction.trust_before), set(direction.trust_after)
        is_new = direction.status == "opened"
        added = [t for t in direction.trust_after if t not in was or is_new]
        kept = [t for t in direction.trust_after if t in was and not is_new]
        removed = [t for t in direction.trust_before if t not in becomes]
        said = []
        if added:
            said.append(f"{resource} {'' if is_new else 'NEWLY '}trusts {home}'s {trusted_in_a_sentence(added)}")
        if removed:
            said.append(f"{resource} no longer trusts {home}'s {trusted_in_a_sentence(removed)}")
        if kept:
            also = ", now for those who gain too" if direction.access.gained else ""
            said.append(f"{resource} trusts {home}'s {trusted_in_a_sentence(kept)} (unchanged{also})")
        if direction.trust_unknown:
            unknown = trusted_in_a_sentence(direction.trust_unknown)
            said.append(f"whether {resource} trusts {home}'s {unknown} is not known")
        if direction.consent_before is not direction.consent_after:
            before = "" if is_new else f" (before: {_CONSENT[direction.consent_before]})"
            said.append(f"consent prompt {_CONSENT[direction.consent_after]}{before}")
        elif not direction.half_of and (permits_something(direction.access.will) or direction.half_open):
            said.append(f"consent prompt {_CONSENT[direction.consent_after]}")
        return said

    def list_why_closed(self, direction: DirectionReview, *, with_before: bool = True) -> list[str]:
        """What stood in the way before, and what still will, in sentences; nothing for one that stays as it is."""
        said = []
        is_changed = direction.is_changed
        if is_changed and (direction.unread or direction.not_understood):
            said.append(f"not known: {', '.join(self.list_unread(direction))}")
        if is_changed and with_before and direction.unmet_before and _permits_nothing(direction.access.was):
            said.append(f"before: nothing ({', '.join(self.list_unmet(direction.unmet_before))})")
        if direction.unmet_after and (is_changed or direction.half_open):
            stood = [each for each in direction.unmet_after if each in direction.unmet_before]
            brought = [each for each in direction.unmet_after if each not in direction.unmet_before]
            for when, unmet in (("still in the way", stood), ("in the way from then on", brought)):
                if unmet:
                    told = when if is_changed else "in the way"
                    said.append(f"{told}: {', '.join(self.list_unmet(unmet))}")
        if direction.half_open:
            said.append("half open: one end permits something, the other nothing at all; nobody gets in")
        return said

    def group_unchanged_partners(self, review: Review) -> dict[str, list[str]]:
        """The partners outside of the environment that do not change: what each tenant's half does, and to whom.

        `contoso's half (Global): in everything, out nothing, trusts MFA` and the names of those partners.
        """
        found: dict[str, list[str]] = {}
        for partner in review.unchanged_partners:
            trusts = "not known" if partner.trusts is None else trusted_in_a_sentence(partner.trusts)
            cloud = f"{CLOUD_NOT_KNOWN}: at most" if partner.cloud is None else partner.cloud.title
            extent = f"in {partner.inbound}, out {partner.outbound}, trusts {trusts}"
            ways = [way for way in partner.ways if way not in partner.disputed]
            if ways:
                extent = f"{', '.join(WAY_NAMES[way.name] for way in ways)} may be open; {extent}"
            half = f"{brief(self._names.organisation(partner.tenant))}'s half ({cloud}): {extent}"
            found.setdefault(half, []).append(brief(self._names.organisation(partner.partner)))
        return found

    def _permitted(self, table: Table, answers: Answers) -> list[Line]:
        if Truth.UNKNOWN in answers.values():
            return []
        pairs = (pair for pair, answer in answers.items() if answer is Truth.YES)
        return [*wording_of(table, self._names).lines(pairs)]

    def _affected(self, table: Table, pairs: Pairs) -> list[Line]:
        found = wording_of(table, self._names).lines(pairs) if pairs else ()
        return [line for line in found if not line.statement.is_nothing]

    def _say_odd(self, tenant_id: str, partner: str, section: str) -> str:
        entry = f"the entry for {self._names.organisation(partner)}" if partner else "the default"
        return f"{section} of {entry} in {self._names.organisation(tenant_id)} is not understood"

    def _say_unread(self, unread: Iterable[tuple[str, Part]]) -> list[str]:
        parts: dict[str, list[Part]] = {}
        for tenant_id, part in unread:
            parts.setdefault(tenant_id, []).append(part)
        return [self._say_missing(tenant_id, missing) for tenant_id, missing in parts.items()]

    def _say_missing(self, tenant_id: str, missing: list[Part]) -> str:
        name = self._names.organisation(tenant_id)
        if len(missing) == len(PARTS):
            return f"{name} was not read"
        verb = "was" if missing == ["default"] else "were"
        return f"{' and '.join(_PARTS[part] for part in missing)} of {name} {verb} not read"


def _in_brackets(reasons: Iterable[str]) -> str:
    found = ", ".join(reasons)
    return f" ({found})" if found else ""


def _permits_nothing(answers: Answers) -> bool:
    return all(answer is Truth.NO for answer in answers.values())
