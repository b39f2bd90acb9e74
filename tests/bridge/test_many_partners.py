"""Many partners in one run: a bounded number of diagnostics, none of which decides anything by being left out."""

import itertools
import uuid
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any

import pytest

from crosscloud.bridge.provider import CrosscloudProvider
from crosscloud.domain.clouds import USGOV
from crosscloud.domain.settings import PARTNER
from crosscloud.emulator.faults import Fault
from crosscloud.tfplugin import Unknown
from crosscloud.tfplugin.limit import FEW
from tests.bridge.served import Served, b2b, trust
from tests.tfplugin.service_calls import Answer, Caller

PARTNERS = "crosscloud_partner_settings"
SYNCHRONIZATIONS = "crosscloud_partner_identity_synchronization"
BLOCKED = {
    "usersAndGroups": {"accessType": "blocked", "targets": [{"target": "AllUsers", "targetType": "user"}]},
    "applications": {
        "accessType": "blocked",
        "targets": [{"target": "AllApplications", "targetType": "application"}],
    },
}


def ids(many: int) -> list[str]:
    return [str(uuid.uuid5(uuid.NAMESPACE_DNS, f"partner-{number}")) for number in range(many)]


@contextmanager
def run(served: Served, *, is_joint: bool = False, **more: Any) -> Iterator[Caller]:
    """The provider, configured for the tenant as at the beginning of a Terraform command."""
    names = (attribute.name for attribute in CrosscloudProvider.schema.attributes)
    given = {"tenant_id": served.tenant_id, "cloud": served.cloud.name, "environment_prefix": "T", **more}
    with closing(CrosscloudProvider(served.variables, is_joint=is_joint)) as provider:
        call = Caller(provider)
        answer = call("ConfigureProvider", config={**dict.fromkeys(names), **given}, terraform_version="1.11.4")
        assert answer.diagnostics == []
        yield call


def entry(tenant_id: str, **sections: Any) -> dict[str, Any]:
    nothing = dict.fromkeys(("id", "home_tenant_id", *(section.name for section in PARTNER.sections)))
    return {**nothing, "tenant_id": tenant_id, "adopt_existing": None, **sections}


def opening(tenant_id: str) -> dict[str, Any]:
    """A partner about which there is much to say."""
    return entry(
        tenant_id,
        b2b_collaboration_inbound=b2b(),
        b2b_collaboration_outbound=b2b(),
        inbound_trust=trust(mfa=True),
    )


def all_users(tenant_id: str) -> dict[str, Any]:
    """A partner that is refused (XC307)."""
    everybody = {"access_type": "allowed", "targets": [{"target": "AllUsers", "target_type": "user"}]}
    everything = {
        "access_type": "allowed",
        "targets": [{"target": "AllApplications", "target_type": "application"}],
    }
    return entry(tenant_id, b2b_collaboration_inbound={"users_and_groups": everybody, "applications": everything})


def told(answers: list[Answer], severity: str) -> list[str]:
    """The kinds of what was told, by the first word of each."""
    return sorted(text.split()[0] for answer in answers for found, text in answer.diagnostics if found == severity)


def closed(served: Served) -> None:
    """What is not listed has nothing, so that every new partner opens something."""
    served.emulator.change(
        served.name,
        policy={"allowedCloudEndpoints": [USGOV.endpoint]},
        default={"b2bCollaborationInbound": BLOCKED, "b2bCollaborationOutbound": BLOCKED},
    )


def test_a_plan_of_five_hundred_new_partners_tells_a_few_of_each_kind(served: Served) -> None:
    closed(served)
    with run(served) as call:
        few = [call.plan(PARTNERS, opening(id_)) for id_ in ids(10)]
    with run(served) as call:
        many = [call.plan(PARTNERS, opening(id_)) for id_ in ids(500)]
        assert all(answer.value("planned_state")["home_tenant_id"] == served.tenant_id for answer in many)
    kinds = [kind for kind in told(few, "warning") if kind.startswith("XC")]
    assert set(kinds) >= {"XC306:", "XC308:"}
    assert told(many, "warning") == told(few, "warning")
    assert max(map(len, (list(same) for _, same in itertools.groupby(kinds)))) == FEW
    details = "\n".join(answer.details for answer in many)
    assert details.count(f"Of one kind, {FEW} are told.") == len(set(kinds))
    assert "`crosscloud plan` judges and lists all" in details
    assert told(many, "error") == []


def test_five_hundred_refused_partners_are_refused_by_a_few_errors_and_none_of_them_can_be_applied(
    served: Served,
) -> None:
    closed(served)
    with run(served) as call:
        plans = [call.plan(PARTNERS, all_users(id_)) for id_ in ids(500)]
        assert told(plans, "error") == ["XC307:"] * FEW
        last = plans[-1]
        assert last.diagnostics == []
        refused = call.apply(PARTNERS, last.value("planned_state"), private=last.message.planned_private)
        assert refused.diagnostics == [("error", f"Creating {PARTNERS} was refused")]
    assert served.state["partners"] == []


def test_another_plan_of_the_same_provider_tells_them_again(served: Served) -> None:
    closed(served)
    for _ in range(2):
        with run(served) as call:
            assert told([call.plan(PARTNERS, all_users(id_)) for id_ in ids(9)], "error") == ["XC307:"] * FEW


@pytest.mark.parametrize("is_joint", [False, True])
def test_what_is_listed_already_and_what_cannot_be_read(served: Served, is_joint: bool) -> None:
    served.emulator.seed_partners(served.name, [{"tenantId": id_} for id_ in ids(50)])
    with run(served, is_joint=is_joint) as call:
        plans = [call.plan(PARTNERS, entry(id_, inbound_trust=trust(mfa=True))) for id_ in ids(50)]
        refused = [text for answer in plans for _, text in answer.diagnostics if "will be refused" in text]
        assert len(refused) == FEW
        hint = "Every change is listed in the review." if is_joint else "`terraform plan -target=ADDRESS`"
        assert hint in "\n".join(answer.details for answer in plans)
    served.emulator.faults.add(Fault(tenant=served.name, method="GET", path_contains="/partners", status=403))
    states = [{**entry(id_), "id": id_, "home_tenant_id": served.tenant_id} for id_ in ids(50)]
    with run(served, is_joint=is_joint) as call:
        reads = [call("ReadResource", type_name=PARTNERS, current_state=state) for state in states]
        assert told(reads, "error") == ["Tenant"]
        assert told(reads, "warning") == ["Not"] * FEW
        assert [answer.value("new_state")["tenant_id"] for answer in reads] == ids(50)


@pytest.mark.parametrize(
    ("live", "severity", "says"),
    [
        ({"isServiceProvider": True}, "error", "of its service provider"),
        ({"isServiceProvider": "odd"}, "error", "which may be a service provider"),
        ({"identitySynchronization": {"displayName": "x"}}, "warning", "has an identity synchronization"),
        ({"inboundTrust": "odd"}, "error", "cannot be understood"),
    ],
)
def test_removals_of_many_tell_a_few_of_each_kind(
    served: Served, live: dict[str, Any], severity: str, says: str
) -> None:
    answered = {"value": [{"tenantId": id_, **live} for id_ in ids(50)]}
    served.emulator.faults.add(Fault(tenant=served.name, path_contains="/partners", status=200, body=answered))
    states = [{**entry(id_), "id": id_, "home_tenant_id": served.tenant_id} for id_ in ids(50)]
    with run(served) as call:
        answers = [call("ReadResource", type_name=PARTNERS, current_state=state) for state in states]
        answers += [call.plan(PARTNERS, None, state) for state in states]
    texts = [text for answer in answers for found, text in answer.diagnostics if found == severity]
    assert len([text for text in texts if says in text]) == FEW


def test_synchronizations_of_many_partners_that_are_not_listed_tell_a_few(served: Served) -> None:
    with run(served) as call:
        wanted = {"user_sync_inbound": {"is_sync_allowed": True}}
        empty = dict.fromkeys(("id", "home_tenant_id", "display_name", "group_sync_inbound", "adopt_existing"))
        answers = [call.plan(SYNCHRONIZATIONS, {**empty, **wanted, "tenant_id": id_}) for id_ in ids(50)]
    assert sorted(told(answers, "warning")) == ["Partner"] * FEW + ["XC316:"] * FEW


def test_what_a_joint_review_shows_as_adopted_is_not_told_beside_it(served: Served) -> None:
    served.emulator.seed_partners(served.name, [{"tenantId": id_} for id_ in ids(1)])
    for is_joint in (False, True):
        with run(served, is_joint=is_joint) as call:
            answer = call.plan(PARTNERS, entry(ids(1)[0], adopt_existing=True, inbound_trust=trust()))
            adopted = [text for _, text in answer.diagnostics if text.endswith("is listed already and is adopted")]
            assert len(adopted) == (0 if is_joint else 1)


def test_a_provider_that_is_not_configured_yet(served: Served) -> None:
    with closing(CrosscloudProvider(served.variables)) as provider:
        call = Caller(provider)
        names = (attribute.name for attribute in CrosscloudProvider.schema.attributes)
        unknown = {**dict.fromkeys(names), "tenant_id": Unknown, "cloud": "global"}
        call("ConfigureProvider", config=unknown, terraform_version="1.11.4")
        states = [{**entry(id_), "id": id_, "home_tenant_id": served.tenant_id} for id_ in ids(50)]
        answers = [call("ReadResource", type_name=PARTNERS, current_state=state) for state in states]
        assert told(answers, "warning") == ["Not"] * FEW


def test_data_sources_that_fail_each_say_so_and_stand_for_no_resource(served: Served) -> None:
    """Terraform makes a warning of an error of a data source inside a `check` block, and plans on."""
    closed(served)
    with run(served) as call:
        config = {name.name: None for name in data_attributes(call)}
        reads = [
            call("ReadDataSource", type_name=PARTNERS, config={**config, "tenant_id": id_}) for id_ in ids(50)
        ]
        assert told(reads, "error") == ["Partner"] * 50
        assert told([call.plan(PARTNERS, all_users(id_)) for id_ in ids(9)], "error") == ["XC307:"] * FEW


def data_attributes(call: Caller) -> Any:
    schemas = call("GetProviderSchema").message.data_source_schemas
    return schemas[PARTNERS].block.attributes


def test_the_work_for_one_partner_does_not_grow_with_their_number(serve: Callable[..., Served]) -> None:
    """Counted in calls of functions, which other programs on the machine do not change."""
    assert work(serve(), 400) < 1.25 * work(serve(), 40)


def work(served: Served, partners: int) -> float:
    """The calls of Python functions for the plan of one of so many partners, all of them listed already."""
    import cProfile
    import pstats

    served.emulator.seed_partners(served.name, [{"tenantId": id_} for id_ in ids(partners)])
    with run(served) as call:
        call.plan(PARTNERS, opening(ids(1)[0]))
        profile = cProfile.Profile()
        profile.enable()
        for id_ in ids(partners)[1:]:
            call.plan(PARTNERS, opening(id_))
        profile.disable()
    calls: int = pstats.Stats(profile).total_calls  # type: ignore[attr-defined]  # typeshed lacks it
    return calls / (partners - 1)
