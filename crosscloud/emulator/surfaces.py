"""Which version of Graph declares a property in which cloud.

Microsoft publishes one schema (CSDL) for each version and cloud: `Prod` is the Global cloud, `Fairfax` is US
Government, `Mooncake` is China operated by 21Vianet. The sets below name where a property is declared;
elsewhere it is absent from answers and refused in requests. Source: microsoftgraph/msgraph-metadata,
`schemas/*.csdl`, and the Microsoft Graph reference. What beta declares in `Mooncake` is published for
`automaticUserConsentSettings` and `allowedCloudEndpoints`; newer properties are taken to be absent there.
"""

from dataclasses import dataclass
from typing import Final, TypeAlias

V1: Final = "v1.0"
BETA: Final = "beta"
VERSIONS: Final = (V1, BETA)

Where: TypeAlias = frozenset[tuple[str, str]]
"""Pairs of a version and a schema."""

EVERYWHERE: Final[Where] = frozenset((v, s) for v in VERSIONS for s in ("Prod", "Fairfax", "Mooncake"))
GLOBAL_ONLY: Final[Where] = frozenset({(V1, "Prod"), (BETA, "Prod")})
GLOBAL_BETA: Final[Where] = frozenset({(BETA, "Prod")})
DELETED_ITEMS: Final[Where] = GLOBAL_BETA
"""Where what was deleted can be restored. (A page of three, on permanent deletion, ticks every cloud.)"""
EVERY_BETA: Final[Where] = frozenset(pair for pair in EVERYWHERE if pair[0] == BETA)
CLOUD_ENDPOINTS: Final[Where] = GLOBAL_ONLY | EVERY_BETA
USER_CONSENT: Final[Where] = EVERYWHERE - {(BETA, "Mooncake")}
GROUP_SYNC: Final[Where] = frozenset({(BETA, "Prod"), (BETA, "Fairfax")})
M365_CAPABILITIES: Final[Where] = GLOBAL_ONLY | {(BETA, "Fairfax")}


@dataclass(frozen=True, slots=True)
class Surface:
    """Who looks at a document: the API in one version, or the portal.

    Attributes:
        versions: the versions whose declarations count; the portal sees those of both.
        schema: the cloud's schema, e.g. `Fairfax`.
        is_portal: whether an administrator in the portal acts, who may set what API callers cannot.
        more: properties, by name, that exist here although the cloud's published schema lacks them.
    """

    versions: tuple[str, ...]
    schema: str
    is_portal: bool = False
    more: frozenset[str] = frozenset()

    def declares(self, where: Where) -> bool:
        """Whether a property declared at `where` exists here."""
        return any((version, self.schema) in where for version in self.versions)


def api(version: str, schema: str, more: frozenset[str] = frozenset()) -> Surface:
    """The API in one version."""
    return Surface((version,), schema, more=more)


def portal(schema: str, more: frozenset[str] = frozenset()) -> Surface:
    """The admin centre, as tests play it."""
    return Surface(VERSIONS, schema, is_portal=True, more=more)
