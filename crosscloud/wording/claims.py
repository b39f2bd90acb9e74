"""The claims of a home tenant that inbound trust accepts, in words: `MFA and compliant devices`."""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Final

_CLAIMS: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "is_mfa_accepted": ("MFA", "MFA"),
        "is_compliant_device_accepted": ("compliant devices", "a compliant device"),
        "is_hybrid_azure_ad_joined_device_accepted": ("hybrid joined devices", "a hybrid joined device"),
    }
)
"""For each member of inbound trust: what is trusted, and what is asked of one guest."""


def trusted_in_words(claims: Collection[str]) -> list[str]:
    """What is trusted, one by one: `MFA`, `compliant devices`."""
    return [trusted for claim, (trusted, _) in _CLAIMS.items() if claim in claims]


def trusted_in_a_sentence(claims: Collection[str]) -> str:
    """What is trusted: `MFA and compliant devices`; `nothing` where it is nothing."""
    *others, last = trusted_in_words(claims) or ["nothing"]
    return f"{', '.join(others)} and {last}" if others else last


def asked_in_words(claims: Collection[str]) -> list[str]:
    """What is asked of one guest, one by one: `MFA`, `a compliant device`."""
    return [asked for claim, (_, asked) in _CLAIMS.items() if claim in claims]
