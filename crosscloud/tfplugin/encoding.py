"""Values to and from the bytes of a `DynamicValue`: msgpack with cty's extensions, or JSON.

Source: Terraform, docs/plugin-protocol, "object wire format"; extension codes 0 (unknown) and 12 (unknown
with refinements, which are passed over).
"""

import json
from decimal import Decimal
from typing import Any, Final

import msgpack  # type: ignore[import-untyped]  # the package ships neither hints nor stubs

from crosscloud.tfplugin.values import Unknown

_UNKNOWN_CODES: Final = frozenset({0, 12})
_UNKNOWN: Final = msgpack.ExtType(0, b"\0")


def encode(value: Any) -> bytes:
    """The msgpack form of a value.

    Raises:
        TypeError: Something in the value is no attribute value.
    """
    packed: bytes = msgpack.packb(value, default=_encode_other)
    return packed


def decode(data: bytes) -> Any:
    """The value of a msgpack form; both kinds of unknown values become `Unknown`.

    Raises:
        ValueError: The data is no msgpack, or uses an extension that is not cty's.
    """
    return msgpack.unpackb(data, ext_hook=_decode_extension, strict_map_key=False)


def decode_json(data: bytes) -> Any:
    """The value of a JSON form (stored state); numbers with a fraction keep every digit.

    Raises:
        ValueError: The data is no JSON.
    """
    return json.loads(data, parse_float=_exact)


def _exact(digits: str) -> float | Decimal:
    number = float(digits)
    return number if Decimal(repr(number)) == Decimal(digits) else Decimal(digits)


def _encode_other(value: Any) -> Any:
    if value is Unknown:
        return _UNKNOWN
    if isinstance(value, int | Decimal):  # beyond 64 bits, or not binary: as decimal text
        return str(value)
    msg = f"a value of type {type(value).__name__} cannot be sent to Terraform"
    raise TypeError(msg)


def _decode_extension(code: int, data: bytes) -> Any:
    if code in _UNKNOWN_CODES:
        return Unknown
    msg = f"msgpack extension code {code} ({len(data)} bytes) is not one of Terraform's"
    raise ValueError(msg)
