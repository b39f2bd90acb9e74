"""The provider's configuration: one tenant for one process, sign-in from variables alone."""

import gc
import warnings
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import requests

from crosscloud.bridge.provider import CrosscloudProvider
from crosscloud.domain.finding_policy import FindingPolicy
from crosscloud.domain.hold import Hold
from crosscloud.graph import PolicyApi, SignIn, SignInConfigurationError, connect
from crosscloud.tfplugin import Context, Unknown
from crosscloud.tfplugin.validation import validate_object
from tests.bridge.served import PARTNER_ID, Served, texts

TENANT_ID = "f6fadfa7-e5c1-4b62-9362-da5cc13da58a"
VARIABLES = {"P_CLIENT_ID": "8a119b9e-16bc-4732-8f7b-7676d015b0dc", "P_CLIENT_SECRET": "not-a-real-secret"}


def config(**changes: Any) -> dict[str, Any]:
    names = (attribute.name for attribute in CrosscloudProvider.schema.attributes)
    given = {"tenant_id": TENANT_ID, "cloud": "usgov", "environment_prefix": "P"}
    return {**dict.fromkeys(names), **given, **changes}


def test_it_connects_to_the_configured_tenant() -> None:
    context: Context[Any] = Context()
    tenant = CrosscloudProvider(VARIABLES).configure(context, config(tenant_id=TENANT_ID.upper()))
    assert tenant is not None
    assert (tenant.tenant_id, tenant.cloud.name) == (TENANT_ID, "usgov")
    assert not list(context.diagnostics)


def test_a_second_tenant_is_refused_and_the_first_can_configure_again() -> None:
    provider = CrosscloudProvider(VARIABLES)
    first, second, third = Context[Any](), Context[Any](), Context[Any]()
    provider.configure(first, config())
    assert provider.configure(second, config(tenant_id=PARTNER_ID)) is None
    assert "A second tenant" in texts(second, "error")
    assert provider.configure(third, config()) is not None


def test_a_provider_started_for_one_tenant_serves_no_other() -> None:
    context: Context[Any] = Context()
    assert CrosscloudProvider(VARIABLES, tenant_id=PARTNER_ID).configure(context, config()) is None
    assert PARTNER_ID in texts(context, "error")


def test_a_configuration_that_is_not_known_yet_is_a_warning() -> None:
    context: Context[Any] = Context()
    assert CrosscloudProvider(VARIABLES).configure(context, config(client_id=Unknown)) is None
    assert "not configured yet" in texts(context, "warning")
    assert not context.diagnostics.has_errors


def test_a_missing_secret_is_named_by_its_variable_and_no_value_is_shown() -> None:
    context: Context[Any] = Context()
    assert CrosscloudProvider({"P_CLIENT_ID": TENANT_ID}).configure(context, config()) is None
    assert "P_CLIENT_SECRET" in texts(context, "error")


def test_no_attribute_of_the_provider_can_hold_a_credential() -> None:
    names = {attribute.name for attribute in CrosscloudProvider.schema.attributes}
    assert not [name for name in names if "secret" in name or "password" in name or "certificate" in name]


ACCEPTED = {
    "finding": "XC301",
    "tenants": [TENANT_ID.upper()],
    "reason": "nobody signs in",
    "approved_by": "lead@contoso.com",
    "expires": "2027-06-30",
}


def test_what_is_accepted_and_how_findings_are_weighed_stands_in_its_block() -> None:
    given = config(accept=[ACCEPTED], severity={"xc207": "error"})
    tenant = CrosscloudProvider(VARIABLES).configure(Context(), given)
    assert tenant is not None
    assert tenant.finding_policy is not None
    assert tenant.finding_policy.severities == {"XC207": "error"}
    (accepted,) = tenant.finding_policy.accept
    assert (accepted.finding, accepted.tenants, accepted.expires) == ("XC301", (TENANT_ID,), date(2027, 6, 30))
    plain = CrosscloudProvider(VARIABLES).configure(Context(), config())
    assert plain is not None
    assert plain.finding_policy == FindingPolicy()


HELD = {
    "tenants": [TENANT_ID.upper(), PARTNER_ID],
    "reason": "INC-4711",
    "held_by": "oncall@contoso.com",
    "since": "2026-11-20",
    "where": None,
}


def test_whom_the_tenant_is_held_apart_from_stands_in_its_block() -> None:
    given = config(hold=[HELD, {**HELD, "where": "environments/pilot.yaml:61"}])
    context: Context[Any] = Context()
    CrosscloudProvider(VARIABLES).validate(context, given)
    assert not list(context.diagnostics)
    tenant = CrosscloudProvider(VARIABLES).configure(context, given)
    assert tenant is not None
    who, day = (TENANT_ID, PARTNER_ID), date(2026, 11, 20)
    assert tenant.holds == (
        Hold(who, "INC-4711", "oncall@contoso.com", day, "hold in the provider's block"),
        Hold(who, "INC-4711", "oncall@contoso.com", day, "environments/pilot.yaml:61"),
    )
    plain = CrosscloudProvider(VARIABLES).configure(Context(), config())
    assert plain is not None
    assert plain.holds == ()


def test_a_hold_between_others_is_refused_as_soon_as_it_is_known() -> None:
    outside = {**HELD, "tenants": [PARTNER_ID, f"{PARTNER_ID[:-1]}0"]}
    context: Context[Any] = Context()
    CrosscloudProvider(VARIABLES).validate(context, config(hold=[HELD, outside]))
    (found,) = context.diagnostics
    assert found.path == ("hold",)
    assert f"hold[1].tenants must name the provider's own tenant, {TENANT_ID}" in found.detail
    later: Context[Any] = Context()
    for given in (
        {"hold": Unknown},
        {"hold": [{**outside, "tenants": Unknown}]},
        {"hold": [outside], "tenant_id": Unknown},
    ):
        CrosscloudProvider(VARIABLES).validate(later, config(**given))
    assert not list(later.diagnostics)


def test_where_a_joint_review_judges_the_provider_does_not() -> None:
    given = config(accept=[ACCEPTED], hold=[HELD])
    tenant = CrosscloudProvider(VARIABLES, is_joint=True).configure(Context(), given)
    assert tenant is not None
    assert tenant.finding_policy is None


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (
            {"accept": [{**ACCEPTED, "finding": "XC999"}]},
            "must be the id of a finding, such as XC301, not",
        ),
        ({"accept": [{**ACCEPTED, "finding": "XC312"}]}, "cannot be XC312, which is always an error"),
        ({"severity": {"xc312": "info"}}, "cannot be XC312, which is always an error"),
        ({"accept": [{**ACCEPTED, "tenants": ["contoso"]}]}, "must be a GUID"),
        ({"accept": [{**ACCEPTED, "tenants": []}]}, "tenants cannot be empty"),
        ({"accept": [{**ACCEPTED, "tenants": [None]}]}, "must be a GUID"),
        ({"accept": [{**ACCEPTED, "reason": " "}]}, "reason cannot be empty"),
        ({"accept": [{**ACCEPTED, "expires": "next year"}]}, "must be a date such as 2027-06-30"),
        ({"severity": {"XC207": "fatal"}}, "must be one of error, warning, info, not 'fatal'"),
        ({"severity": {"widening": "error"}}, "must be the id of a finding"),
        ({"hold": [{**HELD, "tenants": [TENANT_ID, "fabrikam"]}]}, "hold[0].tenants must be a GUID"),
        ({"hold": [{**HELD, "tenants": [TENANT_ID, None]}]}, "hold[0].tenants must be a GUID"),
        ({"hold": [{**HELD, "tenants": [TENANT_ID]}]}, "tenants must be two ids or more"),
        (
            {"hold": [{**HELD, "tenants": [TENANT_ID, TENANT_ID.upper()]}]},
            f"tenants names the tenant {TENANT_ID} twice: keep one",
        ),
        ({"hold": [{**HELD, "reason": " "}]}, "reason cannot be empty"),
        ({"hold": [{**HELD, "held_by": ""}]}, "held_by cannot be empty"),
        ({"hold": [{**HELD, "since": "yesterday"}]}, "since must be a date such as 2027-06-30"),
        ({"hold": [{**HELD, "where": ""}]}, "where cannot be empty"),
    ],
)
def test_a_mistake_in_what_is_accepted_or_held_is_refused_by_the_schema(given: dict[str, Any], text: str) -> None:
    context: Context[Any] = Context()
    validate_object(CrosscloudProvider.schema.attributes, config(**given), context.diagnostics)
    assert text in texts(context, "error")


@pytest.mark.parametrize("cloud", ["gcc", "azure", "USGOV"])
def test_an_unknown_cloud_is_refused_by_the_schema(cloud: str) -> None:
    (attribute,) = (a for a in CrosscloudProvider.schema.attributes if a.name == "cloud")
    (validator,) = attribute.validators
    message = validator(cloud)
    assert isinstance(message, str)
    assert message.startswith("cannot be")


def test_one_reading_serves_every_resource_of_a_plan(serve: Callable[[], Served]) -> None:
    served = serve()
    for settings in (1, 2, 3):
        assert served.connected.read_once() is served.connected.read_once(), settings
    gets = [r["path"] for r in served.requests if r["method"] == "GET" and "openid" not in r["path"]]
    assert len([path for path in gets if path.startswith(("/v1.0", "/beta"))]) == 3


def test_an_earlier_connection_is_closed_when_it_is_configured_again(served: Served) -> None:
    closed: list[PolicyApi] = []

    def watched(sign_in: SignIn) -> PolicyApi:
        session = requests.Session()

        def close() -> None:
            session.close()
            closed.append(api)

        api = PolicyApi(connect(sign_in, session=session)._client, close)
        return api

    environ = {**served.variables, "T_CA_BUNDLE": ""}
    given = config(
        tenant_id=served.tenant_id,
        cloud="global",
        environment_prefix="T",
        ca_bundle=served.variables["T_CA_BUNDLE"],
    )
    provider = CrosscloudProvider(environ, connect=watched)
    first = provider.configure(Context(), given)
    assert first is not None
    first.api.read_policy()
    refused = Context[Any]()
    assert provider.configure(refused, {**given, "environment_prefix": "NOTHING"}) is None
    assert closed == []  # after an error the earlier connection stays in use
    second = provider.configure(Context(), given)
    assert second is not None
    assert closed == [first.api]
    assert second.api.read_policy() == first.api.read_policy()  # one that is closed still finishes what runs
    provider.close()
    assert closed == [first.api, second.api]
    first.close()


def test_no_socket_is_left_open(served: Served) -> None:
    provider = CrosscloudProvider(served.variables)
    given = config(tenant_id=served.tenant_id, cloud="global", environment_prefix="T")
    with warnings.catch_warnings(record=True) as seen:
        warnings.simplefilter("always")
        for _ in range(3):
            provider.configure(Context(), given)
            assert provider.tenant is not None
            assert provider.tenant.read_once().unreadable == {}
        provider.close()
        provider.tenant = None
        gc.collect()
    assert [str(w.message) for w in seen if issubclass(w.category, ResourceWarning)] == []


@pytest.mark.parametrize("prefix", ["", "1A", "A-B", "CONTOSO ", "A=B", "Ä"])
def test_a_prefix_that_no_variable_can_have_is_refused(prefix: str) -> None:
    (attribute,) = (a for a in CrosscloudProvider.schema.attributes if a.name == "environment_prefix")
    (validator,) = attribute.validators
    assert "must begin the name of an environment variable" in str(validator(prefix))
    assert validator("CROSSCLOUD_CONTOSO_2") is None


@pytest.mark.parametrize(("written", "name"), [("gcc_high", "usgov"), ("usgov", "usgov")])
def test_the_alias_of_a_cloud_is_that_cloud(written: str, name: str) -> None:
    tenant = CrosscloudProvider(VARIABLES).configure(Context(), config(cloud=written))
    assert tenant is not None
    assert tenant.cloud.name == name


def test_an_unusable_ca_bundle_is_named(tmp_path: Path) -> None:
    given = config(ca_bundle=str(tmp_path / "missing.pem"))
    with pytest.raises(SignInConfigurationError, match=r"missing\.pem is not there: correct P_CA_BUNDLE"):
        CrosscloudProvider(VARIABLES).configure(Context(), given)


def test_what_is_tried_reaches_the_connection() -> None:
    context: Context[Any] = Context()
    tenant = CrosscloudProvider(VARIABLES).configure(context, config(try_sections=["tenant_restrictions"]))
    assert tenant is not None
    assert tenant.api.tries == ("tenant_restrictions",)


@pytest.mark.parametrize(
    ("cloud", "name"), [("usgov", "app_service_connect_inbound"), ("global", "tenant_restrictions")]
)
def test_only_what_is_disputed_can_be_tried(cloud: str, name: str) -> None:
    context: Context[Any] = Context()
    CrosscloudProvider(VARIABLES).validate(context, config(cloud=cloud, try_sections=[name]))
    assert f"{name!r} cannot be tried in {cloud}" in texts(context, "error")


@pytest.mark.parametrize("cloud", ["usgov", "gcc_high", "usgov_dod", "china"])
def test_what_is_disputed_can_be_tried_however_its_cloud_is_called(cloud: str) -> None:
    context: Context[Any] = Context()
    CrosscloudProvider(VARIABLES).validate(context, config(cloud=cloud, try_sections=["tenant_restrictions"]))
    assert not list(context.diagnostics)
