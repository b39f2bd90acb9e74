"""Who gains and who loses access, direction by direction, as a report shows it."""

from dataclasses import replace
from typing import Any

from crosscloud.review.access import DirectionReview, review_directions, stay_beyond

from crosscloud.domain.access import TenantSettings, unread
from crosscloud.domain.clouds import CHINA, GLOBAL, USGOV, Cloud

A, B = "f6fadfa7-e5c1-4b62-9362-da5cc13da58a", "2c63888f-28f0-4481-be6d-dce7a7ace732"
STRANGER = "11111111-2222-4333-8444-555555555555"
GROUP, APP = "ac8efe12-1c59-49f1-ba2d-de83458bfed0", "0b80a255-53a1-4945-a932-58ef7777682c"
NAMES = {GROUP: "engineers (of contoso)", APP: "design-vault (of fabrikam)"}


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
    return TenantSettings(name, tenant_id, cloud, frozenset(endpoints), sections, partners)


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


def reviewed(before: Any, after: Any, **more: Any) -> dict[tuple[str, str], DirectionReview]:
    found = review_directions(before, after, [A, B], NAMES.get, more.get("declared"))
    return {(review.home, review.resource): review for review in found}


def shown(found: Any) -> list[tuple[str, str]]:
    return [(line.who, line.what) for line in found]


def test_a_direction_that_opens() -> None:
    review = reviewed(NOTHING, HALVES, declared={(A, B): "main.py:23"})["contoso", "fabrikam"]
    assert review.reach.status == "opened"
    assert shown(review.reach.before) == [("all users", "nothing")]
    assert shown(review.reach.gained)[0] == ("group engineers (of contoso)", "design-vault (of fabrikam)")
    assert shown(review.reach.after)[-1] == ("everyone else", "nothing")
    assert len(review.why_before) == 4  # clouds not enabled, partners not listed, at both ends
    assert review.why_after == ()
    assert (review.consent_before, review.consent_after) == ("no", "yes")
    assert review.trust_after == ("MFA",)
    assert (review.declared, review.source) == (True, "main.py:23")


def test_the_other_direction_stays_closed() -> None:
    review = reviewed(NOTHING, HALVES)["fabrikam", "contoso"]
    assert review.reach.status == "unchanged"
    assert shown(review.reach.after) == [("all users", "nothing")]
    assert not review.half_open


def test_one_half_alone_is_half_open_and_lets_nobody_in() -> None:
    review = reviewed(NOTHING, {**HALVES, B: NOTHING[B]})["contoso", "fabrikam"]
    assert review.half_open
    assert review.reach.status == "unchanged"


def test_a_default_that_closes_is_shown_for_any_other_organisation_as_one_half() -> None:
    closed = {A: tenant("contoso", partners={}, endpoints=set(), default=CLOSED), B: NOTHING[B]}
    review = reviewed(NOTHING, closed)["any other Global organisation", "contoso"]
    assert review.half_of == "contoso"
    assert review.reach.status == "closed"
    assert shown(review.reach.lost) == [("all users", "all applications")]


def test_a_partner_that_the_environment_does_not_know_is_shown_where_it_changes() -> None:
    def with_stranger(section: Any) -> dict[str, TenantSettings]:
        partners = {STRANGER: {"b2b_collaboration_inbound": section}}
        return {A: tenant("contoso", partners=partners, endpoints=set()), B: NOTHING[B]}

    name = f"organisation {STRANGER}"
    assert (name, "contoso") not in reviewed(with_stranger(FEW), with_stranger(FEW))
    (short,) = stay_beyond(with_stranger(FEW), with_stranger(FEW), [A, B], NAMES.get)
    assert (short.tenant, short.partner, short.partner_id) == ("contoso", name, STRANGER)
    assert (short.inbound, short.outbound, short.cloud) == ("something", "everything", "cloud not known")
    assert stay_beyond(with_stranger(FEW), with_stranger(OPEN), [A, B], NAMES.get) == []
    in_full = review_directions(with_stranger(FEW), with_stranger(FEW), [A, B], NAMES.get, every_partner=True)
    assert {(d.home, d.resource) for d in in_full} >= {(name, "contoso"), ("contoso", name)}
    review = reviewed(with_stranger(FEW), with_stranger(OPEN))[name, "contoso"]
    assert review.reach.status == "widened"
    assert review.half_of == "contoso"


def test_a_tenant_that_is_not_read_makes_its_direction_unknown_and_never_open() -> None:
    before = {**NOTHING, B: unread("fabrikam", B, USGOV)}
    after = {**HALVES, B: unread("fabrikam", B, USGOV)}
    review = review_directions(before, after, [A], NAMES.get)[0]
    assert review.reach.status == "unknown"
    assert shown(review.reach.gained) == []
    assert review.reach.unknown != ()
    assert (review.reach.after, review.not_read) == ((), ("fabrikam was not read",))


def test_what_is_not_known_and_not_touched_is_neither_nothing_nor_unchanged_nor_a_change() -> None:
    settings = {**HALVES, B: unread("fabrikam", B, USGOV)}
    for direction in review_directions(settings, settings, [A, B], NAMES.get):
        if "fabrikam" not in (direction.home, direction.resource):
            continue
        if (direction.home, direction.resource) == ("fabrikam", "contoso"):
            assert direction.reach.status == "unchanged"  # contoso alone closes it
            continue
        reach = direction.reach
        assert (reach.status, reach.before, reach.after) == ("unknown", (), ())
        assert reach.unknown != ()
        assert not direction.is_changed
        assert not reach.may_widen
        assert direction.not_read != ()


def test_what_was_not_read_of_a_tenant_that_the_plan_changes_may_widen() -> None:
    settings = {**HALVES, B: unread("fabrikam", B, USGOV)}
    found = review_directions(settings, settings, [A, B], NAMES.get, changing=[B])
    to_fabrikam = next(d for d in found if (d.home, d.resource) == ("contoso", "fabrikam"))
    assert to_fabrikam.reach.may_widen
    assert to_fabrikam.is_changed


def test_our_half_that_opens_towards_a_tenant_that_was_not_read_may_widen() -> None:
    theirs = {B: unread("fabrikam", B, USGOV)}
    wider = tenant("contoso", partners={B: {"b2b_collaboration_outbound": OPEN}}, endpoints={USGOV.endpoint})
    before, after = {A: HALVES[A], **theirs}, {A: wider, **theirs}
    direction = review_directions(before, after, [A], NAMES.get)[0]
    assert (direction.reach.status, direction.reach.may_widen) == ("unknown", True)


def test_what_is_unknown_and_will_be_nothing_can_only_lose() -> None:
    theirs = {B: unread("fabrikam", B, USGOV)}
    off = replace(HALVES[A], endpoints=frozenset())
    direction = review_directions({A: HALVES[A], **theirs}, {A: off, **theirs}, [A], NAMES.get)[0]
    assert (direction.reach.status, direction.reach.may_widen) == ("unknown", False)
    assert (direction.reach.before, shown(direction.reach.after)) == ((), [("all users", "nothing")])
    assert direction.is_changed


def test_a_partner_in_a_cloud_that_is_switched_off_closes() -> None:
    def with_stranger(*endpoints: str, listed: bool) -> dict[str, TenantSettings]:
        partners = {STRANGER: {"b2b_collaboration_inbound": FEW}} if listed else {}
        return {A: tenant("contoso", partners=partners, endpoints=set(endpoints))}

    def found(cloud: Cloud | None) -> DirectionReview:
        before, after = with_stranger(CHINA.endpoint, listed=True), with_stranger(listed=False)
        rows = review_directions(before, after, [A], NAMES.get, cloud_of=lambda _: cloud)
        return next(row for row in rows if row.home == f"organisation {STRANGER}")

    there = found(CHINA)
    assert (there.reach.status, there.reach.may_widen, there.home_cloud) == ("closed", False, CHINA.title)
    assert there.why_after[0] == "contoso has not enabled China (21Vianet)"
    # In our own cloud, or where that is not known, the default governs it from now on.
    for cloud in (GLOBAL, None):
        assert found(cloud).reach.status == "widened"


def test_only_switching_its_cloud_off_closes_a_partner_too() -> None:
    partners = {STRANGER: {"b2b_collaboration_inbound": FEW}}
    on, off = (tenant("contoso", partners=partners, endpoints=e) for e in ({CHINA.endpoint}, set[str]()))
    found = review_directions({A: on}, {A: off}, [A], NAMES.get, cloud_of=lambda _: CHINA)
    assert [d.reach.status for d in found if d.home == f"organisation {STRANGER}"] == ["closed"]
    (short,) = stay_beyond({A: off}, {A: off}, [A], NAMES.get, lambda _: CHINA)
    assert (short.inbound, short.outbound) == ("nothing", "nothing")


def test_within_one_cloud_an_end_that_lists_nobody_is_governed_by_its_default() -> None:
    def pair(default: Any) -> dict[str, TenantSettings]:
        lists = tenant("contoso", partners={B: {}}, endpoints=set())
        other = replace(tenant("fabrikam", partners={}, endpoints=set(), default=default), cloud=GLOBAL)
        return {A: lists, B: other}

    assert not reviewed(pair(OPEN), pair(OPEN))["contoso", "fabrikam"].half_open
    assert reviewed(pair(CLOSED), pair(CLOSED))["contoso", "fabrikam"].half_open


def test_every_two_tenants_have_their_rows_and_those_that_are_nobodys_of_ours_do_not() -> None:
    third = replace(NOTHING[B], tenant_id=STRANGER, name="tailspin", cloud=CHINA)
    settings = {**NOTHING, STRANGER: third}
    found = {(d.home, d.resource) for d in review_directions(settings, settings, [A], NAMES.get)}
    assert {("contoso", "tailspin"), ("tailspin", "contoso"), ("contoso", "fabrikam")} <= found
    assert ("fabrikam", "tailspin") not in found
