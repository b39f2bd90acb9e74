"""crosscloud_tenant: the cloud of a tenant, asked of the embedded login services of every cloud."""

from collections.abc import Callable
from typing import Any

import pytest

from crosscloud.bridge.tenant import ConnectedTenant, NotConnectedError
from crosscloud.bridge.tenant_data import TenantData
from crosscloud.domain.clouds import CHINA, CLOUDS, GLOBAL, USGOV, Cloud
from crosscloud.graph import TenantNotFoundError, connect, sign_in_from_variables
from crosscloud.tfplugin import Context, Unknown
from tests.bridge.served import PARTNER_ID, Served, texts

SOURCE = TenantData()


def config(**given: Any) -> dict[str, Any]:
    return {**{attribute.name: None for attribute in SOURCE.schema.attributes}, **given}


def asking(served: Served, *, everywhere: bool = True) -> ConnectedTenant:
    """A connection that knows the login services of every embedded cloud, or of its own alone."""
    emulator = served.emulator
    others = {
        f"T_LOGIN_ENDPOINT_{cloud.name.upper()}": emulator.cloud_endpoints(cloud).login
        for cloud in CLOUDS.values()
        if everywhere
    }
    variables = {
        **served.variables,
        "T_CLIENT_SECRET": "never sent",
        **others,
    }
    return ConnectedTenant(connect(sign_in_from_variables(served.tenant_id, served.cloud, "T", variables)))


@pytest.mark.parametrize("cloud", CLOUDS.values(), ids=CLOUDS)
@pytest.mark.parametrize("home", [GLOBAL, CHINA], ids=str)
def test_a_tenant_of_each_cloud_is_found_without_signing_in(
    serve: Callable[[Cloud], Served], home: Cloud, cloud: Cloud
) -> None:
    sought, client = serve(cloud), asking(serve(home))
    context = Context(client=client)
    answer = SOURCE.read(context, config(tenant_id=sought.tenant_id.upper()))
    assert answer == {
        "id": sought.tenant_id,
        "tenant_id": sought.tenant_id.upper(),
        "domain_name": None,
        "cloud": cloud.name,
        "cloud_endpoint": cloud.endpoint,
        "is_supported_pair": GLOBAL in (home, cloud) or home is cloud,
    }
    assert not list(context.diagnostics)
    assert {r["method"] for r in sought.requests} == {"GET"}
    client.close()


def test_a_tenant_of_china_is_not_found_where_china_is_not_asked(serve: Callable[[Cloud], Served]) -> None:
    sought, client = serve(CHINA), asking(serve(GLOBAL), everywhere=False)
    with pytest.raises(TenantNotFoundError, match=r"login\.partner\.microsoftonline\.cn could not be asked"):
        SOURCE.read(Context(client=client), config(tenant_id=sought.tenant_id))
    client.close()


def test_a_login_service_that_is_not_asked_is_a_warning(serve: Callable[[Cloud], Served]) -> None:
    sought, client = serve(USGOV), asking(serve(GLOBAL), everywhere=False)
    context = Context(client=client)
    answer = SOURCE.read(context, config(tenant_id=sought.tenant_id))
    assert answer is not None
    assert answer["cloud"] == "usgov"
    assert "login.partner.microsoftonline.cn" in texts(context, "warning")
    client.close()


def test_a_tenant_that_nobody_knows(served: Served) -> None:
    client = asking(served)
    for name in ({"tenant_id": PARTNER_ID}, {"domain_name": "fabrikam.onmicrosoft.us"}):
        with pytest.raises(TenantNotFoundError, match="is not known to"):
            SOURCE.read(Context(client=client), config(**name))
    client.close()


@pytest.mark.parametrize(
    ("given", "is_error"),
    [
        ({}, True),
        ({"tenant_id": PARTNER_ID, "domain_name": "a.example"}, True),
        ({"tenant_id": PARTNER_ID}, False),
        ({"domain_name": "a.example"}, False),
        ({"tenant_id": Unknown}, False),
        ({"tenant_id": Unknown, "domain_name": "a.example"}, False),
    ],
)
def test_the_tenant_is_named_in_one_way(given: dict[str, Any], is_error: bool) -> None:
    context: Context[ConnectedTenant] = Context()
    SOURCE.validate(context, config(**given))
    assert context.diagnostics.has_errors is is_error


@pytest.mark.parametrize("name", [PARTNER_ID, "contoso", ".", ""])
def test_a_domain_name_is_checked(name: str) -> None:
    (attribute,) = (a for a in SOURCE.schema.attributes if a.name == "domain_name")
    (validator,) = attribute.validators
    assert "must be a domain name" in str(validator(name))
    assert validator("contoso.example") is None


def test_without_a_configuration_nobody_is_asked() -> None:
    with pytest.raises(NotConnectedError):
        SOURCE.read(Context(), config(tenant_id=PARTNER_ID))
