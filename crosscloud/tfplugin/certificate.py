"""The short-lived server certificate of a spawned plugin, for go-plugin's AutoMTLS.

Encoded by hand, because `cryptography.x509` takes longer to import than everything else that a plugin does at
start, and Terraform starts it several times for each plan. The certificate is self-signed and its own
authority: Terraform gets it in the handshake line and trusts exactly this one.

Source: RFC 5280, section 4; X.690 (DER); RFC 5480 (P-256), RFC 5758 (ecdsa-with-SHA256).
"""

import base64
import os
import time
from dataclasses import dataclass, field
from typing import Final

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

_INTEGER, _BIT_STRING, _OCTET_STRING, _OID, _UTF8_STRING, _BOOLEAN = 0x02, 0x03, 0x04, 0x06, 0x0C, 0x01
_SEQUENCE, _SET, _UTC_TIME = 0x30, 0x31, 0x17
_DNS_NAME, _VERSION, _EXTENSIONS = 0x82, 0xA0, 0xA3

_ECDSA_WITH_SHA256: Final = "1.2.840.10045.4.3.2"
_COMMON_NAME: Final = "2.5.4.3"
_BASIC_CONSTRAINTS, _KEY_USAGE, _EXTENDED_KEY_USAGE, _SUBJECT_ALT_NAME = (
    "2.5.29.19",
    "2.5.29.15",
    "2.5.29.37",
    "2.5.29.17",
)
_SERVER_AUTH, _CLIENT_AUTH = "1.3.6.1.5.5.7.3.1", "1.3.6.1.5.5.7.3.2"
_USAGES: Final = (
    b"\x02\xac"  # digitalSignature, keyEncipherment, keyAgreement, keyCertSign; the last 2 bits unused
)

_HOST: Final = b"localhost"  # the name that go-plugin expects
_CLOCK_SKEW_SECONDS: Final = 60
_LIFETIME_SECONDS: Final = 7 * 24 * 3600  # longer than any apply


@dataclass(frozen=True, slots=True)
class ServerCertificate:
    """A private key and its certificate.

    Attributes:
        key_pem: The private key, PKCS 8.
        certificate_pem: The certificate, PEM.
        certificate_der: The same, DER.
    """

    key_pem: bytes = field(repr=False)
    certificate_pem: bytes
    certificate_der: bytes


def make_server_certificate() -> ServerCertificate:
    """A new P-256 key with a self-signed certificate for `localhost`."""
    key = ec.generate_private_key(ec.SECP256R1())
    public_key = key.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    body = _body(public_key)
    signature = key.sign(body, ec.ECDSA(hashes.SHA256()))
    der = _der(_SEQUENCE, body, _algorithm(), _der(_BIT_STRING, b"\0", signature))
    pem = b"-----BEGIN CERTIFICATE-----\n" + base64.encodebytes(der) + b"-----END CERTIFICATE-----\n"
    key_pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return ServerCertificate(key_pem, pem, der)


def _body(public_key: bytes) -> bytes:
    """TBSCertificate, RFC 5280 section 4.1."""
    common_name = _der(_SEQUENCE, _oid(_COMMON_NAME), _der(_UTF8_STRING, _HOST))
    name = _der(_SEQUENCE, _der(_SET, common_name))
    now = time.time()
    validity = _der(_SEQUENCE, _time(now - _CLOCK_SKEW_SECONDS), _time(now + _LIFETIME_SECONDS))
    version_3 = _der(_VERSION, _der(_INTEGER, b"\x02"))
    serial = _der(_INTEGER, b"\x01" + os.urandom(15))  # positive, as the first byte is
    return _der(
        _SEQUENCE,
        version_3,
        serial,
        _algorithm(),
        name,
        validity,
        name,
        public_key,
        _der(_EXTENSIONS, _extensions()),
    )


def _extensions() -> bytes:
    true = _der(_BOOLEAN, b"\xff")

    def extension(oid: str, value: bytes, *, critical: bool = False) -> bytes:
        return _der(_SEQUENCE, _oid(oid), true if critical else b"", _der(_OCTET_STRING, value))

    return _der(
        _SEQUENCE,
        extension(_BASIC_CONSTRAINTS, _der(_SEQUENCE, true), critical=True),
        extension(_KEY_USAGE, _der(_BIT_STRING, _USAGES), critical=True),
        extension(_EXTENDED_KEY_USAGE, _der(_SEQUENCE, _oid(_SERVER_AUTH), _oid(_CLIENT_AUTH))),
        extension(_SUBJECT_ALT_NAME, _der(_SEQUENCE, _der(_DNS_NAME, _HOST))),
    )


def _algorithm() -> bytes:
    return _der(_SEQUENCE, _oid(_ECDSA_WITH_SHA256))


def _der(tag: int, *parts: bytes) -> bytes:
    """A tag with its length and content."""
    content = b"".join(parts)
    if len(content) < 0x80:
        return bytes((tag, len(content))) + content
    length = len(content).to_bytes((len(content).bit_length() + 7) // 8, "big")
    return bytes((tag, 0x80 | len(length))) + length + content


def _oid(dotted: str) -> bytes:
    first, second, *rest = map(int, dotted.split("."))
    encoded = bytearray([first * 40 + second])
    for number in rest:
        septets = [number & 0x7F]
        while number := number >> 7:
            septets.append(0x80 | (number & 0x7F))
        encoded += bytes(reversed(septets))
    return _der(_OID, bytes(encoded))


def _time(seconds: float) -> bytes:
    return _der(_UTC_TIME, time.strftime("%y%m%d%H%M%SZ", time.gmtime(seconds)).encode())
