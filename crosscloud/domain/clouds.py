"""The Microsoft clouds: their hosts, their names in Graph, and which pairs may collaborate.

Every host and scope that crosscloud uses comes from this table. Sources: Microsoft's pages on national
cloud authentication and Graph deployments (hosts), on Microsoft cloud settings (names in
`allowedCloudEndpoints`), and on cross-cloud collaboration (supported pairs).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


class UnknownCloudError(ValueError):
    """A name that is no cloud of the table; its text says which names are."""


@dataclass(frozen=True, slots=True)
class Cloud:
    """One cloud, as one set of hosts that accept one another's tokens.

    Attributes:
        name: the name in environment files and Terraform: `global`, `usgov`, `usgov_dod`, `china`.
        title: the name in reports.
        login: root of the login service, without a tenant, e.g. `https://login.microsoftonline.com`.
        graph: root of Microsoft Graph, without a version, e.g. `https://graph.microsoft.com`.
        endpoint: what other clouds list in `allowedCloudEndpoints` to enable this one, and what the login
            service's discovery document calls `cloud_instance_name`.
        federation_audience: audience of the token in workload identity federation.
        graph_schema: the schema that Microsoft publishes for it: `Prod`, `Fairfax`, `Mooncake`.
    """

    name: str
    title: str
    login: str
    graph: str
    endpoint: str
    federation_audience: str
    graph_schema: str

    @property
    def scope(self) -> str:
        """The scope of an app-only token for this cloud's Graph."""
        return f"{self.graph}/.default"

    def __str__(self) -> str:
        return self.title


GLOBAL: Final = Cloud(
    name="global",
    title="Global",
    login="https://login.microsoftonline.com",
    graph="https://graph.microsoft.com",
    endpoint="microsoftonline.com",
    federation_audience="api://AzureADTokenExchange",
    graph_schema="Prod",
)
USGOV: Final = Cloud(
    name="usgov",
    title="US Government (GCC High)",
    login="https://login.microsoftonline.us",
    graph="https://graph.microsoft.us",
    endpoint="microsoftonline.us",
    federation_audience="api://AzureADTokenExchangeUSGov",
    graph_schema="Fairfax",
)
USGOV_DOD: Final = Cloud(
    name="usgov_dod",
    title="US Government (DoD)",
    login="https://login.microsoftonline.us",
    graph="https://dod-graph.microsoft.us",
    endpoint="microsoftonline.us",
    federation_audience="api://AzureADTokenExchangeUSGov",
    graph_schema="Fairfax",
)
CHINA: Final = Cloud(
    name="china",
    title="China (21Vianet)",
    login="https://login.partner.microsoftonline.cn",
    graph="https://microsoftgraph.chinacloudapi.cn",
    endpoint="partner.microsoftonline.cn",
    federation_audience="api://AzureADTokenExchangeChina",
    graph_schema="Mooncake",
)

CLOUDS: Final[Mapping[str, Cloud]] = MappingProxyType(
    {cloud.name: cloud for cloud in (GLOBAL, USGOV, USGOV_DOD, CHINA)}
)

ENDPOINTS: Final = frozenset(cloud.endpoint for cloud in CLOUDS.values())
"""Every `allowedCloudEndpoints` value that names a cloud of `CLOUDS`."""

_ALSO_CALLED: Final = MappingProxyType({"gcc_high": "usgov"})

_SUPPORTED: Final = frozenset(
    {
        frozenset({GLOBAL.endpoint, USGOV.endpoint}),
        frozenset({GLOBAL.endpoint, CHINA.endpoint}),
    }
)


def find_cloud(name: str) -> Cloud:
    """The cloud called `name` (`gcc_high` is taken as `usgov`).

    Raises:
        UnknownCloudError: for any other name; GCC is answered with the cloud that it is in.
    """
    found = CLOUDS.get(_ALSO_CALLED.get(name, name))
    if found is not None:
        return found
    if name.lower() == "gcc":
        raise UnknownCloudError("GCC is in global: write `global` (GCC High is `usgov`)")
    raise UnknownCloudError(f"{name!r} is not a cloud: write one of {', '.join(CLOUDS)}")


def is_same_cloud(one: Cloud, other: Cloud) -> bool:
    """Whether tenants of the two need no cloud setting: GCC High and DoD share a login cloud."""
    return one.endpoint == other.endpoint


def is_supported_pair(one: Cloud, other: Cloud) -> bool:
    """Whether B2B collaboration is documented between the two: within one cloud, or Global with either other.

    US Government with China is documented as unsupported.
    """
    return is_same_cloud(one, other) or frozenset({one.endpoint, other.endpoint}) in _SUPPORTED


def enableable_endpoints(cloud: Cloud) -> tuple[str, ...]:
    """What a tenant of `cloud` may list in `allowedCloudEndpoints`, in alphabetical order; never its own."""
    others = {other.endpoint for other in CLOUDS.values() if not is_same_cloud(cloud, other)}
    return tuple(sorted(e for e in others if frozenset({cloud.endpoint, e}) in _SUPPORTED))


def endpoint_title(endpoint: str) -> str:
    """What reports call the cloud behind an `allowedCloudEndpoints` value; the value itself where unknown."""
    titles = {GLOBAL.endpoint: "Global", USGOV.endpoint: "US Government", CHINA.endpoint: CHINA.title}
    return titles.get(endpoint, endpoint)
