"""The decision, gate by gate, from the documented truth tables."""

from itertools import product
from typing import Any

import pytest

from crosscloud.domain.access import application, decide, user
from crosscloud.domain.access.decision import consent_prompt_suppressed, consents_by_default
from crosscloud.domain.access.section import rule_of
from crosscloud.domain.access.targets import Subject, Targets
from crosscloud.domain.clouds import CHINA, GLOBAL, USGOV, USGOV_DOD, Cloud
from crosscloud.domain.settings import NOT_READ, Unread
from crosscloud.domain.tenant import TenantSettings, from_snapshot, make_unread_tenant
from crosscloud.domain.truth import Truth
from crosscloud.wording.decision import gates_to_json
from crosscloud.wording.names import Names
from tests.support.tenants import settings_of

A, B = "f6fadfa7-e5c1-4b62-9362-da5cc13da58a", "2c63888f-28f0-4481-be6d-dce7a7ace732"
G1, U1 = "ac8efe12-1c59-49f1-ba2d-de83458bfed0", "dd2ee150-d284-4277-b89c-1af40ce8fcc9"
APP, OTHER = "0b80a255-53a1-4945-a932-58ef7777682c", "45ac16b9-c20d-4c21-8f8a-7abff2e91ac7"
NAMES = Names({A: "a", B: "b"})
YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN


def b2b(users: str, who: str, applications: str, what: str) -> dict[str, Any]:
    kind = "user" if who in ("AllUsers", U1) else "group"
    return {
        "users_and_groups": {"access_type": users, "targets": [{"target": who, "target_type": kind}]},
        "applications": {"access_type": applications, "targets": [{"target": what, "target_type": "application"}]},
    }


OPEN = b2b("allowed", "AllUsers", "allowed", "AllApplications")
CLOSED = b2b("blocked", "AllUsers", "blocked", "AllApplications")


def tenant(
    tenant_id: str,
    cloud: Cloud,
    *,
    endpoints: frozenset[str] | None = frozenset({"microsoftonline.com", "microsoftonline.us"}),
    partners: dict[str, Any] | None = None,
    default: Any = None,
) -> TenantSettings:
    sections = {"b2b_collaboration_inbound": OPEN, "b2b_collaboration_outbound": OPEN, "inbound_trust": {}}
    name = "a" if tenant_id == A else "b"
    return settings_of(name, tenant_id, cloud, endpoints=endpoints, default=default or sections, partners=partners)


def pair(**changes: Any) -> tuple[TenantSettings, TenantSettings]:
    """Two tenants of Global and US Government, everything open and both halves in place."""
    home = {"partners": {B: {}}, **changes.get("home", {})}
    resource = {"partners": {A: {}}, **changes.get("resource", {})}
    return tenant(A, GLOBAL, **home), tenant(B, USGOV, **resource)


@pytest.mark.parametrize(
    ("users", "applications", "row"),
    [
        ("allowed", "allowed", (YES, NO, NO, NO)),
        ("allowed", "blocked", (NO, YES, NO, NO)),
        ("blocked", "allowed", (NO, NO, YES, NO)),
        ("blocked", "blocked", (NO, YES, YES, YES)),
    ],
)
def test_the_four_combinations_of_access_types(users: str, applications: str, row: tuple[Truth, ...]) -> None:
    rule = rule_of(b2b(users, G1, applications, APP))
    assert rule is not None
    found = tuple(
        rule.permits(user(U1, {G1} if listed else set()), application(APP if reached else OTHER))
        for listed, reached in product((True, False), repeat=2)
    )
    assert found == row


@pytest.mark.parametrize(
    ("section", "may"),
    [  # the check rows of the table: who of g1 and of the others may reach a1 and other applications
        (b2b("allowed", G1, "allowed", APP), {("g1", "a1")}),
        (b2b("allowed", G1, "blocked", APP), {("g1", "other")}),
        (b2b("blocked", G1, "allowed", APP), {("others", "a1")}),
        (b2b("blocked", G1, "blocked", "AllApplications"), {("others", "a1"), ("others", "other")}),
        (b2b("blocked", G1, "blocked", APP), {("g1", "other"), ("others", "a1"), ("others", "other")}),
        (b2b("blocked", "AllUsers", "blocked", "AllApplications"), set()),
    ],
)
def test_the_rows_of_the_interpretation_table(section: dict[str, Any], may: set[tuple[str, str]]) -> None:
    rule = rule_of(section)
    assert rule is not None
    who = {"g1": user(U1, {G1}), "others": user(U1)}
    what = {"a1": application(APP), "other": application(OTHER)}
    assert {(u, a) for u in who for a in what if rule.permits(who[u], what[a]) is YES} == may


@pytest.mark.parametrize(
    ("change", "gate", "code"),
    [
        ({"home": {"endpoints": frozenset()}}, "home_cloud_enabled", None),
        ({"resource": {"endpoints": frozenset()}}, "resource_cloud_enabled", None),
        ({"home": {"partners": {}}}, "home_partner_listed", None),
        ({"resource": {"partners": {}}}, "resource_partner_listed", None),
        ({"home": {"partners": {B: {"b2b_collaboration_outbound": CLOSED}}}}, "home_outbound", "AADSTS500212"),
        (
            {"resource": {"partners": {A: {"b2b_collaboration_inbound": CLOSED}}}},
            "resource_inbound",
            "AADSTS500213",
        ),
    ],
)
def test_each_missing_half_blocks(change: dict[str, Any], gate: str, code: str | None) -> None:
    decision = decide(*pair(**change), user(U1), application(APP))
    assert decision.answer is NO
    assert [g.name for g in decision.gates if g.answer is NO] == [gate]
    assert decision.aadsts == code
    assert [g["aadsts"] for g in gates_to_json(decision, NAMES)["gates"] if g["result"] == "fail"] == [code]


def test_everything_in_place_allows() -> None:
    decision = decide(*pair(), user(U1), application(APP))
    assert decision.answer is YES
    assert [g.name for g in decision.gates] == [
        "supported_pair",
        "home_cloud_enabled",
        "resource_cloud_enabled",
        "home_partner_listed",
        "resource_partner_listed",
        "home_outbound",
        "resource_inbound",
    ]
    assert gates_to_json(decision, NAMES)["decision"] == "allow"
    assert [g.setting for g in decision.gates] == [
        "",
        "allowed_cloud_endpoints",
        "allowed_cloud_endpoints",
        "partners",
        "partners",
        "b2b_collaboration_outbound",
        "b2b_collaboration_inbound",
    ]


def test_an_unsupported_pair_is_blocked_whatever_is_set() -> None:
    home, resource = tenant(A, USGOV, partners={B: {}}), tenant(B, CHINA, partners={A: {}})
    assert decide(home, resource, user(U1), application(APP)).answer is NO


@pytest.mark.parametrize(("one", "other"), [(GLOBAL, GLOBAL), (USGOV, USGOV_DOD)])
def test_within_one_cloud_only_the_two_sections_count_and_the_default_serves(one: Cloud, other: Cloud) -> None:
    home, resource = tenant(A, one, endpoints=frozenset()), tenant(B, other, endpoints=frozenset())
    decision = decide(home, resource, user(U1), application(APP))
    assert [g.name for g in decision.gates] == ["home_outbound", "resource_inbound"]
    assert decision.answer is YES


def test_a_section_of_the_partner_replaces_the_defaults_whole() -> None:
    only_group = b2b("allowed", G1, "allowed", "AllApplications")
    home, resource = pair(resource={"partners": {A: {"b2b_collaboration_inbound": only_group}}})
    assert decide(home, resource, user(U1), application(APP)).answer is NO
    assert decide(home, resource, user(U1, {G1}), application(APP)).answer is YES


def test_a_null_section_of_the_partner_inherits() -> None:
    home, resource = pair(resource={"partners": {A: {"b2b_collaboration_inbound": None}}})
    assert decide(home, resource, user(U1), application(APP)).answer is YES


def test_one_side_alone_never_allows_but_can_block() -> None:
    home, resource = pair()
    nothing_known = make_unread_tenant("b", B, USGOV)
    assert decide(home, nothing_known, user(U1), application(APP)).answer is UNKNOWN
    closed, _ = pair(home={"partners": {B: {"b2b_collaboration_outbound": CLOSED}}})
    assert decide(closed, nothing_known, user(U1), application(APP)).answer is NO
    assert decide(make_unread_tenant("a", A, GLOBAL), resource, user(U1), application(APP)).answer is UNKNOWN


def test_a_missing_half_has_no_documented_meaning() -> None:
    half = {"users_and_groups": OPEN["users_and_groups"], "applications": None}
    home, resource = pair(resource={"partners": {A: {"b2b_collaboration_inbound": half}}})
    assert decide(home, resource, user(U1), application(APP)).answer is UNKNOWN


def test_whether_an_application_is_in_office_365_is_not_known_from_its_id() -> None:
    office = b2b("allowed", "AllUsers", "allowed", "Office365")
    home, resource = pair(resource={"partners": {A: {"b2b_collaboration_inbound": office}}})
    assert decide(home, resource, user(U1), application(APP)).answer is UNKNOWN
    assert decide(home, resource, user(U1), application("Office365")).answer is YES


@pytest.mark.parametrize("case", [str.upper, str.lower])
def test_ids_compare_without_case(case: Any) -> None:
    section = b2b("allowed", case(G1), "allowed", case(APP))
    rule = rule_of(section)
    assert rule is not None
    assert rule.permits(user(U1, {G1.upper()}), application(APP.upper())) is YES


@pytest.mark.parametrize(
    ("outbound", "inbound", "suppressed"),
    [
        (True, True, YES),
        (True, False, NO),
        (False, True, NO),
        (True, None, NO),
        (None, None, NO),
        (False, False, NO),
    ],
)
def test_the_consent_prompt_is_suppressed_only_by_both_halves(
    outbound: bool | None, inbound: bool | None, suppressed: Truth
) -> None:
    home, resource = pair(
        home={"partners": {B: {"automatic_user_consent_settings": {"outbound_allowed": outbound}}}},
        resource={"partners": {A: {"automatic_user_consent_settings": {"inbound_allowed": inbound}}}},
    )
    decision = decide(home, resource, user(U1), application(APP))
    assert decision.consent_prompt_suppressed is suppressed
    assert decision.answer is YES  # a prompt is not a block


def test_the_consent_prompt_of_an_unread_tenant_is_unknown() -> None:
    home, _ = pair(home={"partners": {B: {"automatic_user_consent_settings": {"outbound_allowed": True}}}})
    decision = decide(home, make_unread_tenant("b", B, USGOV), user(U1), application(APP))
    assert decision.consent_prompt_suppressed is UNKNOWN
    assert set(decision.trust.values()) == {UNKNOWN}


@pytest.mark.parametrize(
    ("default", "suppressed"),
    [
        ({"automaticUserConsentSettings": {"inboundAllowed": False, "outboundAllowed": False}}, NO),
        ({}, NO),
        ({"automaticUserConsentSettings": None}, NO),
        ({"automaticUserConsentSettings": {"inboundAllowed": True, "outboundAllowed": True}}, YES),
        ({"automaticUserConsentSettings": {"inboundAllowed": "yes", "outboundAllowed": "yes"}}, UNKNOWN),
        ({"automaticUserConsentSettings": "yes"}, UNKNOWN),
        (None, NO),
    ],
)
def test_who_leaves_the_consent_prompt_to_the_default_has_what_graph_answers_there(
    default: dict[str, Any] | None, suppressed: Truth
) -> None:
    def inherits(name: str, tenant_id: str, partner: str) -> TenantSettings:
        parts: dict[str, Any] = {
            "policy": {"allowedCloudEndpoints": []},
            "default": default,
            "partners": [{"tenantId": partner}],
        }
        return from_snapshot({"name": name, "tenant_id": tenant_id, "cloud": "global", **parts})

    home, resource = inherits("a", A, B), inherits("b", B, A)
    assert consent_prompt_suppressed(home, resource) is suppressed
    assert consents_by_default(home, "outbound_allowed") is suppressed


def test_trust_permits_nothing_and_is_told_member_by_member() -> None:
    trust = {"is_mfa_accepted": True, "is_compliant_device_accepted": False}
    home, resource = pair(resource={"partners": {A: {"inbound_trust": trust}}})
    decision = decide(home, resource, user(U1), application(APP))
    assert decision.trust["is_mfa_accepted"] is YES
    assert decision.trust["is_compliant_device_accepted"] is NO
    assert decision.trust["is_hybrid_azure_ad_joined_device_accepted"] is UNKNOWN


def test_a_planned_section_that_is_not_known_yet_is_unknown() -> None:
    home, resource = pair(resource={"partners": {A: {"b2b_collaboration_inbound": NOT_READ}}})
    assert decide(home, resource, user(U1), application(APP)).answer is UNKNOWN


def test_a_tenant_is_not_across_from_itself() -> None:
    home, _ = pair()
    with pytest.raises(ValueError, match="one tenant"):
        decide(home, home, user(U1), application(APP))


def test_a_snapshot_is_read_with_what_is_unread_as_unknown() -> None:
    snapshot: dict[str, Any] = {
        "name": "a",
        "tenant_id": A.upper(),
        "cloud": "usgov",
        "policy": {"id": "p"},
        "default": None,
        "partners": None,
    }
    found = from_snapshot(snapshot)
    assert found.tenant_id == A
    assert isinstance(found.endpoints, Unread)  # the property is not there: unknown, never "none"
    assert found.unreadable == {
        "policy": "Graph did not answer allowedCloudEndpoints",
        "default": "it was not read",
        "partners": "it was not read",
    }
    assert found.lists(B) is UNKNOWN
    assert found.effective("inbound_trust", B)[0] == NOT_READ
    assert isinstance(from_snapshot({**snapshot, "policy": None}).endpoints, Unread)
    assert from_snapshot({**snapshot, "policy": {}}).endpoints == frozenset()  # documented: nobody has changed it


def test_an_answer_is_never_taken_for_true_or_false() -> None:
    with pytest.raises(TypeError):
        bool(UNKNOWN)


def test_a_list_of_groups_holds_whoever_is_in_one() -> None:
    targets = Targets(classes=frozenset({G1}))
    assert targets.holds(user(U1, {G1})) is YES
    assert targets.holds(user(U1)) is NO
    assert targets.holds(Subject("x", doubtful=frozenset({G1}))) is UNKNOWN


@pytest.mark.parametrize(
    ("half", "target", "kind"),
    [
        ("users_and_groups", G1, None),
        ("users_and_groups", G1, "unknownFutureValue"),
        ("users_and_groups", G1, "application"),
        ("users_and_groups", "AllUsers", None),
        ("users_and_groups", "AllUsers", "group"),
        ("users_and_groups", "AllApplications", "user"),
        ("applications", APP, None),
        ("applications", APP, "user"),
        ("applications", "AllApplications", "user"),
        ("applications", "AllUsers", "application"),
        ("applications", "Office365", "unknownFutureValue"),
        ("applications", "AllMicrosoftApps", "application"),
        ("applications", "allapplications", "application"),
        ("applications", None, "application"),
        ("users_and_groups", "allusers", "user"),
        ("users_and_groups", "ada@contoso.com", "user"),
        ("users_and_groups", None, "group"),
    ],
)
def test_a_target_that_no_document_explains_leaves_the_section_unknown(half: str, target: Any, kind: Any) -> None:
    odd: Any = {"access_type": "allowed", "targets": [{"target": target, "target_type": kind}]}
    assert rule_of({**OPEN, half: odd}) is None
    beside = [*OPEN[half]["targets"], {"target": target, "target_type": kind}]
    assert rule_of({**OPEN, half: {"access_type": "allowed", "targets": beside}}) is None
