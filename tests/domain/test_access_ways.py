"""Every way beside collaboration: what it rests on, between which clouds it exists, and that both ends decide it.

The truth tables are written down from the documents; brute force holds the sets against single decisions.
"""

from collections.abc import Mapping
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import settings as how

from crosscloud.domain.access import user
from crosscloud.domain.access.permission import Permission
from crosscloud.domain.access.targets import Subject
from crosscloud.domain.access.ways import (
    APP_SERVICE_CONNECT,
    AUTOMATIC_REDEMPTION,
    DIRECT_CONNECT_WAY,
    GROUP_SYNCHRONISATION,
    M365_COLLABORATION,
    TENANT_RESTRICTIONS_WAY,
    USER_SYNCHRONISATION,
    WAYS,
    Way,
    default_permission,
    half_permission,
    may_be_open,
    way_permission,
)
from crosscloud.domain.clouds import CHINA, GLOBAL, USGOV, USGOV_DOD, Cloud
from crosscloud.domain.findings.openness import permits_everything, permits_nothing
from crosscloud.domain.settings import DEFAULT, PARTNER
from crosscloud.domain.settings.identity_synchronization import IDENTITY_SYNCHRONIZATION
from crosscloud.domain.tenant import TenantSettings, from_snapshot
from crosscloud.domain.truth import Truth, all_of, truth
from tests.domain.findings.made_situations import CLOSED, OPEN, TO_VAULT
from tests.support.environments import APPLICATIONS, GROUPS, USER, MadeEnvironment, environments

HOME, RESOURCE = "2b7f0c61-93d8-4e5a-b0c4-6f1e8d7a9b12", "9d0e4a75-1c6b-4f83-a2d7-5b8c3e6f0a34"
NOBODY, EVERYBODY = {"users": CLOSED["usersAndGroups"]}, {"users": OPEN["usersAndGroups"]}
NOBODY_OUT, EVERYBODY_OUT = ({"usersAndGroups": half["users"]} for half in (NOBODY, EVERYBODY))
NOTHING_IN, EVERYTHING_IN = ({"applications": half["applications"]} for half in (CLOSED, OPEN))
ON, OFF = {"isSyncAllowed": True}, {"isSyncAllowed": False}
YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN

# For each way: what opens and what closes it at home, and in the resource tenant, in Graph's words.
ENDS: Mapping[str, tuple[tuple[str, Any, Any] | None, tuple[str, Any, Any] | None]] = {
    "direct_connect": (("b2bDirectConnectOutbound", OPEN, CLOSED), ("b2bDirectConnectInbound", OPEN, CLOSED)),
    "m365_collaboration": (
        ("m365CollaborationOutbound", EVERYBODY_OUT, NOBODY_OUT),
        ("m365CollaborationInbound", EVERYBODY, NOBODY),
    ),
    "app_service_connect": (None, ("appServiceConnectInbound", EVERYTHING_IN, NOTHING_IN)),
    "tenant_restrictions": (("tenantRestrictions", OPEN, CLOSED), None),
    "automatic_redemption": (
        (
            "automaticUserConsentSettings",
            {"inboundAllowed": False, "outboundAllowed": True},
            {"inboundAllowed": True, "outboundAllowed": False},
        ),
        (
            "automaticUserConsentSettings",
            {"inboundAllowed": True, "outboundAllowed": False},
            {"inboundAllowed": False, "outboundAllowed": True},
        ),
    ),
    "user_synchronisation": (None, ("identitySynchronization", {"userSyncInbound": ON}, {"userSyncInbound": OFF})),
    "group_synchronisation": (
        None,
        ("identitySynchronization", {"groupSyncInbound": ON}, {"groupSyncInbound": OFF}),
    ),
}


def tenant(
    tenant_id: str, cloud: Cloud, other: str, end: tuple[str, Any, Any] | None = None, answer: Truth = NO
) -> TenantSettings:
    """A tenant that lists the other; the one section that is looked at opens, closes, or is not understood."""
    value = {} if end is None else {end[0]: {YES: end[1], NO: end[2], UNKNOWN: "?"}[answer]}
    whole = {"tenantId": other, "identitySynchronization": None, **value}
    return from_snapshot(
        {
            "name": tenant_id,
            "tenant_id": tenant_id,
            "cloud": cloud.name,
            "policy": {"allowedCloudEndpoints": []},
            "default": {"b2bDirectConnectInbound": CLOSED, "b2bDirectConnectOutbound": CLOSED},
            "partners": [whole],
        }
    )


def answer(found: Permission) -> Truth:
    """Whether a permission is everything, nothing, or not known."""
    if permits_nothing(found):
        return NO
    return YES if permits_everything(found) else UNKNOWN


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
@pytest.mark.parametrize("out", Truth, ids=lambda each: f"out-{each.value}")
@pytest.mark.parametrize("into", Truth, ids=lambda each: f"into-{each.value}")
def test_within_one_cloud_every_end_that_has_a_say_must_permit_it(way: Way, out: Truth, into: Truth) -> None:
    at_home, at_resource = ENDS[way.name]
    home, resource = (
        tenant(HOME, GLOBAL, RESOURCE, at_home, out),
        tenant(RESOURCE, GLOBAL, HOME, at_resource, into),
    )
    said = ([out] if at_home else []) + ([into] if at_resource else [])
    found = way_permission(way, home, resource)
    assert answer(found) is all_of(said)
    assert (way in may_be_open(home, resource)) is (all_of(said) is not NO)


@pytest.mark.parametrize(
    ("way", "home", "resource", "exists"),
    [
        (DIRECT_CONNECT_WAY, USGOV, USGOV_DOD, YES),
        (DIRECT_CONNECT_WAY, GLOBAL, USGOV, NO),
        (TENANT_RESTRICTIONS_WAY, GLOBAL, USGOV, NO),
        (AUTOMATIC_REDEMPTION, GLOBAL, CHINA, YES),
        (AUTOMATIC_REDEMPTION, USGOV, CHINA, NO),
        (USER_SYNCHRONISATION, GLOBAL, USGOV, YES),
        (USER_SYNCHRONISATION, USGOV, GLOBAL, YES),
        (USER_SYNCHRONISATION, GLOBAL, CHINA, YES),
        (USER_SYNCHRONISATION, CHINA, GLOBAL, UNKNOWN),
        (USER_SYNCHRONISATION, USGOV, CHINA, NO),
        (GROUP_SYNCHRONISATION, USGOV, GLOBAL, NO),
        (M365_COLLABORATION, USGOV, GLOBAL, UNKNOWN),
        (M365_COLLABORATION, USGOV, CHINA, NO),
        (APP_SERVICE_CONNECT, CHINA, GLOBAL, UNKNOWN),
    ],
    ids=lambda each: getattr(each, "name", str(each)),
)
def test_between_clouds_a_way_is_there_where_a_document_says_so(
    way: Way, home: Cloud, resource: Cloud, exists: Truth
) -> None:
    at_home, at_resource = ENDS[way.name]
    ends = tenant(HOME, home, RESOURCE, at_home, YES), tenant(RESOURCE, resource, HOME, at_resource, YES)
    assert answer(way_permission(way, *ends)) is exists


def test_a_home_tenant_whose_cloud_does_not_know_the_section_is_not_taken_to_close_it() -> None:
    """No document says what is asked of a US Government tenant: what a Global one opens to it is not known."""
    home = tenant(HOME, USGOV, RESOURCE)
    opens, closes = (tenant(RESOURCE, GLOBAL, HOME, ENDS["m365_collaboration"][1], each) for each in (YES, NO))
    assert M365_COLLABORATION in may_be_open(home, opens)
    assert answer(way_permission(M365_COLLABORATION, home, opens)) is UNKNOWN
    assert answer(way_permission(M365_COLLABORATION, home, closes)) is NO


@pytest.mark.parametrize("way", [M365_COLLABORATION, APP_SERVICE_CONNECT])
def test_a_way_is_not_there_where_the_cloud_does_not_know_its_section(way: Way) -> None:
    home, resource = tenant(HOME, USGOV, RESOURCE), tenant(RESOURCE, USGOV, HOME)
    assert answer(way_permission(way, home, resource)) is NO
    assert way not in may_be_open(home, resource)


def test_a_way_whose_section_the_sources_dispute_is_unknown_there() -> None:
    home, resource = tenant(HOME, USGOV, RESOURCE), tenant(RESOURCE, USGOV, HOME)
    assert answer(way_permission(TENANT_RESTRICTIONS_WAY, home, resource)) is UNKNOWN
    assert TENANT_RESTRICTIONS_WAY in may_be_open(home, resource)


def test_what_a_default_that_should_have_it_does_not_say_is_not_known() -> None:
    silent = tenant(RESOURCE, GLOBAL, HOME)
    assert answer(default_permission(M365_COLLABORATION, "resource", silent)) is UNKNOWN
    assert answer(default_permission(USER_SYNCHRONISATION, "resource", silent)) is NO  # no default opens it
    assert answer(default_permission(AUTOMATIC_REDEMPTION, "resource", silent)) is NO


def test_an_end_without_a_say_has_no_half() -> None:
    with pytest.raises(ValueError, match="does not rest on"):
        half_permission(APP_SERVICE_CONNECT, "home", tenant(HOME, GLOBAL, RESOURCE), RESOURCE, GLOBAL)
    with pytest.raises(ValueError, match="does not rest on"):
        default_permission(TENANT_RESTRICTIONS_WAY, "resource", tenant(HOME, GLOBAL, RESOURCE))


def test_lists_decide_whom_it_is_open_to() -> None:
    at_home, at_resource = ENDS["direct_connect"]
    assert at_home is not None
    assert at_resource is not None
    home = tenant(HOME, GLOBAL, RESOURCE, (at_home[0], TO_VAULT, CLOSED), YES)
    resource = tenant(RESOURCE, GLOBAL, HOME, at_resource, YES)
    listed = TO_VAULT["usersAndGroups"]["targets"][0]["target"]
    vault = Subject(TO_VAULT["applications"]["targets"][0]["target"])
    found = way_permission(DIRECT_CONNECT_WAY, home, resource)
    assert found.permits(user("ada", {listed}), vault) is YES
    assert found.permits(user("ada"), vault) is NO


def test_every_section_that_opens_something_belongs_to_a_way() -> None:
    """A new section is one of collaboration, of trust, of a way, or said here to open nothing between tenants."""
    of_ways = {half.section for way in WAYS for _, half in way.halves}
    known = of_ways | {"b2b_collaboration_inbound", "b2b_collaboration_outbound", "inbound_trust"}
    nothing = {
        "display_name": "a name",
        "block_service_provider_outbound_access": "delegated administration, which is no way between two tenants",
        "invitation_redemption_identity_provider_configuration": "how invitations are redeemed",
    }
    sections = (*DEFAULT.sections, *PARTNER.sections, *IDENTITY_SYNCHRONIZATION.sections)
    assert {section.name for section in sections} == known | nothing.keys()


PEOPLE = [Subject(USER), *(user("ada", set(some)) for some in ((), GROUPS[:1], GROUPS[1:], GROUPS))]
THINGS = [
    Subject(id_, classes)
    for id_ in (*APPLICATIONS, "x")
    for classes in (frozenset[str](), frozenset({"Office365"}))
]


def listed(half: Any, somebody: Subject) -> Truth:
    """Whether one half permits somebody, from its value alone."""
    if not isinstance(half, dict) or half.get("access_type") not in ("allowed", "blocked"):
        return UNKNOWN
    names = {target["target"] for target in half["targets"]}
    inside = bool(names & {"AllUsers", "AllApplications", somebody.id, *somebody.classes})
    return truth(inside is (half["access_type"] == "allowed"))


def of_section(way: Way, settings: TenantSettings, section: str, member: str, other: str) -> Any:
    """The value that decides one end, looked up without the code under test."""
    entry = settings.partners.get(other)
    if section in ("user_sync_inbound", "group_sync_inbound"):
        below = None if entry is None else entry.synchronization
        return isinstance(below, dict) and (below.get(section) or {}).get(member) is True
    own = None if entry is None else entry.sections.get(section)
    if member:
        return isinstance(own, dict) and own.get(member) is True
    return settings.default.get(section) if own is None else own


def expected(way: Way, home: TenantSettings, resource: TenantSettings, who: Subject, what: Subject) -> Truth:
    """One user and one application within one cloud, from the values alone; unknown where a half is missing."""
    answers = []
    for side, half in way.halves:
        settings, other = (home, resource) if side == "home" else (resource, home)
        value = of_section(way, settings, half.section, half.member, other.tenant_id)
        if isinstance(value, bool):
            answers.append(truth(value))
            continue
        section = PARTNER.section(half.section)
        if value is None and section.version_in(settings.cloud.name) is None:
            answers.append(UNKNOWN if settings.cloud.name in section.disputed else NO)
            continue
        value = value if isinstance(value, dict) else {}
        names = {member.name for member in getattr(section.type, "members", ())} - {"devices"}
        users = [value.get(name) for name in names if name != "applications"]
        things = [value.get(name) for name in names if name == "applications"]
        parts = [listed(half_, who) for half_ in users] + [listed(half_, what) for half_ in things]
        types = [half_.get("access_type") for half_ in (*users, *things) if isinstance(half_, dict)]
        if types == ["blocked", "blocked"]:  # only the combination is blocked
            answers.append(parts[0] | parts[1])
        else:
            answers.append(UNKNOWN if UNKNOWN in parts else all_of(parts))
    return all_of(answers)


@pytest.mark.parametrize("examples", [15, pytest.param(400, marks=pytest.mark.slow)])
def test_brute_force_over_users_and_applications_finds_the_same(examples: int) -> None:
    how(max_examples=examples)(given(environments(may_change=False))(finds_the_same))()


def finds_the_same(made: MadeEnvironment) -> None:
    tenants = [each for each in made.before.values() if not each.unreadable]
    for home, resource in product(tenants, tenants):
        if home is resource or home.cloud.endpoint != resource.cloud.endpoint:
            continue
        opened = may_be_open(home, resource)
        for way in WAYS:
            found = way_permission(way, home, resource)
            for who, what in product(PEOPLE, THINGS):
                wanted = expected(way, home, resource, who, what)
                assert found.permits(who, what) is wanted, (way.name, who, what)
                assert wanted is NO or way in opened
