"""The provider's resources: one class per Terraform type, its sections as the settings describe them."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from typing import Any, ClassVar, Literal

from crosscloud.domain.settings import DEFAULT, PARTNER, ROOT, Settings
from crosscloud.domain.settings.identity_synchronization import IDENTITY_SYNCHRONIZATION
from crosscloud_constructs.arguments import Arguments
from crosscloud_constructs.bindings.provider import CrosscloudProvider, generator_metadata
from crosscloud_constructs.bindings.wrong_values import refuse_foreign
from crosscloud_constructs.cdk import (
    Construct,
    ITerraformDependable,
    TerraformResource,
    TerraformResourceLifecycle,
)
from crosscloud_constructs.errors import IntentProblem, StackError
from crosscloud_constructs.source import calling_code


def _unknown(settings: Settings, sections: Mapping[str, Any], called: str) -> Iterator[tuple[str, str]]:
    known = [section.name for section in settings.sections]
    for name in sections:
        if name not in known:
            close = get_close_matches(name, known, n=1)
            to_do = f"Did you mean {close[0]}?" if close else f"It has {', '.join(known)}"
            yield f"{called} has no section {name}", to_do


class PolicyResource(TerraformResource):
    """One object of a tenant's cross-tenant access policy.

    Attributes:
        settings: the description of the object, from which its sections follow.
        made_of: the class whose `sections()` are what it takes; empty where there is none.
        source: where in the code it was made.
    """

    settings: ClassVar[Settings]
    made_of: ClassVar[str] = ""

    @classmethod
    def type_name(cls) -> str:
        """Terraform's name for its type."""
        return cls.settings.type_name

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        sections: Mapping[str, Any],
        options: Mapping[str, Any],
        *,
        name: str | None,
        depends_on: Sequence[ITerraformDependable] | None,
        lifecycle: TerraformResourceLifecycle | None,
        provider: CrosscloudProvider | None,
    ) -> None:
        # Set before super().__init__, which may already call back into this object.
        self.source = calling_code()
        found = list(_unknown(self.settings, sections, type(self).__name__))
        if found:
            where = f"{self.source} ({'/'.join(filter(None, (scope.node.path, construct_id)))})"
            raise StackError(IntentProblem(what, where, to_do) for what, to_do in found)
        given = {**options, **sections}
        if self.made_of:
            refuse_foreign(type(self).__name__, given, f"Write **{self.made_of}(...).sections()")
        else:
            refuse_foreign(type(self).__name__, given)
        self._arguments = Arguments(given)
        super().__init__(
            scope,
            construct_id,
            terraform_resource_type=self.type_name(),
            terraform_generator_metadata=generator_metadata(),
            depends_on=depends_on,
            lifecycle=lifecycle,
            provider=provider,
        )
        self.address: str | None = None
        if name is not None:
            self.override_logical_id(name)
            self.address = f"{self.type_name()}.{name}"

    @property
    def id(self) -> str:
        """A reference to the computed id: the partner's tenant id, or the own one of a singleton."""
        return self.get_string_attribute("id")

    @property
    def home_tenant_id(self) -> str:
        """A reference to the id of the tenant whose policy it belongs to."""
        return self.get_string_attribute("home_tenant_id")

    def _synthesize_attributes(self) -> Mapping[str, Any]:
        return self._arguments.for_json

    def _synthesize_hcl_attributes(self) -> Mapping[str, Any]:
        return self._arguments.for_hcl()


class _Singleton(PolicyResource):
    """An object that every tenant has: adopted on create, and on destroy treated as `on_destroy` says."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        on_destroy: Literal["keep", "restore", "reset"] | None = None,
        name: str | None = None,
        depends_on: Sequence[ITerraformDependable] | None = None,
        lifecycle: TerraformResourceLifecycle | None = None,
        provider: CrosscloudProvider | None = None,
        **sections: Any,
    ) -> None:
        """Adds the resource to a stack.

        Args:
            scope: the stack, or a construct in it.
            construct_id: the construct's id there.
            on_destroy: `keep` the settings as they are (the provider's default), `restore` them to what they
                were when they were adopted, or `reset` them to Microsoft's defaults.
            name: the name in the Terraform address; made from the construct's path where left out.
            depends_on: what must be applied before.
            lifecycle: Terraform's lifecycle arguments.
            provider: the provider, where the stack has several.
            **sections: the values by section. A section left out is left as it is.

        Raises:
            StackError: for a section that the object does not have.
        """
        super().__init__(
            scope,
            construct_id,
            sections,
            {"on_destroy": on_destroy},
            name=name,
            depends_on=depends_on,
            lifecycle=lifecycle,
            provider=provider,
        )

    @property
    def restore_to(self) -> str:
        """A reference to what the settings were when they were adopted: Graph's JSON, as a string."""
        return self.get_string_attribute("restore_to")


class SettingsResource(_Singleton):
    """`crosscloud_settings`: which other clouds the tenant may collaborate with."""

    settings = ROOT
    made_of = "CrossCloudSettings"


class DefaultSettingsResource(_Singleton):
    """`crosscloud_default_settings`: what applies to organisations that are not listed as partners."""

    settings = DEFAULT
    made_of = "DefaultSettings"


class _OfPartner(PolicyResource):
    """An object that is about one other organisation: made on create, removed on destroy."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        tenant_id: str,
        adopt_existing: bool | None = None,
        name: str | None = None,
        depends_on: Sequence[ITerraformDependable] | None = None,
        lifecycle: TerraformResourceLifecycle | None = None,
        provider: CrosscloudProvider | None = None,
        **sections: Any,
    ) -> None:
        """Adds the resource to a stack.

        Args:
            scope: the stack, or a construct in it.
            construct_id: the construct's id there.
            tenant_id: the partner's tenant id, a GUID.
            adopt_existing: whether an entry that exists already is adopted; otherwise it is refused.
            name: the name in the Terraform address; made from the construct's path where left out.
            depends_on: what must be applied before.
            lifecycle: Terraform's lifecycle arguments.
            provider: the provider, where the stack has several.
            **sections: the values by section.

        Raises:
            StackError: for a section that the object does not have.
        """
        super().__init__(
            scope,
            construct_id,
            sections,
            {"tenant_id": tenant_id, "adopt_existing": adopt_existing},
            name=name,
            depends_on=depends_on,
            lifecycle=lifecycle,
            provider=provider,
        )


class PartnerSettingsResource(_OfPartner):
    """`crosscloud_partner_settings`: what applies to one other organisation.

    A section left out is inherited from the default.
    """

    settings = PARTNER
    made_of = "PartnerSettings"


class PartnerIdentitySynchronizationResource(_OfPartner):
    """`crosscloud_partner_identity_synchronization`: whether a partner may synchronise its users into the tenant.

    Give `user_sync_inbound`, and in `depends_on` the `PartnerSettingsResource` of the same partner: it must be
    listed before, and can be removed only after.
    """

    settings = IDENTITY_SYNCHRONIZATION
