"""A tenant as the login services describe it to anybody: its id, and the cloud, or clouds, that it is in."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from crosscloud.domain.clouds import Cloud


@dataclass(frozen=True, slots=True)
class FoundTenant:
    """What looking for a tenant found.

    Attributes:
        tenant_id: the tenant's id, in lower case.
        cloud: the cloud that it is in.
        not_asked: by host, why a login service gave no answer that counts. Whether it too knows a tenant of
            that name, in another cloud, is then unknown.
    """

    tenant_id: str
    cloud: Cloud
    not_asked: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FoundClouds:
    """The clouds in which a tenant id is known.

    Attributes:
        clouds: their names, or what a cloud calls itself that crosscloud does not know; empty where no service
            that was asked knows the id.
        not_asked: by host, why a login service gave no answer that counts: whether it too knows the id is unknown.
    """

    clouds: frozenset[str]
    not_asked: Mapping[str, str] = field(default_factory=dict)
