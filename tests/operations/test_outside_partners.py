"""Which partners outside of the environment are looked for, and which of many first."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from crosscloud.domain.clouds import GLOBAL, USGOV
from crosscloud.domain.tenant import TenantSettings
from crosscloud.environment import Environment
from crosscloud.operations.plan import _outside_partners
from tests.report.reviews import CONTOSO, FABRIKAM, tenant_plan
from tests.support.embedded import environment_of
from tests.support.plans import tenant_as_read

CHANGED, LISTED, HELD = (f"{digit * 8}-2222-4333-8444-555555555555" for digit in "139")
ENVIRONMENT = f"""\
environment: pilot
tenants:
  contoso: {{tenant_id: {CONTOSO}, cloud: global}}
  fabrikam: {{tenant_id: {FABRIKAM}, cloud: usgov}}
hold:
  - {{tenants: [contoso, {HELD}], reason: r, held_by: h, since: 2026-11-21}}
"""


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    return environment_of(tmp_path, ENVIRONMENT)


def contoso(partners: Mapping[str, Any], *endpoints: str) -> TenantSettings:
    return tenant_as_read("contoso", CONTOSO, GLOBAL, endpoints=endpoints, partners=partners)


def test_those_that_are_held_come_first_and_others_where_a_plan_is_about_them(
    environment: Environment,
) -> None:
    plan = tenant_plan(contoso({LISTED: {}}), contoso({LISTED: {}, CHANGED: {}, FABRIKAM: {}}))
    assert _outside_partners(environment, [plan]) == [HELD, CHANGED]
    assert _outside_partners(environment, []) == [HELD]


def test_all_that_are_listed_where_the_clouds_change(environment: Environment) -> None:
    listed: dict[str, Any] = {LISTED: {}, FABRIKAM: {}, HELD: {}}
    plan = tenant_plan(contoso(listed), contoso(listed, USGOV.endpoint))
    assert _outside_partners(environment, [plan]) == [HELD, LISTED]
    unchanged = tenant_plan(contoso(listed, USGOV.endpoint))
    assert _outside_partners(environment, [unchanged]) == [HELD]
