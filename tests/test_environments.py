"""The made-up environments are what they say, and reach what properties are meant to meet."""

from collections.abc import Callable

import pytest
from hypothesis import Phase, find, given
from hypothesis import settings as how
from hypothesis import strategies as st

from crosscloud.domain.findings import check, check_change
from crosscloud.domain.settings import Unread
from crosscloud.graph.snapshot import tenant_problems
from tests.support.environments import (
    OUTSIDERS,
    Blank,
    MadeEnvironment,
    blanked,
    blanks_of,
    environments,
)

REACHED: dict[str, Callable[[MadeEnvironment], bool]] = {
    "four tenants": lambda made: len(made.environment.tenants) == 4,
    "another organisation's": lambda made: len(made.live) < len(made.environment.tenants),
    "an outsider listed": lambda made: any(
        id_ in each.partners for each in made.before.values() for id_ in OUTSIDERS
    ),
    "open across clouds": lambda made: any(
        home.settings.cloud.endpoint != resource.settings.cloud.endpoint
        for home, resource in made.situation_after.open_directions
    ),
    "a refusal": lambda made: bool(made.review().refusals),
    "a finding on the change": lambda made: bool(check_change(made.situation_before, made.situation_after)),
}


@pytest.mark.parametrize("what", REACHED)
def test_what_properties_are_meant_to_meet_is_reached(what: str) -> None:
    find(environments(), REACHED[what], settings=how(phases=[Phase.generate], database=None, max_examples=1000))


@how(max_examples=25)
@given(environments())
def test_all_of_a_made_up_environment_is_sound_and_known(made: MadeEnvironment) -> None:
    for found in made.live.values():
        assert [*tenant_problems(found)] == []
    for tenant in (*made.before.values(), *made.after.values()):
        assert tenant.unreadable == {}
        values = [*tenant.default.values(), *(v for p in tenant.partners.values() for v in p.sections.values())]
        assert not any(isinstance(value, Unread) for value in values)
    assert [each for each in check(made.situation_before) if each.id == "XC211"] == []


@how(max_examples=25)
@given(environments(), st.data())
def test_what_is_blanked_out_is_unknown(made: MadeEnvironment, data: st.DataObject) -> None:
    blank = data.draw(st.sampled_from([*blanks_of(made)]))
    part = made.without(blank)
    assert is_unknown(part, blank)


def is_unknown(made: MadeEnvironment, blank: Blank) -> bool:
    if blank.part == "cloud":
        return made.situation_before.cloud_of(blank.of) is None
    if blank.part == "directory":
        return blank.of in made.directory.contexts[blank.tenant].unread
    tenant = made.before[blank.tenant]
    match blank.part, blank.of, blank.section:
        case "tenant", _, _:
            return not tenant.is_read
        case "policy", _, _:
            return isinstance(tenant.endpoints, Unread)
        case part, _, "":
            return part in tenant.unreadable
        case "partners", _, "tenantId":  # the entry may be anybody's
            return not tenant.lists_all
        case "default", _, section:
            return any(isinstance(v, Unread) and section in v.reason for v in tenant.default.values())
    entry = tenant.partners[blank.of]
    below = entry.synchronization
    inner = [*below.values()] if isinstance(below, dict) else [below]
    return any(isinstance(v, Unread) for v in (*entry.sections.values(), *inner))


@how(max_examples=10)
@given(st.data())
def test_blanking_out_leaves_a_sound_environment(data: st.DataObject) -> None:
    part = data.draw(blanked(data.draw(environments())))
    assert part.review().exit_code in {0, 1, 2, 3}
