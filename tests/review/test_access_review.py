"""Who gains and who loses access, direction by direction, as a report shows it."""

from typing import Any

from crosscloud.domain.clouds import GLOBAL, USGOV
from crosscloud.domain.tenant import TenantSettings, unread_tenant
from crosscloud.review.access import DirectionReview, review_directions

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
    review = reviewed(with_stranger(FEW), with_stranger(OPEN))[name, "contoso"]
    assert review.reach.status == "widened"
    assert review.half_of == "contoso"


def test_a_tenant_that_is_not_read_makes_its_direction_unknown_and_never_open() -> None:
    before = {**NOTHING, B: unread_tenant("fabrikam", B, USGOV)}
    after = {**HALVES, B: unread_tenant("fabrikam", B, USGOV)}
    review = review_directions(before, after, [A], NAMES.get)[0]
    assert review.reach.status == "unknown"
    assert shown(review.reach.gained) == []
    assert review.reach.unknown != ()
