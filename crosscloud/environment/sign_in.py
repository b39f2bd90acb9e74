"""How one signs in to a tenant: which application, by which method. Never with what secret.

Planning and applying may be separate identities, so that a pull request never holds write access.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from crosscloud.environment.errors import Problems, hint
from crosscloud.environment.fields import Fields
from crosscloud.environment.tree import Node, Table

METHODS: Final = ("client_secret", "client_certificate", "github_oidc")


@dataclass(frozen=True, slots=True)
class Identity:
    """An application that signs in.

    Attributes:
        method: one of `client_secret`, `client_certificate`, `github_oidc`.
        client_id: its application (client) id in the tenant, lower case.
        line: where it stands in the environment file.
    """

    method: str
    client_id: str
    line: int


@dataclass(frozen=True, slots=True)
class SignIn:
    """Who plans and who applies; the same identity twice where the file names only one."""

    plan: Identity
    apply: Identity


def read_sign_in(node: Node, tenant: str, problems: Problems, refuse: Callable[[str], str]) -> SignIn | None:
    """The `sign_in` of a tenant: `{method, client_id}`, or that under each of `plan` and `apply`.

    Args:
        node: what stands under `sign_in`.
        tenant: the tenant's name, for messages.
        problems: takes the mistakes.
        refuse: what to say of a key that holds a credential.
    """
    where = f"sign_in of {tenant}"
    if not isinstance(node, Table) or not node.lines.keys() & {"plan", "apply"}:
        identity = _identity(node, where, problems, refuse)
        return None if identity is None else SignIn(identity, identity)
    fields = Fields(node, where, problems, refuse)
    example = "`{method: METHOD, client_id: GUID}`, or leave out both plan and apply"
    identities = [
        _identity(found, f"{where}.{step}", problems, refuse)
        for step in ("plan", "apply")
        if (found := fields.required(step, example)) is not None
    ]
    fields.finish()
    match identities:
        case [Identity() as plan, Identity() as apply]:
            return SignIn(plan, apply)
        case _:
            return None


def _identity(node: Node, where: str, problems: Problems, refuse: Callable[[str], str]) -> Identity | None:
    fields = Fields(node, where, problems, refuse)
    method = fields.text("method", f"one of {', '.join(METHODS)}")
    client_id = fields.guid("client_id", "the application (client) id, a GUID")
    fields.finish()
    if method is not None and method not in METHODS:
        guess = hint(method, METHODS, "write one of")
        problems.add(fields.line_of("method"), f"{where} has a method that is not known{guess}")
        return None
    return None if method is None or client_id is None else Identity(method, client_id, node.line)
