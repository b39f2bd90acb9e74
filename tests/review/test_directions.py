"""Who gains and who loses access, direction by direction, as data."""

from dataclasses import replace
from typing import Any

from crosscloud.domain.access.comparison import Pairs
from crosscloud.domain.access.permission import Answers
from crosscloud.domain.clouds import CHINA, GLOBAL, USGOV, Cloud
from crosscloud.domain.settings import Unread, Value
from crosscloud.domain.tenant import TenantSettings, make_unread_tenant
from crosscloud.domain.truth import Truth
from crosscloud.review.directions import DirectionReview, Party, review_directions, unchanged_partners
from crosscloud.wording.access import AccessWording
from crosscloud.wording.names import Names
from tests.support.tenants import settings_of

A, B = "f6fadfa7-e5c1-4b62-9362-da5cc13da58a", "2c63888f-28f0-4481-be6d-dce7a7ace732"
OUTSIDE = "11111111-2222-4333-8444-555555555555"
GROUP, APP = "ac8efe12-1c59-49f1-ba2d-de83458bfed0", "0b80a255-53a1-4945-a932-58ef7777682c"
NAMES = Names(of_id={GROUP: "engineers (of contoso)", APP: "design-vault (of fabrikam)"}.get)


def b2b(access_type: str, who: str, what: str) -> dict[str, Any]:
    kind = "user" if who == "AllUsers" else "group"
    return {
        "users_and_groups": {"access_type": access_type, "targets": [{"target": who, "target_type": kind}]},
        "applications": {
            "access_type": access_type,
            "targets": [{"target": what, "target_type": "application"}],
        },
    }


OPEN, CLOSED = b2b("allowed", "AllUsers", "AllApplications"), b2b("blocked", "AllUsers", "AllApplications")
FEW = b2b("allowed", GROUP, APP)


def tenant(name: str, *, partners: dict[str, Any], endpoints: set[str], default: Any = OPEN) -> TenantSettings:
    cloud, tenant_id = (GLOBAL, A) if name == "contoso" else (USGOV, B)
    sections = {"b2b_collaboration_inbound": default, "b2b_collaboration_outbound": default}
    return settings_of(name, tenant_id, cloud, endpoints=endpoints, default=sections, partners=partners)


NOTHING = {
    A: tenant("contoso", partners={}, endpoints=set()),
    B: tenant("fabrikam", partners={}, endpoints=set()),
}
HALVES = {
    A: tenant(
        "contoso",
        partners={
            B: {
                "b2b_collaboration_outbound": FEW,
                "b2b_collaboration_inbound": CLOSED,
                "automatic_user_consent_settings": {"inbound_allowed": False, "outbound_allowed": True},
            }
        },
        endpoints={USGOV.endpoint},
    ),
    B: tenant(
        "fabrikam",
        partners={
            A: {
                "b2b_collaboration_inbound": FEW,
                "b2b_collaboration_outbound": CLOSED,
                "inbound_trust": {"is_mfa_accepted": True},
                "automatic_user_consent_settings": {"inbound_allowed": True, "outbound_allowed": False},
            }
        },
        endpoints={GLOBAL.endpoint},
    ),
}


UNREAD_B = make_unread_tenant("fabrikam", B, USGOV)


def reviewed(before: Any, after: Any, **more: Any) -> dict[tuple[str, str], DirectionReview]:
    """The directions by the ids of their ends; those who nobody listed have none."""
    found = review_directions(before, after, [A, B], more.get("declared"))
    return by_ends(found)


def by_ends(found: list[DirectionReview]) -> dict[tuple[str, str], DirectionReview]:
    return {(review.home.tenant_id, review.resource.tenant_id): review for review in found}


def said(review: DirectionReview, pairs: Pairs | Answers) -> list[tuple[str, str]]:
    """A set of pairs, or what is surely permitted, in words."""
    if not isinstance(pairs, tuple):
        pairs = tuple(pair for pair, answer in pairs.items() if answer is Truth.YES)
    return [(line.who, line.what) for line in AccessWording(review.access.table, NAMES).lines(pairs)]


def is_known(answers: Answers) -> bool:
    return Truth.UNKNOWN not in answers.values()


def test_a_direction_that_opens() -> None:
    review = reviewed(NOTHING, HALVES, declared={(A, B): "main.py:23"})[A, B]
    assert review.status == "opened"
    assert said(review, review.access.was) == [("all users", "nothing")]
    assert said(review, review.access.gained)[0] == ("group engineers (of contoso)", "design-vault (of fabrikam)")
    assert said(review, review.access.will)[-1] == ("everyone else", "nothing")
    # Clouds not enabled, partners not listed, at both ends.
    assert [(gate.name, gate.tenant) for gate in review.unmet_before] == [
        ("home_cloud_enabled", A),
        ("resource_cloud_enabled", B),
        ("home_partner_listed", A),
        ("resource_partner_listed", B),
    ]
    assert review.unmet_after == ()
    assert (review.consent_before, review.consent_after) == (Truth.NO, Truth.YES)
    assert review.trust_after == ("is_mfa_accepted",)
    assert (review.declared, review.source) == (True, "main.py:23")
    assert (review.home, review.resource) == (Party(A, GLOBAL), Party(B, USGOV))
    assert not review.is_default


def test_the_other_direction_stays_closed() -> None:
    review = reviewed(NOTHING, HALVES)[B, A]
    assert review.status == "unchanged"
    assert said(review, review.access.will) == [("all users", "nothing")]
    assert not review.half_open


def test_one_half_alone_is_half_open_and_lets_nobody_in() -> None:
    review = reviewed(NOTHING, {**HALVES, B: NOTHING[B]})[A, B]
    assert review.half_open
    assert review.status == "unchanged"


def test_a_default_that_closes_is_shown_for_any_other_organisation_as_one_half() -> None:
    closed = {A: tenant("contoso", partners={}, endpoints=set(), default=CLOSED), B: NOTHING[B]}
    review = reviewed(NOTHING, closed)["", A]
    assert (review.half_of, review.home, review.is_default) == (A, Party("", GLOBAL), True)
    assert review.home.is_anybody
    assert review.status == "closed"
    assert said(review, review.access.lost) == [("all users", "all applications")]


def test_a_partner_that_the_environment_does_not_know_is_shown_where_it_changes() -> None:
    def with_outside(section: Any) -> dict[str, TenantSettings]:
        partners = {OUTSIDE: {"b2b_collaboration_inbound": section}}
        return {A: tenant("contoso", partners=partners, endpoints=set()), B: NOTHING[B]}

    few, wide = with_outside(FEW), with_outside(OPEN)
    assert (OUTSIDE, A) not in reviewed(few, few)
    (short,) = unchanged_partners(few, few, [A, B])
    assert (short.tenant, short.partner, short.cloud) == (A, OUTSIDE, None)
    assert (short.inbound, short.outbound) == ("something", "everything")
    assert unchanged_partners(few, wide, [A, B]) == []
    in_full = review_directions(few, few, [A, B], every_partner=True)
    assert by_ends(in_full).keys() >= {(OUTSIDE, A), (A, OUTSIDE)}
    review = reviewed(few, wide)[OUTSIDE, A]
    assert (review.status, review.half_of, review.home.cloud) == ("widened", A, None)
    assert not review.is_default


def test_a_tenant_that_is_not_read_makes_its_direction_unknown_and_never_open() -> None:
    review = review_directions({**NOTHING, B: UNREAD_B}, {**HALVES, B: UNREAD_B}, [A])[0]
    assert review.status == "unknown"
    assert review.access.gained == ()
    assert review.access.unknown + review.access.maybe_gained != ()
    assert not is_known(review.access.will)
    assert review.unread == ((B, "policy"), (B, "default"), (B, "partners"))


def test_what_is_not_known_and_not_touched_is_neither_nothing_nor_unchanged_nor_a_change() -> None:
    settings = {**HALVES, B: UNREAD_B}
    for ends, direction in by_ends(review_directions(settings, settings, [A, B])).items():
        if B not in ends:
            continue
        if ends == (B, A):
            assert direction.status == "unchanged"  # contoso alone closes it
            continue
        access = direction.access
        assert (direction.status, is_known(access.was), is_known(access.will)) == ("unknown", False, False)
        assert access.unknown != ()
        assert not direction.is_changed
        assert not direction.may_widen_access
        assert direction.unread != ()


def test_what_was_not_read_of_a_tenant_that_the_plan_changes_may_widen() -> None:
    settings = {**HALVES, B: UNREAD_B}
    to_fabrikam = by_ends(review_directions(settings, settings, [A, B], changing=[B]))[A, B]
    assert to_fabrikam.may_widen_access
    assert to_fabrikam.is_changed


def test_our_half_that_opens_towards_a_tenant_that_was_not_read_may_widen() -> None:
    theirs = {B: UNREAD_B}
    wider = tenant("contoso", partners={B: {"b2b_collaboration_outbound": OPEN}}, endpoints={USGOV.endpoint})
    direction = review_directions({A: HALVES[A], **theirs}, {A: wider, **theirs}, [A])[0]
    assert (direction.status, direction.may_widen_access) == ("unknown", True)


def test_what_is_unknown_and_will_be_nothing_can_only_lose() -> None:
    theirs = {B: UNREAD_B}
    off = replace(HALVES[A], endpoints=frozenset())
    direction = review_directions({A: HALVES[A], **theirs}, {A: off, **theirs}, [A])[0]
    assert (direction.status, direction.may_widen_access) == ("unknown", False)
    assert not is_known(direction.access.was)
    assert said(direction, direction.access.will) == [("all users", "nothing")]
    assert direction.is_changed


def test_who_loses_while_others_may_gain_is_not_told_as_narrowed() -> None:
    others = b2b("allowed", OUTSIDE, APP)
    ours, theirs = HALVES[A], HALVES[B]
    entry, own = ours.partners[B], theirs.partners[A]
    unread = {**entry.sections, "b2b_collaboration_outbound": Unread("Graph answered it as a text")}
    after = {
        A: replace(ours, partners={B: replace(entry, sections=unread)}),
        B: replace(
            theirs, partners={A: replace(own, sections={**own.sections, "b2b_collaboration_inbound": others})}
        ),
    }
    direction = next(d for d in review_directions(HALVES, after, (A, B)) if d.home.tenant_id == A)
    assert direction.access.lost
    assert direction.access.maybe_gained
    assert (direction.status, direction.may_widen_access) == ("unknown", True)


def test_a_partner_in_a_cloud_that_is_switched_off_closes() -> None:
    def with_outside(*endpoints: str, listed: bool) -> dict[str, TenantSettings]:
        partners = {OUTSIDE: {"b2b_collaboration_inbound": FEW}} if listed else {}
        return {A: tenant("contoso", partners=partners, endpoints=set(endpoints))}

    def found(cloud: Cloud | None) -> DirectionReview:
        before, after = with_outside(CHINA.endpoint, listed=True), with_outside(listed=False)
        return by_ends(review_directions(before, after, [A], cloud_of=lambda _: cloud))[OUTSIDE, A]

    there = found(CHINA)
    assert (there.status, there.may_widen_access, there.home.cloud) == ("closed", False, CHINA)
    assert (there.unmet_after[0].name, there.unmet_after[0].clouds) == ("resource_cloud_enabled", (CHINA,))
    assert found(GLOBAL).status == "widened"  # in our own cloud the default governs it from now on
    assert (found(None).status, found(None).may_widen_access) == ("unknown", True)  # the one, or the other


def test_an_opening_through_another_cloud_that_a_partner_may_be_in_has_its_row() -> None:
    """Its cloud is not known, and a cloud is enabled: within our own nothing changes, in that one it opens."""
    listed = {OUTSIDE: {"b2b_collaboration_inbound": FEW, "b2b_collaboration_outbound": CLOSED}}

    def enabling(*endpoints: str) -> dict[str, TenantSettings]:
        return {A: tenant("contoso", partners=listed, endpoints=set(endpoints))}

    before, after = enabling(), enabling(CHINA.endpoint)
    rows = by_ends(review_directions(before, after, [A]))
    inbound, outbound = rows[OUTSIDE, A], rows[A, OUTSIDE]
    assert (inbound.home.cloud, inbound.status, inbound.may_widen_access) == (None, "unknown", True)
    assert (outbound.status, outbound.is_changed) == ("unchanged", False)  # blocked, wherever it is
    assert unchanged_partners(before, after, [A]) == []
    back = by_ends(review_directions(after, before, [A]))[OUTSIDE, A]
    assert (back.status, back.may_widen_access, back.is_changed) == ("unknown", False, True)
    assert (OUTSIDE, A) not in by_ends(review_directions(after, after, [A]))
    assert len(unchanged_partners(after, after, [A])) == 1


def test_a_partner_listed_anew_where_a_cloud_is_enabled_has_its_row_though_the_default_is_the_same() -> None:
    def listing(partners: dict[str, Any]) -> dict[str, TenantSettings]:
        return {A: tenant("contoso", partners=partners, endpoints={CHINA.endpoint})}

    row = by_ends(review_directions(listing({}), listing({OUTSIDE: {}}), [A]))[OUTSIDE, A]
    assert (row.status, row.may_widen_access) == ("unknown", True)


def test_only_switching_its_cloud_off_closes_a_partner_too() -> None:
    partners = {OUTSIDE: {"b2b_collaboration_inbound": FEW}}
    on, off = (tenant("contoso", partners=partners, endpoints=e) for e in ({CHINA.endpoint}, set[str]()))
    found = review_directions({A: on}, {A: off}, [A], cloud_of=lambda _: CHINA)
    assert by_ends(found)[OUTSIDE, A].status == "closed"
    (short,) = unchanged_partners({A: off}, {A: off}, [A], lambda _: CHINA)
    assert (short.inbound, short.outbound) == ("nothing", "nothing")


def test_within_one_cloud_an_end_that_lists_nobody_is_governed_by_its_default() -> None:
    def pair(default: Any) -> dict[str, TenantSettings]:
        lists = tenant("contoso", partners={B: {}}, endpoints=set())
        other = replace(tenant("fabrikam", partners={}, endpoints=set(), default=default), cloud=GLOBAL)
        return {A: lists, B: other}

    assert not reviewed(pair(OPEN), pair(OPEN))[A, B].half_open
    assert reviewed(pair(CLOSED), pair(CLOSED))[A, B].half_open


def test_every_two_tenants_have_their_rows_and_those_that_are_nobodys_of_ours_do_not() -> None:
    third = replace(NOTHING[B], tenant_id=OUTSIDE, name="tailspin", cloud=CHINA)
    settings = {**NOTHING, OUTSIDE: third}
    found = by_ends(review_directions(settings, settings, [A])).keys()
    assert {(A, OUTSIDE), (OUTSIDE, A), (A, B)} <= found
    assert (B, OUTSIDE) not in found


def test_trust_is_what_the_resource_tenant_says_and_unknown_where_it_is_not_read() -> None:
    settings = {**HALVES, B: UNREAD_B}
    unread = by_ends(review_directions(settings, settings, [A, B]))[A, B]
    assert (unread.trust_before, unread.trust_after, len(unread.trust_unknown)) == ((), (), 3)
    outbound = {A: tenant("contoso", partners={OUTSIDE: {}}, endpoints=set())}
    half = by_ends(review_directions(outbound, outbound, [A], every_partner=True))[A, OUTSIDE]
    assert half.trust_unknown == ()  # what another organisation trusts is not ours to say


def test_what_a_default_trusts_is_shown_for_any_other_organisation() -> None:
    def trusting(flag: bool) -> TenantSettings:
        settings = NOTHING[A]
        trust: dict[str, Value] = {"is_mfa_accepted": flag, "is_compliant_device_accepted": False}
        return replace(settings, default={**settings.default, "inbound_trust": trust})

    found = by_ends(review_directions({A: trusting(True)}, {A: trusting(False)}, [A]))
    inbound, outbound = found["", A], found[A, ""]
    assert (inbound.trust_before, inbound.trust_after) == (("is_mfa_accepted",), ())
    assert inbound.trust_unknown == ("is_hybrid_azure_ad_joined_device_accepted",)
    assert (inbound.status, inbound.is_changed) == ("unchanged", True)
    assert (outbound.trust_before, outbound.trust_unknown, outbound.is_changed) == ((), (), False)
    unread = by_ends(review_directions({B: UNREAD_B}, {B: UNREAD_B}, [B]))["", B]
    assert (unread.trust_after, len(unread.trust_unknown), unread.is_changed) == ((), 3, False)
    no_partners = replace(trusting(True), unreadable={"partners": "403"})
    found = by_ends(review_directions({A: no_partners}, {A: no_partners}, [A]))
    assert found["", A].trust_after == ("is_mfa_accepted",)


def test_trust_that_may_change_is_no_direction_without_change() -> None:
    """The partner's own trust goes, and what the default says in its place was not read."""
    trusts_none = dict.fromkeys(
        ("is_mfa_accepted", "is_compliant_device_accepted", "is_hybrid_azure_ad_joined_device_accepted"), False
    )
    own = {"b2b_collaboration_inbound": FEW, "inbound_trust": trusts_none}

    def resource(sections: Any) -> Any:
        return settings_of(
            "fabrikam", B, USGOV, endpoints={GLOBAL.endpoint}, partners={A: sections}, unreadable=["default"]
        )

    before = {A: HALVES[A], B: resource(own)}
    review = reviewed(before, {**before, B: resource({"b2b_collaboration_inbound": FEW})})[A, B]
    assert (review.trust_before, review.trust_after, len(review.trust_unknown)) == ((), (), 3)
    assert review.is_changed


def test_of_a_default_the_consent_prompt_may_be_suppressed_only_where_graph_answers_so() -> None:
    def answered(**consents: Any) -> dict[str, TenantSettings]:
        return {A: replace(NOTHING[A], default_json={"automaticUserConsentSettings": consents})}

    never, inbound = (
        answered(inboundAllowed=False, outboundAllowed=False),
        answered(inboundAllowed=True, outboundAllowed=False),
    )
    for before, after, of_inbound in (
        (never, never, (Truth.NO, Truth.NO)),
        (never, inbound, (Truth.NO, Truth.UNKNOWN)),  # theirs is not known
        (inbound, inbound, (Truth.UNKNOWN, Truth.UNKNOWN)),
    ):
        into, out = review_directions(before, after, [A])
        assert (into.consent_before, into.consent_after) == of_inbound
        assert (out.consent_before, out.consent_after) == (Truth.NO, Truth.NO)
        assert into.is_changed is (before is not after)


def test_who_is_listed_is_not_known_where_the_partners_were_not_read() -> None:
    whole = NOTHING[A]
    unlisted = {A: replace(whole, unreadable={"partners": "Graph answered 503"})}
    assert [row.is_listing_unread for row in review_directions(unlisted, unlisted, [A])] == [True, True]
    assert [row.is_listing_unread for row in review_directions({A: whole}, {A: whole}, [A])] == [False, False]
