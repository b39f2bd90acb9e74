"""Who may reach what now, in every direction: for the terminal and as data. And one decision, gate by gate."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from crosscloud.domain.access import Decision, Targets
from crosscloud.domain.applications import NAMES
from crosscloud.domain.clouds import Cloud
from crosscloud.domain.tenant import TenantSettings
from crosscloud.domain.truth import Truth
from crosscloud.report.data import Sets, party_to_json, way_to_json
from crosscloud.report.directions import CLOUD_NOT_KNOWN, DirectionWording
from crosscloud.report.plain import printable
from crosscloud.review.directions import DirectionReview, Party
from crosscloud.wording.access import Line
from crosscloud.wording.decision import direct_connect_in_words, gates_to_json
from crosscloud.wording.names import Names

Paint = Callable[[str, str], str]
"""A line and a colour: the line in that colour, or as it is."""

_COLOURS = {"pass": "green", "fail": "red", "unknown": "yellow", "allow": "green", "block": "red"}


def name_with_ids(names: Names) -> Names:
    """The same names, each with the id beside it."""

    def named(id_: str) -> str | None:
        name = names.of_id(id_)
        return None if name is None else f"{name} {id_}"

    return replace(names, of_id=named)


def render(directions: Sequence[DirectionReview], names: Names, paint: Paint) -> str:
    """The matrix as text, with ids beside names."""
    if not directions:
        return "There are no two tenants, and no partner, to show anything of.\n"
    words = DirectionWording(name_with_ids(names))
    return "".join(f"{line}\n" for direction in directions for line in _lines(direction, names, words, paint))


def matrix_to_json(directions: Sequence[DirectionReview], names: Names) -> list[dict[str, Any]]:
    """The matrix as data: ends, sets and claims as in review.json, and beside the sets what they are called.

    What is permitted is null where that is not known; what it may be is then in `unknown`.
    """
    words, sets = DirectionWording(names), Sets()
    return [
        {
            "home": party_to_json(direction.home, words),
            "resource": party_to_json(direction.resource, words),
            "half_of": direction.half_of or None,
            "permits": None
            if Truth.UNKNOWN in direction.access.will.values()
            else [_line_to_json(line, direction, sets) for line in words.list_after(direction)],
            "unknown": [_line_to_json(line, direction, sets) for line in words.list_unknown(direction)],
            "ids": {name: id_ for id_ in _ids(direction) if (name := names.of_id(id_)) is not None},
            "unmet": words.list_unmet(direction.unmet_after),
            "not_read": _not_read(direction, words),
            "half_open": direction.half_open,
            "consent_prompt_suppressed": direction.consent_after.value,
            "ways": [way_to_json(way, sets) for way in direction.ways],
            "trust": list(direction.trust_after),
            "trust_unknown": list(direction.trust_unknown),
        }
        for direction in directions
    ]


@dataclass(frozen=True, slots=True)
class Question:
    """What is decided.

    Attributes:
        home: the tenant that the user comes from.
        resource: the tenant that the application is in.
        user: the user's object id.
        groups: the groups that the user is in, and no other.
        application: the application's id, or `Office365`.
        clouds: the cloud of each tenant, by id; None where it is not known, and is taken to be that of the other.
    """

    home: TenantSettings
    resource: TenantSettings
    user: str
    groups: tuple[str, ...]
    application: str
    clouds: Mapping[str, Cloud | None]


def decision_to_json(decision: Decision, question: Question, names: Names) -> dict[str, Any]:
    """One decision as data, with the question: tenants as in the matrix, ids with the names that they have."""
    words = DirectionWording(names)

    def tenant(settings: TenantSettings) -> dict[str, Any]:
        return party_to_json(Party(settings.tenant_id, question.clouds.get(settings.tenant_id)), words)

    def named(id_: str) -> dict[str, str | None]:
        return {"id": id_, "name": names.of_id(id_) or NAMES.get(id_)}

    return {
        "home": tenant(question.home),
        "resource": tenant(question.resource),
        "user": named(question.user),
        "groups": [named(group) for group in question.groups],
        "application": named(question.application),
        **gates_to_json(decision, names),
    }


def render_decision(decision: Decision, question: Question, names: Names, paint: Paint) -> str:
    """One decision as text: the question, the verdict, every gate, and what no setting decides."""
    data = gates_to_json(decision, names)
    code = f"   {data['aadsts']}" if data["aadsts"] else ""
    verdict = paint(f"{data['decision'].upper()}{code}", _COLOURS[data["decision"]])
    lines = [*map(printable, _question(question, names)), verdict]
    for gate in data["gates"]:
        code = f"   {gate['aadsts']}" if gate["aadsts"] else ""
        line = f"  {gate['result']:8} {gate['gate']:24} {printable(gate['detail'])}{code}"
        lines.append(paint(line, _COLOURS[gate["result"]]))
    lines.append(f"  consent prompt {data['consent_prompt']}")
    lines += [f"  {printable(sentence)}" for sentence in direct_connect_in_words(decision, names)]
    lines += [f"Not evaluated: {', '.join(data['not_evaluated'])}."]
    return "".join(f"{line}\n" for line in lines)


def _question(question: Question, names: Names) -> Iterator[str]:
    def tenant(settings: TenantSettings, other: TenantSettings) -> str:
        id_ = settings.tenant_id
        name = f"{settings.name} {id_}" if settings.name != id_ else f"organisation {id_}"
        is_placed = question.clouds.get(id_) is not None
        return name if is_placed else f"{name} ({CLOUD_NOT_KNOWN}: taken to be that of {other.name})"

    groups = " and ".join(name_id(group, names) for group in question.groups)
    yield (
        f"from  {tenant(question.home, question.resource)}: user {name_id(question.user, names)}, in "
        f"{f'group {groups}' if groups else 'no group'}"
    )
    yield f"to    {tenant(question.resource, question.home)}: {name_id(question.application, names)}"


def name_id(id_: str, names: Names) -> str:
    """An id with its name, where it has one."""
    known = f"{NAMES[id_]} {id_}" if id_ in NAMES else id_
    return name_with_ids(names).of_id(id_) or known


def _ids(direction: DirectionReview) -> list[str]:
    """The ids of every group, user and application that decides a direction."""
    table = direction.access.table
    lists: tuple[Targets, ...] = (*table.user_lists, *table.application_lists)
    return sorted({id_ for targets in lists for id_ in (*targets.ids, *targets.classes)})


def _line_to_json(line: Line, direction: DirectionReview, sets: Sets) -> dict[str, Any]:
    said = line.statement
    data = sets.statement(direction.access.table, said)
    return {
        "who": line.who,
        "what": line.what,
        "users": data["users"],
        "applications": data["applications"],
        "is_everyone": said.is_everyone and not said.is_rest,
        "is_everything": said.is_everything,
        "is_nothing": said.is_nothing,
    }


def _lines(direction: DirectionReview, names: Names, words: DirectionWording, paint: Paint) -> Iterator[str]:
    ends = " -> ".join(printable(_name(party, names, words)) for party in (direction.home, direction.resource))
    whose = words.say_whose(direction)
    yield f"{paint(ends, 'bold')}{f'   {printable(whose)}' if whose else ''}"
    for line in words.list_after(direction):
        yield from _line(line)
    not_known = _not_read(direction, words)
    for line in words.list_unknown(direction):
        said = line.statement
        if not words.list_unread(direction) or said.is_rest or not (said.is_everyone and said.is_everything):
            yield from _line(line, "   unknown")  # who and what it can be at most; all to all would say nothing
    yield from (f"  not met: {printable(why)}" for why in words.list_unmet(direction.unmet_after))
    yield from (f"  not known: {printable(why)}" for why in not_known)
    yield from (f"  {printable(term)}" for term in words.list_standing_terms(direction))
    ways = words.list_ways(direction, with_disputed=True)
    yield from (f"  {printable(sentence)}" for sentence in ways)
    if direction.half_open:
        yield "  open at one end only"


def _not_read(direction: DirectionReview, words: DirectionWording) -> list[str]:
    """Why something is unknown; and of a default that there may be partners, of which no row can be made."""
    return [*words.list_unread(direction), *words.list_unlisted(direction)]


def _name(party: Party, names: Names, words: DirectionWording) -> str:
    """`contoso (5cbe1b7e-…)`; who has no name is told by the id alone."""
    name = words.name_party(party)
    return f"{name} ({party.tenant_id})" if party.tenant_id in names.tenants else name


def _line(line: Line, note: str = "") -> list[str]:
    """On one line where it is short; who and what on two where ids make them long."""
    who, what = printable(line.who), f"-> {printable(line.what)}{note}"
    return [f"  {who:40} {what}"] if len(who) <= 40 else [f"  {who}", f"    {what}"]
