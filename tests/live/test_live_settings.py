"""The tenants as Graph has them now: each read as itself, and what cannot be read is unread with its reason."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from crosscloud.domain.clouds import GLOBAL, USGOV
from crosscloud.domain.settings import Unread
from crosscloud.emulator import Fault
from crosscloud.graph import SignInConfigurationError
from crosscloud.live.settings import read_tenants
from tests.support.embedded import Embedded, embedded

CONTOSO, FABRIKAM = "5cbe1b7e-4a0d-4f5e-9f0c-2f6f6a1f9c11", "c2f4a8d6-1e93-4b7a-8c25-6d0b9e3f7a22"
ENVIRONMENT = f"""\
environment: pair
embedded: true
tenants:
  contoso: {{tenant_id: {CONTOSO}, cloud: global}}
  fabrikam: {{tenant_id: {FABRIKAM}, cloud: usgov}}
"""


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Embedded]:
    with embedded(tmp_path, ENVIRONMENT) as found:
        yield found


def test_each_tenant_is_read_as_itself_in_their_order(served: Embedded) -> None:
    served.emulator.change("fabrikam", policy={"allowedCloudEndpoints": [GLOBAL.endpoint]}, partners={CONTOSO: {}})
    contoso, fabrikam = read_tenants(served.environment.managed_tenants, served.variables, "plan")
    assert (contoso.name, contoso.tenant_id, contoso.cloud) == ("contoso", CONTOSO, GLOBAL)
    assert (fabrikam.name, fabrikam.tenant_id, fabrikam.cloud) == ("fabrikam", FABRIKAM, USGOV)
    assert (contoso.endpoints, contoso.partners) == (frozenset(), {})
    assert (fabrikam.endpoints, set(fabrikam.partners)) == (frozenset({GLOBAL.endpoint}), {CONTOSO})
    assert contoso.unreadable == fabrikam.unreadable == {}


def test_a_part_that_cannot_be_read_is_unread_and_the_others_are_not(served: Embedded) -> None:
    served.emulator.faults.add(Fault(tenant="contoso", path_contains="/default", status=403))
    contoso, fabrikam = read_tenants(served.environment.managed_tenants, served.variables, "plan")
    assert set(contoso.unreadable) == {"default"}
    assert all(isinstance(value, Unread) for value in contoso.default.values())
    assert (contoso.endpoints, contoso.lists_all) == (frozenset(), True)
    assert fabrikam.unreadable == {}


def test_a_sign_in_that_fails_leaves_a_tenant_unread_and_one_that_is_not_configured_is_said(
    served: Embedded,
) -> None:
    tenants = served.environment.managed_tenants
    variables = {**served.variables, "CROSSCLOUD_CONTOSO_CLIENT_SECRET": "wrong"}
    contoso, fabrikam = read_tenants(tenants, variables, "plan")
    assert set(contoso.unreadable) == {"policy", "default", "partners"}
    assert all("AADSTS7000215" in reason for reason in contoso.unreadable.values())
    assert fabrikam.unreadable == {}
    del variables["CROSSCLOUD_CONTOSO_CLIENT_SECRET"]
    with pytest.raises(SignInConfigurationError, match="CROSSCLOUD_CONTOSO_CLIENT_SECRET"):
        read_tenants(tenants, variables, "plan")


def test_what_is_missing_is_named_of_every_tenant_at_once(served: Embedded) -> None:
    variables = {name: value for name, value in served.variables.items() if "_CLIENT_" not in name}
    with pytest.raises(SignInConfigurationError) as raised:
        read_tenants(served.environment.managed_tenants, variables, "plan")
    lines = str(raised.value).splitlines()
    assert len(lines) == 2
    for name, line in zip(("CONTOSO", "FABRIKAM"), lines, strict=True):
        assert f"set CROSSCLOUD_{name}_CLIENT_ID" in line
        assert f"CROSSCLOUD_{name}_CLIENT_SECRET or" in line
