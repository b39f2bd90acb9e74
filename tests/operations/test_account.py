"""The account of an apply joins what Terraform told with what the provider knows."""

import pytest

from crosscloud.bridge.run_registry import Key
from crosscloud.bridge.writes import WriteOutcome
from crosscloud.operations.account import list_left, settle
from crosscloud.terraform.events import Applied
from tests.operations.bundles import CONTOSO, FABRIKAM, tenant_plan

PLAN = tenant_plan("contoso")
PARTNER, DEFAULT = "crosscloud_partner_settings.this", "crosscloud_default_settings.this"
PARTNER_KEY: Key = ("crosscloud_partner_settings", FABRIKAM)
DEFAULT_KEY: Key = ("crosscloud_default_settings", CONTOSO)
BEGUN = Applied((), (), (PARTNER, DEFAULT))


@pytest.mark.parametrize(
    ("outcome", "applied", "left"),
    [
        ("written", Applied((), (PARTNER,), (DEFAULT,)), ()),
        ("not written", Applied((), (), (DEFAULT,)), (PARTNER,)),
        ("partly", Applied((), (), (DEFAULT,), (PARTNER,)), ()),
        ("unknown", BEGUN, ()),
    ],
)
def test_what_the_provider_knows_is_told_as_known(
    outcome: WriteOutcome, applied: Applied, left: tuple[str, ...]
) -> None:
    settled = settle(PLAN, BEGUN, {PARTNER_KEY: outcome})
    assert settled == applied
    assert list_left(PLAN, settled) == left


def test_what_every_tenant_has_one_of_goes_by_the_tenants_own_id() -> None:
    assert settle(PLAN, BEGUN, {DEFAULT_KEY: "not written"}).begun == (PARTNER,)


def test_nothing_is_known_where_the_provider_is_gone_or_the_resource_is_not_in_the_plan() -> None:
    assert settle(PLAN, BEGUN, {}) == BEGUN
    other = Applied((), (), ("random_id.this",))
    assert settle(PLAN, other, {PARTNER_KEY: "written"}) == other
