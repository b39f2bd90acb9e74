"""What is wrong, or worth knowing, in the whole intent: the findings about what its stacks declare, with lines.

The rules are those that judge tenants and plans (`crosscloud.domain.findings`). Here each finding gets the line of
the intent that it follows from, and the constructs that it is about.
"""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Final

from crosscloud.domain.access.decision import INBOUND, OUTBOUND
from crosscloud.domain.findings import Finding, Situation, check_code
from crosscloud.domain.findings.finding import Place
from crosscloud.domain.findings.rules.limits import PremiumNeeded
from crosscloud.domain.guid import fold
from crosscloud.wording.findings import say
from crosscloud.wording.names import Names
from crosscloud_constructs.errors import IntentProblem
from crosscloud_constructs.settings.checks import intent_problem
from crosscloud_constructs.tenants import Tenant
from stacks.declared import Declared
from stacks.declared_tenants import OF_PARTNERS, partner_of, situation_of

_CONSENT: Final = "automatic_user_consent_settings"
_OTHER_HALF: Final = MappingProxyType({INBOUND: OUTBOUND, OUTBOUND: INBOUND, _CONSENT: _CONSENT})
"""For a section that is one end of a direction, the section that is the other."""


def find_problems(declared: Sequence[Declared], tenants: Mapping[str, Tenant]) -> tuple[IntentProblem, ...]:
    """What the declarations of all stacks say together and each in itself, errors first.

    Args:
        declared: what every stack declares.
        tenants: the tenants that the app knows, by id.
    """
    situation = situation_of(declared, tenants)
    places = _Places(declared)
    names = Names({tenant_id: facts.settings.name for tenant_id, facts in situation.tenants.items()})
    told = (problem for found in check_code(situation) for problem in _tell(found, places, names))
    return (*_impossible_values(situation, places), *told)


class _Places:
    """Where in the code the objects are that findings are about."""

    def __init__(self, declared: Sequence[Declared]) -> None:
        self._objects: dict[tuple[str, str], list[Declared]] = {}
        for each in declared:
            of = partner_of(each) if each.kind in OF_PARTNERS else each.kind
            if of is not None:
                self._objects.setdefault((fold(each.tenant.tenant_id), of), []).append(each)

    def declared_at(self, place: Place) -> Sequence[Declared]:
        """The objects at a place: all that make up its object, or the one that gives its section in the end."""
        objects = self._objects.get((place.tenant, place.of), ())
        giving = [each for each in objects if place.section in each.values]
        if giving:
            return giving[-1:]
        # The object itself, rather than what hangs below it.
        of_least = min((OF_PARTNERS.index(each.kind) for each in objects if each.kind in OF_PARTNERS), default=0)
        return [each for each in objects if each.kind not in OF_PARTNERS or each.kind == OF_PARTNERS[of_least]]


def _impossible_values(situation: Situation, places: _Places) -> Iterator[IntentProblem]:
    """The rules of the settings that are broken and that are no finding: what Graph could not even be sent."""
    for section in situation.own_sections:
        for problem in section.problems:
            if problem.finding:
                continue
            for each in places.declared_at(section.place):
                path = (each.address, section.section, *problem.path)
                yield intent_problem(path, problem, each.where(section.section)).at(each.path)


def _tell(found: Finding, places: _Places, names: Names) -> Iterator[IntentProblem]:
    """One finding, for each object that it is about."""
    said = say(found, names)
    place = found.facts.first if isinstance(found.facts, PremiumNeeded) else found.place
    for each in _about(found, place, places):
        yield IntentProblem(
            said.summary.removesuffix("."),
            each.where(place.section),
            said.fix.removesuffix("."),
            found.id,
            found.severity,
            (each.path, *_other_end(found, place, places)),
        )


def _about(found: Finding, place: Place, places: _Places) -> Sequence[Declared]:
    """The objects at the place of a finding; of a pair, the half that is declared."""
    objects = places.declared_at(place)
    if objects or len(found.tenants) < 2:
        return objects
    one, other = found.tenants[:2]
    return places.declared_at(Place(one, other)) or places.declared_at(Place(other, one))


def _other_end(found: Finding, place: Place, places: _Places) -> Iterator[str]:
    """The construct of the other half, where a finding is about a direction, of which there are two."""
    if len(found.tenants) == 2 and place.partner is not None and place.section in _OTHER_HALF:
        there = Place(place.partner, place.tenant, _OTHER_HALF[place.section])
        yield from (each.path for each in places.declared_at(there))
