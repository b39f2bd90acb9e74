"""One tenant as it was read from Graph's JSON: what is listed twice, and what a snapshot keeps of it."""

from typing import Any

import pytest

from crosscloud.domain.settings import Unread
from crosscloud.domain.tenant import TenantSettings, from_snapshot
from crosscloud.domain.truth import Truth
from crosscloud.review.directions import review_directions
from tests.domain.findings.made_situations import CLOSED, CONTOSO, FABRIKAM, HARDENED, OPEN, OUTSIDE, partner

IN, OUT = "b2b_collaboration_inbound", "b2b_collaboration_outbound"


def listing(*partners: dict[str, Any]) -> TenantSettings:
    parts: dict[str, Any] = {"policy": {"allowedCloudEndpoints": []}, "default": HARDENED, "partners": [*partners]}
    return from_snapshot({"name": "contoso", "tenant_id": CONTOSO, "cloud": "global", **parts})


def test_of_two_entries_for_one_partner_only_what_they_agree_on_is_known() -> None:
    open_in = partner(OUTSIDE, b2bCollaborationInbound=OPEN, b2bCollaborationOutbound=CLOSED)
    closed = partner(OUTSIDE.upper(), b2bCollaborationInbound=CLOSED, b2bCollaborationOutbound=CLOSED)
    for twice in (listing(open_in, closed), listing(closed, open_in), listing(open_in, open_in, closed)):
        entry = twice.partners[OUTSIDE]
        assert isinstance(entry.sections[IN], Unread)
        assert entry.sections[OUT] == listing(closed).partners[OUTSIDE].sections[OUT]
        inbound, outbound = review_directions({CONTOSO: twice}, {CONTOSO: twice}, [CONTOSO], every_partner=True)[
            2:
        ]
        assert Truth.UNKNOWN in inbound.access.will.values()
        assert {*outbound.access.will.values()} == {Truth.NO}
    assert listing(open_in, open_in).partners[OUTSIDE].sections == listing(open_in).partners[OUTSIDE].sections


def test_entries_that_differ_in_more_than_sections() -> None:
    provider = {**partner(OUTSIDE), "isServiceProvider": True}
    synchronised = partner(OUTSIDE, identitySynchronization={"userSyncInbound": {"isSyncAllowed": True}})
    entry = listing(provider, synchronised).partners[OUTSIDE]
    assert entry.is_service_provider is Truth.UNKNOWN
    assert entry.synchronizes("user_sync_inbound") is Truth.UNKNOWN


def test_a_snapshot_keeps_every_entry() -> None:
    entries = [partner(OUTSIDE, b2bCollaborationInbound=OPEN), partner(OUTSIDE), partner(OUTSIDE)]
    twice = listing(*entries)
    assert twice.to_snapshot()["partners"] == entries
    assert from_snapshot(twice.to_snapshot()) == twice


@pytest.mark.parametrize("odd", [{}, {"tenantId": None}, {"tenantId": 7}, {"tenantId": "contoso.com"}])
def test_an_entry_that_may_be_anybodys_leaves_only_those_unknown_that_are_not_listed(odd: dict[str, Any]) -> None:
    known = partner(OUTSIDE, b2bCollaborationInbound=OPEN)
    alone, beside = listing(known), listing({**partner(OUTSIDE), **odd} if odd else odd, known)
    assert beside.unreadable == {"partners": "an entry without a sound tenantId may be anybody's (partners[0])"}
    assert beside.partners == alone.partners
    assert (alone.lists(FABRIKAM), beside.lists(FABRIKAM)) == (Truth.NO, Truth.UNKNOWN)
    assert (alone.lists(OUTSIDE), beside.lists(OUTSIDE)) == (Truth.YES, Truth.YES)
    assert beside.own_section(IN, OUTSIDE) == alone.own_section(IN, OUTSIDE)
    assert beside.own_section(IN, FABRIKAM) == Unread(beside.unreadable["partners"])
    rows = [
        review_directions({CONTOSO: each}, {CONTOSO: each}, [CONTOSO], every_partner=True)
        for each in (alone, beside)
    ]
    assert [(row.home, row.resource, row.access) for row in rows[1]] == [
        (row.home, row.resource, row.access) for row in rows[0]
    ]


def test_a_snapshot_keeps_an_entry_that_may_be_anybodys() -> None:
    entries = [partner(OUTSIDE), {**partner(OUTSIDE), "tenantId": "x"}]
    kept = listing(*entries).to_snapshot()
    assert (kept["partners"], kept["unreadable"]) == (entries, {})
    assert from_snapshot(kept) == listing(*entries)


def reading(cloud: str, **default: Any) -> TenantSettings:
    parts: dict[str, Any] = {"policy": {"allowedCloudEndpoints": []}, "default": {**HARDENED, **default}}
    return from_snapshot(
        {"name": "a", "tenant_id": CONTOSO, "cloud": cloud, **parts, "partners": [partner(OUTSIDE)]}
    )


@pytest.mark.parametrize("cloud", ["usgov", "usgov_dod", "china"])
def test_what_the_sources_disagree_on_is_unknown_until_graph_answers_it(cloud: str) -> None:
    silent = reading(cloud)
    for value in (
        silent.default_section("tenant_restrictions"),
        silent.effective("tenant_restrictions", OUTSIDE)[0],
    ):
        assert isinstance(value, Unread)
        assert "all clouds" in value.reason
    answered = reading(cloud, tenantRestrictions=CLOSED)
    assert answered.effective("tenant_restrictions", OUTSIDE) == (
        answered.default["tenant_restrictions"],
        "default",
    )
    assert isinstance(answered.default_section("tenant_restrictions"), dict)
    assert silent.effective("app_service_connect_inbound", OUTSIDE) == (None, "default")


def test_in_global_what_graph_does_not_answer_is_not_disputed() -> None:
    assert reading("global").default_section("tenant_restrictions") is None
