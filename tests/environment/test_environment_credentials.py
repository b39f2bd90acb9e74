"""A credential in an environment file is refused, never shown, and sent to where it belongs."""

from pathlib import Path

import pytest

from crosscloud.environment import EnvironmentFileError, load
from crosscloud.environment.credentials import is_credential

GUID = "5cbe1b7e-4a0d-4f5e-9f0c-2f6f6a1f9c11"
HEAD = f"environment: e\ntenants:\n  con-toso:\n    tenant_id: {GUID}\n    cloud: global\n"
SIGN_IN = f"    sign_in: {{method: client_secret, client_id: {GUID}}}\n"
VALUE = "Abc8Q~hunter2hunter2"


def refused(folder: Path, fields: str) -> str:
    (folder / "environments").mkdir()
    (folder / "environments/e.yaml").write_text(HEAD + fields)
    with pytest.raises(EnvironmentFileError) as caught:
        load("e", folder=folder)
    text = f"{caught.value} {caught.value!r} {caught.value.problems}"
    assert VALUE not in text
    return text


@pytest.mark.parametrize(
    ("key", "variable"),
    [
        ("client_secret", "CROSSCLOUD_CON_TOSO_CLIENT_SECRET"),
        ("clientSecret", "CROSSCLOUD_CON_TOSO_CLIENT_SECRET"),
        ("secret", "CROSSCLOUD_CON_TOSO_CLIENT_SECRET"),
        ("password", "CROSSCLOUD_CON_TOSO_CLIENT_CERTIFICATE_PASSWORD"),
        ("certificate", "CROSSCLOUD_CON_TOSO_CLIENT_CERTIFICATE_PATH"),
        ("private_key", "CROSSCLOUD_CON_TOSO_CLIENT_CERTIFICATE_PATH"),
    ],
)
@pytest.mark.parametrize("where", ["sign_in", "plan", "tenant", "group"])
def test_a_tenants_credential_goes_into_its_variable(tmp_path: Path, key: str, variable: str, where: str) -> None:
    sign_in = f"method: client_secret, client_id: {GUID}, {key}: {VALUE}"
    fields = {
        "sign_in": f"    sign_in: {{{sign_in}}}\n",
        "plan": f"    sign_in: {{plan: {{{sign_in}}}, apply: {{method: client_secret, client_id: {GUID}}}}}\n",
        "tenant": f"    {key}: {VALUE}\n",
        "group": f"    groups: {{a: {{id: {GUID}, {key}: {VALUE}}}}}\n",
    }[where]
    assert f":6: {key} cannot stand in a file: put it into the variable {variable}" in refused(tmp_path, fields)


@pytest.mark.parametrize(
    ("backend", "says"),
    [
        (f"azurerm: {{access_key: {VALUE}}}", "put it into the variable ARM_ACCESS_KEY"),
        (f"azurerm: {{sas_token: {VALUE}}}", "put it into the variable ARM_SAS_TOKEN"),
        (f"azurerm: {{client_secret: {VALUE}}}", "put it into the variable ARM_CLIENT_SECRET"),
        (f"s3: {{bucket: b, secret_key: {VALUE}}}", "put it into the variable AWS_SECRET_ACCESS_KEY"),
        (f"s3: {{access_key: {VALUE}}}", "put it into the variable AWS_ACCESS_KEY_ID"),
        (f"s3: {{assume_role: {{token: {VALUE}}}}}", "put it into the variable AWS_SESSION_TOKEN"),
        (f"cloud: {{token: {VALUE}}}", "put it into the variable TF_TOKEN_app_terraform_io"),
        (f"s3: {{password: {VALUE}}}", "put it into the variable that the s3 backend reads it from"),
    ],
)
def test_a_backends_credential_goes_into_the_variable_that_terraform_reads(
    tmp_path: Path, backend: str, says: str
) -> None:
    assert says in refused(tmp_path, f"{SIGN_IN}    backend: {{{backend}}}\n")


def test_a_secret_in_the_place_of_an_id_is_not_shown(tmp_path: Path) -> None:
    text = refused(tmp_path, f"    sign_in: {{method: {VALUE}, client_id: {VALUE}}}\n")
    assert "client_id of sign_in of con-toso is not a GUID" in text


@pytest.mark.parametrize(
    "key",
    [
        "use_azuread_auth",
        "use_oidc",
        "oidc_token_file_path",
        "client_certificate_path",
        "shared_credentials_files",
        "skip_credentials_validation",
        "web_identity_token_file",
        "kms_key_id",
        "key",
        "bucket",
        "storage_account_name",
        "display_name",
        "sasquatch",
    ],
)
def test_what_only_sounds_like_a_credential_is_none(key: str) -> None:
    assert not is_credential(key)
