"""What a resource tenant believes of guests, and what it does not ask them: trust and consent."""

from dataclasses import dataclass, fields
from typing import Any

from crosscloud.domain.settings import Value
from crosscloud_constructs.collecting import refuse
from crosscloud_constructs.errors import IntentProblem, SettingsError
from crosscloud_constructs.source import calling_code


@dataclass(frozen=True, slots=True)
class _Switches:
    """Members that are each true or false, none of them left to inherit."""

    def __post_init__(self) -> None:
        where = calling_code()
        found = [
            IntentProblem(f"{type(self).__name__}.{name} is {value!r}", where, "Write True or False")
            for name, value in self._members().items()
            if not isinstance(value, bool)
        ]
        if found:
            refuse(SettingsError(found), self)

    def to_value(self) -> Value:
        """The value as the settings describe it, every member explicit."""
        return {**self._members()}

    def _members(self) -> dict[str, Any]:
        return {each.name: getattr(self, each.name) for each in fields(self)}


@dataclass(frozen=True, slots=True, kw_only=True)
class InboundTrust(_Switches):
    """Which claims of the home tenant the resource tenant's Conditional Access accepts.

    Trust permits no access by itself; it works between clouds (Microsoft Graph reference,
    crossTenantAccessPolicyInboundTrust).

    Attributes:
        is_mfa_accepted: MFA done at home counts.
        is_compliant_device_accepted: the home tenant's word that a device is compliant counts.
        is_hybrid_azure_ad_joined_device_accepted: its word that a device is hybrid joined counts.
    """

    is_mfa_accepted: bool = False
    is_compliant_device_accepted: bool = False
    is_hybrid_azure_ad_joined_device_accepted: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AutomaticUserConsent(_Switches):
    """One tenant's halves of automatic redemption: whether the consent prompt may be left out.

    The prompt is left out only where the home tenant's `outbound_allowed` and the resource tenant's
    `inbound_allowed` are both true (Microsoft Graph reference, inboundOutboundPolicyConfiguration).

    Attributes:
        inbound_allowed: for users of the other tenant who come in.
        outbound_allowed: for this tenant's users who go out.
    """

    inbound_allowed: bool = False
    outbound_allowed: bool = False
