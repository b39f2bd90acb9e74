"""`crosscloud_tenant`: which cloud a tenant is in, from its id or a domain name, without signing in to it."""

from typing import Any

from crosscloud.bridge.schema import make_computed_id, must_be_guid
from crosscloud.bridge.tenant import ConnectedTenant, NotConnectedError, TenantContext
from crosscloud.domain.clouds import is_supported_pair
from crosscloud.domain.guid import fold, is_guid
from crosscloud.tfplugin import BOOL, STRING, Attribute, DataSource, Schema, Unknown


def _must_be_domain(value: str) -> str | None:
    if is_guid(value):
        return "must be a domain name; give a GUID as tenant_id"
    return None if "." in value.strip(".") else "must be a domain name, such as fabrikam.onmicrosoft.us"


class TenantData(DataSource[ConnectedTenant]):
    """Asks every cloud's login service; two different answers are an error, never a choice."""

    type_name = "crosscloud_tenant"
    schema = Schema(
        (
            make_computed_id("The tenant id, in lower case."),
            Attribute(
                "tenant_id",
                STRING,
                description="The tenant's id; or else give `domain_name`.",
                optional=True,
                computed=True,
                validators=(must_be_guid,),
                equal=lambda one, other: bool(fold(one) == fold(other)),
            ),
            Attribute(
                "domain_name",
                STRING,
                description="A domain name of the tenant, such as `fabrikam.onmicrosoft.us`.",
                optional=True,
                validators=(_must_be_domain,),
            ),
            Attribute(
                "cloud", STRING, description="The cloud, such as `usgov`, as the provider takes it.", computed=True
            ),
            Attribute(
                "cloud_endpoint",
                STRING,
                description="What allowed_cloud_endpoints calls that cloud.",
                computed=True,
            ),
            Attribute(
                "is_supported_pair",
                BOOL,
                description="Whether B2B collaboration is documented between that cloud and this tenant's.",
                computed=True,
            ),
        ),
        description=(
            "Which cloud a tenant is in, found by asking the login services of all clouds for its public OpenID "
            "document. Nobody signs in. Give exactly one of `tenant_id` and `domain_name`."
        ),
    )

    def validate(self, context: TenantContext, config: dict[str, Any]) -> None:
        """Exactly one way to name the tenant."""
        given = [name for name in ("tenant_id", "domain_name") if config[name] is not None]
        known = [name for name in given if config[name] is not Unknown]
        if not given or len(known) > 1:
            context.diagnostics.error(
                "Name the tenant in one way", "Give exactly one of tenant_id and domain_name.", tuple(given[:1])
            )

    def read(self, context: TenantContext, config: dict[str, Any]) -> dict[str, Any] | None:
        """Look for the tenant; a warning where a login service could not be asked."""
        tenant = context.client
        if tenant is None:
            raise NotConnectedError("read")
        if (config["tenant_id"] is None) == (config["domain_name"] is None):
            self.validate(context, config)
            return None
        found = tenant.api.find_tenant(config["tenant_id"] or config["domain_name"])
        if found.not_asked:
            lines = "".join(f"\n  {host}: {why}" for host, why in found.not_asked.items())
            context.diagnostics.warning(
                f"Not every login service could be asked for tenant {found.tenant_id}",
                f"Whether another cloud has a tenant of that name too is not known.{lines}",
                kind="login services",
            )
        return {
            **config,
            "id": found.tenant_id,
            "tenant_id": config["tenant_id"] or found.tenant_id,
            "cloud": found.cloud.name,
            "cloud_endpoint": found.cloud.endpoint,
            "is_supported_pair": is_supported_pair(found.cloud, tenant.cloud),
        }
