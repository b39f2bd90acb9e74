"""What is made and removed, planned: whether it is there already, is taken over, or is removed and made anew."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import Any, ClassVar

from crosscloud.bridge.claims import Key
from crosscloud.bridge.rails import judge_destroyed, judge_written
from crosscloud.bridge.resource import Sections, SettingsResource, TenantContext, in_words
from crosscloud.bridge.reviewed import keep_reviewed
from crosscloud.bridge.tenant import ConnectedTenant
from crosscloud.domain.guid import fold
from crosscloud.tfplugin import is_wholly_known


class PlannedEntry(SettingsResource):
    """An object below the policy, named by a partner's tenant id: what its plan says."""

    exists: ClassVar[str]
    """How its texts say that it is there: `is listed`."""
    made_anew: ClassVar[str] = ""
    """What it means in between that it is removed and made anew: whole sentences, or nothing."""

    @abstractmethod
    def title(self, partner: str) -> str:
        """What texts call the object of `partner`, at the start of a sentence."""

    @abstractmethod
    def wanted(self, planned: Mapping[str, Any]) -> Sections:
        """The sections that the plan speaks of; the others are left as they are."""

    def may_be_made(self, context: TenantContext, tenant: ConnectedTenant, partner: str) -> bool:
        """Whether there may be one for `partner`; reported if not."""
        return True

    def plan_new(self, context: TenantContext, tenant: ConnectedTenant, partner: str) -> None:
        """Report what the reader should know of one that does not exist yet."""

    def plan_removal(self, context: TenantContext, prior: Mapping[str, Any]) -> None:
        """Report what speaks against removing it, which is of this tenant."""

    def key(self, partner: str) -> Key:
        """Under which this run knows the object."""
        return self.type_name, fold(partner)

    def how_to_adopt(self, partner: str) -> str:
        """What to do about an object that exists already."""
        return (
            "Import it, or set adopt_existing = true to take it over as it is planned:\n"
            f'  import {{\n    to = {self.type_name}.NAME\n    id = "{fold(partner)}"\n  }}'
        )

    def plan(
        self, context: TenantContext, prior: Any, config: Any, planned: dict[str, Any] | None
    ) -> dict[str, Any] | None:
        """Fill the ids; warn of one that exists already; report what speaks against removing one."""
        if prior is not None:
            context.private = b""  # of an earlier apply, if any; without a prior state, of this replacement
        if planned is None:
            self._plan_destroy(context, prior)
            return None
        self.check_given(context, config)
        partner = planned.get("tenant_id")
        if not is_wholly_known(partner):
            return planned
        partner = fold(str(partner))
        self.claim(context, self.title(partner), self.key(partner), prior, config)
        if prior is not None and fold(prior["tenant_id"]) == partner:
            if self.is_at_home(context, prior):
                judge_written(context, self.settings, prior, self.wanted(planned), partner)
            return planned
        planned = {**planned, "id": partner}
        if context.client is not None:
            planned["home_tenant_id"] = context.client.tenant_id
            self._plan_create(context, context.client, partner, planned)
        if prior is not None:
            self._plan_destroy(context, prior)  # Terraform plans the new one once more, without a prior state
        elif context.client is None or not context.client.claims.is_destroyed(self.key(partner)):
            judge_written(context, self.settings, None, self.wanted(planned), partner)
        return planned

    def _plan_destroy(self, context: TenantContext, prior: Mapping[str, Any]) -> None:
        if self.is_at_home(context, prior):
            keep_reviewed(context, prior["tenant_id"], self.live_if_known(context, prior["tenant_id"]))
            self.plan_removal(context, prior)
            judge_destroyed(context, self.settings, prior, fold(prior["tenant_id"]))

    def _plan_create(
        self, context: TenantContext, tenant: ConnectedTenant, partner: str, planned: Mapping[str, Any]
    ) -> None:
        if not self.may_be_made(context, tenant, partner):
            return
        known, live = self.live_or_report(context, partner)
        if not known:
            return
        if live is None:
            self.plan_new(context, tenant, partner)
            return
        changes = in_words(self.settings, live, {**live, **self.wanted(planned)})
        words = f"Live settings that change:\n{changes}" if changes else "It is exactly as planned."
        if (stored := tenant.claims.stored(self.key(partner))) is not None:
            context.diagnostics.warning(
                f"{self.title(partner)} is removed and made anew", f"{self.made_anew}\n{words}".lstrip()
            )
            if not context.private:  # else the same resource replaces another partner
                keep_reviewed(context, partner, live)
            self.plan_removal(context, stored)
        elif planned.get("adopt_existing") or not changes:
            context.diagnostics.warning(f"{self.title(partner)} {self.exists} already and is taken over", words)
        else:
            context.diagnostics.warning(
                f"{self.title(partner)} {self.exists} already: creating it will be refused",
                f"{self.how_to_adopt(partner)}\n{words}",
            )
