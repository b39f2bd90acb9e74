"""What the constructs need to know of a tenant. The values of `crosscloud.environment` fit.

Described by shape, so that the constructs can be used with tenants from anywhere else, too.
"""

from collections.abc import Mapping
from dataclasses import is_dataclass
from typing import Any, Final, Protocol, TypeGuard, runtime_checkable

from crosscloud.domain.clouds import Cloud
from crosscloud.domain.finding_policy import FindingPolicy
from crosscloud.domain.hold import Hold


class Backend(Protocol):
    """Where Terraform keeps a tenant's state."""

    @property
    def kind(self) -> str:
        """A kind of backend that Terraform has, such as `azurerm`; `cloud` is HCP Terraform."""

    @property
    def settings(self) -> Mapping[str, Any]:
        """Its arguments, as Terraform names them."""


@runtime_checkable
class Tenant(Protocol):
    """One tenant, in one cloud."""

    @property
    def name(self) -> str:
        """Its name in the environment; part of Terraform addresses."""

    @property
    def tenant_id(self) -> str:
        """Its GUID."""

    @property
    def cloud(self) -> Cloud:
        """The cloud that it is in."""

    @property
    def environment_name(self) -> str:
        """The environment that it belongs to."""

    @property
    def client_id(self) -> str | None:
        """The application that signs in, where there is one for planning and applying alike."""

    @property
    def is_managed(self) -> bool:
        """Whether it is planned and applied here."""

    @property
    def variable_prefix(self) -> str:
        """How the names of the variables begin that hold its sign-in."""

    @property
    def backend(self) -> Backend | None:
        """Where its state is; None where it is not managed."""

    @property
    def finding_policy(self) -> FindingPolicy:
        """How findings about it are weighed, tenants by their ids."""

    @property
    def holds(self) -> tuple[Hold, ...]:
        """From whom it is held apart while an incident lasts."""

    @property
    def tries(self) -> tuple[str, ...]:
        """The sections that may be sent although Microsoft's sources disagree whether its cloud has them."""


def is_tenant(value: object) -> TypeGuard[Tenant]:
    """Whether `value` has all that a `Tenant` has."""
    return _is_shaped(value)


_SHAPED: Final[dict[type, bool]] = {}


def _is_shaped(value: object) -> bool:
    """Asking for each member takes tens of microseconds: what dataclasses have is asked once for each class."""
    made_by = type(value)
    if made_by not in _SHAPED:
        answer = isinstance(value, Tenant)
        if not is_dataclass(made_by):
            return answer
        _SHAPED[made_by] = answer
    return _SHAPED[made_by]
