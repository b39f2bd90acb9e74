"""The hand-encoded certificate, read by an independent implementation."""

import datetime as dt
import ssl
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID

from crosscloud.tfplugin.certificate import make_server_certificate


def test_certificate_is_what_go_plugin_expects(tmp_path: Path) -> None:
    made = make_server_certificate()
    certificate = x509.load_pem_x509_certificate(made.certificate_pem)
    assert x509.load_der_x509_certificate(made.certificate_der) == certificate
    assert certificate.version is x509.Version.v3
    assert certificate.subject == certificate.issuer
    certificate.verify_directly_issued_by(certificate)
    now = dt.datetime.now(dt.UTC)
    assert certificate.not_valid_before_utc < now < now + dt.timedelta(days=6) < certificate.not_valid_after_utc
    extensions = certificate.extensions
    names = extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["localhost"]
    assert extensions.get_extension_for_class(x509.BasicConstraints).value == x509.BasicConstraints(True, None)
    usage = extensions.get_extension_for_class(x509.KeyUsage).value
    assert usage.digital_signature
    assert usage.key_cert_sign
    assert not usage.crl_sign
    assert ExtendedKeyUsageOID.SERVER_AUTH in extensions.get_extension_for_class(x509.ExtendedKeyUsage).value
    pair = tmp_path / "pair.pem"
    pair.write_bytes(made.key_pem + made.certificate_pem)
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(pair)  # raises unless the key fits


def test_each_certificate_is_new_and_its_key_is_not_shown() -> None:
    first, second = make_server_certificate(), make_server_certificate()
    assert first.certificate_der != second.certificate_der
    key = serialization.load_pem_private_key(first.key_pem, None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    assert "PRIVATE KEY" not in repr(first)
