"""The four kinds: what each description promises the lifecycle, which asks nothing else about them."""

import pytest

from crosscloud.bridge.kind import Kind
from crosscloud.bridge.kinds import DEFAULT_KIND, KINDS, PARTNER_KIND, ROOT_KIND, SYNCHRONIZATION_KIND
from crosscloud.domain.settings import ALL
from crosscloud.tfplugin import Unknown
from tests.bridge.served import PARTNER_ID, Served, trust

each = pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.type_name)


@each
def test_a_kind_is_whole(kind: Kind) -> None:
    names = {attribute.name for attribute in kind.schema.attributes}
    assert {"id", "home_tenant_id", *(section.name for section in kind.settings.sections)} <= names
    assert ("tenant_id" in names, "adopt_existing" in names) == (kind.is_of_partner, kind.is_of_partner)
    assert ("on_destroy" in names, "restore_to" in names) == (not kind.is_of_partner, not kind.is_of_partner)
    assert (kind.create is None, kind.remove is None) == (not kind.is_of_partner, not kind.is_of_partner)
    assert (kind.reset is None, kind.gone == "") == (kind.is_of_partner, not kind.is_of_partner)


def test_every_settings_object_has_one_kind() -> None:
    assert [kind.settings for kind in KINDS if kind is not SYNCHRONIZATION_KIND] == list(ALL)
    assert len({kind.type_name for kind in KINDS}) == len(KINDS)


@each
def test_the_names_of_an_object(kind: Kind, served: Served) -> None:
    state = {"tenant_id": PARTNER_ID.upper(), "home_tenant_id": served.tenant_id}
    object_id = kind.find_id(state, served.connected)
    assert object_id == (PARTNER_ID if kind.is_of_partner else served.tenant_id)
    assert kind.find_partner(object_id) == (PARTNER_ID if kind.is_of_partner else None)
    assert kind.name(object_id).endswith(object_id)
    assert kind.name(object_id)[0].isupper()
    assert kind.name(object_id, within=True)[0].islower()


def test_how_an_object_is_left() -> None:
    assert PARTNER_KIND.find_ending({}) == "remove"
    assert ROOT_KIND.find_ending({"on_destroy": None}) == "keep"
    assert DEFAULT_KIND.find_ending({"on_destroy": "reset"}) == "reset"


def test_null_is_written_where_it_inherits_and_nowhere_else() -> None:
    given = {"inbound_trust": trust(mfa=True), "b2b_collaboration_inbound": Unknown}
    partner = PARTNER_KIND.select_wanted(given)
    assert partner.keys() == {section.name for section in PARTNER_KIND.settings.sections}
    assert partner["b2b_collaboration_outbound"] is None
    assert DEFAULT_KIND.select_wanted(given) == {"inbound_trust": trust(mfa=True)}


def test_what_is_written_is_what_differs() -> None:
    live = {"inbound_trust": trust(mfa=True), "automatic_user_consent_settings": None}
    assert DEFAULT_KIND.select_changes(live, {"inbound_trust": trust(mfa=True)}) == {}
    changes = DEFAULT_KIND.select_changes(live, {"inbound_trust": trust()})
    assert changes == {"inbound_trust": trust()}
    assert DEFAULT_KIND.list_changes(live, changes) == ["inbound_trust.is_mfa_accepted: true -> false"]
