"""Signing in with a certificate: the proof that is sent is signed by its key, and the key stays here."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import jwt
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

from crosscloud.graph import ClientCertificate, SignInConfigurationError
from tests.graph.scripted_service import CLIENT, TENANT, Reply, scripted, secret_sign_in

PASSWORD = "a-password-that-nobody-may-see"
KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
NAME = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "crosscloud tests")])
CERTIFICATE = (
    x509.CertificateBuilder()
    .subject_name(NAME)
    .issuer_name(NAME)
    .public_key(KEY.public_key())
    .serial_number(1)
    .not_valid_before(datetime.now(UTC) - timedelta(days=1))
    .not_valid_after(datetime.now(UTC) + timedelta(days=1))
    .sign(KEY, hashes.SHA256())
)
LOCK = serialization.BestAvailableEncryption(PASSWORD.encode())


def pem(*, locked: bool = False) -> bytes:
    lock = LOCK if locked else serialization.NoEncryption()
    return KEY.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, lock)


CERTIFICATE_PEM = CERTIFICATE.public_bytes(serialization.Encoding.PEM)
PFX = pkcs12.serialize_key_and_certificates(b"app", KEY, CERTIFICATE, None, LOCK)


@pytest.mark.parametrize(
    ("content", "password"),
    [
        (pem() + CERTIFICATE_PEM, None),
        (CERTIFICATE_PEM + pem(), None),
        (CERTIFICATE_PEM + pem(locked=True), PASSWORD),
        (PFX, PASSWORD),
    ],
    ids=["key first", "certificate first", "locked", "pfx"],
)
def test_proves_it_holds_the_key(content: bytes, password: str | None, tmp_path: Path) -> None:
    path = tmp_path / "app"
    path.write_bytes(content)
    on = scripted(Reply(body={}), sign_in=secret_sign_in(method=ClientCertificate(path, password)))
    on.api.read_policy()
    form = on.service.token_requests[0].form
    assert "client_secret" not in form
    endpoint = f"https://login.microsoftonline.com/{TENANT}/oauth2/v2.0/token"
    claims = jwt.decode(form["client_assertion"], KEY.public_key(), ["PS256", "RS256"], audience=endpoint)
    assert (claims["iss"], claims["sub"]) == (CLIENT, CLIENT)
    assert "PRIVATE KEY" not in on.service.token_requests[0].body.decode()


@pytest.mark.parametrize(
    ("content", "password", "words"),
    [
        (CERTIFICATE_PEM, None, "must hold one private key and its certificate"),
        (pem(), None, "must hold one private key and its certificate"),
        (CERTIFICATE_PEM + pem(locked=True), "wrong", "cannot be used"),
        (CERTIFICATE_PEM + pem(locked=True), None, "cannot be used"),
        (PFX, "wrong", "cannot be used"),
        (b"junk", None, "cannot be used"),
    ],
)
def test_an_unusable_file(content: bytes, password: str | None, words: str, tmp_path: Path) -> None:
    path = tmp_path / "app"
    path.write_bytes(content)
    on = scripted(sign_in=secret_sign_in(method=ClientCertificate(path, password)))
    with pytest.raises(SignInConfigurationError, match=words) as raised:
        on.api.read_policy()
    assert PASSWORD not in str(raised.value)
    assert not on.service.token_requests


def test_a_missing_file(tmp_path: Path) -> None:
    on = scripted(sign_in=secret_sign_in(method=ClientCertificate(tmp_path / "none.pem")))
    with pytest.raises(SignInConfigurationError, match=r"none\.pem cannot be read: No such file"):
        on.api.read_policy()
