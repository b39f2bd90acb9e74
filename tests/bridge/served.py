"""A tenant of the embedded Graph as the provider serves it, and values to write to it."""

import json
import threading
from dataclasses import dataclass
from typing import Any

from crosscloud.bridge.tenant import ConnectedTenant
from crosscloud.domain.clouds import Cloud
from crosscloud.domain.finding_policy import FindingPolicy
from crosscloud.domain.hold import Hold
from crosscloud.emulator import Emulator
from crosscloud.tfplugin import Context

PARTNER_ID = "2c63888f-28f0-4481-be6d-dce7a7ace732"
GROUP_ID = "ac8efe12-1c59-49f1-ba2d-de83458bfed0"
APPLICATION_ID = "0b80a255-53a1-4945-a932-58ef7777682c"


@dataclass
class Served:
    """A tenant of the embedded Graph and the provider's connection to it."""

    name: str
    tenant_id: str
    cloud: Cloud
    emulator: Emulator
    connected: ConnectedTenant

    def context(self) -> Context[ConnectedTenant]:
        """What a resource is handed for one call."""
        return Context(client=self.connected)

    def reconnected(self, finding_policy: FindingPolicy | None = FindingPolicy(), *holds: Hold) -> "Served":  # noqa: B008 - frozen
        """The same tenant as a new ConfigureProvider call sees it: nothing read yet."""
        connected = ConnectedTenant(self.connected.api, finding_policy, holds)
        return Served(self.name, self.tenant_id, self.cloud, self.emulator, connected)

    @property
    def variables(self) -> dict[str, str]:
        """The environment variables `T_…` with which the tenant is reached."""
        here = next(t for t in self.emulator.describe()["tenants"] if t["name"] == self.name)
        return {
            "T_CLIENT_ID": here["client_id"],
            "T_CLIENT_SECRET": here["client_secret"],
            "T_LOGIN_ENDPOINT": here["login"],
            "T_GRAPH_ENDPOINT": here["graph"],
            "T_CA_BUNDLE": str(self.emulator.ca_file),
        }

    @property
    def state(self) -> dict[str, Any]:
        """What the tenant holds, as the portal would see it."""
        return self.emulator.state(self.name)

    def partner(self, tenant_id: str = PARTNER_ID) -> dict[str, Any] | None:
        """What the tenant holds of one partner."""
        return next((p for p in self.state["partners"] if p["tenantId"] == tenant_id), None)

    def interrupted(self) -> Context[ConnectedTenant]:
        """What a resource is handed once the user has pressed Ctrl-C."""
        stop = threading.Event()
        stop.set()
        return Context(client=self.connected, stop=stop)

    @property
    def requests(self) -> list[dict[str, Any]]:
        """The requests about this tenant, login among them, oldest first."""
        lines = self.emulator.request_log.read_text(encoding="utf-8").splitlines()
        return [entry for line in lines if (entry := json.loads(line))["tenant"] == self.name]


def b2b(
    access_type: str = "allowed", *, group: str = GROUP_ID, application: str = APPLICATION_ID
) -> dict[str, Any]:
    """A B2B setting for one group and one application."""
    return {
        "users_and_groups": {"access_type": access_type, "targets": [{"target": group, "target_type": "group"}]},
        "applications": {
            "access_type": access_type,
            "targets": [{"target": application, "target_type": "application"}],
        },
    }


def texts(context: Context[ConnectedTenant], severity: str) -> str:
    """Everything of one severity that was reported, in one string."""
    return "\n".join(f"{d.summary}\n{d.detail}" for d in context.diagnostics if str(d.severity) == severity)


def trust(*, mfa: bool = False, compliant: bool = False) -> dict[str, bool]:
    """Inbound trust, as in Terraform."""
    return {
        "is_mfa_accepted": mfa,
        "is_compliant_device_accepted": compliant,
        "is_hybrid_azure_ad_joined_device_accepted": False,
    }


def graph_trust(*, mfa: bool) -> dict[str, bool]:
    """Inbound trust, as in Graph."""
    return {
        "isMfaAccepted": mfa,
        "isCompliantDeviceAccepted": False,
        "isHybridAzureADJoinedDeviceAccepted": False,
    }


def consent(*, inbound: bool, outbound: bool) -> dict[str, bool]:
    """Automatic user consent, as in Terraform."""
    return {"inbound_allowed": inbound, "outbound_allowed": outbound}
