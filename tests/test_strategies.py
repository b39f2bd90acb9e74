"""The strategies give what the rules accept, and reach what they are meant to reach."""

import pytest
from hypothesis import Phase, find, given
from hypothesis import settings as how
from hypothesis import strategies as st

from crosscloud.domain.clouds import CLOUDS
from crosscloud.domain.settings import (
    ALL,
    PARTNER,
    Section,
    Settings,
    is_same,
    problems,
    problems_in,
    problems_in_cloud,
)
from tests.strategies import settings_values, spellings, values

SECTIONS = tuple({section.name: section for settings in ALL for section in settings.sections}.values())


@pytest.mark.parametrize("settings", ALL, ids=lambda settings: settings.name)
@how(max_examples=50)
@given(data=st.data())
def test_settings_are_valid(settings: Settings, data: st.DataObject) -> None:
    cloud = data.draw(st.sampled_from(list(CLOUDS.values())))
    for name, value in data.draw(settings_values(settings, cloud)).items():
        section = settings.section(name)
        found = [*problems(section, value), *problems_in(settings, section, value)]
        assert [*found, *problems_in_cloud(section, value, cloud)] == []


@pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)
@how(max_examples=50)
@given(data=st.data())
def test_another_spelling_means_the_same(section: Section, data: st.DataObject) -> None:
    value = data.draw(values(section))
    assert is_same(section.type, value, data.draw(spellings(section.type, value)))


@pytest.mark.parametrize("part", ["'group'", "'AllUsers'", "'Office365'", "'AllApplications'", "'blocked'"])
def test_every_kind_of_target_is_reached(part: str) -> None:
    section = PARTNER.section("b2b_collaboration_inbound")
    once = how(phases=[Phase.generate], database=None)
    assert part in str(find(values(section), lambda value: part in str(value), settings=once))
