"""Data sources over the one reading of a tenant that a plan shares: settings as they are, managed here or not.

What cannot be read is an error: a data source has no earlier state to keep, and unknown must not pass for empty.
"""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

from crosscloud.bridge.schema import make_computed_id, make_computed_sections, make_tenant_id_attribute
from crosscloud.bridge.tenant import ConnectedTenant, NotConnectedError, TenantContext, UnreadableError
from crosscloud.domain.guid import fold
from crosscloud.domain.settings import DEFAULT, PARTNER, ROOT, Settings, UnexpectedAnswerError
from crosscloud.domain.settings.identity_synchronization import IDENTITY_SYNCHRONIZATION
from crosscloud.domain.truth import Truth
from crosscloud.tfplugin import BOOL, STRING, Attribute, DataSource, NestedObject, Schema, list_of

_IS_SERVICE_PROVIDER = Attribute(
    "is_service_provider",
    BOOL,
    description="Whether the partner administers this tenant as a service provider.",
    computed=True,
)


class SettingsData(DataSource[ConnectedTenant]):
    """Something of the reading of the provider's own tenant."""

    def read(self, context: TenantContext, config: dict[str, Any]) -> dict[str, Any] | None:
        """The live values; an error where that part of the tenant cannot be read."""
        tenant = context.client
        if tenant is None:
            raise NotConnectedError("read")
        try:
            return self.answer(context, tenant, config)
        except UnreadableError as error:
            context.diagnostics.error(f"{self.type_name} cannot be read", f"Tenant {tenant.tenant_id}: {error}")
            return None

    @abstractmethod
    def answer(
        self, context: TenantContext, tenant: ConnectedTenant, config: Mapping[str, Any]
    ) -> dict[str, Any] | None:
        """All attributes; None, with an error reported, where there is no such thing.

        Raises:
            UnreadableError: where that part of the tenant could not be read.
        """


class SingletonData(SettingsData):
    """The cross-cloud settings, or the default settings."""

    def __init__(self, settings: Settings) -> None:
        """Serve `settings`, of which every tenant has exactly one."""
        self.type_name = settings.type_name
        self.schema = Schema(
            (make_computed_id("The tenant id, in lower case."), *make_computed_sections(settings)),
            description=settings.doc,
        )
        self._settings = settings

    def answer(
        self, context: TenantContext, tenant: ConnectedTenant, config: Mapping[str, Any]
    ) -> dict[str, Any] | None:
        """See `SettingsData`."""
        live = tenant.find_live(self._settings) or {}
        cloud = tenant.cloud.name
        absent = [s.name for s in self._settings.sections_in(cloud) if live.get(s.name) is None]
        if absent:
            context.diagnostics.warning(
                f"Graph did not answer {', '.join(absent)}",
                "The live value is unknown, not empty; the data source has null. This Graph may not offer it.",
                kind=f"not answered {self._settings.name}",
            )
        return {"id": tenant.tenant_id, **live}


class EntryData(SettingsData):
    """What belongs to one partner."""

    settings: ClassVar[Settings]
    missing: ClassVar[str]
    """What is said where it does not exist; `{partner}` and `{tenant}` stand for the ids."""

    def answer(
        self, context: TenantContext, tenant: ConnectedTenant, config: Mapping[str, Any]
    ) -> dict[str, Any] | None:
        """See `SettingsData`."""
        partner = fold(config["tenant_id"])
        live = tenant.find_live(self.settings, partner)
        if live is None:
            text = self.missing.format(partner=partner, tenant=tenant.tenant_id)
            context.diagnostics.error(text, "Check the tenant id; crosscloud_partners lists all.", ("tenant_id",))
            return None
        return {**config, **live, "id": partner, **self.find_others(tenant, partner)}

    def find_others(self, tenant: ConnectedTenant, partner: str) -> dict[str, Any]:
        """The attributes beside the sections."""
        return {}


def _is_service_provider(tenant: ConnectedTenant, partner: str) -> bool:
    """Whether a listed partner is a service provider.

    Raises:
        UnexpectedAnswerError: where Graph's answer is not understood.
    """
    is_one = tenant.is_service_provider(partner)
    if is_one is Truth.UNKNOWN:
        raise UnexpectedAnswerError("isServiceProvider: Graph answered neither true, false nor null")
    return is_one is Truth.YES


class PartnerData(EntryData):
    """One partner, by its tenant id."""

    settings = PARTNER
    type_name = settings.type_name
    missing = "Partner {partner} is not listed in tenant {tenant}"
    schema = Schema(
        (
            make_computed_id("The partner's tenant id, in lower case."),
            make_tenant_id_attribute("The partner's tenant id."),
            *make_computed_sections(PARTNER),
            _IS_SERVICE_PROVIDER,
        ),
        description=f"{PARTNER.doc} A section that is inherited is null.",
    )

    def find_others(self, tenant: ConnectedTenant, partner: str) -> dict[str, Any]:
        """See `EntryData`."""
        return {_IS_SERVICE_PROVIDER.name: _is_service_provider(tenant, partner)}


class IdentitySynchronizationData(EntryData):
    """One partner's identity synchronization."""

    settings = IDENTITY_SYNCHRONIZATION
    type_name = settings.type_name
    missing = "Partner {partner} has no identity synchronization in tenant {tenant}"
    schema = Schema(
        (
            make_computed_id("The partner's tenant id, in lower case."),
            make_tenant_id_attribute("The partner's tenant id."),
            *make_computed_sections(IDENTITY_SYNCHRONIZATION),
        ),
        description="Whether one partner may synchronise its users into this tenant.",
    )


class PartnersData(SettingsData):
    """Every partner that the tenant lists, with all its sections."""

    type_name = "crosscloud_partners"
    schema = Schema(
        (
            make_computed_id("The tenant id, in lower case."),
            Attribute(
                "tenant_ids",
                list_of(STRING),
                description="The partners' tenant ids, in lower case and in order.",
                computed=True,
            ),
            Attribute(
                "partners",
                nested=NestedObject(
                    (
                        Attribute("tenant_id", STRING, description="The partner's tenant id.", computed=True),
                        *make_computed_sections(PARTNER),
                        _IS_SERVICE_PROVIDER,
                    ),
                    "list",
                ),
                description="The partners, in order of tenant id. A section that is inherited is null.",
                computed=True,
            ),
        ),
        description="Every partner that the tenant lists, managed here or not.",
    )

    def answer(
        self, context: TenantContext, tenant: ConnectedTenant, config: Mapping[str, Any]
    ) -> dict[str, Any] | None:
        """See `SettingsData`."""
        partners = [
            {
                "tenant_id": partner,
                **(tenant.find_live(PARTNER, partner) or {}),
                _IS_SERVICE_PROVIDER.name: _is_service_provider(tenant, partner),
            }
            for partner in tenant.list_partners()
        ]
        return {
            "id": tenant.tenant_id,
            "tenant_ids": [partner["tenant_id"] for partner in partners],
            "partners": partners,
        }


SETTINGS_DATA = (
    SingletonData(ROOT),
    SingletonData(DEFAULT),
    PartnerData(),
    IdentitySynchronizationData(),
    PartnersData(),
)
