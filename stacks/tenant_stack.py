"""One stack per tenant: its state, its provider, and its half of every partnership that involves it."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from crosscloud.domain.clouds import is_same_cloud
from crosscloud_constructs import (
    CrosscloudProvider,
    CrossCloudSettings,
    DefaultSettings,
    DefaultSettingsResource,
    PartnerSettingsResource,
    Partnership,
    SettingsResource,
    StateBackend,
)
from crosscloud_constructs.bindings.bundle import BundledResource, ResourceBundle
from crosscloud_constructs.cdk import Construct
from crosscloud_constructs.collecting import is_refused, stop
from crosscloud_constructs.errors import IntentProblem, StackError
from crosscloud_constructs.source import Source, calling_code
from crosscloud_constructs.tenants import Tenant
from stacks.checks import check_arguments, check_intent, check_kept, is_sound
from stacks.declaring import DeclaringStack
from stacks.provenance import StackProvenance
from stacks.state_folder import make_private
from stacks.validation import validate_once


class TenantStack(DeclaringStack):
    """The stack of one tenant, in exactly one cloud.

    Its resources have fixed addresses: `crosscloud_settings.this`, `crosscloud_partner_settings.PARTNER` for
    each partnership, and `crosscloud_default_settings.this` where defaults are given; they are applied in that
    order, so that a default closes only when those whom it must not shut out are listed. Other constructs
    may be added to the stack.

    The resources are written together, however many; each becomes an ordinary construct when `cross_cloud`,
    `partners[...]` or `defaults` is asked for it, to which all of cdktf applies (`add_override`, `import_from`,
    `move_to`, `lifecycle`, `depends_on`). All of them become constructs where the stack has aspects, and for HCL.

    Attributes:
        tenant: whose stack it is.
        partners: the resource of each partnership, by the partner's name.
    """

    def __init__(
        self,
        scope: Construct,
        tenant: Tenant,
        *,
        defaults: DefaultSettings | None = None,
        partnerships: Sequence[Partnership] = (),
        keeping: Sequence[Tenant] = (),
    ) -> None:
        """Adds the stack to an app, as `ENVIRONMENT-CLOUD-TENANT`.

        Args:
            scope: the app.
            tenant: a managed tenant of an environment.
            defaults: what applies to organisations that no partnership names; left as it is where not given.
            partnerships: those of the whole intent; the ones that do not involve the tenant are passed over.
            keeping: partners that are no longer managed here: what the tenant has for them stays as it is, and so
                does their cloud.

        Raises:
            StackError: for everything at once that is wrong with what is given.
        """
        source = calling_code()
        check_arguments(tenant, defaults, partnerships, keeping, source)
        stack_id = f"{tenant.environment_name}-{tenant.cloud.name}-{tenant.name}"
        if scope.node.try_find_child(stack_id) is not None:
            what = f"the app has a stack {stack_id} already"
            stop(StackError([IntentProblem(what, source, "Make one stack for each tenant")]))
        check_intent(tenant, defaults, partnerships, stack_id, source)
        check_kept(tenant, partnerships, keeping, stack_id, source)
        super().__init__(scope, stack_id, tenant)
        self.given = tuple(partnerships)
        # What is wrong is left out here, and refuses the whole when the app is synthesised.
        own = [each for each in partnerships if each.involves(tenant) and is_sound(each)]
        self.known_tenants = tuple(other for each in own for other in each.tenants)
        if defaults is not None and is_refused(defaults):
            defaults = None
        self._add_backend()
        CrosscloudProvider(
            self,
            "crosscloud-provider",
            tenant_id=tenant.tenant_id,
            cloud=tenant.cloud.name,
            environment_prefix=tenant.variable_prefix,
            client_id=tenant.client_id,
            accept=[
                {
                    "finding": entry.finding,
                    "tenants": list(entry.tenants),
                    "reason": entry.reason,
                    "approved_by": entry.approved_by,
                    "expires": entry.expires.isoformat(),
                }
                for entry in tenant.finding_policy.accept
            ],
            severity=dict(tenant.finding_policy.severities),
            hold=[
                {
                    "tenants": list(hold.tenants),
                    "reason": hold.reason,
                    "held_by": hold.held_by,
                    "since": hold.since.isoformat(),
                    "where": hold.where,
                }
                for hold in tenant.holds
            ],
            try_sections=list(tenant.tries),
        )
        self._cross_cloud = self._add_cross_cloud(own, keeping, source)
        self._partners = {each.partner_of(tenant).name: self._add_partner(each, source) for each in own}
        self.partners: Mapping[str, PartnerSettingsResource] = _Partners(self.bundle, self._partners)
        self._defaults = self._add_defaults(defaults, source)
        self._stop_managing(keeping)
        self._add_provenance(own, defaults, source)
        if not getattr(self.node.root, "tells_all_at_once", False):
            validate_once(self)

    @property
    def cross_cloud(self) -> SettingsResource:
        """The resource with the clouds that the partnerships need."""
        return self.bundle.take_out(self._cross_cloud)

    @property
    def defaults(self) -> DefaultSettingsResource | None:
        """The resource of the default settings, where given."""
        return None if self._defaults is None else self.bundle.take_out(self._defaults)

    def _add_backend(self) -> None:
        backend = self.tenant.backend
        if backend is None:
            return
        if backend.kind == "local":
            make_private(Path(backend.settings["path"]).parent)
        StateBackend(self, backend.kind, backend.settings)

    def _add_cross_cloud(
        self, partnerships: Sequence[Partnership], keeping: Sequence[Tenant], source: Source
    ) -> BundledResource[SettingsResource]:
        partners = [*(partnership.partner_of(self.tenant) for partnership in partnerships), *keeping]
        others = [partner.cloud for partner in partners if not is_same_cloud(partner.cloud, self.tenant.cloud)]
        return self.bundle.add(
            SettingsResource,
            "crosscloud-settings",
            name="this",
            source=source,
            given=CrossCloudSettings(others).sections(),
        )

    def _add_partner(self, partnership: Partnership, source: Source) -> BundledResource[PartnerSettingsResource]:
        partner = partnership.partner_of(self.tenant)
        return self.bundle.add(
            PartnerSettingsResource,
            f"crosscloud-partner-{partner.name}",
            name=partner.name,
            depends_on=[self._cross_cloud.address],
            source=source,
            given={
                "tenant_id": partner.tenant_id,
                **({"adopt_existing": True} if partnership.adopts_in(self.tenant) else {}),
                **partnership.entry_for(self.tenant).sections(),
            },
        )

    def _add_defaults(
        self, defaults: DefaultSettings | None, source: Source
    ) -> BundledResource[DefaultSettingsResource] | None:
        if defaults is None:
            return None
        return self.bundle.add(
            DefaultSettingsResource,
            "crosscloud-default-settings",
            name="this",
            depends_on=[self._cross_cloud.address, *(each.address for each in self._partners.values())],
            source=source,
            given=defaults.for_cloud(self.tenant.cloud).sections(),
        )

    def _stop_managing(self, partners: Sequence[Tenant]) -> None:
        """Have Terraform forget these partners' entries, where its state has them, and leave them as they are."""
        if partners:
            type_name = PartnerSettingsResource.type_name()
            kept = [{"from": f"{type_name}.{each.name}", "lifecycle": {"destroy": False}} for each in partners]
            self.add_override("removed", kept)

    def _add_provenance(
        self, partnerships: Sequence[Partnership], defaults: DefaultSettings | None, source: Source
    ) -> None:
        self.sources[self._cross_cloud.address] = source
        for partnership in partnerships:
            partner = partnership.partner_of(self.tenant)
            address = self._partners[partner.name].address
            self.sources[address] = partnership.source
            for section, home, resource in (
                ("b2b_collaboration_outbound", self.tenant, partner),
                ("b2b_collaboration_inbound", partner, self.tenant),
            ):
                direction = partnership.direction(home, resource)
                if direction is not None:
                    self.sources[f"{address}.{section}"] = direction.source
        if defaults is not None and self._defaults is not None:
            self.sources[self._defaults.address] = defaults.source
        provenance = StackProvenance(
            self,
            environment=self.tenant.environment_name,
            tenant=self.tenant.name,
            tenant_id=self.tenant.tenant_id,
            cloud=self.tenant.cloud.name,
            sources={name: str(line) for name, line in self.sources.items() if name.count(".") == 1},
            directions=[
                {
                    "home": direction.home.tenant_id,
                    "resource": direction.resource.tenant_id,
                    "source": str(direction.source),
                }
                for partnership in partnerships
                for direction in partnership.directions
            ],
            warnings=self.warnings,
        )
        self.add_plain(provenance)


class _Partners(Mapping[str, PartnerSettingsResource]):
    """The resources of the partnerships, by the partner's name: each a construct once it is asked for."""

    def __init__(
        self, bundle: ResourceBundle, resources: Mapping[str, BundledResource[PartnerSettingsResource]]
    ) -> None:
        self._bundle = bundle
        self._resources = resources

    def __getitem__(self, name: str) -> PartnerSettingsResource:
        return self._bundle.take_out(self._resources[name])

    def __contains__(self, name: object) -> bool:
        return name in self._resources

    def __iter__(self) -> Iterator[str]:
        return iter(self._resources)

    def __len__(self) -> int:
        return len(self._resources)
