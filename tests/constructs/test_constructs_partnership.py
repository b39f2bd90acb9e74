"""One partnership is the truth of both halves."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosscloud.domain.clouds import CHINA, CLOUDS, GLOBAL, USGOV, USGOV_DOD, is_supported_pair
from crosscloud.environment import Tenant
from crosscloud_constructs import (
    Access,
    Direction,
    InboundTrust,
    PartnerSettings,
    Partnership,
    PartnershipError,
)
from tests.constructs.made_up import NAMES, tenant

CONTOSO, FABRIKAM, NORTHWIND = tenant("contoso"), tenant("fabrikam", USGOV), tenant("northwind", CHINA)
LITWARE = tenant("litware", USGOV_DOD)
NO_TENANT: Any = "contoso"  # untyped, so that what the type checker would refuse can be tried
PARTNERSHIP: Any = Partnership


def access(home: Tenant, resource: Tenant) -> Access:
    return Access.allow(groups=[home.group("engineers")], applications=[resource.application("desk")])


def direction(home: Tenant, resource: Tenant, **more: Any) -> Direction:
    return Direction(home=home, resource=resource, access=access(home, resource), **more)


@st.composite
def accesses(draw: st.DrawFn, home: Tenant, resource: Tenant) -> Access:
    names = st.lists(st.sampled_from(NAMES), unique=True)
    groups, users = draw(names), draw(names)
    applications = draw(st.lists(st.sampled_from(("desk", "vault")), min_size=1, unique=True))
    make = draw(st.sampled_from((Access.allow, Access.block)))
    return make(
        groups=[home.group(name) for name in groups] or [home.group("engineers")],
        users=[home.user(name) for name in users],
        applications=[resource.application(name) for name in applications],
    )


@st.composite
def partnerships(draw: st.DrawFn) -> Partnership:
    supported = [
        (one, other) for one in CLOUDS.values() for other in CLOUDS.values() if is_supported_pair(one, other)
    ]
    one_cloud, other_cloud = draw(st.sampled_from(supported))
    one, other = tenant("one", one_cloud), tenant("other", other_cloud)
    trusts = st.none() | st.builds(
        InboundTrust,
        is_mfa_accepted=st.booleans(),
        is_compliant_device_accepted=st.booleans(),
        is_hybrid_azure_ad_joined_device_accepted=st.booleans(),
    )
    ends = draw(st.sampled_from(([(one, other)], [(other, one)], [(one, other), (other, one)])))
    return Partnership(
        *(
            Direction(
                home=home,
                resource=resource,
                access=draw(accesses(home, resource) | st.just(Access.block_all())),
                inbound_trust=draw(trusts),
                automatic_user_consent=draw(st.booleans()),
            )
            for home, resource in ends
        )
    )


@given(partnerships())
def test_what_home_lets_out_is_what_the_resource_lets_in(partnership: Partnership) -> None:
    one, other = partnership.tenants
    ones, others = partnership.entry_for(one), partnership.entry_for(other)
    assert ones.b2b_collaboration_outbound == others.b2b_collaboration_inbound
    assert ones.b2b_collaboration_inbound == others.b2b_collaboration_outbound


@given(partnerships())
def test_a_declared_direction_is_written_and_any_other_is_blocked(partnership: Partnership) -> None:
    one, other = partnership.tenants
    for home, resource in ((one, other), (other, one)):
        declared = partnership.direction(home, resource)
        at_home, at_resource = partnership.entry_for(home), partnership.entry_for(resource)
        assert at_home.automatic_user_consent_settings is not None
        assert at_resource.automatic_user_consent_settings is not None
        consent = (
            at_home.automatic_user_consent_settings.outbound_allowed,
            at_resource.automatic_user_consent_settings.inbound_allowed,
        )
        if declared is None:
            assert at_home.b2b_collaboration_outbound == Access.block_all()
            assert at_resource.inbound_trust == InboundTrust()
            assert consent == (False, False)
        else:
            assert at_home.b2b_collaboration_outbound == declared.access
            assert at_resource.inbound_trust == (declared.inbound_trust or InboundTrust())
            assert consent == (declared.automatic_user_consent, declared.automatic_user_consent)


@given(partnerships())
def test_no_section_is_left_to_inherit(partnership: Partnership) -> None:
    for each in partnership.tenants:
        assert partnership.entry_for(each).sections().keys() == {
            "b2b_collaboration_inbound",
            "b2b_collaboration_outbound",
            "inbound_trust",
            "automatic_user_consent_settings",
        }


@given(partnerships())
def test_an_entry_is_one_that_the_rules_of_the_settings_accept(partnership: Partnership) -> None:
    for each in partnership.tenants:
        entry = partnership.entry_for(each)
        assert replace(entry) == entry  # made anew, it is checked
        assert entry.source == partnership.source


def test_an_entry_is_that_of_the_example() -> None:
    partnership = Partnership(
        direction(CONTOSO, FABRIKAM, inbound_trust=InboundTrust(is_mfa_accepted=True), automatic_user_consent=True)
    )
    entry = partnership.entry_for(FABRIKAM)
    assert isinstance(entry, PartnerSettings)
    assert entry.b2b_collaboration_inbound == access(CONTOSO, FABRIKAM)
    assert entry.b2b_collaboration_outbound == Access.block_all()
    assert entry.inbound_trust == InboundTrust(is_mfa_accepted=True)
    assert partnership.entry_for(CONTOSO).inbound_trust == InboundTrust()


def test_a_partnership_knows_its_two_ends() -> None:
    partnership = Partnership(direction(CONTOSO, FABRIKAM))
    assert partnership.involves(CONTOSO)
    assert not partnership.involves(NORTHWIND)
    assert partnership.partner_of(CONTOSO) is FABRIKAM
    assert partnership.direction(FABRIKAM, CONTOSO) is None
    with pytest.raises(ValueError, match=r"northwind has no part in Partnership\(contoso -> fabrikam\)"):
        partnership.entry_for(NORTHWIND)


def test_where_it_was_made_is_known() -> None:
    made = Partnership(direction(CONTOSO, FABRIKAM))
    assert made.source.line == test_where_it_was_made_is_known.__code__.co_firstlineno + 1
    assert made.directions[0].source.file.endswith("test_constructs_partnership.py")


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (
            lambda: direction(FABRIKAM, NORTHWIND),
            "no B2B collaboration between US Government (GCC High) and China",
        ),
        (lambda: direction(NORTHWIND, LITWARE), "can work with Global or China (21Vianet)"),
        (lambda: direction(CONTOSO, CONTOSO), "contoso cannot be a partner of itself"),
        (
            lambda: direction(CONTOSO, tenant("fabrikam", environment="pilot")),
            "contoso is of environment test, fabrikam of pilot. Take both from one environment",
        ),
        (
            lambda: Direction(home=CONTOSO, resource=FABRIKAM, access=access(FABRIKAM, FABRIKAM)),
            "group engineers is of fabrikam, the other end of the direction; contoso -> fabrikam is for users of "
            "contoso, by their ids there. Name a group of contoso, or swap home= and resource=",
        ),
        (
            lambda: Direction(home=CONTOSO, resource=FABRIKAM, access=access(CONTOSO, CONTOSO)),
            "application desk is of contoso, the other end of the direction; contoso -> fabrikam leads to "
            "applications of fabrikam",
        ),
        (
            lambda: Direction(home=CONTOSO, resource=FABRIKAM, access=access(NORTHWIND, FABRIKAM)),
            "group engineers is of northwind; contoso -> fabrikam is for users of contoso",
        ),
        (lambda: Direction(home=NO_TENANT, resource=NO_TENANT, access=NO_TENANT), "home= of a direction is a str"),
        (lambda: direction(CONTOSO, FABRIKAM, inbound_trust=True), "inbound_trust= of a direction is a bool"),
        (lambda: direction(CONTOSO, FABRIKAM, automatic_user_consent=None), "Give True or False"),
        (Partnership, "a partnership without a direction"),
        (lambda: PARTNERSHIP([direction(CONTOSO, FABRIKAM)]), "a partnership of a list"),
        (
            lambda: Partnership(direction(CONTOSO, FABRIKAM), direction(CONTOSO, FABRIKAM)),
            "contoso -> fabrikam is declared twice, first in tests/constructs/test_constructs_partnership.py:",
        ),
        (
            lambda: Partnership(direction(CONTOSO, FABRIKAM), direction(CONTOSO, NORTHWIND)),
            "contoso -> northwind is not between contoso and fabrikam",
        ),
    ],
)
def test_a_mistake_is_answered_with_where_and_what_to_write(make: Callable[[], Any], says: str) -> None:
    with pytest.raises(PartnershipError) as caught:
        make()
    assert says in str(caught.value)
    assert str(caught.value).startswith("tests/constructs/test_constructs_partnership.py:")


def test_all_mistakes_of_a_direction_are_reported_at_once() -> None:
    with pytest.raises(PartnershipError) as caught:
        Direction(
            home=FABRIKAM, resource=replace(NORTHWIND, environment_name="pilot"), access=access(CONTOSO, CONTOSO)
        )
    assert len(caught.value.problems) == 4


def test_bare_ids_belong_to_whom_the_user_says() -> None:
    bare = Access.allow(groups=[CONTOSO.group("engineers").id], applications=[FABRIKAM.application("desk").id])
    Direction(home=CONTOSO, resource=FABRIKAM, access=bare)


def test_tenants_of_one_cloud_may_be_partners() -> None:
    Partnership(direction(CONTOSO, tenant("adatum", GLOBAL)))
    Partnership(direction(FABRIKAM, LITWARE))


def test_an_entry_that_is_there_is_adopted_where_it_says_so() -> None:
    made = Partnership(direction(CONTOSO, FABRIKAM), adopt_existing=[FABRIKAM])
    assert made.adopts_in(FABRIKAM)
    assert not made.adopts_in(CONTOSO)
    assert not Partnership(direction(CONTOSO, FABRIKAM)).adopts_in(FABRIKAM)


@pytest.mark.parametrize("given", [True, FABRIKAM, ["fabrikam"], None])
def test_who_adopts_is_a_list_of_tenants(given: Any) -> None:
    with pytest.raises(
        PartnershipError, match=r"adopt_existing= is no list of tenants\. Write adopt_existing=\[TENANT\]"
    ):
        PARTNERSHIP(direction(CONTOSO, FABRIKAM), adopt_existing=given)


def test_who_adopts_has_a_part_in_it() -> None:
    with pytest.raises(
        PartnershipError, match="adopt_existing= names northwind, which has no part in the partnership"
    ):
        Partnership(direction(CONTOSO, FABRIKAM), adopt_existing=[CONTOSO, NORTHWIND])
