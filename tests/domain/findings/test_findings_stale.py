"""XC309: live settings that are not known to be those that were reviewed."""

from dataclasses import replace

from crosscloud.domain.clouds import GLOBAL, USGOV
from crosscloud.domain.findings.finding import Place
from crosscloud.domain.findings.rules.stale import SettingsMoved, settings_moved
from crosscloud.domain.settings import ROOT
from crosscloud.domain.tenant import make_unread_tenant
from tests.domain.findings.made_situations import CONTOSO, FABRIKAM
from tests.support.plans import tenant_as_read

REVIEWED = tenant_as_read("contoso", CONTOSO, GLOBAL, endpoints=[USGOV.endpoint], partners={FABRIKAM: {}})


def test_nothing_is_found_where_the_settings_are_as_reviewed() -> None:
    assert settings_moved(REVIEWED, replace(REVIEWED, name="another name")) is None


def test_what_moved_is_told_by_its_differences() -> None:
    found = settings_moved(REVIEWED, replace(REVIEWED, endpoints=frozenset()))
    assert found is not None
    assert (found.id, found.severity, found.tenants, found.place) == (
        "XC309",
        "error",
        (CONTOSO,),
        Place(CONTOSO),
    )
    assert isinstance(found.facts, SettingsMoved)
    (difference,) = found.facts.differences
    assert (difference.settings, difference.before, difference.after) == (ROOT, [USGOV.endpoint], [])


def test_what_cannot_be_read_is_not_known_to_be_the_same_and_nothing_else_is_said() -> None:
    now = replace(REVIEWED, unreadable={"partners": "403"}, partners={}, endpoints=frozenset())
    found = settings_moved(REVIEWED, now)
    assert found is not None
    assert found.facts == SettingsMoved(CONTOSO, (), (("partners", "403"),))
    nothing = make_unread_tenant("contoso", CONTOSO, GLOBAL, "gone")
    assert settings_moved(nothing, nothing) is not None  # unread both times is not "the same"
