"""One tenant as the provider serves it: its connection, the one shared read of a plan, the lock on writes."""

import threading
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeAlias

from crosscloud.bridge.run_registry import RunRegistry
from crosscloud.domain.clouds import Cloud
from crosscloud.domain.finding_policy import FindingPolicy
from crosscloud.domain.guid import fold
from crosscloud.domain.hold import Hold
from crosscloud.domain.settings import PARTNER, Settings, Value, sections_from_graph
from crosscloud.domain.settings.identity_synchronization import IDENTITY_SYNCHRONIZATION
from crosscloud.domain.settings.table import PART_OF_SNAPSHOT, Part
from crosscloud.tfplugin import Context, Diagnostics

if TYPE_CHECKING:
    from crosscloud.graph import CrosscloudGraphError, PolicyApi, TenantReading

Json = dict[str, Any]


class NotConnectedError(Exception):
    """The provider's configuration was not known when Graph had to be asked."""

    def __init__(self, doing: str) -> None:
        """Say what was to be done with a tenant: `read`, `written to`."""
        super().__init__(
            f"a part of the provider's configuration is known only after an apply, so no tenant can be {doing}; "
            "give the provider values that are known at plan time, or apply what they come from first"
        )


class UnreadableError(Exception):
    """A part of the tenant could not be read: what it holds is unknown, never absent."""

    def __init__(self, part: str, cause: "CrosscloudGraphError") -> None:
        """Keep which `part` (`policy`, `default` or `partners`) could not be read, and why."""
        super().__init__(str(cause))
        self.part = part


class ConnectedTenant:
    """A tenant with a connection to its Graph, made once for each ConfigureProvider call.

    Every read of one plan is answered from one reading of the whole tenant (three requests and pages),
    taken when the first resource asks. Writes go to Graph one at a time.
    """

    def __init__(
        self,
        api: "PolicyApi",
        finding_policy: FindingPolicy | None = FindingPolicy(),  # noqa: B008 - frozen
        holds: tuple[Hold, ...] = (),
    ) -> None:
        """Serve the tenant that `api` is connected to; nothing is requested yet.

        Args:
            api: the connection.
            finding_policy: how findings about a plan are weighed; None where the joint review does that.
            holds: between whom no plan may open anything.
        """
        self.api = api
        self.finding_policy = finding_policy
        self.holds = holds
        self.writing = threading.Lock()
        self.registry = RunRegistry()
        self._reading: TenantReading | None = None
        self._partners: dict[str, Json] = {}
        self._reading_lock = threading.Lock()
        self._reported = False

    @property
    def is_reviewed_jointly(self) -> bool:
        """Whether a joint review judges what is planned and shows what is adopted: it is not said here then."""
        return self.finding_policy is None

    @property
    def tenant_id(self) -> str:
        """The id of the tenant, in lower case."""
        return fold(self.api.tenant_id)

    @property
    def cloud(self) -> Cloud:
        """The cloud in which the tenant is."""
        return self.api.cloud

    def close(self) -> None:
        """Close the connections; a call that is still running finishes on connections of its own."""
        self.api.close()

    def read_once(self) -> "TenantReading":
        """What Graph said of the whole tenant, read at the first call and kept."""
        with self._reading_lock:
            if self._reading is None:
                self._reading = self.api.read_tenant()
                self._partners = {fold(str(p.get("tenantId"))): p for p in self._reading.partners or ()}
            return self._reading

    def find_live(self, settings: Settings, partner: str | None = None) -> dict[str, Value] | None:
        """The live sections of the root, of the default or of `partner`; None for what does not exist.

        Raises:
            UnreadableError: where that part of the tenant could not be read.
            UnexpectedAnswerError: where Graph answered in an undocumented shape.
        """
        body = self._find_body(settings, partner)
        return None if body is None else sections_from_graph(settings, body)

    def list_partners(self) -> list[Json]:
        """Every partner, Graph's JSON, in order of tenant id.

        Raises:
            UnreadableError: where the partners could not be read.
        """
        self._find_part("partners")
        return [body for _, body in sorted(self._partners.items())]

    def make_snapshot(self, partner: str | None = None) -> Json:
        """What Graph said, as one tenant of a snapshot; with no partner but `partner`, where one is named."""
        found = self.read_once().to_snapshot(self.tenant_id)
        if partner is not None and found["partners"] is not None:
            body = self._partners.get(fold(partner))
            found["partners"] = [] if body is None else [body]
        return found

    def is_listed(self, partner: str) -> bool:
        """Whether `partner` is listed.

        Raises:
            UnreadableError: where the partners could not be read.
        """
        return self._find_body(PARTNER, partner) is not None

    def has_synchronization(self, partner: str) -> bool:
        """Whether `partner` has an identity synchronization.

        Raises:
            UnreadableError: where the partners could not be read.
        """
        return self._find_body(IDENTITY_SYNCHRONIZATION, partner) is not None

    def is_service_provider(self, partner: str) -> bool:
        """Whether `partner` is listed as a service provider.

        Raises:
            UnreadableError: where the partners could not be read.
        """
        body = self._find_body(PARTNER, partner)
        return bool(body and body.get("isServiceProvider"))

    def report_unreadable(self, error: UnreadableError, diagnostics: Diagnostics) -> None:
        """An error the first time, then warnings: the reader needs to be told once for each tenant."""
        with self._reading_lock:
            first, self._reported = not self._reported, True
        if first:
            diagnostics.error(f"Tenant {self.tenant_id} ({self.cloud}) cannot be read", str(error))
        else:
            diagnostics.warning("Not read, state kept", f"The {error.part} of the tenant could not be read.")

    def _find_body(self, settings: Settings, partner: str | None) -> Json | None:
        if settings is not PARTNER and settings is not IDENTITY_SYNCHRONIZATION:
            found: Json | None = self._find_part(PART_OF_SNAPSHOT[settings.name])
            return found
        self._find_part("partners")
        body = self._partners.get(fold(partner or ""))
        if settings is PARTNER or body is None:
            return body
        # A partner without one has null there, or nothing: Microsoft Graph reference, list partners, $expand.
        below = body.get("identitySynchronization")
        return below if isinstance(below, dict) else None

    def _find_part(self, part: Part) -> Any:
        """One part of the reading.

        Raises:
            UnreadableError: where it could not be read.
        """
        reading = self.read_once()
        cause = reading.unreadable.get(part)
        if cause is not None:
            raise UnreadableError(part, cause)
        return getattr(reading, part)


TenantContext: TypeAlias = Context[ConnectedTenant]


def read_back(
    read: Callable[[], bool], stop: threading.Event, delays: tuple[float, ...] = (0.0, 0.5, 1, 2, 4, 8)
) -> bool:
    """Whether `read` says that Graph answers what was written, asked again after each of `delays` (seconds).

    Graph is eventually consistent: a read just after a write may still show the old values. An interrupt
    (`stop`) ends the waiting; what was written stays written.
    """
    for delay in delays:
        if delay and stop.wait(delay):
            return False
        if read():
            return True
    return False
