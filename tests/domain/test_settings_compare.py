"""When two values are the same, and whose spelling is kept."""

import copy

import pytest
from hypothesis import given
from hypothesis import settings as how
from hypothesis import strategies as st

from crosscloud.domain.settings import (
    DEFAULT,
    PARTNER,
    ROOT,
    Collection,
    Section,
    Text,
    Value,
    canonical,
    is_null,
    is_same,
    respell,
)
from crosscloud.domain.settings.compare import find_changed_parts, parts_of
from tests.strategies import spellings, values

INBOUND = PARTNER.section("b2b_collaboration_inbound")
TRUST = PARTNER.section("inbound_trust")
CONSENT = PARTNER.section("automatic_user_consent_settings")
ENDPOINTS = ROOT.section("allowed_cloud_endpoints")
REDEMPTION = DEFAULT.section("invitation_redemption_identity_provider_configuration")
SECTIONS = (ENDPOINTS, REDEMPTION, *PARTNER.sections)
ID = "be5bfd38-1b0e-4a5f-9cb1-3a3b7d7a0b11"
OTHER = "0c2a8d1e-7f34-4b8e-8a55-6f1d2e3c4b5a"

every_section = pytest.mark.parametrize("section", SECTIONS, ids=lambda section: section.name)
few = how(max_examples=40)


def _allowed(*targets: tuple[str, str]) -> Value:
    return {"access_type": "allowed", "targets": [{"target": t, "target_type": k} for t, k in targets]}


def _inbound(*users: tuple[str, str]) -> Value:
    return {
        "users_and_groups": _allowed(*users),
        "applications": _allowed(("AllApplications", "application")),
    }


@pytest.mark.parametrize(
    ("section", "one", "other"),
    [
        (INBOUND, _inbound((ID, "user")), _inbound((ID.upper(), "user"))),
        (INBOUND, _inbound((ID, "user"), (OTHER, "group")), _inbound((OTHER, "group"), (ID, "user"))),
        (ENDPOINTS, ["microsoftonline.us", "x"], ["x", "microsoftonline.us"]),
        (TRUST, None, {"is_mfa_accepted": None}),
        (CONSENT, {}, None),
        (INBOUND, {"users_and_groups": {"access_type": None}, "applications": None}, None),
    ],
)
def test_the_same(section: Section, one: Value, other: Value) -> None:
    assert is_same(section.type, one, other)
    assert is_same(section.type, other, one)


@pytest.mark.parametrize(
    ("section", "one", "other"),
    [
        (INBOUND, _inbound((ID, "user")), _inbound((OTHER, "user"))),
        (INBOUND, _inbound((ID, "user")), _inbound((ID, "group"))),
        (INBOUND, _inbound((ID, "user")), _inbound((ID, "user"), (OTHER, "user"))),
        (INBOUND, _inbound(("AllUsers", "user")), _inbound(("allusers", "user"))),
        (INBOUND, _inbound((ID, "user")), None),
        (ENDPOINTS, [], None),
        (ENDPOINTS, ["microsoftonline.us"], ["MicrosoftOnline.us"]),
        (TRUST, {"is_mfa_accepted": False}, {"is_mfa_accepted": None}),
        (TRUST, {"is_mfa_accepted": False}, {"is_mfa_accepted": True}),
    ],
)
def test_not_the_same(section: Section, one: Value, other: Value) -> None:
    assert not is_same(section.type, one, other)
    assert not is_same(section.type, other, one)


def test_users_and_applications_are_told_apart() -> None:
    value: Value = {"users_and_groups": _allowed((ID, "user")), "applications": _allowed((OTHER, "user"))}
    swapped: Value = {"users_and_groups": _allowed((OTHER, "user")), "applications": _allowed((ID, "user"))}
    assert not is_same(INBOUND.type, value, swapped)


def test_order_counts_only_in_an_ordered_collection() -> None:
    assert not is_same(Collection(Text(), ordered=True), ["a", "b"], ["b", "a"])
    assert is_same(Collection(Text()), ["a", "b"], ["b", "a"])


@every_section
@few
@given(data=st.data())
def test_canonical_forms_are_equal_exactly_where_values_are_the_same(
    section: Section, data: st.DataObject
) -> None:
    one, other = data.draw(values(section)), data.draw(values(section))
    alike = canonical(section.type, one) == canonical(section.type, other)
    assert alike is is_same(section.type, one, other)
    assert hash(canonical(section.type, one)) == hash(canonical(section.type, copy.deepcopy(one)))
    assert (canonical(section.type, one) is None) is is_null(section.type, one)


@every_section
@few
@given(data=st.data())
def test_what_is_the_same_keeps_the_known_spelling(section: Section, data: st.DataObject) -> None:
    known = data.draw(values(section))
    live = data.draw(spellings(section.type, known))
    assert respell(section.type, live, known) == known


@every_section
@few
@given(data=st.data())
def test_respelling_changes_no_meaning_and_nothing_more_the_second_time(
    section: Section, data: st.DataObject
) -> None:
    optional = st.none() | values(section)
    live, known = data.draw(optional), data.draw(optional)
    before = copy.deepcopy((live, known))
    spelt = respell(section.type, live, known)
    assert is_same(section.type, spelt, live)
    assert respell(section.type, live, spelt) == spelt
    assert respell(section.type, spelt, known) == spelt
    assert (live, known) == before


@few
@given(known=values(INBOUND), extra=values(INBOUND), data=st.data())
def test_targets_that_both_have_are_spelt_as_known_and_others_as_live(
    known: Value, extra: Value, data: st.DataObject
) -> None:
    """Live has some of the known targets, in another spelling, and some that are not known."""
    again = data.draw(spellings(INBOUND.type, known))
    assert isinstance(known, dict)
    assert isinstance(again, dict)
    assert isinstance(extra, dict)
    known_users, again_users, extra_users = (
        _targets_of(value["users_and_groups"]) for value in (known, again, extra)
    )
    kept = again_users[: data.draw(st.integers(0, len(again_users)))]
    live: Value = {
        "users_and_groups": {"access_type": "blocked", "targets": [*extra_users, *kept]},
        "applications": again["applications"],
    }
    spelt = respell(INBOUND.type, live, known)
    assert isinstance(spelt, dict)
    assert spelt["applications"] == known["applications"]
    targets = {str(target).casefold() for target in known_users}
    for target in _targets_of(spelt["users_and_groups"]):
        assert target in (known_users if str(target).casefold() in targets else extra_users)


def test_a_partner_that_inherits_again_is_not_respelt() -> None:
    assert respell(INBOUND.type, None, _inbound((ID, "user"))) is None
    assert respell(INBOUND.type, _inbound((ID, "user")), None) == _inbound((ID, "user"))


def test_nothing_written_as_an_empty_object_stays_as_written() -> None:
    written: Value = {"inbound_allowed": None, "outbound_allowed": None}
    assert respell(CONSENT.type, None, written) == written


def test_a_b2b_section_has_two_parts_and_an_object_of_switches_one_each() -> None:
    assert [path for path, _, _ in parts_of(INBOUND.type, None)] == [("users_and_groups",), ("applications",)]
    assert len(list(parts_of(TRUST.type, {"is_mfa_accepted": True}))) == 3
    assert [path for path, _, _ in parts_of(ENDPOINTS.type, ["a"])] == [()]


def test_every_member_of_tenant_restrictions_is_a_part() -> None:
    type_ = PARTNER.section("tenant_restrictions").type
    assert [".".join(path) for path, _, _ in parts_of(type_, None)] == [
        "users_and_groups",
        "applications",
        "devices.mode",
        "devices.rule",
    ]


def test_the_parts_that_differ_are_those_that_graph_would_tell_apart() -> None:
    assert [*find_changed_parts(INBOUND.type, _inbound((ID, "user")), _inbound((ID.upper(), "user")))] == []
    changed = find_changed_parts(TRUST.type, {"is_mfa_accepted": True}, {"is_mfa_accepted": False})
    assert [(path, old, new) for path, _, old, new in changed] == [(("is_mfa_accepted",), True, False)]


def _targets_of(half: Value) -> list[Value]:
    assert isinstance(half, dict)
    targets = half["targets"]
    assert isinstance(targets, list)
    return targets
