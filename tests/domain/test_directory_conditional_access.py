"""Conditional Access policies: whom they meet, and what guests cannot answer."""

from itertools import product
from typing import Any

import pytest

from crosscloud.domain.directory.conditional_access import (
    MFA,
    ConditionalAccessPolicy,
    Selection,
    policies_from_graph,
)
from crosscloud.domain.truth import Truth

HOME, OTHER = "5cbe1b7e-4a0d-4f5e-9f0c-2f6f6a1f9c11", "c2f4a8d6-1e93-4b7a-8c25-6d0b9e3f7a22"
DEVICE, JOINED = "is_compliant_device_accepted", "is_hybrid_azure_ad_joined_device_accepted"
NOTHING = Selection(all_guests=False, homes=frozenset(), somebody=False)


def policy(
    users: dict[str, Any], controls: tuple[str, ...] = ("mfa",), **changes: Any
) -> list[ConditionalAccessPolicy]:
    """The policy that Graph's JSON gives, or none; `changes` go into the document."""
    document = {
        "displayName": "Guests",
        "state": "enabled",
        "conditions": {"users": users, "applications": {"includeApplications": ["All"]}},
        "grantControls": {"operator": "AND", "builtInControls": list(controls)},
    }
    return list(policies_from_graph([{**document, **changes}]) or ())


def chosen(kinds: str, *tenants: str) -> dict[str, Any]:
    """includeGuestsOrExternalUsers, of all tenants or of some."""
    kind = {"membershipKind": "enumerated", "members": list(tenants)} if tenants else {"membershipKind": "all"}
    return {"guestOrExternalUserTypes": kinds, "externalTenants": kind}


@pytest.mark.parametrize(
    ("users", "meets"),
    [
        ({"includeUsers": ["All"]}, Truth.YES),
        ({"includeUsers": ["GuestsOrExternalUsers"]}, Truth.YES),
        ({"includeUsers": ["None"]}, Truth.NO),
        ({"includeUsers": [OTHER]}, Truth.UNKNOWN),
        ({"includeGroups": [OTHER]}, Truth.UNKNOWN),
        ({"includeRoles": [OTHER]}, Truth.UNKNOWN),
        ({"includeGuestsOrExternalUsers": chosen("internalGuest,b2bCollaborationGuest")}, Truth.YES),
        ({"includeGuestsOrExternalUsers": chosen("b2bCollaborationGuest", HOME.upper())}, Truth.YES),
        ({"includeGuestsOrExternalUsers": chosen("b2bCollaborationGuest", OTHER)}, Truth.NO),
        ({"includeGuestsOrExternalUsers": chosen("internalGuest,serviceProvider")}, Truth.NO),
        ({"includeGuestsOrExternalUsers": chosen("b2bCollaborationMember")}, Truth.UNKNOWN),
        ({"includeUsers": ["All"], "excludeUsers": ["GuestsOrExternalUsers"]}, Truth.NO),
        ({"includeUsers": ["All"], "excludeUsers": [OTHER], "excludeGroups": [OTHER]}, Truth.YES),
        (
            {
                "includeUsers": ["All"],
                "excludeGuestsOrExternalUsers": chosen("b2bCollaborationGuest", HOME),
            },
            Truth.NO,
        ),
        (
            {
                "includeUsers": ["All"],
                "excludeGuestsOrExternalUsers": chosen("b2bCollaborationGuest", OTHER),
            },
            Truth.YES,
        ),
        ({"includeUsers": ["All"], "excludeGuestsOrExternalUsers": chosen("b2bCollaborationMember")}, Truth.YES),
    ],
)
def test_which_guests_a_policy_meets(users: dict[str, Any], meets: Truth) -> None:
    (found,) = policy(users)
    assert found.meets(HOME) is meets


@pytest.mark.parametrize(
    ("conditions", "meets"),
    [
        ({"clientAppTypes": ["all"], "locations": None, "signInRiskLevels": []}, Truth.YES),
        ({"clientAppTypes": ["browser", "mobileAppsAndDesktopClients"]}, Truth.YES),
        ({"clientAppTypes": ["browser"]}, Truth.UNKNOWN),
        ({"locations": {"includeLocations": ["All"], "excludeLocations": ["AllTrusted"]}}, Truth.UNKNOWN),
        ({"signInRiskLevels": ["high"]}, Truth.UNKNOWN),
        ({"platforms": {"includePlatforms": ["android"]}}, Truth.UNKNOWN),
    ],
)
def test_a_policy_that_something_else_decides_on_may_meet_guests(conditions: dict[str, Any], meets: Truth) -> None:
    everybody = {"users": {"includeUsers": ["All"]}, "applications": {"includeApplications": ["All"]}}
    (found,) = policy({}, conditions={**everybody, **conditions})
    assert found.meets(HOME) is meets


@pytest.mark.parametrize(("side", "meets"), [("include", Truth.UNKNOWN), ("exclude", Truth.YES)])
def test_a_kind_of_tenants_that_no_document_names_hides_nothing(side: str, meets: Truth) -> None:
    new = {"guestOrExternalUserTypes": "b2bCollaborationGuest", "externalTenants": {"membershipKind": "new"}}
    users = {"includeUsers": ["All"] if side == "exclude" else [], f"{side}GuestsOrExternalUsers": new}
    (found,) = policy(users)
    assert found.meets(HOME) is meets


def test_policies_that_ask_for_nothing_which_trust_decides_are_left_out() -> None:
    everybody = {"includeUsers": ["All"]}
    assert policy(everybody, ("block",)) == []
    assert policy(everybody, state="disabled") == []
    assert policy(everybody, state="enabledForReportingButNotEnforced") == []
    assert policy(everybody, grantControls=None) == []
    nowhere = {"users": everybody, "applications": {"includeApplications": ["None"]}}
    assert policy(everybody, conditions=nowhere) == []
    actions = {"users": everybody, "applications": {"includeApplications": [], "includeUserActions": ["x"]}}
    assert policy(everybody, conditions=actions) == []
    assert [each.name for each in policy(everybody, displayName=None, id="17")] == ["17"]


def test_an_authentication_strength_is_a_demand_for_mfa() -> None:
    strength = {"operator": "AND", "builtInControls": [], "authenticationStrength": {"id": "1"}}
    (found,) = policy({"includeUsers": ["All"]}, grantControls=strength)
    assert found.claims == {MFA}


@pytest.mark.parametrize(
    ("included", "ids"), [(["All"], None), (["Office365"], None), ([HOME, OTHER.upper()], {HOME, OTHER})]
)
def test_which_applications_a_policy_is_about(included: list[str], ids: set[str] | None) -> None:
    conditions = {"users": {"includeUsers": ["All"]}, "applications": {"includeApplications": included}}
    (found,) = policy({}, conditions=conditions)
    assert found.applications == ids


def test_applications_may_be_left_out_or_chosen_by_a_filter() -> None:
    everybody = {"includeUsers": ["All"]}
    applications = {"includeApplications": ["All"], "excludeApplications": [OTHER.upper()]}
    (found,) = policy({}, conditions={"users": everybody, "applications": applications})
    assert (found.applications, found.excluded_applications, found.meets(HOME)) == (
        None,
        frozenset({OTHER}),
        Truth.YES,
    )
    filtered = {"includeApplications": [], "applicationFilter": {"mode": "include", "rule": "x"}}
    (found,) = policy({}, conditions={"users": everybody, "applications": filtered})
    assert (found.applications, found.meets(HOME)) == (None, Truth.UNKNOWN)
    (found,) = policy({}, conditions={"users": {"includeUsers": ["None"]}, "applications": filtered})
    assert found.meets(HOME) is Truth.NO


@pytest.mark.parametrize("users", [None, 3, ["All"]])
def test_a_policy_of_another_shape_makes_all_of_them_unknown(users: object) -> None:
    conditions = {"users": users, "applications": {"includeApplications": ["All"]}}
    asking = {"state": "enabled", "grantControls": {"builtInControls": ["mfa"]}, "conditions": conditions}
    assert policies_from_graph([asking]) is None
    assert policies_from_graph([{**asking, "state": "disabled"}]) == ()
    assert policies_from_graph([{**asking, "grantControls": {"builtInControls": ["block"]}}]) == ()
    assert policies_from_graph([{**asking, "grantControls": {"builtInControls": "mfa"}}]) is None
    assert policies_from_graph([{**asking, "grantControls": ["mfa"]}]) is None


def asks(*claims: str, needs_all: bool = True, other_way: bool = False) -> ConditionalAccessPolicy:
    return ConditionalAccessPolicy(
        "Guests", NOTHING, NOTHING, None, frozenset(claims), needs_all=needs_all, has_other_way=other_way
    )


def test_every_claim_that_must_be_answered_and_is_not_trusted_is_unanswered() -> None:
    for answers in product(Truth, repeat=3):
        trusted = dict(zip((MFA, DEVICE, JOINED), answers, strict=True))
        assert asks(MFA, DEVICE, JOINED).unanswered(trusted) == {c for c, a in trusted.items() if a is Truth.NO}


@pytest.mark.parametrize(
    ("trusted", "left"),
    [
        ({MFA: Truth.NO, DEVICE: Truth.NO}, {MFA}),  # MFA can be done in the resource tenant, a device cannot
        ({MFA: Truth.YES, DEVICE: Truth.NO}, set()),
        ({MFA: Truth.NO, DEVICE: Truth.YES}, set()),
        ({MFA: Truth.NO, DEVICE: Truth.UNKNOWN}, set()),
        ({}, set()),
    ],
)
def test_one_of_several_ways_suffices(trusted: dict[str, Truth], left: set[str]) -> None:
    assert asks(MFA, DEVICE, needs_all=False).unanswered(trusted) == left
    assert asks(MFA, DEVICE, needs_all=False, other_way=True).unanswered(trusted) == set()


def test_where_only_devices_would_do_all_of_them_are_unanswered() -> None:
    refused = {DEVICE: Truth.NO, JOINED: Truth.NO}
    assert asks(DEVICE, JOINED, needs_all=False).unanswered(refused) == {DEVICE, JOINED}


def test_terms_of_use_are_another_way_and_an_approved_application_is_none() -> None:
    ways = {"operator": "OR", "builtInControls": ["compliantDevice", "approvedApplication"]}
    (found,) = policy({"includeUsers": ["All"]}, grantControls=ways)
    assert found.unanswered({DEVICE: Truth.NO}) == {DEVICE}
    (found,) = policy({"includeUsers": ["All"]}, grantControls={**ways, "termsOfUse": ["17"]})
    assert found.unanswered({DEVICE: Truth.NO}) == set()


@pytest.mark.parametrize("broken", [{"conditions": None}, {"conditions": {"users": [], "applications": 3}}])
def test_an_answer_of_another_shape_breaks_nothing(broken: dict[str, Any]) -> None:
    assert policy({"includeUsers": ["All"]}, **broken) == []


@pytest.mark.parametrize(
    ("grant", "asks"),
    [
        ({"termsOfUse": ["t"]}, Truth.YES),
        ({"termsOfUse": ["t"], "builtInControls": ["mfa"], "operator": "AND"}, Truth.YES),
        ({"termsOfUse": ["t"], "builtInControls": [], "operator": "OR"}, Truth.YES),
        ({"termsOfUse": ["t"], "builtInControls": ["mfa"], "operator": "OR"}, Truth.UNKNOWN),
        ({"termsOfUse": ["t"], "customAuthenticationFactors": ["f"], "operator": "OR"}, Truth.UNKNOWN),
        ({"termsOfUse": ["t"], "authenticationStrength": {"id": "s"}, "operator": "OR"}, Truth.UNKNOWN),
        ({"termsOfUse": [], "builtInControls": ["mfa"]}, Truth.NO),
    ],
)
def test_whether_guests_must_accept_terms_of_use(grant: dict[str, Any], asks: Truth) -> None:
    (found,) = policy({"includeUsers": ["All"]}, grantControls=grant)
    assert found.asks_terms is asks


def test_terms_of_use_in_another_shape_are_not_understood() -> None:
    grant = {"termsOfUse": "t", "builtInControls": []}
    document = {"state": "enabled", "grantControls": grant, "conditions": {}}
    assert policies_from_graph([document]) is None
