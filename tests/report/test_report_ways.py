"""The ways beside collaboration, as every report shows them; what stays closed is not named."""

from dataclasses import replace
from typing import Any

import pytest

from crosscloud.domain.settings import Unread
from crosscloud.domain.tenant import TenantSettings
from crosscloud.report import comment, data, page, terminal
from crosscloud.report.directions import DirectionWording, count_effects, find_effect, may_widen, tally
from crosscloud.report.matrix import matrix_to_json, render
from crosscloud.report.picture import draw_picture
from crosscloud.review.directions import DirectionReview, review_directions, unchanged_partners
from crosscloud.wording.names import Names
from tests.report import reviews
from tests.report.reviews import (
    CLOSED,
    CONTOSO,
    FABRIKAM,
    OPEN,
    OUTSIDE,
    TOGETHER,
    partner,
    review,
    tenant,
    tenant_plan,
)

OTHER = "44444444-2222-4333-8444-555555555555"
NAMES = Names({CONTOSO: "contoso", FABRIKAM: "fabrikam"})
NOBODY, EVERYBODY = {"users": CLOSED["users_and_groups"]}, {"users": OPEN["users_and_groups"]}


def contoso(**sections: Any) -> TenantSettings:
    """Contoso, whose entry for another organisation closes collaboration and says `sections` beside that."""
    entry = {**partner(CLOSED, CLOSED), **sections}
    return tenant("contoso", {OUTSIDE: entry}, default=(CLOSED, CLOSED))


SHUT = contoso()
ADMITS = contoso(m365_collaboration_inbound=EVERYBODY)
DIRECT = contoso(b2b_direct_connect_inbound=OPEN)


def into_contoso(before: TenantSettings, after: TenantSettings) -> DirectionReview:
    found = review_directions({CONTOSO: before}, {CONTOSO: after}, [CONTOSO], every_partner=True)
    return next(each for each in found if each.home.tenant_id == OUTSIDE)


def synchronising(tenant_: TenantSettings, *, users: bool) -> TenantSettings:
    entry = tenant_.partners[OUTSIDE]
    allowed: dict[str, Any] = {
        "user_sync_inbound": {"is_sync_allowed": users},
        "group_sync_inbound": {"is_sync_allowed": False},
    }
    return replace(tenant_, partners={OUTSIDE: replace(entry, synchronization=allowed)})


@pytest.mark.parametrize(
    ("before", "after", "effect", "said"),
    [
        (SHUT, ADMITS, "gained", ["Microsoft 365 collaboration OPENS: all users (before: nothing)"]),
        (ADMITS, SHUT, "lost", ["Microsoft 365 collaboration closes (before: all users)"]),
        (ADMITS, ADMITS, "open", ["Microsoft 365 collaboration all users"]),
        (SHUT, DIRECT, "gained", ["direct connect OPENS: all users -> all applications (before: nothing)"]),
        (
            synchronising(SHUT, users=False),
            synchronising(SHUT, users=True),
            "gained",
            ["synchronisation of users OPENS: on (before: off)"],
        ),
        (
            ADMITS,
            DIRECT,
            "changed",
            [
                "direct connect OPENS: all users -> all applications (before: nothing)",
                "Microsoft 365 collaboration closes (before: all users)",
            ],
        ),
        (SHUT, SHUT, "closed", []),
    ],
)
def test_what_becomes_of_a_way_is_the_effect_of_its_direction_and_is_said(
    before: TenantSettings, after: TenantSettings, effect: str, said: list[str]
) -> None:
    direction = into_contoso(before, after)
    assert direction.status == "unchanged"  # of collaboration nothing changes
    assert find_effect(direction) == effect
    assert may_widen(direction) is (effect in ("gained", "changed"))
    assert DirectionWording(NAMES).list_ways(direction) == said


def test_a_way_that_is_not_known_is_told_with_its_reason_and_not_taken_for_closed() -> None:
    unread = replace(SHUT, default={**SHUT.default, "m365_collaboration_inbound": None})
    direction = into_contoso(unread, unread)
    assert DirectionWording(NAMES).list_ways(direction) == ["not known: Microsoft 365 collaboration"]
    assert find_effect(direction) == "unknown"
    assert count_effects(map(find_effect, [direction])) == "1 unknown"


def test_what_was_not_read_is_told_once_of_all_ways_that_rest_on_it() -> None:
    unread = replace(SHUT, default={**SHUT.default, "m365_collaboration_inbound": None})
    direction = into_contoso(unread, unread)
    (way,) = [each for each in direction.ways if not each.is_open and each.access.unknown]
    ways = (replace(way, unread=((CONTOSO, "partners"),)), replace(way, unread=((CONTOSO, "default"),)))
    name = "Microsoft 365 collaboration"
    assert DirectionWording(NAMES).list_ways(replace(direction, ways=ways)) == [
        f"not known: {name}, {name} (the default and the partners of contoso were not read)"
    ]


def test_what_sources_disagree_on_is_told_once_beside_what_is_not_evaluated() -> None:
    """Graph answers no tenant restrictions in US Government: not closed, and no news in every direction."""
    made = reviews.empty()
    fabrikam_out = next(d for d in made.directions if d.home.tenant_id == FABRIKAM and d.resource.is_anybody)
    (way,) = fabrikam_out.ways
    assert (way.way.name, way.disputed, way.not_understood) == ("tenant_restrictions", FABRIKAM, ())
    words = DirectionWording(NAMES)
    assert words.list_ways(fabrikam_out) == []
    told = "accounts of others (tenant restrictions)"
    assert words.list_ways(fabrikam_out, with_disputed=True) == [f"not known: {told}"]
    assert f"not known: {told}" in render([fabrikam_out], NAMES, lambda line, _: line)
    for text in (terminal.render(made), comment.render(made), page.render(made)):
        flat = " ".join(text.replace("\\", "").split())
        assert f"{told} of fabrikam (not answered)" in flat
        assert f"not known: {told}" not in flat
        assert "other ways closed or unknown where not named" in flat
    row = next(each for each in data.review_to_json(made)["access"] if each["ways"])
    assert [(each["way"], each["status"]) for each in row["ways"]] == [("tenant_restrictions", "unknown")]


def test_nor_is_it_told_of_each_partner_that_inherits_it() -> None:
    closed = dict.fromkeys(("b2b_direct_connect_inbound", "b2b_direct_connect_outbound"), CLOSED)
    entries = {OUTSIDE: partner(OPEN, CLOSED), OTHER: {**partner(OPEN, CLOSED), "tenant_restrictions": OPEN}}
    made = tenant("fabrikam", entries, default=(CLOSED, CLOSED))
    made = replace(made, default={**made.default, **closed})
    (inherits, opens) = sorted(
        unchanged_partners({FABRIKAM: made}, {FABRIKAM: made}, [FABRIKAM]),
        key=lambda each: each.partner != OUTSIDE,
    )
    assert (
        [way.name for way in inherits.ways] == [way.name for way in inherits.disputed] == ["tenant_restrictions"]
    )
    assert ([way.name for way in opens.ways], opens.disputed) == (["tenant_restrictions"], ())
    words = DirectionWording(NAMES)
    told = [*words.group_unchanged_partners(replace(reviews.empty(), unchanged_partners=(inherits, opens)))]
    assert ["may be open" in half for half in told] == [False, True]


def test_what_sources_disagree_on_is_told_with_a_direction_where_a_plan_makes_it_known() -> None:
    before = tenant("fabrikam", {}, default=(CLOSED, CLOSED))
    after = replace(before, default={**before.default, "tenant_restrictions": CLOSED})
    rows = review_directions({FABRIKAM: before}, {FABRIKAM: after}, [FABRIKAM], every_partner=True)
    (way,) = next(each for each in rows if each.home.tenant_id == FABRIKAM).ways
    assert (way.disputed, way.is_changed) == ("", True)


def test_the_summary_counts_it_as_widening_not_as_what_collaboration_does() -> None:
    opens = contoso(m365_collaboration_inbound=EVERYBODY, b2b_collaboration_inbound=CLOSED)
    was = contoso(b2b_collaboration_inbound=OPEN)
    assert [*tally([into_contoso(was, opens)])] == ["widens"]


def test_every_report_shows_what_opens_and_a_picture_has_its_arrow() -> None:
    made = review([tenant_plan(SHUT, ADMITS), tenant_plan(TOGETHER[FABRIKAM])])
    sentence = "Microsoft 365 collaboration OPENS: all users (before: nothing)"
    text = terminal.render(made)
    assert sentence in text
    assert "other ways closed" in text
    assert "XC315" in text
    assert "Microsoft 365 collaboration OPENS" in comment.render(made)
    assert sentence in page.render(made)
    row = next(each for each in data.review_to_json(made)["access"] if each["home"]["tenant_id"] == OUTSIDE)
    (way,) = row["ways"]
    assert (way["way"], way["status"], way["may_widen"]) == ("m365_collaboration", "opened", True)
    assert [each["applications"] for each in way["access"]["before"]] == [[]]
    assert [each["everyone"] for each in way["access"]["gained"]] == [True]
    assert (row["status"], row["changed"], row["may_widen"]) == ("unchanged", True, True)
    picture = draw_picture(made)
    assert picture is not None
    assert any(arrow.effect == "gained" for arrow in picture.arrows)


def test_the_matrix_shows_what_is_open_and_a_partner_in_short_what_may_be() -> None:
    found = review_directions({CONTOSO: DIRECT}, {CONTOSO: DIRECT}, [CONTOSO], every_partner=True)
    assert "  direct connect all users -> all applications\n" in render(found, NAMES, lambda line, _: line)
    row = next(each for each in matrix_to_json(found, NAMES) if each["home"]["tenant_id"] == OUTSIDE)
    assert [each["way"] for each in row["ways"]] == ["direct_connect"]
    (short,) = unchanged_partners({CONTOSO: DIRECT}, {CONTOSO: DIRECT}, [CONTOSO])
    assert [way.name for way in short.ways] == ["direct_connect"]


def test_partners_that_share_what_decides_share_the_answer_and_no_other_does() -> None:
    """Whatever else entries, synchronisation and what was before decide: each has the answer it has alone."""
    ids = [f"{number:08}-2222-4333-8444-555555555555" for number in range(6)]
    plain, admits = partner(OPEN, CLOSED), {**partner(OPEN, CLOSED), "m365_collaboration_inbound": EVERYBODY}
    made = tenant("contoso", dict.fromkeys(ids, plain) | {ids[1]: admits}, default=(CLOSED, CLOSED))
    entries = dict(made.partners)
    entries[ids[2]] = replace(entries[ids[2]], synchronization=Unread("it is odd"))
    entries[ids[3]] = replace(entries[ids[3]], synchronization={"user_sync_inbound": {"is_sync_allowed": True}})
    before = replace(made, partners=entries)
    closed = {**before.default, "m365_collaboration_inbound": NOBODY, "app_service_connect_inbound": None}
    after, again = replace(before, default=closed), replace(before, default=closed)
    for was, will in ((before, after), (after, again), (after, before), (before, again), (again, again)):
        every = review_directions({CONTOSO: was}, {CONTOSO: will}, [CONTOSO], every_partner=True)
        for row in every:
            other = row.home.tenant_id
            if other not in ids:
                continue
            alone = [replace(each, partners={other: each.partners[other]}) for each in (was, will)]
            rows = review_directions({CONTOSO: alone[0]}, {CONTOSO: alone[1]}, [CONTOSO], every_partner=True)
            assert row.ways == next(each for each in rows if each.home.tenant_id == other).ways
    short = {each.partner: each.ways for each in unchanged_partners({CONTOSO: after}, {CONTOSO: after}, [CONTOSO])}
    assert short[ids[0]] == short[ids[4]] != short[ids[1]]
    assert {way.name for way in short[ids[3]]} > {way.name for way in short[ids[0]]}
