"""The cross-tenant access policy of one tenant: read and written; and its directory context: read.

Source: Microsoft Graph reference, crossTenantAccessPolicy, crossTenantAccessPolicyConfigurationDefault,
crossTenantAccessPolicyConfigurationPartner: get, update, create, delete, resetToSystemDefault; and
crossTenantIdentitySyncPolicyPartner: get, update, delete, and put identitySynchronization.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from crosscloud.domain.clouds import Cloud
from crosscloud.domain.guid import fold, is_guid
from crosscloud.domain.settings import DEFAULT, PARTNER, ROOT, Settings, Value, find_misshapen, find_missing
from crosscloud.domain.settings.identity_synchronization import IDENTITY_SYNCHRONIZATION
from crosscloud.domain.settings.table import PARTS, Part
from crosscloud.graph.bodies import V1, bodies_by_version, version_to_read
from crosscloud.graph.errors import ConnectionFailedError, CrosscloudGraphError, UnexpectedAnswerError
from crosscloud.graph.operation import Operation, reading, writing
from crosscloud.graph.reading import TenantReading

if TYPE_CHECKING:
    from crosscloud.graph.auth.tenant_search import FoundClouds, FoundTenant
    from crosscloud.graph.client import GraphClient
    from crosscloud.graph.directory import AtOnce, DirectoryParts, LookUp

_Read = TypeVar("_Read")
_POLICY = "policies/crossTenantAccessPolicy"
_DEFAULT = f"{_POLICY}/default"
_PARTNERS = f"{_POLICY}/partners"


class PolicyApi:
    """One tenant's cross-tenant access policy in Graph. Safe to use from several threads.

    Made by `crosscloud.graph.connect`. What is read is Graph's JSON, untouched. What is written is given as
    section name -> value, in the shapes of `crosscloud.domain.settings`, and has been checked there.

    Every method raises a `CrosscloudGraphError` where it fails: signing in (at the first request), no
    connection, an error status, an answer that Graph does not document. A write whose answer never came
    raises `AnswerLostError`.

    Attributes:
        tries: the sections that may be sent where Microsoft's sources disagree whether the cloud has them.
    """

    def __init__(self, client: "GraphClient", close: Callable[[], None]) -> None:
        self._client = client
        self._close = close
        self.tries: tuple[str, ...] = ()

    @property
    def tenant_id(self) -> str:
        """The tenant's id."""
        return self._client.sign_in.tenant_id

    @property
    def cloud(self) -> Cloud:
        """The cloud that the tenant is in."""
        return self._client.sign_in.cloud

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections, unless they belong to a session that was handed in."""
        self._close()

    def read_policy(self) -> dict[str, Any]:
        """The policy root; `sections_from_graph` says what it means, also where it is `{}`.

        Where it has properties and lacks `allowedCloudEndpoints`, which clouds are enabled is unknown.
        """
        return self._read_singleton(_POLICY, ROOT, reading("the cross-cloud settings"))

    def read_default(self) -> dict[str, Any]:
        """The default settings."""
        return self._read_singleton(_DEFAULT, DEFAULT, reading("the default settings"))

    def read_partners(self) -> list[dict[str, Any]]:
        """All partners, from all pages, each with its `identitySynchronization` where it has one.

        An entry that does not say which organisation it is about is among them: whoever takes the list for all
        partners looks for such ones (`crosscloud.domain.tenant.from_snapshot`).
        """
        operation = reading("the partners")
        path = f"{version_to_read(PARTNER, self.cloud)}/{_PARTNERS}?$expand=identitySynchronization"
        return list(self._client.get_all(path, operation))

    def read_partner(self, tenant_id: str) -> dict[str, Any]:
        """One partner.

        Raises:
            NotFoundError: where there is none with this tenant id.
        """
        operation = reading(f"partner {tenant_id}")
        version = version_to_read(PARTNER, self.cloud)
        partner = self._client.get(f"{version}/{_partner(tenant_id)}", operation)
        self._check_partner(partner, tenant_id, operation)
        return partner

    def update_policy(self, values: Mapping[str, Value]) -> None:
        """Set sections of the policy root; the others stay. The list of clouds is replaced as a whole."""
        self._update(_POLICY, ROOT, values, writing("change", "the cross-cloud settings"))

    def update_default(self, values: Mapping[str, Value]) -> None:
        """Set sections of the default settings; the others stay."""
        self._update(_DEFAULT, DEFAULT, values, writing("change", "the default settings"))

    def reset_default(self) -> None:
        """Put the default settings back to what a new tenant has."""
        path = f"{V1}/{_DEFAULT}/resetToSystemDefault"
        self._client.post(path, None, writing("reset", "the default settings"))

    def create_partner(self, tenant_id: str, values: Mapping[str, Value]) -> dict[str, Any]:
        """Add a partner, with all its sections in one request; returns it as Graph then has it.

        Sections that another API version has follow in a second request: if that fails, the partner exists
        without them.

        Raises:
            ConflictError: where it exists already, or was deleted a moment ago.
            AnswerLostError: where it may have been made.
        """
        return self._create(PARTNER, tenant_id, values)

    def update_partner(self, tenant_id: str, values: Mapping[str, Value]) -> None:
        """Set sections of a partner; null puts one back to "inherit"; the others stay.

        Raises:
            NotFoundError: where there is no such partner.
        """
        self._update(_partner(tenant_id), PARTNER, values, writing("change", f"partner {tenant_id}"))

    def delete_partner(self, tenant_id: str) -> None:
        """Remove a partner: across clouds a block, within a cloud a return to the default settings.

        Raises:
            NotFoundError: where there is no such partner.
        """
        self._client.delete(f"{V1}/{_partner(tenant_id)}", writing("remove", f"partner {tenant_id}"))

    def read_identity_synchronization(self, tenant_id: str) -> dict[str, Any]:
        """Whether a partner may synchronise its users into this tenant.

        Raises:
            NotFoundError: where the partner has none, or is not listed.
        """
        operation = reading(f"the identity synchronization of partner {tenant_id}")
        version = version_to_read(IDENTITY_SYNCHRONIZATION, self.cloud)
        found = self._client.get(f"{version}/{_synchronization(tenant_id)}", operation)
        self._check_partner(found, tenant_id, operation)
        return found

    def create_identity_synchronization(self, tenant_id: str, values: Mapping[str, Value]) -> None:
        """Give a partner an identity synchronization.

        Raises:
            ConflictError: where it has one already, or had one a moment ago.
            NotFoundError: where the partner is not listed.
            AnswerLostError: where it may have been made.
        """
        operation = writing("add", f"the identity synchronization of partner {tenant_id}")
        # Beta has every property that v1.0 has, so it is always one body.
        ((version, body),) = (bodies_by_version(IDENTITY_SYNCHRONIZATION, values, self.cloud) or {V1: {}}).items()
        self._client.put(f"{version}/{_synchronization(tenant_id)}", body, operation)

    def update_identity_synchronization(self, tenant_id: str, values: Mapping[str, Value]) -> None:
        """Set sections of a partner's identity synchronization; the others stay.

        By PATCH, as the reference of v1.0 and beta has it; a second PUT would be a conflict.

        Raises:
            NotFoundError: where the partner has none.
        """
        operation = writing("change", f"the identity synchronization of partner {tenant_id}")
        self._update(_synchronization(tenant_id), IDENTITY_SYNCHRONIZATION, values, operation)

    def delete_identity_synchronization(self, tenant_id: str) -> None:
        """Remove a partner's identity synchronization; accounts that it made stay.

        Raises:
            NotFoundError: where the partner has none.
        """
        operation = writing("remove", f"the identity synchronization of partner {tenant_id}")
        self._client.delete(f"{V1}/{_synchronization(tenant_id)}", operation)

    def find_tenant(self, name: str) -> "FoundTenant":
        """Which cloud a tenant is in, by its id or domain name; no sign-in is needed.

        Raises:
            TenantNotFoundError: where no login service knows it.
            AmbiguousTenantError: where two name different tenants or clouds.
        """
        from crosscloud.graph.auth.tenant_search import find_tenant  # noqa: PLC0415 - imports requests: 0.1 s

        return find_tenant(name, self._client.sign_in, self._client.transport, self._client.retries)

    def find_clouds(self, tenant_id: str, silent: Mapping[str, str] = MappingProxyType({})) -> "FoundClouds":
        """In which clouds a tenant is found, by its id, without signing in; `silent` hosts are not asked."""
        from crosscloud.graph.auth.tenant_search import find_clouds  # noqa: PLC0415 - imports requests: 0.1 s

        client = self._client
        return find_clouds(tenant_id, client.sign_in, client.transport, client.retries, silent)

    def read_directory(self, look_up: "LookUp", at_once: "AtOnce | None" = None) -> "DirectoryParts":
        """The directory context, but the guests; a part that cannot be read is noted, not raised.

        The requests are run by `at_once`, or else one by one.
        """
        from crosscloud.graph.directory import one_by_one, read_directory  # noqa: PLC0415 - the provider never asks

        return read_directory(self._client, look_up, at_once or one_by_one)

    def count_guests(self, domains: Sequence[str]) -> tuple[int, int]:
        """How many guests have mail in one of `domains`, and how many of them did not redeem their invitation."""
        from crosscloud.graph.directory import count_guests  # noqa: PLC0415 - as above

        return count_guests(self._client, domains)

    def read_capabilities(self, tenant_id: str) -> list[dict[str, Any]]:
        """The Microsoft 365 capabilities that a partner has of its own."""
        from crosscloud.graph.directory import read_capabilities  # noqa: PLC0415 - as above

        return read_capabilities(self._client, tenant_id)

    def read_tenant(self) -> TenantReading:
        """The policy root, the default and the partners; a part that cannot be read is noted, not raised.

        Where signing in fails, that one error stands for all three, and no part is tried.
        """
        taken_at = self._client.retries.now()
        try:
            self._client.tokens.token()
        except CrosscloudGraphError as error:
            unreadable: dict[Part, CrosscloudGraphError] = dict.fromkeys(PARTS, error)
            return TenantReading(self.tenant_id, self.cloud, taken_at, None, None, None, unreadable)
        failures: dict[Part, CrosscloudGraphError] = {}  # a host that one part could not reach is not tried again
        return TenantReading(
            tenant_id=self.tenant_id,
            cloud=self.cloud,
            taken_at=taken_at,
            policy=_kept("policy", self.read_policy, failures),
            default=_kept("default", self.read_default, failures),
            partners=_kept("partners", self.read_partners, failures),
            unreadable=failures,
        )

    def _read_singleton(self, path: str, settings: Settings, operation: Operation) -> dict[str, Any]:
        """What Graph says of the root or the default.

        Raises:
            UnexpectedAnswerError: where it is not what Graph documents: unread, whatever its status.
        """
        body = self._client.get(f"{version_to_read(settings, self.cloud)}/{path}", operation)
        faults = [*find_missing(settings, body)]
        if (
            settings is ROOT
        ):  # its one section says all: elsewhere a section that is odd leaves the others readable
            faults += find_misshapen(settings, body)
        if faults:
            place, problem = faults[0]
            raise self._client.unexpected(operation, f"in its answer, {place} {problem}")
        return body

    def _create(self, settings: Settings, tenant_id: str, values: Mapping[str, Value]) -> dict[str, Any]:
        operation = writing("add", f"partner {tenant_id}")
        path = _partner(tenant_id)
        bodies = bodies_by_version(settings, values, self.cloud, self.tries) or {V1: {}}
        (version, first), *others = bodies.items()
        body = {"tenantId": fold(tenant_id), **first}
        created = self._client.create(f"{version}/{_PARTNERS}", body, operation)
        with _after_another():
            for later, rest in others:
                self._client.patch(f"{later}/{path}", rest, operation)
            return self.read_partner(tenant_id) if others else created

    def _update(self, path: str, settings: Settings, values: Mapping[str, Value], operation: Operation) -> None:
        bodies = bodies_by_version(settings, values, self.cloud, self.tries)
        for number, (version, body) in enumerate(bodies.items()):
            with _after_another() if number else nullcontext():
                self._client.patch(f"{version}/{path}", body, operation)

    def _check_partner(self, partner: dict[str, Any], tenant_id: str, operation: Operation) -> None:
        found = partner.get("tenantId")
        if not isinstance(found, str) or not is_guid(found):
            what = "holds a partner without a tenant id"
        elif fold(found) != fold(tenant_id):
            what = f"is about partner {found}"
        else:
            return
        text = f"cannot {operation.what} of {self._client.sign_in.tenant}: the answer {what}"
        raise UnexpectedAnswerError(text)


@contextmanager
def _after_another() -> Iterator[None]:
    """What fails in the block fails after another request of the same write has succeeded."""
    try:
        yield
    except CrosscloudGraphError as error:
        error.earlier_took_effect = True
        raise


def _partner(tenant_id: str) -> str:
    if not is_guid(tenant_id):
        raise ValueError(f"a partner is named by its tenant id (a GUID), not {tenant_id!r}")
    return f"{_PARTNERS}/{fold(tenant_id)}"


def _synchronization(tenant_id: str) -> str:
    return f"{_partner(tenant_id)}/identitySynchronization"


def _kept(part: Part, read: Callable[[], _Read], failures: dict[Part, CrosscloudGraphError]) -> _Read | None:
    """What `read` returns; where it fails, or an earlier part found no connection, None, with the error kept."""
    unreached = next((e for e in failures.values() if isinstance(e, ConnectionFailedError)), None)
    if unreached is not None:
        failures[part] = unreached
        return None
    try:
        return read()
    except CrosscloudGraphError as error:
        failures[part] = error
        return None
