"""What the provider knows of a write that failed: refused, taken, taken in part, or in doubt."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest

from crosscloud.bridge.kinds import DEFAULT_KIND, PARTNER_KIND
from crosscloud.bridge.lifecycle import SettingsResource
from crosscloud.bridge.tenant import ConnectedTenant, TenantContext
from crosscloud.bridge.writes import WriteLedger, WriteOutcome
from crosscloud.domain.settings import PARTNER
from crosscloud.emulator.faults import Fault
from crosscloud.graph import CrosscloudGraphError, PolicyApi, Retries, connect, sign_in_from_variables
from crosscloud.tfplugin import Context
from tests.bridge.served import PARTNER_ID, Served, texts, trust

RESOURCE = SettingsResource(PARTNER_KIND)
KEY = (PARTNER_KIND.type_name, PARTNER_ID)


def planned(served: Served, **sections: Any) -> dict[str, Any]:
    return {
        "id": PARTNER_ID,
        "home_tenant_id": served.tenant_id,
        "tenant_id": PARTNER_ID,
        "adopt_existing": False,
        **dict.fromkeys(section.name for section in PARTNER.sections),
        **sections,
    }


def hasty(served: Served) -> TenantContext:
    """A connection that does not wait between its tries, and reads back no more than once."""
    sign_in = sign_in_from_variables(served.tenant_id, served.cloud, "T", served.variables)
    context = Context(client=ConnectedTenant(connect(sign_in, retries=Retries(sleep=lambda _: None))))
    context.stop.set()
    return context


def outcome(context: TenantContext) -> WriteOutcome:
    assert context.client is not None
    return context.client.writes.outcomes()[KEY]


def attempt(call: Callable[[], object]) -> None:
    with suppress(CrosscloudGraphError):  # what is asked is what the ledger says of it
        call()


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        *((status, "not written") for status in (400, 403, 404, 409, 413, 503)),
        *((status, "unknown") for status in (408, 500, 502)),
    ],
)
@pytest.mark.parametrize("verb", ["update", "delete"])
def test_a_refusal_is_known_and_a_failure_on_the_way_is_not(
    served: Served, verb: str, status: int, expected: WriteOutcome
) -> None:
    RESOURCE.create(served.context(), planned(served))
    method = "PATCH" if verb == "update" else "DELETE"
    served.emulator.faults.add(Fault(tenant=served.name, method=method, status=status, times=9))
    context = hasty(served)
    before = planned(served)
    if verb == "update":
        attempt(lambda: RESOURCE.update(context, before, planned(served, inbound_trust=trust(mfa=True))))
    else:
        attempt(lambda: RESOURCE.delete(context, before))
    assert outcome(context) == expected


@pytest.mark.parametrize(
    ("status", "expected"), [(400, "not written"), (403, "not written"), (409, "unknown"), (500, "unknown")]
)
def test_one_that_is_not_made(served: Served, status: int, expected: WriteOutcome) -> None:
    served.emulator.faults.add(Fault(tenant=served.name, method="POST", path_contains="/partners", status=status))
    context = hasty(served)
    attempt(lambda: RESOURCE.create(context, planned(served)))
    assert outcome(context) == expected


def test_one_that_somebody_entered_by_hand_is_refused_before_anything_is_written(served: Served) -> None:
    served.emulator.change(served.name, partners={PARTNER_ID: {"tenantId": PARTNER_ID}})
    context = hasty(served)
    assert RESOURCE.create(context, planned(served, inbound_trust=trust(mfa=True))) is None
    assert outcome(context) == "not written"


def test_a_refusal_after_a_try_that_was_never_answered_tells_nothing(served: Served) -> None:
    RESOURCE.create(served.context(), planned(served))
    served.emulator.faults.add(Fault(tenant=served.name, method="PATCH", drop_connection=True))
    served.emulator.faults.add(Fault(tenant=served.name, method="PATCH", status=403, times=9))
    context = hasty(served)
    attempt(lambda: RESOURCE.update(context, planned(served), planned(served, inbound_trust=trust(mfa=True))))
    assert outcome(context) == "unknown"


def test_one_that_is_there_otherwise_after_a_lost_answer_is_not_said_to_be_untouched(served: Served) -> None:
    served.emulator.faults.add(
        Fault(tenant=served.name, method="POST", path_contains="/partners", drop_connection=True)
    )
    reads = 0

    def read(api: PolicyApi, partner: str) -> dict[str, Any]:
        nonlocal reads
        reads += 1
        if reads == 2:  # between the lost request and the reading that is to settle it
            served.emulator.change(served.name, partners={PARTNER_ID: {"inboundTrust": None}})
        return api.read_partner(partner)

    context = hasty(served)
    settled = SettingsResource(replace(PARTNER_KIND, read=read))
    assert settled.create(context, planned(served, inbound_trust=trust(mfa=True))) is None
    said = texts(context, "error")
    assert "was made by this apply is not known" in said
    assert "Nothing was written" not in said
    assert outcome(context) == "unknown"


def test_half_of_a_write_is_told_as_half(served: Served) -> None:
    def create(api: PolicyApi, partner: str, sections: dict[str, Any]) -> None:
        api.create_partner(partner, {})
        try:
            api.update_partner(partner, sections)
        except CrosscloudGraphError as error:
            error.earlier_took_effect = True
            raise

    served.emulator.faults.add(Fault(tenant=served.name, method="PATCH", status=400))
    context = hasty(served)
    two_requests = SettingsResource(replace(PARTNER_KIND, create=create))
    two_requests.create(context, planned(served, inbound_trust=trust(mfa=True)))
    assert outcome(context) == "partly"


def test_a_write_that_is_answered_and_not_read_back_was_made(served: Served) -> None:
    RESOURCE.create(served.context(), planned(served))
    context = hasty(served)
    after = planned(served, inbound_trust=trust(mfa=True))
    assert RESOURCE.update(context, planned(served), after) == after
    assert outcome(context) == "written"


def test_a_default_that_is_not_reset(served: Served) -> None:
    resource = SettingsResource(DEFAULT_KIND)
    state = {
        "id": served.tenant_id,
        "home_tenant_id": served.tenant_id,
        "on_destroy": "reset",
        "restore_to": None,
        **dict.fromkeys(section.name for section in DEFAULT_KIND.settings.sections),
    }
    served.emulator.faults.add(Fault(tenant=served.name, method="POST", path_contains="reset", status=403))
    context = hasty(served)
    attempt(lambda: resource.delete(context, state))
    assert context.client is not None
    assert set(context.client.writes.outcomes().values()) == {"not written"}


def test_what_is_under_way_is_unknown_and_what_was_never_begun_is_not_told() -> None:
    ledger = WriteLedger()
    assert ledger.outcomes() == {}
    with ledger.setting_out(KEY):
        assert ledger.outcomes() == {KEY: "unknown"}
    assert ledger.outcomes() == {KEY: "not written"}


def test_what_is_removed_and_not_made_anew_is_done_in_part() -> None:
    ledger = WriteLedger()
    with ledger.setting_out(KEY), ledger.writing(KEY):
        pass
    with pytest.raises(CrosscloudGraphError), ledger.setting_out(KEY), ledger.writing(KEY):
        raise CrosscloudGraphError("refused")
    assert ledger.outcomes() == {KEY: "partly"}


def test_an_error_that_nobody_foresaw_leaves_it_unknown() -> None:
    ledger = WriteLedger()
    with pytest.raises(RuntimeError), ledger.setting_out(KEY), ledger.writing(KEY):
        raise RuntimeError
    assert ledger.outcomes() == {KEY: "unknown"}
