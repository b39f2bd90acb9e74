"""A tenant after one of its objects changed: what is left out stays, and what is not known stays so."""

import json
from typing import Any

import pytest

from crosscloud.domain.access import UNREAD, TenantSettings, unread
from crosscloud.domain.access.after import with_sections, without
from crosscloud.domain.clouds import GLOBAL
from crosscloud.domain.settings import DEFAULT, PARTNER, ROOT
from crosscloud.domain.settings.system_default import SYSTEM_DEFAULT

INBOUND = "b2b_collaboration_inbound"
PARTNER_ID = "2c63888f-28f0-4481-be6d-dce7a7ace732"
TENANT = TenantSettings("contoso", "1", GLOBAL, frozenset({"us"}), {INBOUND: "own", "rest": "own"}, {"2": {}})
NOT_READ = unread("contoso", "1", GLOBAL)


def test_sections_that_are_written_replace_those_that_were_there() -> None:
    assert with_sections(TENANT, ROOT, {"allowed_cloud_endpoints": ["cn"]}).endpoints == frozenset({"cn"})
    assert with_sections(TENANT, ROOT, {"allowed_cloud_endpoints": UNREAD}).endpoints is None
    assert with_sections(TENANT, DEFAULT, {INBOUND: "new"}).default == {INBOUND: "new", "rest": "own"}
    added = with_sections(TENANT, PARTNER, {INBOUND: "new"}, PARTNER_ID.upper())
    assert added.partners == {"2": {}, PARTNER_ID: {INBOUND: "new"}}


def test_what_was_not_read_is_not_made_up() -> None:
    assert with_sections(NOT_READ, DEFAULT, {INBOUND: "new"}) == NOT_READ
    assert with_sections(NOT_READ, PARTNER, {INBOUND: "new"}, "2") == NOT_READ
    assert without(NOT_READ, PARTNER, partner="2") == NOT_READ


@pytest.mark.parametrize(
    ("on_destroy", "endpoints", "inbound"),
    [("keep", ["us"], "own"), ("restore", ["cn"], "stood"), ("reset", [], SYSTEM_DEFAULT[INBOUND])],
)
def test_destroying_follows_on_destroy(on_destroy: str, endpoints: list[str], inbound: Any) -> None:
    stood = json.dumps({"allowed_cloud_endpoints": ["cn"], INBOUND: "stood"})
    assert without(TENANT, ROOT, on_destroy=on_destroy, restore_to=stood).endpoints == frozenset(endpoints)
    default = without(TENANT, DEFAULT, on_destroy=on_destroy, restore_to=stood).default
    assert isinstance(default, dict)
    assert default[INBOUND] == inbound
    assert without(TENANT, PARTNER, partner="2").partners == {}
