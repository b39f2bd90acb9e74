"""The bytes of values."""

from decimal import Decimal

import msgpack  # type: ignore[import-untyped]  # the package ships neither hints nor stubs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosscloud.tfplugin import Unknown
from crosscloud.tfplugin.encoding import decode, decode_json, encode

scalars = st.none() | st.booleans() | st.floats(allow_nan=False) | st.text() | st.just(Unknown)
values = st.recursive(
    scalars | st.integers(-(2**63), 2**64 - 1),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
)


@given(values)
def test_round_trip(value: object) -> None:
    assert decode(encode(value)) == value


def test_both_kinds_of_unknown_are_read() -> None:
    refinements = msgpack.packb({1: False, 2: "o-"})
    data = msgpack.packb([msgpack.ExtType(0, b"\0"), msgpack.ExtType(12, refinements)])
    first, second = decode(data)
    assert first is Unknown
    assert second is Unknown


def test_unknown_is_written_as_terraform_reads_it() -> None:
    assert encode(Unknown) == b"\xd4\x00\x00"  # fixext 1, type 0, data 0: cty's msgpack package, unknownValBytes


def test_another_extension_is_refused() -> None:
    with pytest.raises(ValueError, match="code 5"):
        decode(msgpack.packb(msgpack.ExtType(5, b"x")))


def test_numbers_beyond_64_bits_travel_as_text() -> None:
    assert decode(encode([2**70, Decimal("0.1")])) == [str(2**70), "0.1"]


def test_what_is_no_value_is_refused() -> None:
    with pytest.raises(TypeError, match="type object cannot be sent"):
        encode({"a": object()})


def test_json_keeps_every_digit() -> None:
    assert decode_json(b'{"a": 1.5, "b": 0.12345678901234567890123, "c": 12345678901234567890123}') == {
        "a": 1.5,
        "b": Decimal("0.12345678901234567890123"),
        "c": 12345678901234567890123,
    }
