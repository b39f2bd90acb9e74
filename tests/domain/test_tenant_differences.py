"""Two values of one tenant: in what they differ, and where that is not known."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosscloud.domain.clouds import GLOBAL
from crosscloud.domain.settings import DEFAULT, PARTNER, ROOT, Settings, Unread, is_same
from crosscloud.domain.settings.identity_synchronization import IDENTITY_SYNCHRONIZATION
from crosscloud.domain.tenant import (
    Difference,
    SettingsChange,
    TenantSettings,
    apply_changes,
    find_differences,
    from_snapshot,
    make_unread_tenant,
)
from crosscloud.domain.tenant.settings import NOT_ANSWERED
from tests.strategies import settings_values, spellings
from tests.support.plans import tenant_as_read

OWN, ID, OTHER = (
    "f6fadfa7-e5c1-4b62-9362-da5cc13da58a",
    "2c63888f-28f0-4481-be6d-dce7a7ace732",
    "11111111-2222-4333-8444-555555555555",
)
US, CHINA = "microsoftonline.us", "partner.microsoftonline.cn"
TRUST = "inbound_trust"
NO_TRUST = {
    "is_mfa_accepted": False,
    "is_compliant_device_accepted": False,
    "is_hybrid_azure_ad_joined_device_accepted": False,
}
MFA = {**NO_TRUST, "is_mfa_accepted": True}
SYNC = {"displayName": "x", "userSyncInbound": {"isSyncAllowed": True}}
ODD = Unread("Graph answered it as str")


def tenant(**parts: Any) -> TenantSettings:
    """A tenant as Graph answers it; a part that is null was not read."""
    read = {"policy": {"allowedCloudEndpoints": [US]}, "default": {"inboundTrust": None}, "partners": []}
    return from_snapshot({"name": "contoso", "tenant_id": OWN, "cloud": "global", **read, **parts})


def listing(*entries: dict[str, Any]) -> TenantSettings:
    return tenant(partners=[{"tenantId": ID, **entry} for entry in entries])


def told(found: list[Difference]) -> list[tuple[str, str | None, str, str]]:
    """Each difference in short: the object, whose, how, and which member."""
    return [
        (
            each.settings.name,
            each.partner,
            each.kind,
            ".".join((each.section.name, *each.path)) if each.section else "",
        )
        for each in found
    ]


def test_the_same_in_another_case_and_order_and_with_unknown_properties_is_the_same() -> None:
    def partner(tenant_id: str) -> dict[str, Any]:
        return {
            "tenantId": tenant_id,
            "inboundTrust": None,
            "automaticUserConsentSettings": {"inboundAllowed": None},
        }

    one = tenant(partners=[partner(ID), partner(OTHER)])
    two = tenant(partners=[{**partner(OTHER), "seen": 1}, partner(ID.upper())])
    assert find_differences(one, two) == []


def test_a_member_that_differs_has_both_its_values() -> None:
    (root,) = find_differences(tenant(), tenant(policy={"allowedCloudEndpoints": []}))
    assert (root.settings, root.partner, root.kind) == (ROOT, None, "value")
    assert (root.before, root.after) == ([US], [])
    accepted = {"isMfaAccepted": True, "isCompliantDeviceAccepted": False}
    (member,) = find_differences(
        listing({"inboundTrust": accepted}), listing({"inboundTrust": {**accepted, "isMfaAccepted": False}})
    )
    assert (member.settings, member.partner, member.kind) == (PARTNER, ID, "value")
    assert member.section is PARTNER.section(TRUST)
    assert (member.path, member.before, member.after) == (("is_mfa_accepted",), True, False)


def test_the_order_is_that_of_applying() -> None:
    before = tenant_as_read("contoso", OWN, GLOBAL, endpoints=[US], default={TRUST: MFA}, partners={ID: {}})
    after = tenant_as_read("contoso", OWN, GLOBAL, default={TRUST: NO_TRUST}, partners={ID: {TRUST: MFA}})
    names = dict.fromkeys(each.settings.name for each in find_differences(before, after))
    assert list(names) == ["settings", "partner_settings", "default_settings"]


def test_partners_that_came_and_went_are_told_whole() -> None:
    found = find_differences(tenant(partners=[{"tenantId": ID}]), tenant(partners=[{"tenantId": OTHER}]))
    assert told(found) == [
        ("partner_settings", OTHER, "listed", ""),
        ("partner_settings", ID, "not listed", ""),
    ]


@pytest.mark.parametrize(
    ("part", "where"),
    [
        ("policy", ("settings", None, "unread", "allowed_cloud_endpoints")),
        ("default", ("default_settings", None, "unread", "")),
        ("partners", ("partner_settings", None, "unread", "")),
    ],
)
def test_a_part_that_was_read_only_once_is_one_difference_that_says_on_which_side(
    part: str, where: tuple[str, str | None, str, str]
) -> None:
    read = tenant(partners=[{"tenantId": ID}, {"tenantId": OTHER}])
    unread = tenant(**{"partners": [{"tenantId": ID}, {"tenantId": OTHER}], part: None})
    (found,) = find_differences(read, unread)
    assert told([found]) == [where]
    assert found.after == Unread("it was not read")
    (back,) = find_differences(unread, read)
    assert back.before == Unread("it was not read")
    assert find_differences(unread, unread) == []


def test_a_section_of_the_default_that_is_not_understood_is_told_alone() -> None:
    odd = tenant(default={"inboundTrust": "odd"})
    assert told(find_differences(tenant(), odd)) == [("default_settings", None, "unread", TRUST)]
    assert find_differences(odd, odd) == []


def test_a_partner_that_is_known_while_the_list_is_not_may_have_been_listed() -> None:
    unread = replace(
        make_unread_tenant("contoso", OWN, GLOBAL), default=tenant().default, endpoints=tenant().endpoints
    )
    sections: dict[str, Any] = {TRUST: MFA}
    listed = apply_changes(unread, [SettingsChange(PARTNER, "create", partner=ID, sections=sections)])
    assert told(find_differences(unread, listed)) == [("partner_settings", ID, "unread", "")]
    gone = tenant()
    assert told(find_differences(gone, listed)) == [
        ("partner_settings", None, "unread", ""),
        ("partner_settings", ID, "listed", ""),
    ]


def test_a_synchronisation_that_came_went_or_changed() -> None:
    def with_sync(value: Any) -> TenantSettings:
        return listing({"identitySynchronization": value})

    name = IDENTITY_SYNCHRONIZATION.name
    (changed,) = find_differences(
        with_sync(SYNC), with_sync({**SYNC, "userSyncInbound": {"isSyncAllowed": False}})
    )
    assert told([changed]) == [(name, ID, "value", "user_sync_inbound.is_sync_allowed")]
    assert (changed.before, changed.after) == (True, False)
    assert told(find_differences(with_sync(None), with_sync(SYNC)))[0] == (name, ID, "listed", "")
    assert told(find_differences(with_sync(SYNC), with_sync(None)))[0] == (name, ID, "not listed", "")


def test_a_synchronisation_that_graph_does_not_answer_is_no_difference_from_none_but_from_one() -> None:
    silent, none, some = (
        listing({}),
        listing({"identitySynchronization": None}),
        listing({"identitySynchronization": SYNC}),
    )
    assert silent.partners[ID].synchronization == NOT_ANSWERED
    assert (
        find_differences(none, silent) == find_differences(silent, none) == find_differences(silent, silent) == []
    )
    (found,) = find_differences(some, silent)
    assert told([found]) == [(IDENTITY_SYNCHRONIZATION.name, ID, "unread", "")]
    assert (found.before, found.after) == (None, NOT_ANSWERED)
    assert told(find_differences(silent, some)) == told([found])


def test_a_synchronisation_that_is_not_understood_is_not_known_to_be_none() -> None:
    none, odd = listing({"identitySynchronization": None}), listing({"identitySynchronization": "odd"})
    (found,) = find_differences(none, odd)
    assert (found.kind, found.after) == ("unread", ODD)
    assert find_differences(odd, odd) == []


def tenants() -> st.SearchStrategy[TenantSettings]:
    """Tenants that were read in full, with one partner or none."""
    return st.builds(
        lambda endpoints, default, partners: tenant_as_read(
            "contoso", OWN, GLOBAL, endpoints=endpoints, default=default, partners=partners
        ),
        st.lists(st.sampled_from((US, CHINA)), unique=True),
        settings_values(DEFAULT),
        st.dictionaries(st.just(ID), settings_values(PARTNER)),
    )


def written() -> st.SearchStrategy[SettingsChange]:
    """Changes that write one object."""
    sync = st.fixed_dictionaries(
        {"display_name": st.text(max_size=3), "user_sync_inbound": st.builds(dict, is_sync_allowed=st.booleans())}
    )
    values = [(kind, settings_values(kind)) for kind in (ROOT, DEFAULT, PARTNER)]
    found: list[st.SearchStrategy[SettingsChange]] = [
        st.builds(
            SettingsChange,
            st.just(kind),
            st.just("update"),
            partner=st.just(ID if kind in (PARTNER, IDENTITY_SYNCHRONIZATION) else None),
            sections=sections,
        )
        for kind, sections in (*values, (IDENTITY_SYNCHRONIZATION, sync))
    ]
    return st.one_of(found)


@given(tenants(), st.data())
def test_a_tenant_does_not_differ_from_itself_in_any_spelling(one: TenantSettings, data: st.DataObject) -> None:
    assert find_differences(one, one) == []
    entries = {}
    for id_, entry in one.partners.items():
        known = ((section, entry.sections[section.name]) for section in PARTNER.sections)
        respelt = {
            s.name: data.draw(spellings(s.type, value)) for s, value in known if not isinstance(value, Unread)
        }
        entries[id_] = replace(entry, sections=respelt)
    assert find_differences(one, replace(one, partners=entries)) == []


@given(tenants())
def test_what_was_read_differs_from_what_was_not_and_only_in_that(one: TenantSettings) -> None:
    nothing = make_unread_tenant("contoso", OWN, GLOBAL)
    assert {each.kind for each in find_differences(nothing, one)} == {"unread"}
    assert [each.settings for each in find_differences(nothing, one)] == [ROOT, PARTNER, DEFAULT]


@given(tenants(), written())
def test_what_a_change_writes_is_exactly_what_differs(before: TenantSettings, change: SettingsChange) -> None:
    after = apply_changes(before, [change])
    found = find_differences(before, after)
    assert all((each.settings, each.partner) == (change.settings, change.partner) for each in found)
    was, will = (sections_of(each, change.settings) for each in (before, after))
    if will is None:  # there is no partner to synchronise
        assert found == []
        return
    if was is None:
        assert [each.kind for each in found if each.kind != "value"] == ["listed"]
        return
    types = {section.name: section.type for section in change.settings.sections}
    differing = {name for name, type_ in types.items() if not is_same(type_, was.get(name), will.get(name))}
    assert {each.section.name for each in found if each.section is not None} == differing
    # What each difference had before, written back, leaves none; and the way back is the way there.
    back = replace(change, sections={name: was.get(name) for name in differing})
    if change.settings is not DEFAULT or all(was.get(name) is not None for name in differing):
        assert find_differences(before, apply_changes(after, [back])) == []
    assert [(each.section, each.path, each.after, each.before) for each in find_differences(after, before)] == [
        (each.section, each.path, each.before, each.after) for each in found
    ]


def sections_of(found: TenantSettings, settings: Settings) -> Any:
    """The sections of one object by name; None where it is not there."""
    if settings is ROOT:
        assert isinstance(found.endpoints, frozenset)
        return {"allowed_cloud_endpoints": [*found.endpoints]}
    if settings is DEFAULT:
        return found.default
    entry = found.partners.get(ID)
    if entry is None or settings is PARTNER:
        return None if entry is None else entry.sections
    return entry.synchronization


def test_an_entry_that_becomes_a_service_providers_or_is_listed_once_more() -> None:
    ordinary, provider = listing({}), listing({"isServiceProvider": True})
    assert told(find_differences(ordinary, provider)) == [("partner_settings", ID, "service provider", "")]
    assert told(find_differences(provider, ordinary)) == [("partner_settings", ID, "no service provider", "")]
    assert told(find_differences(ordinary, listing({"isServiceProvider": "odd"}))) == [
        ("partner_settings", ID, "unread", "")
    ]
    assert find_differences(ordinary, listing({"isServiceProvider": False})) == []
    twice = listing({}, {})
    assert told(find_differences(ordinary, twice)) == [("partner_settings", ID, "listed twice", "")]
    assert told(find_differences(twice, ordinary)) == [("partner_settings", ID, "listed once", "")]
    assert find_differences(twice, listing({}, {})) == []


def test_a_snapshot_keeps_an_entry_that_is_listed_twice() -> None:
    bodies = [{"tenantId": ID, "inboundTrust": None}, {"tenantId": OTHER}, {"tenantId": ID.upper(), "x": 1}]
    once = tenant(partners=bodies).to_snapshot()
    assert sorted(map(repr, once["partners"])) == sorted(map(repr, bodies))
    again = from_snapshot(once)
    assert again.partners[ID].times == 2
    assert find_differences(tenant(partners=bodies), again) == []
