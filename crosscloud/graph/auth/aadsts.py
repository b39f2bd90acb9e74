"""Why the login service refuses, by the number it gives (`AADSTS…`), and what to do about it.

Source: Microsoft Entra authentication and authorization error codes. The service's own description is not
shown: it is long, holds correlation ids and times, and seldom says what to do.
"""

import re
from typing import Any, Final

from crosscloud.graph.auth.sign_in import SignIn
from crosscloud.graph.errors import SignInError

_OTHER_CLOUD: Final = "check the tenant id, and whether the tenant is in another cloud"
_CERTIFICATE: Final = "upload the certificate to the application registration in this tenant's cloud"

_FEDERATED: Final = (
    "compare issuer, subject (the repository with its branch, environment or pull request) and audience of its "
    "federated credentials with the token's; the audience is {audience} in this cloud"
)

# Number -> what is wrong, what to do. {app} is the client id, {secret} the variable of the secret,
# {audience} that of tokens of workload identities in this cloud.
_MEANINGS: Final[dict[str, tuple[str, str]]] = {
    "7000215": ("the client secret is wrong", "put the secret's value, not its id, into {secret}"),
    "7000222": ("the client secret has expired", "make a new one and put its value into {secret}"),
    "700016": (
        "the application {app} is unknown in this tenant",
        "register it in this tenant's own cloud and give admin consent; applications are not shared by clouds",
    ),
    "7000229": ("the application {app} has no service principal here", "give admin consent in this tenant"),
    "7000112": ("the application {app} is disabled in this tenant", "enable its service principal"),
    "700023": ("the certificate is not one of the application's", _CERTIFICATE),
    "700027": ("the certificate is not one of the application's", _CERTIFICATE),
    "700024": ("the proof was out of date when it arrived", "set this machine's clock"),
    "70021": ("no federated credential of the application {app} fits this pipeline", _FEDERATED),
    "700211": ("no federated credential of the application {app} has this pipeline's issuer", _FEDERATED),
    "700212": ("no federated credential of the application {app} has the audience of this cloud", _FEDERATED),
    "700213": ("no federated credential of the application {app} has this pipeline's subject", _FEDERATED),
    "90002": ("there is no such tenant in this cloud", f"often it is the wrong cloud: {_OTHER_CLOUD}"),
    "90038": ("the tenant is in another national cloud", "set the cloud that the tenant is in"),
    "90051": ("the national cloud is not valid", _OTHER_CLOUD),
    "900382": ("applications cannot sign in across clouds", "register one in the tenant's own cloud"),
    "900432": ("applications cannot sign in across clouds", "register one in the tenant's own cloud"),
    "500011": ("Microsoft Graph is not known to this tenant under this cloud's address", _OTHER_CLOUD),
    "70011": ("the scope is not valid here", _OTHER_CLOUD),
    "1002012": ("the scope is not valid here", _OTHER_CLOUD),
    "53003": (
        "Conditional Access blocks the application",
        "review the policies for workload identities in this tenant",
    ),
}


def sign_in_error(sign_in: SignIn, status: int, body: Any) -> SignInError:
    """The error for an answer of the login service.

    Args:
        sign_in: who tried.
        status: the answer's HTTP status.
        body: the answer's JSON (`error`, `error_description`, `error_codes`), or None where it had none.
    """
    number, name = aadsts_number(body), _name(body)
    head = f"signing in to {sign_in.tenant} was refused"
    if number is None:
        return SignInError(f"{head} with {status} {name}".rstrip() + ": check the login endpoint and the proxy")
    code = f"AADSTS{number}"
    meaning = _MEANINGS.get(number)
    if meaning is None:
        page = f"{sign_in.cloud.login}/error?code={number}"
        return SignInError(f"{head} with {code} ({name}): see {page}".replace(" ()", ""), code=code)
    words = {"app": sign_in.client_id, "secret": sign_in.variable("CLIENT_SECRET")}
    words["audience"] = sign_in.cloud.federation_audience
    cause, advice = (text.format(**words) for text in meaning)
    return SignInError(f"{head} with {code}: {cause}; {advice}", code=code)


def aadsts_number(body: Any) -> str | None:
    """The number, from the list of codes or else from the text (discovery answers carry only the text)."""
    if not isinstance(body, dict):
        return None
    codes = body.get("error_codes")
    first = codes[0] if isinstance(codes, list) and codes else None
    if isinstance(first, int) and not isinstance(first, bool):
        return str(first)[:12]
    found = re.search(r"AADSTS([0-9]{3,12})", str(body.get("error_description")))
    return found[1] if found else None


def _name(body: Any) -> str:
    """The error's name in OAuth, e.g. `invalid_client`; empty where there is none."""
    name = body.get("error") if isinstance(body, dict) else None
    return name if isinstance(name, str) and re.fullmatch(r"[a-z_]{1,40}", name) else ""
