"""The provider in a stack: which tenant, in which cloud, and where its sign-in is found."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from crosscloud_constructs.arguments import Arguments
from crosscloud_constructs.bindings.wrong_values import refuse_foreign
from crosscloud_constructs.cdk import Construct, TerraformProvider, TerraformProviderGeneratorMetadata

NAME: Final = "crosscloud"
SOURCE: Final = "terraform.local/local/crosscloud"
VERSION: Final = "0.1.0"


def generator_metadata() -> TerraformProviderGeneratorMetadata:
    """What cdktf wants to know of a provider; its name ties resources to it."""
    return TerraformProviderGeneratorMetadata(
        provider_name=NAME, provider_version=VERSION, provider_version_constraint=VERSION
    )


class CrosscloudProvider(TerraformProvider):
    """The provider `crosscloud`, for one tenant.

    It has no argument for a secret on purpose: secrets are read from variables whose names begin with
    `environment_prefix`, so that none is ever synthesised.
    """

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        tenant_id: str,
        cloud: str,
        environment_prefix: str | None = None,
        client_id: str | None = None,
        login_endpoint: str | None = None,
        graph_endpoint: str | None = None,
        ca_bundle: str | None = None,
        accept: Sequence[Mapping[str, Any]] | None = None,
        severity: Mapping[str, str] | None = None,
        hold: Sequence[Mapping[str, Any]] | None = None,
        try_sections: Sequence[str] | None = None,
        alias: str | None = None,
    ) -> None:
        """Adds the provider to a stack.

        Args:
            scope: the stack.
            construct_id: the construct's id in it.
            tenant_id: the tenant's GUID.
            cloud: the tenant's cloud: `global`, `usgov`, `usgov_dod` or `china`.
            environment_prefix: how the names of the variables with the sign-in begin.
            client_id: the application that signs in, where no variable says it.
            login_endpoint: another root of the login service, without the tenant.
            graph_endpoint: another root of Microsoft Graph, without the version.
            ca_bundle: a file of certificate authorities to trust, in PEM.
            accept: the findings that are accepted, each with `finding`, `tenants` (ids), `reason`, `approved_by`
                and `expires` (a date such as `2027-06-30`).
            severity: what a finding counts as, by its id: `error`, `warning` or `info`.
            hold: whom it is held apart from, each with `tenants` (ids, its own among them), `reason`, `held_by`,
                `since` (a date) and perhaps `where` (its place for a reader).
            try_sections: the sections to send although Microsoft's sources disagree whether the cloud has them,
                such as `tenant_restrictions`.
            alias: the name by which resources choose it, where a stack has several.
        """
        # Set before super().__init__, which may already call back into this object.
        self._alias = alias
        given = {
            "tenant_id": tenant_id,
            "cloud": cloud,
            "environment_prefix": environment_prefix,
            "client_id": client_id,
            "login_endpoint": login_endpoint,
            "graph_endpoint": graph_endpoint,
            "ca_bundle": ca_bundle,
            "accept": accept or None,
            "severity": severity or None,
            "hold": hold or None,
            "try_sections": try_sections or None,
        }
        refuse_foreign(type(self).__name__, given)
        self._arguments = Arguments(given)
        super().__init__(
            scope,
            construct_id,
            terraform_resource_type=NAME,
            terraform_provider_source=SOURCE,
            terraform_generator_metadata=generator_metadata(),
        )

    @property
    def alias(self) -> str | None:
        """The alias; cdktf's own property forgets it."""
        return self._alias

    @alias.setter
    def alias(self, value: str | None) -> None:
        self._alias = value

    def _synthesize_attributes(self) -> Mapping[str, Any]:
        return self._arguments.for_json

    def _synthesize_hcl_attributes(self) -> Mapping[str, Any]:
        return self._arguments.for_hcl()
