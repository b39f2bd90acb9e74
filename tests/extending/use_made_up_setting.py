"""Run in a copy of the tree to whose table one setting was added: prints where it shows up, as JSON.

Nothing here knows the setting but by its name; whatever is printed follows from the table.
"""

import datetime as dt
import json
from typing import Any

from crosscloud.bridge.provider import CrosscloudProvider
from crosscloud.domain.settings import PARTNER, to_graph
from crosscloud.domain.tenant import from_snapshot
from crosscloud.environment import load
from crosscloud.graph.bodies import bodies_by_version
from crosscloud.report import data, terminal
from crosscloud.review.model import JointPlan, TenantPlan
from crosscloud.review.review import review_plan
from crosscloud.terraform.plan import read_plan
from tools.docpages.types import pages

NAME = "made_up"
PARTNER_ID = "2c63888f-28f0-4481-be6d-dce7a7ace732"


def main() -> None:
    """Print for each place whether the setting is there, and right."""
    section = PARTNER.section(NAME)
    environment = load("demo")
    tenant = environment.managed_tenants[0]
    after: dict[str, Any] = {**dict.fromkeys((s.name for s in PARTNER.sections), None), NAME: True}
    address = "crosscloud_partner_settings.this"
    change = {"actions": ["create"], "before": None, "after": {**after, "tenant_id": PARTNER_ID}}
    entry = {"address": address, "mode": "managed", "type": "crosscloud_partner_settings", "change": change}
    snapshot = {
        "name": tenant.name,
        "tenant_id": tenant.tenant_id,
        "cloud": tenant.cloud.name,
        "policy": {"allowedCloudEndpoints": []},
        "default": {section.graph: False},
        "partners": [],
    }
    planned = TenantPlan(
        name=tenant.name,
        tenant_id=tenant.tenant_id,
        cloud=tenant.cloud,
        stack="stack",
        before=from_snapshot(snapshot),
        plan=read_plan({"resource_changes": [entry]}),
    )
    review = review_plan(environment, JointPlan("demo", "", (planned,)), dt.date(2026, 1, 1))
    written = planned.after.partners[PARTNER_ID] if planned.after is not None else None
    (changed,) = planned.changes
    schemas = {resource.type_name: resource.schema for resource in CrosscloudProvider({}).resources}
    found = {
        "schema": NAME in {a.name for a in schemas["crosscloud_partner_settings"].attributes},
        "body": bodies_by_version(PARTNER, {NAME: True}, tenant.cloud) == {"v1.0": {section.graph: True}},
        "json": to_graph(section, True) is True,
        "read": from_snapshot(snapshot).default[NAME] is False,
        "plan": [row.section.name for row in changed.rows] == [NAME],
        "after": written is not None and written.sections[NAME] is True and written.json[section.graph] is True,
        "text": NAME in terminal.render(review),
        "review": NAME in json.dumps(json.loads(data.render(review))["tenants"]),
        "docs": f"`{NAME}`" in pages()["docs/reference/types/crosscloud_partner_settings.md"],
    }
    print(json.dumps(found))  # noqa: T201 - its whole purpose


if __name__ == "__main__":
    main()
