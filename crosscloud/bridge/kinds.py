"""The four kinds of settings objects, each described once.

A partner, and its identity synchronization, is made and removed: one that exists already is not adopted silently,
a service provider is never removed, and a synchronization goes before its partner. The provider is not told what
depends on what, so `depends_on` says it. The policy root and the default settings are always there: they are
adopted, and `on_destroy` says how they are left.
"""

from typing import Final

from crosscloud.bridge.kind import Kind
from crosscloud.bridge.rails import refuse
from crosscloud.bridge.schema import (
    make_identity_attributes,
    make_section_attribute,
    make_section_attributes,
    make_tenant_id_attribute,
    must_be_one_of,
)
from crosscloud.bridge.tenant import ConnectedTenant, Json, TenantContext, UnreadableError
from crosscloud.domain.settings import DEFAULT, PARTNER, ROOT, Settings
from crosscloud.domain.settings.identity_synchronization import (
    DISPLAY_NAME,
    GROUP_SYNC_INBOUND,
    IDENTITY_SYNCHRONIZATION,
    USER_SYNC_INBOUND,
)
from crosscloud.domain.settings.system_default import SYSTEM_DEFAULT, SYSTEM_ROOT
from crosscloud.domain.truth import Truth
from crosscloud.graph import NotFoundError
from crosscloud.tfplugin import BOOL, STRING, Attribute, Schema

_ADOPT_EXISTING: Final = Attribute(
    "adopt_existing",
    BOOL,
    description="Adopt one that exists already, instead of refusing to create it.",
    default=False,
)
_SYNCHRONIZATION_FIRST: Final = (
    f"Where {IDENTITY_SYNCHRONIZATION.type_name} manages it, give that resource "
    f"depends_on = [{PARTNER.type_name}.NAME], so that it is removed first; else remove it in the admin "
    "center."
)


def _refuse_service_provider(context: TenantContext, tenant: ConnectedTenant, partner: str, is_one: Truth) -> None:
    """XC302, which nothing accepts; also of one that is not understood, since it may be one."""
    from crosscloud.domain.findings.rules.cut_off import (  # noqa: PLC0415 - few processes remove a partner
        find_service_provider_removed,
    )

    refuse(context, find_service_provider_removed(tenant.tenant_id, partner, is_sure=is_one is Truth.YES))


def _refuse_itself(context: TenantContext, tenant: ConnectedTenant, partner: str) -> bool:
    """A tenant cannot list itself."""
    if partner != tenant.tenant_id:
        return True
    context.diagnostics.error(
        "A tenant cannot list itself",
        f"{partner} is the tenant that this provider is configured for.",
        ("tenant_id",),
        kind="lists itself",
    )
    return False


def _judge_partner_removal(context: TenantContext, tenant: ConnectedTenant, partner: str) -> None:
    """Never a service provider; a synchronization goes first, and may be planned away as well."""
    try:
        if (is_provider := tenant.is_service_provider(partner)) is not Truth.NO:
            # A joint review refuses what is surely one: with an error here it would have no plan to show.
            if not (tenant.is_reviewed_jointly and is_provider is Truth.YES):
                _refuse_service_provider(context, tenant, partner, is_provider)
        elif (found := tenant.has_synchronization(partner)) is not Truth.NO:
            has = "has" if found is Truth.YES else "may have"
            context.diagnostics.warning(
                f"Partner {partner} {has} an identity synchronization, which must be removed before it",
                _SYNCHRONIZATION_FIRST,
                kind="synchronization first",
            )
    except UnreadableError as error:
        tenant.report_unreadable(error, context.diagnostics)


def _may_partner_be_removed(context: TenantContext, tenant: ConnectedTenant, partner: str, body: Json) -> bool:
    from crosscloud.domain.tenant import read_partner  # noqa: PLC0415 - few processes remove a partner

    is_provider = read_partner(body).is_service_provider
    if is_provider is not Truth.NO:
        _refuse_service_provider(context, tenant, partner, is_provider)
        return False
    try:
        tenant.api.read_identity_synchronization(partner)
    except NotFoundError:
        return True
    context.diagnostics.error(
        f"Partner {partner} still has an identity synchronization",
        f"Graph removes a partner only after it. Nothing was removed. {_SYNCHRONIZATION_FIRST}",
    )
    return False


PARTNER_KIND: Final = Kind(
    settings=PARTNER,
    schema=Schema(
        (
            *make_identity_attributes(),
            make_tenant_id_attribute("The partner's tenant id.", requires_replace=True),
            *make_section_attributes(PARTNER),
            _ADOPT_EXISTING,
        ),
        description=PARTNER.doc,
    ),
    is_of_partner=True,
    null_inherits=True,
    title="Partner {id}",
    exists="is listed already",
    gone="is no longer listed",
    replaced="is removed and made anew",
    meanwhile={
        "remove": (
            "Until it is made anew, its users have what applies to organisations that are not listed: across "
            "clouds, nothing. If the resource was only renamed, write a moved block instead.\n"
        )
    },
    read=lambda api, partner: api.read_partner(partner),
    create=lambda api, partner, sections: api.create_partner(partner, sections),
    update=lambda api, partner, sections: api.update_partner(partner, sections),
    remove=lambda api, partner: api.delete_partner(partner),
    may_be_made=_refuse_itself,
    judge_removal=_judge_partner_removal,
    may_be_removed=_may_partner_be_removed,
)
"""What applies to one other organisation. A section that is null is inherited from the default settings."""


def _warn_of_unlisted_partner(context: TenantContext, tenant: ConnectedTenant, partner: str) -> bool:
    """Warn where the partner is neither listed nor planned so far; with `depends_on` it is planned before."""
    try:
        listed = tenant.is_listed(partner)
    except UnreadableError:  # reported where the partner's synchronization is looked for
        return True
    if not listed and not tenant.registry.is_planned(PARTNER_KIND.make_key(partner)):
        context.diagnostics.warning(
            f"Partner {partner} is not listed yet",
            "Its identity synchronization can be made only after it. Give this resource depends_on = "
            f"[{PARTNER_KIND.type_name}.NAME].",
            ("tenant_id",),
            kind="not listed yet",
        )
    return True


SYNCHRONIZATION_KIND: Final = Kind(
    settings=IDENTITY_SYNCHRONIZATION,
    schema=Schema(
        (
            *make_identity_attributes(),
            make_tenant_id_attribute("The partner's tenant id.", requires_replace=True),
            make_section_attribute(IDENTITY_SYNCHRONIZATION, DISPLAY_NAME),
            make_section_attribute(IDENTITY_SYNCHRONIZATION, USER_SYNC_INBOUND, required=True),
            make_section_attribute(IDENTITY_SYNCHRONIZATION, GROUP_SYNC_INBOUND),
            _ADOPT_EXISTING,
        ),
        description=IDENTITY_SYNCHRONIZATION.doc,
    ),
    is_of_partner=True,
    title="The identity synchronization of partner {id}",
    exists="exists already",
    gone="no longer exists",
    replaced="is removed and made anew",
    read=lambda api, partner: api.read_identity_synchronization(partner),
    create=lambda api, partner, sections: api.create_identity_synchronization(partner, sections),
    update=lambda api, partner, sections: api.update_identity_synchronization(partner, sections),
    remove=lambda api, partner: api.delete_identity_synchronization(partner),
    may_be_made=_warn_of_unlisted_partner,
)
"""Whether one partner may write its users into this tenant. There is nothing to inherit, and what null would do is
not documented: what the code leaves out stays as it is."""


def _make_singleton_schema(settings: Settings, *, required: bool = False) -> Schema:
    return Schema(
        (
            *make_identity_attributes(),
            *make_section_attributes(settings, required=required),
            Attribute(
                "on_destroy",
                STRING,
                description=(
                    "What destroying the resource writes: `keep` nothing, `restore` what stood there when it was "
                    "adopted, `reset` the service's own default."
                ),
                default="keep",
                validators=(must_be_one_of("keep", "restore", "reset"),),
            ),
            Attribute(
                "restore_to",
                STRING,
                description="What stood there when the resource was adopted, as JSON; null after an import.",
                computed=True,
                keep_prior=True,
            ),
        ),
        description=settings.doc,
    )


_GIVEN_BACK: Final = {
    "restore": "First on_destroy puts back what stood there before, for a moment.\n",
    "reset": "First on_destroy puts the service's own default there, for a moment.\n",
}

ROOT_KIND: Final = Kind(
    settings=ROOT,
    schema=_make_singleton_schema(ROOT, required=True),
    is_of_partner=False,
    title=f"The {ROOT.title} of tenant {{id}}",
    is_plural=True,
    exists="exist",
    replaced="are replaced",
    meanwhile=_GIVEN_BACK,
    read=lambda api, tenant: api.read_policy(),
    update=lambda api, tenant, sections: api.update_policy(sections),
    reset=lambda api, tenant: api.update_policy({**SYSTEM_ROOT}),
    reset_to=SYSTEM_ROOT,
)
"""The policy root: which other clouds the tenant may collaborate with. The service has them all off at first."""

DEFAULT_KIND: Final = Kind(
    settings=DEFAULT,
    schema=_make_singleton_schema(DEFAULT),
    is_of_partner=False,
    title=f"The {DEFAULT.title} of tenant {{id}}",
    is_plural=True,
    exists="exist",
    replaced="are replaced",
    meanwhile=_GIVEN_BACK,
    read=lambda api, tenant: api.read_default(),
    update=lambda api, tenant, sections: api.update_default(sections),
    reset=lambda api, tenant: api.reset_default(),
    reset_to=SYSTEM_DEFAULT,
)
"""What applies to organisations that are not listed, and to sections that a partner inherits."""

KINDS: Final = (ROOT_KIND, DEFAULT_KIND, PARTNER_KIND, SYNCHRONIZATION_KIND)
