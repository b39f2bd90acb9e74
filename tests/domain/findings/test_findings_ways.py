"""The ways beside collaboration: what widens one is found, in the review and in plain Terraform alike."""

from collections.abc import Mapping
from itertools import product
from typing import Any

import pytest
from hypothesis import Phase, given
from hypothesis import settings as how

from crosscloud.domain.access import compare, permission
from crosscloud.domain.access.ways import AUTOMATIC_REDEMPTION, WAYS, Side, half_permission, way_permission
from crosscloud.domain.clouds import CHINA, GLOBAL
from crosscloud.domain.directory import DirectoryContext
from crosscloud.domain.directory.conditional_access import MFA, policies_from_graph
from crosscloud.domain.findings import Finding, Situation, TenantFacts, check, check_change, check_resource_change
from crosscloud.domain.findings.openness import permits_nothing
from crosscloud.domain.findings.rules.conditional_access import UntrustedDemand
from crosscloud.domain.tenant import from_snapshot
from tests.domain.findings.made_situations import (
    CLOSED,
    CONTOSO,
    FABRIKAM,
    OPEN,
    OUTSIDE,
    SYSTEM_DEFAULT,
    TAILSPIN,
    TO_VAULT,
    found,
)
from tests.support.environments import MadeEnvironment, environments

PHASES = (Phase.explicit, Phase.reuse, Phase.generate)
"""Without shrinking, which takes minutes for an environment."""
WIDENING = ("XC307", "XC311", "XC315", "XC316")
SIDES: tuple[Side, ...] = ("home", "resource")
NOBODY, EVERYBODY = {"users": CLOSED["usersAndGroups"]}, {"users": OPEN["usersAndGroups"]}
NOBODY_OUT, EVERYBODY_OUT = ({"usersAndGroups": half["users"]} for half in (NOBODY, EVERYBODY))
NOTHING_IN, EVERYTHING_IN = ({"applications": half["applications"]} for half in (CLOSED, OPEN))
ADA = {"users": {"accessType": "allowed", "targets": [{"target": OUTSIDE, "targetType": "user"}]}}
SHUT: Mapping[str, Any] = {
    **SYSTEM_DEFAULT,
    "b2bCollaborationInbound": CLOSED,
    "b2bCollaborationOutbound": CLOSED,
    "tenantRestrictions": CLOSED,
    "m365CollaborationInbound": NOBODY,
    "m365CollaborationOutbound": NOBODY_OUT,
    "appServiceConnectInbound": NOTHING_IN,
}
CONSENT = "automaticUserConsentSettings"
OUT, INTO = ({"inboundAllowed": into, "outboundAllowed": not into} for into in (False, True))
USERS, GROUPS = (
    {"userSyncInbound": {"isSyncAllowed": users}, "groupSyncInbound": {"isSyncAllowed": not users}}
    for users in (True, False)
)


def tenant(
    name: str,
    tenant_id: str,
    partners: Mapping[str, Mapping[str, Any]] | None = None,
    cloud: str = "global",
    **own: Any,
) -> TenantFacts:
    """A tenant in which every way is closed but what is given of its default and its partners."""
    listed = [
        {"tenantId": id_, "identitySynchronization": None, **sections}
        for id_, sections in (partners or {}).items()
    ]
    default = {**SHUT, **own}
    snapshot = {"policy": {"allowedCloudEndpoints": []}, "default": default, "partners": listed}
    return TenantFacts(from_snapshot({"name": name, "tenant_id": tenant_id, "cloud": cloud, **snapshot}))


def alone(partners: Mapping[str, Mapping[str, Any]] | None = None, **own: Any) -> Situation:
    """Contoso by itself."""
    return Situation({CONTOSO: tenant("contoso", CONTOSO, partners, **own)})


def two(of_contoso: Mapping[str, Any], of_tailspin: Mapping[str, Any], **more: Any) -> Situation:
    """Contoso and Tailspin, both in Global, with what each says of the other."""
    tenants = {
        CONTOSO: tenant("contoso", CONTOSO, {TAILSPIN: of_contoso}),
        TAILSPIN: tenant("tailspin", TAILSPIN, {CONTOSO: of_tailspin}),
    }
    return Situation(tenants, **more)


def told(before: Situation, after: Situation) -> list[tuple[str, str, tuple[str, ...]]]:
    """What of widening is told: id, severity, whose it is."""
    both = check_change(before, after)
    assert [each for each in check_resource_change(before, after) if each.id in WIDENING] == [
        each for each in both if each.id in WIDENING
    ]
    return [(each.id, each.severity, each.tenants) for each in both if each.id in WIDENING]


@pytest.mark.parametrize(
    ("section", "opened", "id_"),
    [
        ("m365CollaborationInbound", EVERYBODY, "XC315"),
        ("m365CollaborationOutbound", EVERYBODY_OUT, "XC315"),
        ("m365CollaborationInbound", ADA, "XC316"),
        ("appServiceConnectInbound", EVERYTHING_IN, "XC315"),
        ("tenantRestrictions", OPEN, "XC315"),
        ("tenantRestrictions", TO_VAULT, "XC316"),
        ("b2bDirectConnectInbound", OPEN, "XC307"),
    ],
)
def test_a_partner_or_a_default_that_opens_a_way_is_told_where_the_other_end_is_not_known(
    section: str, opened: Any, id_: str
) -> None:
    severity = "error" if id_ in ("XC307", "XC315") else "warning"
    of_partner = alone({OUTSIDE: {}}), alone({OUTSIDE: {section: opened}})
    assert told(*of_partner) == [(id_, severity, (CONTOSO, OUTSIDE))]
    assert told(*reversed(of_partner)) == []
    of_default = alone({OUTSIDE: {}}), alone({OUTSIDE: {}}, **{section: opened})
    assert told(*of_default) == [(id_, severity, (CONTOSO,))]
    assert told(*reversed(of_default)) == []


@pytest.mark.parametrize(
    "opened",
    [
        {CONSENT: OUT},
        {CONSENT: INTO},
        {"identitySynchronization": USERS},
        {"identitySynchronization": GROUPS},
    ],
)
def test_a_half_of_redemption_and_a_synchronisation_are_told(opened: Any) -> None:
    change = alone({OUTSIDE: {}}), alone({OUTSIDE: opened})
    assert told(*change) == [("XC316", "warning", (CONTOSO, OUTSIDE))]
    assert told(*reversed(change)) == []


def test_between_known_tenants_both_ends_count() -> None:
    closed, half_open = two({}, {}), two({"m365CollaborationOutbound": EVERYBODY_OUT}, {})
    both = two({"m365CollaborationOutbound": EVERYBODY_OUT}, {"m365CollaborationInbound": EVERYBODY})
    assert told(closed, half_open) == []
    assert told(half_open, both) == [("XC315", "error", (CONTOSO, TAILSPIN))]
    direct = two({"b2bDirectConnectOutbound": OPEN}, {"b2bDirectConnectInbound": TO_VAULT})
    assert told(closed, two({"b2bDirectConnectOutbound": OPEN}, {})) == []
    assert told(closed, direct) == [("XC311", "warning", (CONTOSO, TAILSPIN))]


def test_redemption_of_a_direction_that_the_plan_opens_is_no_finding_but_a_later_one_is() -> None:
    declared = frozenset({(CONTOSO, TAILSPIN)})
    out, into = {"b2bCollaborationOutbound": TO_VAULT}, {"b2bCollaborationInbound": TO_VAULT}
    closed, opened = two({}, {}), two(out, into, declared=declared)
    both = two({**out, CONSENT: OUT}, {**into, CONSENT: INTO}, declared=declared)
    assert told(closed, both) == []
    assert told(opened, both) == [("XC316", "warning", (CONTOSO, TAILSPIN))]


@pytest.mark.parametrize("examples", [40, pytest.param(600, marks=pytest.mark.slow)])
def test_what_widens_any_way_has_a_finding_and_what_widens_none_has_none(examples: int) -> None:
    how(max_examples=examples, phases=PHASES)(given(environments())(widens_where_somebody_gains))()


def widens_where_somebody_gains(made: MadeEnvironment) -> None:
    """Held against the sets of each way, for every two tenants that are known."""
    before, after = made.situation_before, made.situation_after
    findings = [each for each in check_change(before, after) if each.id in WIDENING]
    between = {each.tenants for each in findings if len(each.tenants) == 2}
    read = [id_ for id_ in after.tenants if _is_read(before, id_) and _is_read(after, id_)]
    for home in read:
        for resource in read:
            if home != resource and _may_gain(before, after, home, resource):
                assert between & {(home, resource), (resource, home)}
    for tenants in between:
        if set(tenants) <= set(read):
            assert any(_gains(before, after, *ends) for ends in (tenants, tenants[::-1]))


@pytest.mark.parametrize("examples", [40, pytest.param(600, marks=pytest.mark.slow)])
def test_so_it_has_in_plain_terraform_where_one_tenant_alone_is_known(examples: int) -> None:
    how(max_examples=examples, phases=PHASES)(given(environments())(widens_where_one_half_opens))()


def widens_where_one_half_opens(made: MadeEnvironment) -> None:
    """Held against what the halves of one tenant permit a partner of its own cloud, on each way."""
    for id_, was in made.before.items():
        will = made.after[id_]
        if not (was.is_read and will.is_read):
            continue
        before, after = (Situation({id_: TenantFacts(settings)}) for settings in (was, will))
        found = [each for each in check_resource_change(before, after) if each.id in WIDENING]
        for partner in {*was.partners, *will.partners} - {id_}:
            gains = [
                way.name
                for way, side in product(WAYS, SIDES)
                if (way.home if side == "home" else way.resource) is not None
                and compare(*(half_permission(way, side, each, partner, was.cloud) for each in (was, will))).gained
            ]
            of_it = [each for each in found if set(each.tenants) in ({id_}, {id_, partner})]
            assert of_it or not gains, (partner, gains)


def _is_read(situation: Situation, tenant_id: str) -> bool:
    facts = situation.tenants.get(tenant_id)
    return facts is not None and facts.settings.is_read


def _may_gain(before: Situation, after: Situation, home: str, resource: str) -> bool:
    """Whether somebody surely gains on some way, beyond what the intent declares anew."""
    is_declared = (home, resource) in after.declared
    was, will = (permission(*_ends(each, home, resource)) for each in (before, after))
    is_new = is_declared and permits_nothing(was)
    gain = compare(was, will)
    if gain.gained and (not is_new or gain.width.degree):
        return True
    for way in WAYS:
        if way is AUTOMATIC_REDEMPTION and is_new:
            continue
        if compare(*(way_permission(way, *_ends(each, home, resource)) for each in (before, after))).gained:
            return True
    return False


def _gains(before: Situation, after: Situation, home: str, resource: str) -> bool:
    """Whether somebody gains on some way, or may."""
    ends = [_ends(each, home, resource) for each in (before, after)]
    return compare(*(permission(*each) for each in ends)).may_widen or any(
        compare(*(way_permission(way, *each) for each in ends)).may_widen for way in WAYS
    )


def _ends(situation: Situation, home: str, resource: str) -> Any:
    return situation.tenants[home].settings, situation.tenants[resource].settings


@pytest.mark.parametrize(("out", "into"), [({}, {}), ({CONSENT: OUT}, {}), ({}, {CONSENT: INTO})])
def test_synchronised_identities_need_redemption_at_both_ends(out: Any, into: Any) -> None:
    (finding,) = found("XC106", check(two(out, {**into, "identitySynchronization": USERS})))
    assert (finding.severity, finding.tenants) == ("warning", (CONTOSO, TAILSPIN))
    both = two({CONSENT: OUT}, {CONSENT: INTO, "identitySynchronization": USERS})
    assert found("XC106", check(both)) == []
    assert found("XC106", check(two({}, {}))) == []


def test_so_do_those_of_a_partner_beyond_the_environment() -> None:
    (finding,) = found("XC106", check(alone({OUTSIDE: {"identitySynchronization": USERS}})))
    assert (finding.severity, finding.tenants) == ("warning", (CONTOSO, OUTSIDE))
    assert found("XC106", check(alone({OUTSIDE: {"identitySynchronization": USERS, CONSENT: INTO}}))) == []


def test_a_default_that_is_open_to_everybody_is_a_note_and_a_closed_one_is_none() -> None:
    assert found("XC314", check(alone())) == []
    for section, opened in (
        ("b2bCollaborationInbound", TO_VAULT),
        ("b2bDirectConnectOutbound", OPEN),
        ("m365CollaborationOutbound", EVERYBODY_OUT),
        ("appServiceConnectInbound", EVERYTHING_IN),
        ("tenantRestrictions", OPEN),
    ):
        (note,) = found("XC314", check(alone(**{section: opened})))
        assert (note.severity, note.tenants, note.degree) == ("info", (CONTOSO,), 1)


def asking(*kinds: str) -> DirectoryContext:
    policies = policies_from_graph(
        [
            {
                "displayName": "MFA for everybody",
                "state": "enabled",
                "conditions": {
                    "users": {
                        "includeGuestsOrExternalUsers": {
                            "guestOrExternalUserTypes": ",".join(kinds),
                            "externalTenants": {"membershipKind": "all"},
                        }
                    },
                    "applications": {"includeApplications": ["All"]},
                },
                "grantControls": {"operator": "OR", "builtInControls": ["mfa"]},
            }
        ]
    )
    return DirectoryContext(conditional_access=policies)


def demands(
    kinds: tuple[str, ...], of_contoso: Mapping[str, Any], of_tailspin: Mapping[str, Any]
) -> list[Finding]:
    made = two(of_contoso, of_tailspin)
    resource = made.tenants[TAILSPIN]
    asked = TenantFacts(resource.settings, directory=asking(*kinds))
    return found("XC405", check(Situation({**made.tenants, TAILSPIN: asked})))


def test_mfa_that_is_asked_and_not_trusted_is_foretold_for_direct_connect() -> None:
    out, into = {"b2bDirectConnectOutbound": OPEN}, {"b2bDirectConnectInbound": OPEN}
    (finding,) = demands(("b2bDirectConnectUser",), out, into)
    assert isinstance(finding.facts, UntrustedDemand)
    assert (finding.severity, finding.tenants) == ("warning", (TAILSPIN, CONTOSO))
    assert (finding.facts.by_direct_connect, finding.facts.claims) == (True, frozenset({MFA}))
    trusting = {**into, "inboundTrust": {"isMfaAccepted": True}}
    assert demands(("b2bDirectConnectUser",), out, trusting) == []
    assert demands(("b2bCollaborationGuest",), out, into) == []  # it meets guests alone
    assert demands(("b2bDirectConnectUser",), {}, into) == []  # nobody comes


def test_between_clouds_what_is_not_documented_is_unknown_and_what_is_not_there_is_silent() -> None:
    clouds = {GLOBAL.name: CONTOSO, CHINA.name: FABRIKAM}

    def pair(**sections: Any) -> Situation:
        return Situation(
            {
                CONTOSO: tenant("contoso", clouds[GLOBAL.name], {FABRIKAM: sections}),
                FABRIKAM: tenant("fabrikam", clouds[CHINA.name], {CONTOSO: {}}, cloud=CHINA.name),
            }
        )

    assert told(pair(), pair(appServiceConnectInbound=EVERYTHING_IN)) == [
        ("XC315", "unknown", (CONTOSO, FABRIKAM))
    ]
    assert told(pair(), pair(tenantRestrictions=OPEN)) == []
    assert told(pair(), pair(identitySynchronization=USERS)) == [("XC316", "unknown", (CONTOSO, FABRIKAM))]
