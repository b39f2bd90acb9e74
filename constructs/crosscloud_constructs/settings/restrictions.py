"""Which accounts of other tenants may be used on this tenant's networks and devices."""

from dataclasses import dataclass, field
from typing import Literal

from crosscloud.domain.settings import PARTNER, Value, problems
from crosscloud_constructs.collecting import refuse
from crosscloud_constructs.errors import IntentProblem, SettingsError
from crosscloud_constructs.settings.access import Access
from crosscloud_constructs.settings.checks import intent_problem
from crosscloud_constructs.source import Source, calling_code


@dataclass(frozen=True, slots=True)
class DeviceFilter:
    """Devices, by a rule. Made by `allow` or `block` (Microsoft Graph reference, devicesFilter).

    Attributes:
        mode: whether devices that satisfy the rule are allowed, or blocked.
        rule: the rule, e.g. `device.deviceOwnership -eq 'Company'`.
        source: where in the code it was made.
    """

    mode: Literal["allowed", "blocked"]
    rule: str
    source: Source = field(compare=False, repr=False)

    @classmethod
    def allow(cls, rule: str) -> "DeviceFilter":
        """Allows devices that satisfy `rule`.

        Raises:
            SettingsError: for an empty rule.
        """
        return cls._make("allowed", rule)

    @classmethod
    def block(cls, rule: str) -> "DeviceFilter":
        """Blocks devices that satisfy `rule`; errors are those of `allow`."""
        return cls._make("blocked", rule)

    @classmethod
    def _make(cls, mode: Literal["allowed", "blocked"], rule: str) -> "DeviceFilter":
        made = cls(mode, rule, calling_code())
        rules = problems(PARTNER.section("tenant_restrictions"), {"devices": made.to_value()})
        found = [intent_problem(("DeviceFilter", *broken.path[1:]), broken, made.source) for broken in rules]
        if found:
            refuse(SettingsError(found), made)
        return made

    def to_value(self) -> Value:
        """The filter as the settings describe it."""
        return {"mode": self.mode, "rule": self.rule}


@dataclass(frozen=True, slots=True)
class TenantRestrictions:
    """Who of the other tenant, signed in with an account from there, may use what on this tenant's network.

    Global cloud only (Microsoft Graph reference, crossTenantAccessPolicyTenantRestrictions, and the schemas of the
    other clouds, which lack it).

    Attributes:
        access: users and groups of the other tenant, and applications.
        devices: on which devices; Microsoft's reference says that the service does not honour it yet.
    """

    access: Access
    devices: DeviceFilter | None = None

    def __post_init__(self) -> None:
        where = calling_code()
        found = [
            IntentProblem(f"TenantRestrictions.{name} is a {type(value).__name__}", where, f"Give {example}")
            for name, value, types, example in (
                ("access", self.access, Access, "Access.allow(...) or Access.block_all()"),
                (
                    "devices",
                    self.devices,
                    DeviceFilter | None,
                    "DeviceFilter.allow(...) or DeviceFilter.block(...)",
                ),
            )
            if not isinstance(value, types)
        ]
        if found:
            refuse(SettingsError(found), self)

    @classmethod
    def block_all(cls) -> "TenantRestrictions":
        """Blocks every account of the other tenant from everything, on any device."""
        return cls(Access.block_all())

    def to_value(self) -> Value:
        """The value as the settings describe it."""
        value = self.access.to_value()
        halves = value if isinstance(value, dict) else {}
        return halves if self.devices is None else {**halves, "devices": self.devices.to_value()}
