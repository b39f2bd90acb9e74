"""Plans of very many partners, as Terraform shows them: what a joint review starts from once Terraform is done."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from uuid import NAMESPACE_DNS, uuid5

from crosscloud.domain.applications import GUEST_ESSENTIALS
from crosscloud.domain.clouds import GLOBAL, USGOV, Cloud
from crosscloud.domain.named import NamedId
from crosscloud.domain.settings import ALL_APPLICATIONS, ALL_USERS, PARTNER, to_graph
from crosscloud.domain.tenant import TenantSettings, apply_changes, from_snapshot
from crosscloud.environment import Environment
from crosscloud.environment.tenant import Tenant
from crosscloud.review.model import JointPlan, TenantPlan
from crosscloud.terraform.plan import read_plan

_FILE: Final = Path("environments/large.yaml")
_LINE: Final = "main.py:20"
_TYPE: Final = f"crosscloud_{PARTNER.name}"
_SHARING: Final = 4
"""One partner in so many shares its groups and applications with others; every other has its own."""


@dataclass(frozen=True, slots=True)
class LargeEnvironment:
    """Tenants with very many partners, and what is planned for them.

    Attributes:
        environment: the tenants, with a name for each group and each application.
        documents: for each tenant that is planned, by name, what `terraform show -json` prints.
        snapshots: what Graph said of each of these.
        directions: the directions that the intent declares.
    """

    environment: Environment
    documents: Mapping[str, str]
    snapshots: Mapping[str, dict[str, Any]]
    directions: tuple[tuple[str, str, str], ...]

    def plan(self) -> JointPlan:
        """The joint plan, from what Terraform printed."""
        parts = map(self._plan, self.environment.managed_tenants)
        return JointPlan(self.environment.name, "", tuple(parts))

    def settings(self) -> tuple[dict[str, TenantSettings], dict[str, TenantSettings]]:
        """The planned tenants by their ids: as they are, and as they will be."""
        before = {self.environment.tenant(name).tenant_id: from_snapshot(s) for name, s in self.snapshots.items()}
        plans = zip(before.items(), map(json.loads, self.documents.values()), strict=True)
        return before, {
            tenant_id: apply_changes(settings, read_plan(plan).changes) for (tenant_id, settings), plan in plans
        }

    def _plan(self, tenant: Tenant) -> TenantPlan:
        document = json.loads(self.documents[tenant.name])
        plan = read_plan(document)
        return TenantPlan(
            name=tenant.name,
            tenant_id=tenant.tenant_id,
            cloud=tenant.cloud,
            stack=tenant.name,
            before=from_snapshot(self.snapshots[tenant.name]),
            taken_at="2026-11-25T09:00:00Z",
            plan=plan,
            sources={change.address: _LINE for change in plan.changes},
            directions=self.directions,
            document=document,
        )


def two_tenants(partners: int, changed: int) -> LargeEnvironment:
    """Two tenants with as many partners each, one another among them; of each, so many change, both ways."""
    others = [_id("organisation", number) for number in range(partners - 1)]
    contoso, fabrikam = _id("contoso"), _id("fabrikam")
    lists = {"contoso": [fabrikam, *others], "fabrikam": [contoso, *others]}
    return _environment([_tenant("contoso", GLOBAL, lists), _tenant("fabrikam", USGOV, lists)], lists, changed)


def all_partners(tenants: int) -> LargeEnvironment:
    """Tenants of two clouds, each a partner of every other, with every direction changed."""
    names = [f"tenant-{number:02}" for number in range(tenants)]
    lists = {name: [_id(other) for other in names if other != name] for name in names}
    members = [_tenant(name, (GLOBAL, USGOV)[number % 2], lists) for number, name in enumerate(names)]
    return _environment(members, lists, tenants)


def hub(partners: int) -> LargeEnvironment:
    """One tenant and its partners, tenants of the environment that are not managed; every direction changes."""
    names = [f"partner-{number:04}" for number in range(partners)]
    lists = {"contoso": [_id(name) for name in names]}
    members = [_tenant("contoso", GLOBAL, lists), *(_tenant(name, USGOV, lists) for name in names)]
    return _environment(members, lists, partners)


def _environment(tenants: Sequence[Tenant], lists: Mapping[str, Sequence[str]], changed: int) -> LargeEnvironment:
    environment = Environment("large", _FILE, _FILE.parent, True, {tenant.name: tenant for tenant in tenants}, ())
    documents, snapshots = {}, {}
    directions: dict[tuple[str, str], None] = {}
    known = {tenant.tenant_id for tenant in tenants}
    for tenant in environment.managed_tenants:
        partners = lists[tenant.name]
        was = {partner: _sections(tenant.tenant_id, partner, number, 0) for number, partner in enumerate(partners)}
        will = {
            partner: _sections(tenant.tenant_id, partner, number, int(number < changed))
            for number, partner in enumerate(partners)
        }
        documents[tenant.name] = json.dumps(_document(was, will))
        snapshots[tenant.name] = _snapshot(tenant, was)
        for partner in partners:
            if partner in known:
                directions |= {(tenant.tenant_id, partner): None, (partner, tenant.tenant_id): None}
    return LargeEnvironment(environment, documents, snapshots, tuple((*ends, _LINE) for ends in directions))


def _tenant(name: str, cloud: Cloud, lists: Mapping[str, Sequence[str]]) -> Tenant:
    """A tenant, managed where it has a list of partners; each of its groups and applications has a name."""
    tenant_id = _id(name)
    groups: dict[str, str] = {}
    applications: dict[str, str] = {}
    for number, partner in enumerate(lists.get(name, ())):
        for turn in (0, 1):
            groups.setdefault(_group(tenant_id, partner, number, turn), f"to-{number}-{turn}")
            applications.setdefault(_application(partner, tenant_id, number, turn), f"for-{number}-{turn}")
    return Tenant(
        name,
        tenant_id,
        cloud,
        "large",
        _FILE,
        is_managed=name in lists,
        sign_in=None,
        backend=None,
        groups={told: NamedId("group", id_, told, name, tenant_id, told, 1) for id_, told in groups.items()},
        users={},
        applications={
            told: NamedId("application", id_, told, name, tenant_id, told, 1) for id_, told in applications.items()
        },
        line=1,
    )


def _sections(tenant: str, partner: str, number: int, turn: int) -> dict[str, Any]:
    """What a tenant sets for its partner of a number: as it is (turn 0), or once it has changed (turn 1)."""
    return {
        **dict.fromkeys(section.name for section in PARTNER.sections),
        "b2b_collaboration_inbound": _direction(partner, tenant, number, turn),
        "b2b_collaboration_outbound": _direction(tenant, partner, number, turn),
        "inbound_trust": {
            "is_mfa_accepted": True,
            "is_compliant_device_accepted": False,
            "is_hybrid_azure_ad_joined_device_accepted": False,
        },
        "automatic_user_consent_settings": {"inbound_allowed": True, "outbound_allowed": False},
    }


def _direction(home: str, resource: str, number: int, turn: int) -> dict[str, Any]:
    """One application instead of another, for one group more: some gain and some lose."""
    groups = [_group(home, resource, number, each) for each in range(turn + 1)]
    return _b2b("allowed", groups, [_application(home, resource, number, turn), *GUEST_ESSENTIALS])


def _b2b(access: str, groups: Sequence[str], applications: Sequence[str]) -> dict[str, Any]:
    kind = "group" if groups else "user"
    users = [{"target": id_, "target_type": kind} for id_ in groups or (ALL_USERS,)]
    reached = [{"target": id_, "target_type": "application"} for id_ in applications or (ALL_APPLICATIONS,)]
    return {
        "users_and_groups": {"access_type": access, "targets": users},
        "applications": {"access_type": access, "targets": reached},
    }


def _group(home: str, resource: str, number: int, turn: int) -> str:
    return _id("group", home, "shared" if number % _SHARING == 0 else resource, turn)


def _application(home: str, resource: str, number: int, turn: int) -> str:
    return _id("application", "shared" if number % _SHARING == 0 else home, resource, turn)


def _snapshot(tenant: Tenant, partners: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """What Graph says of a tenant."""
    closed = _b2b("blocked", (), ())
    names = ("b2bCollaborationInbound", "b2bCollaborationOutbound")
    other = USGOV if tenant.cloud is GLOBAL else GLOBAL
    return {
        "name": tenant.name,
        "tenant_id": tenant.tenant_id,
        "cloud": tenant.cloud.name,
        "policy": {"allowedCloudEndpoints": [other.endpoint]},
        "default": {name: to_graph(PARTNER.section("b2b_collaboration_inbound"), closed) for name in names},
        "partners": [
            {
                "tenantId": id_,
                **{section.graph: to_graph(section, given[section.name]) for section in PARTNER.sections},
            }
            for id_, given in partners.items()
        ],
        "unreadable": {},
    }


def _document(was: Mapping[str, dict[str, Any]], will: Mapping[str, dict[str, Any]]) -> dict[str, Any]:
    """Terraform's plan as JSON, with all that it has in it: state, configuration, and what is planned."""
    resources, state, changes, configuration = [], [], [], []
    for number, partner in enumerate(was):
        resource = {
            "address": f"{_TYPE}.partner-{number:04}",
            "mode": "managed",
            "type": _TYPE,
            "name": f"partner-{number:04}",
            "provider_name": "registry.terraform.io/crosscloud/crosscloud",
        }
        before, after = ({"id": partner, "tenant_id": partner, **given[partner]} for given in (was, will))
        actions = ["no-op" if before == after else "update"]
        change = {"actions": actions, "before": before, "after": after, "after_unknown": {}}
        changes.append({**resource, "change": {**change, "before_sensitive": {}, "after_sensitive": {}}})
        state.append({**resource, "schema_version": 0, "values": before, "sensitive_values": {}})
        resources.append({**resource, "schema_version": 0, "values": after, "sensitive_values": {}})
        given = {name: {"constant_value": value} for name, value in after.items() if value is not None}
        configuration.append({**resource, "provider_config_key": "crosscloud", "expressions": given})
    return {
        "format_version": "1.2",
        "terraform_version": "1.13.4",
        "planned_values": {"root_module": {"resources": resources}},
        "resource_changes": changes,
        "prior_state": {"format_version": "1.0", "values": {"root_module": {"resources": state}}},
        "configuration": {"root_module": {"resources": configuration}},
        "complete": True,
    }


def _id(*parts: object) -> str:
    return str(uuid5(NAMESPACE_DNS, " ".join(map(str, parts))))
