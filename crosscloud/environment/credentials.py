"""No credential may stand in an environment file: how one is recognised, and where it belongs instead.

Environment files are reviewed and kept in version control. The messages never show the value.
"""

from types import MappingProxyType
from typing import Final

_EXACT: Final = frozenset(
    {"access_key", "account_key", "certificate", "client_certificate", "client_key", "conn_str", "credentials"}
    | {"encryption_key", "passphrase", "private_key", "pwd", "sse_customer_key"}
)
_PARTS: Final = ("secret", "password", "passwd", "token", "sas")
_NOT_THE_THING_ITSELF: Final = ("_path", "_file", "_files", "_name", "_url", "_id")

_SIGN_IN: Final = MappingProxyType(
    {
        "certificate": "CLIENT_CERTIFICATE_PATH",
        "client_certificate": "CLIENT_CERTIFICATE_PATH",
        "private_key": "CLIENT_CERTIFICATE_PATH",
        "password": "CLIENT_CERTIFICATE_PASSWORD",
        "passphrase": "CLIENT_CERTIFICATE_PASSWORD",
        "client_certificate_password": "CLIENT_CERTIFICATE_PASSWORD",
    }
)
# The variables that Terraform's own backends read (Terraform reference, each backend's page).
_BACKENDS: Final = MappingProxyType(
    {
        "azurerm": MappingProxyType(
            {
                "access_key": "ARM_ACCESS_KEY",
                "sas_token": "ARM_SAS_TOKEN",
                "client_secret": "ARM_CLIENT_SECRET",
                "client_certificate": "ARM_CLIENT_CERTIFICATE",
                "client_certificate_password": "ARM_CLIENT_CERTIFICATE_PASSWORD",
                "oidc_token": "ARM_OIDC_TOKEN",
                "oidc_request_token": "ARM_OIDC_REQUEST_TOKEN",
            }
        ),
        "s3": MappingProxyType(
            {
                "access_key": "AWS_ACCESS_KEY_ID",
                "secret_key": "AWS_SECRET_ACCESS_KEY",
                "token": "AWS_SESSION_TOKEN",
                "sse_customer_key": "AWS_SSE_CUSTOMER_KEY",
            }
        ),
        "cloud": MappingProxyType({"token": "TF_TOKEN_app_terraform_io"}),
    }
)


def is_credential(key: str) -> bool:
    """Whether something called `key` would be a credential: a file's path or a name is none."""
    name = key.lower().replace("-", "_")
    if name in _EXACT:
        return True
    if name.startswith(("use_", "skip_")) or name.endswith(_NOT_THE_THING_ITSELF):
        return False
    return any(part in name.split("_") or (part != "sas" and part in name) for part in _PARTS)


def refusal(key: str, variable_prefix: str) -> str:
    """What to say of a credential under a tenant: which variable of that tenant takes it."""
    variable = _SIGN_IN.get(key.lower().replace("-", "_"), "CLIENT_SECRET")
    return (
        f"{key} cannot stand in a file: put it into the variable {variable_prefix}_{variable}, "
        "and replace it if it was ever committed"
    )


def backend_refusal(key: str, backend: str) -> str:
    """What to say of a credential in a backend: which variable Terraform's backend reads it from."""
    variable = _BACKENDS.get(backend, MappingProxyType({})).get(key)
    where = f"the variable {variable}" if variable else f"the variable that the {backend} backend reads it from"
    return f"{key} cannot stand in a file: put it into {where}, and replace it if it was ever committed"
