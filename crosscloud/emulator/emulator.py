"""The embedded Graph and login service, as one object that is entered and left."""

import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Final, Self

import trustme

from crosscloud.domain.clouds import CLOUDS, Cloud
from crosscloud.emulator import portal
from crosscloud.emulator.directory import TenantState
from crosscloud.emulator.errors import EmulatorError
from crosscloud.emulator.faults import Faults
from crosscloud.emulator.graph import PAGE_SIZE, GraphService
from crosscloud.emulator.host import Host
from crosscloud.emulator.login import LoginService
from crosscloud.emulator.moments import utc_now
from crosscloud.emulator.records import Document
from crosscloud.emulator.request_log import RequestLog
from crosscloud.emulator.server import Servers, bind, tls_context
from crosscloud.emulator.store import Store
from crosscloud.emulator.tenants import EmulatedTenant, Tenants
from crosscloud.emulator.tokens import LIFETIME, Tokens

_CA_FILE: Final = "ca.pem"
_STATE_FILE: Final = "graph.sqlite"
_LOG_FILE: Final = "requests.jsonl"


@dataclass(frozen=True)
class Endpoints:
    """Where one cloud's services are reached.

    Attributes:
        login: the authority without a tenant, e.g. `https://localhost:8443`.
        graph: the root of Graph without a version.
    """

    login: str
    graph: str


class Emulator:
    """Microsoft Graph and its login service for some tenants, on loopback, in a thread of this process.

    Entering starts it (it answers when `with` goes on), leaving stops it. Everything it writes lies in `folder`;
    what the tenants hold is kept there from run to run and survives the process being killed.

    Args:
        tenants: the tenants to play.
        folder: where state, certificate and log lie; made if need be, and closed to other users.
        request_log: the request log's file; `requests.jsonl` in the folder unless given.
        page_size: how many objects Graph puts in a page, where the request does not say.
        now: the clock, in UTC, by which what was deleted is kept for 30 days.

    Raises:
        EmulatorError: if two tenants share a name or an id, or, on entering, if the folder is in use or was
            written for tenants of other clouds.

    Attributes:
        faults: what goes wrong on purpose; see `Fault`.
        ca_file: PEM file of the certificate authority that signed the servers' certificate.
        request_log: the request log's file.
    """

    def __init__(
        self,
        tenants: Sequence[EmulatedTenant],
        folder: Path,
        *,
        request_log: Path | None = None,
        page_size: int = PAGE_SIZE,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self.faults = Faults()
        self.ca_file = folder / _CA_FILE
        self.request_log = folder / _LOG_FILE if request_log is None else request_log
        self._folder = folder
        self._tenants = Tenants(tenants)
        self._page_size = page_size
        self._now = now
        self._tokens = Tokens()
        self._roots: dict[str, str] = {}
        self._running: tuple[Store, ExitStack] | None = None

    def __enter__(self) -> Self:
        if self._running is not None:
            raise EmulatorError("this emulator runs already")
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder.chmod(0o700)
        with ExitStack() as stack:
            store = Store(self._folder / _STATE_FILE, self._tenants)
            stack.callback(store.close)
            log = RequestLog(self.request_log)
            stack.callback(log.close)
            authority = trustme.CA(organization_name="crosscloud emulator")
            _write_private(self.ca_file, authority.cert_pem.bytes())
            sockets = {name: stack.enter_context(bind()) for name in CLOUDS}
            self._roots = {name: f"https://localhost:{s.getsockname()[1]}" for name, s in sockets.items()}
            hosts = {sockets[cloud.name]: self._host(cloud, store, log) for cloud in CLOUDS.values()}
            servers = Servers(hosts, tls_context(authority, str(self._folder)))
            servers.start()
            stack.callback(servers.stop)
            self._running = (store, stack.pop_all())
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._running is not None:
            _, stack = self._running
            self._running = None
            stack.close()

    def endpoints(self, tenant_name: str) -> Endpoints:
        """Where the services of a tenant's cloud are.

        Raises:
            EmulatorError: if there is no such tenant, or the emulator does not run.
        """
        return self.cloud_endpoints(self._tenants.named(tenant_name).cloud)

    def cloud_endpoints(self, cloud: Cloud) -> Endpoints:
        """Where the services of a cloud are, also of one that no tenant is in.

        Raises:
            EmulatorError: if the emulator does not run.
        """
        self._store()
        return Endpoints(login=self._roots[cloud.name], graph=self._roots[cloud.name])

    def describe(self) -> dict[str, Any]:
        """What a program needs to use the emulator, as JSON; it holds the client secrets.

        Raises:
            EmulatorError: if the emulator does not run.
        """
        return {
            "ca": str(self.ca_file),
            "request_log": str(self.request_log),
            "tenants": [
                {
                    "name": tenant.name,
                    "tenant_id": tenant.tenant_id,
                    "cloud": tenant.cloud.name,
                    "login": self.endpoints(tenant.name).login,
                    "graph": self.endpoints(tenant.name).graph,
                    "client_id": tenant.client_id,
                    "client_secret": tenant.client_secret,
                }
                for tenant in self._tenants
            ],
        }

    def issue_token(
        self,
        tenant_name: str,
        *,
        audience: str | None = None,
        roles: Iterable[str] | None = None,
        lifetime: int = LIFETIME,
    ) -> str:
        """An access token without signing in, also one that the login service would not give.

        Args:
            tenant_name: whose token.
            audience: what it is for; the Graph of the tenant's cloud unless given.
            roles: the application permissions in it; the tenant's unless given.
            lifetime: seconds until it expires; negative for one that has expired.
        """
        tenant = self._tenants.named(tenant_name)
        return self._tokens.issue(tenant, audience=audience, roles=roles, lifetime=lifetime)

    def state(self, tenant_name: str) -> dict[str, Any]:
        """What a tenant holds now, as the portal would see it: every property that its cloud has in any version.

        Returns:
            `policy`, `default`, `partners` (a list, in order of tenant id, each with its
            `identitySynchronization` or null), and `capabilities`, as `portal.show` has them: a copy.
        """
        tenant = self._tenants.named(tenant_name)
        return portal.show(self._store().read(tenant), tenant)

    def seed_partners(self, tenant_name: str, partners: Iterable[Document]) -> None:
        """Add partners, all or none, without a request.

        Args:
            tenant_name: to which tenant.
            partners: bodies as for creating a partner; what only the portal may set, `identitySynchronization`
                and `m365Capabilities` (a list) may be among it.

        Raises:
            GraphError: as the service would refuse one of them.
        """
        tenant = self._tenants.named(tenant_name)
        self._store().update(tenant, lambda state: (portal.seed(state, tenant, partners, self._now()), None))

    def change(
        self,
        tenant_name: str,
        *,
        policy: Document | None = None,
        default: Document | None = None,
        partners: Mapping[str, Document | None] | None = None,
    ) -> None:
        """Edit a tenant's settings as an administrator in the portal would, all or nothing.

        Args:
            tenant_name: which tenant.
            policy: changes to the policy root, as for PATCH.
            default: changes to the default; `m365Capabilities`, the whole list of them, may be among them.
            partners: by tenant id, changes to a partner, which is added if it does not exist; None removes it
                with its identity synchronization. `identitySynchronization` and `m365Capabilities` (the whole
                list) may be among the changes.

        Raises:
            GraphError: as the service would refuse one of them.
        """
        tenant = self._tenants.named(tenant_name)

        def edit(state: TenantState) -> tuple[TenantState, None]:
            changed = portal.edit(
                state, tenant, policy=policy, default=default, partners=partners or {}, now=self._now()
            )
            return changed, None

        self._store().update(tenant, edit)

    def directory(self, tenant_name: str) -> dict[str, Any]:
        """A tenant's directory context now.

        Returns:
            A copy: `authorization_policy`, and by key the objects of each collection of `change_directory`.
        """
        tenant = self._tenants.named(tenant_name)
        return portal.show_directory(self._store().read(tenant), tenant)

    def change_directory(
        self,
        tenant_name: str,
        *,
        authorization_policy: Document | None = None,
        removed: Mapping[str, Iterable[str]] | None = None,
        **put: Iterable[Document],
    ) -> None:
        """Edit a tenant's directory context as an administrator in the portal would, all or nothing.

        Args:
            tenant_name: which tenant.
            authorization_policy: changes to the authorization policy.
            removed: the keys of objects to remove, by the names below.
            put: objects to patch, or to add where there is none with their key, as `conditional_access_policies`,
                `b2b_management_policies`, `verified_domains` (key: `name`), `service_principals` (key: `id`, or
                else `appId`), `groups` and `users`. One without `id` has one made from its name or its mail.

        Raises:
            EmulatorError: for another name.
            GraphError: for a property or value that the service does not have.
        """
        tenant = self._tenants.named(tenant_name)

        def edit(state: TenantState) -> tuple[TenantState, None]:
            changed = portal.edit_directory(
                state, tenant, authorization_policy=authorization_policy, put=put, removed=removed or {}
            )
            return changed, None

        self._store().update(tenant, edit)

    def _store(self) -> Store:
        if self._running is None:
            raise EmulatorError("the emulator does not run: use it inside `with`")
        return self._running[0]

    def _host(self, cloud: Cloud, store: Store, log: RequestLog) -> Host:
        return Host(
            login=LoginService(cloud, self._tenants, self._tokens, self._roots),
            graph=GraphService(
                cloud, self._tenants, self._tokens, store, page_size=self._page_size, now=self._now
            ),
            store=store,
            faults=self.faults,
            log=log,
        )


def _write_private(path: Path, content: bytes) -> None:
    """Replace a file at once, readable by its owner only."""
    draft = path.with_suffix(".new")
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
    draft.replace(path)
