"""One tenant as the provider serves it: its connection, the one shared read of a plan, the lock on writes."""

import threading
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final, TypeAlias

from crosscloud.bridge.run_registry import RunRegistry
from crosscloud.bridge.writes import WriteLedger
from crosscloud.domain.clouds import Cloud
from crosscloud.domain.finding_policy import FindingPolicy
from crosscloud.domain.guid import fold
from crosscloud.domain.hold import Hold
from crosscloud.domain.settings import PARTNER, ROOT, Settings, UnexpectedAnswerError, Unread, Value, read_sections
from crosscloud.domain.settings.identity_synchronization import IDENTITY_SYNCHRONIZATION, SYNCHRONIZATION
from crosscloud.domain.settings.table import PART_OF_SNAPSHOT, Part
from crosscloud.domain.truth import Truth
from crosscloud.tfplugin import Context, Diagnostics

if TYPE_CHECKING:
    from crosscloud.domain.tenant import PartnerEntry, Sections, TenantSettings
    from crosscloud.graph import CrosscloudGraphError, PolicyApi, TenantReading

Json = dict[str, Any]


CATCH_UP: Final = (0.0, 0.5, 1.0, 2.0, 4.0, 8.0)
"""Seconds to wait before each time that Graph is asked whether it answers what was written."""


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

    def __init__(self, part: str, cause: "CrosscloudGraphError | str") -> None:
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
        catch_up: Sequence[float] = CATCH_UP,
    ) -> None:
        """Serve the tenant that `api` is connected to; nothing is requested yet.

        Args:
            api: the connection.
            finding_policy: how findings about a plan are weighed; None where the joint review does that.
            holds: between whom no plan may open anything.
            catch_up: how long it is waited until Graph answers what was written; see `CATCH_UP`.
        """
        self.api = api
        self.finding_policy = finding_policy
        self.holds = holds
        self.catch_up = catch_up
        self.writing = threading.Lock()
        self.registry = RunRegistry()
        self.writes = WriteLedger()
        self._reading: TenantReading | None = None
        self._settings: TenantSettings | None = None
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
            return self._reading

    def parse_once(self) -> "TenantSettings":
        """What that reading means, with every partner; parsed at the first call and kept."""
        reading = self.read_once()
        with self._reading_lock:
            if self._settings is None:
                from crosscloud.domain.tenant import from_snapshot  # noqa: PLC0415 - few processes read a tenant

                self._settings = from_snapshot(reading.to_snapshot(self.tenant_id))
            return self._settings

    def find_sections(self, settings: Settings, partner: str | None = None) -> "Sections | None":
        """The live sections of the root, of the default or of `partner`; None for what does not exist.

        A section that Graph answered in an undocumented shape is `Unread` by itself.

        Raises:
            UnreadableError: where that part of the tenant could not be read.
            UnexpectedAnswerError: where the whole object was answered in an undocumented shape.
        """
        tenant = self._parse(PART_OF_SNAPSHOT.get(settings.name, "partners"))
        if settings is ROOT:  # of a root without its clouds the value says only that these are not known
            return read_sections(ROOT, tenant.policy_json or {})
        if settings not in (PARTNER, IDENTITY_SYNCHRONIZATION):
            return tenant.default
        entry = self._find_entry(partner or "")
        if entry is None:
            return None
        return entry.sections if settings is PARTNER else _find_synchronization(entry)

    def find_live(self, settings: Settings, partner: str | None = None) -> dict[str, Value] | None:
        """The live sections of the root, of the default or of `partner`; None for what does not exist.

        Raises:
            UnreadableError: where that part of the tenant could not be read.
            UnexpectedAnswerError: where Graph answered any of them in an undocumented shape.
        """
        sections = self.find_sections(settings, partner)
        if sections is None:
            return None
        live: dict[str, Value] = {}
        for name, value in sections.items():
            if isinstance(value, Unread):
                whose = f"partner {partner}" if partner else f"the {settings.title}"
                raise UnexpectedAnswerError(f"{whose} of tenant {self.tenant_id}: {value.reason}")
            live[name] = value
        return live

    def list_partners(self) -> list[str]:
        """The tenant ids of all partners, in lower case and in order.

        Raises:
            UnreadableError: where the partners could not be read.
        """
        tenant = self._parse("partners")
        if not tenant.lists_all:
            raise UnreadableError("partners", tenant.unreadable["partners"])
        return sorted(tenant.partners)

    def is_listed(self, partner: str) -> bool:
        """Whether `partner` is listed.

        Raises:
            UnreadableError: where the partners could not be read.
        """
        return self._find_entry(partner) is not None

    def has_synchronization(self, partner: str) -> Truth:
        """Whether `partner` has an identity synchronization; unknown where Graph's answer is not understood.

        Raises:
            UnreadableError: where the partners could not be read.
        """
        entry = self._find_entry(partner)
        return Truth.NO if entry is None else entry.has_synchronization

    def is_service_provider(self, partner: str) -> Truth:
        """Whether `partner` is listed as a service provider; unknown where Graph's answer is not understood.

        Raises:
            UnreadableError: where the partners could not be read.
        """
        entry = self._find_entry(partner)
        return Truth.NO if entry is None else entry.is_service_provider

    def report_unreadable(self, error: UnreadableError, diagnostics: Diagnostics) -> None:
        """An error the first time, then warnings: the reader needs to be told once for each tenant."""
        with self._reading_lock:
            first, self._reported = not self._reported, True
        if first:
            diagnostics.error(f"Tenant {self.tenant_id} ({self.cloud}) cannot be read", str(error))
        else:
            diagnostics.warning(
                "Not read, state kept", f"The {error.part} of the tenant could not be read.", kind="state kept"
            )

    def _find_entry(self, partner: str) -> "PartnerEntry | None":
        """The entry for `partner`; None where there is none.

        Raises:
            UnreadableError: where the partners could not be read, or an entry that may be anybody's is among them.
        """
        tenant = self._parse("partners")
        entry = tenant.partners.get(fold(partner))
        if entry is None and not tenant.lists_all:
            raise UnreadableError("partners", tenant.unreadable["partners"])
        return entry

    def _parse(self, part: Part) -> "TenantSettings":
        """The tenant's settings, of which `part` is known.

        Raises:
            UnreadableError: where it could not be read.
        """
        cause = self.read_once().unreadable.get(part)
        if cause is not None:
            raise UnreadableError(part, cause)
        return self.parse_once()


def _find_synchronization(entry: "PartnerEntry") -> "Sections | None":
    """The sections of a partner's identity synchronization; None where it has none.

    Raises:
        UnexpectedAnswerError: where Graph answered something that is no object.
    """
    if entry.has_synchronization is Truth.NO:
        return None
    if isinstance(entry.synchronization, Unread):
        raise UnexpectedAnswerError(f"{SYNCHRONIZATION}: {entry.synchronization.reason}")
    return entry.synchronization


TenantContext: TypeAlias = Context[ConnectedTenant]


def read_back(read: Callable[[], bool], stop: threading.Event, delays: Sequence[float] = CATCH_UP) -> bool:
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
