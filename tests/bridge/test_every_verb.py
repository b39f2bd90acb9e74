"""Every fault and kill that is tried on a create is tried on every verb and kind, also after drift.

Whatever happens: an apply without an error leaves what was planned; one that fails says why and writes nothing
that nobody reviewed; and then the next plan and apply, undisturbed, come to no changes. Nothing is tainted, and
nothing that was made is left behind in no state. The tests of tests/acceptance show that Terraform calls in this
order.
"""

import itertools
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any, Final, Literal, TypeAlias

import pytest

from crosscloud.bridge.kind import Kind
from crosscloud.bridge.kinds import DEFAULT_KIND, PARTNER_KIND, ROOT_KIND, SYNCHRONIZATION_KIND
from crosscloud.domain.clouds import CHINA, USGOV
from crosscloud.domain.settings import ROOT
from crosscloud.domain.settings.system_default import SYSTEM_DEFAULT, SYSTEM_ROOT
from crosscloud.emulator.faults import Fault
from tests.bridge.one_resource import OneResource, errors_of
from tests.bridge.served import PARTNER_ID, Served, consent, graph_trust, trust

Verb: TypeAlias = Literal["create", "update", "section", "remove", "destroy"]
Drift: TypeAlias = Literal["", "before", "between"]
US, CN = USGOV.endpoint, CHINA.endpoint


@dataclass(frozen=True)
class Case:
    """One kind of object, and the configurations that it goes through.

    Attributes:
        kind: it.
        first: what its configuration gives at first.
        second: after an update.
        less: with a section taken out.
        writes: the method of the request by which it is written, for each verb.
        path: what is in that request's path.
        ending: for what every tenant has one of, `on_destroy`.
    """

    kind: Kind
    first: dict[str, Any]
    second: dict[str, Any]
    less: dict[str, Any]
    writes: dict[Verb, str]
    path: str
    ending: str = ""
    options: dict[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        return "-".join(filter(None, (self.kind.settings.name, self.ending)))

    def config(self, verb: Verb | Literal["start"], *, adopt: bool = False) -> dict[str, Any] | None:
        """What the configuration gives once `verb` is done in it; None where the resource is not in it."""
        given = {"start": self.first, "create": self.first, "update": self.second, "section": self.less}.get(verb)
        if given is None:
            return None
        mine = {"on_destroy": self.ending} if self.ending else {"tenant_id": PARTNER_ID, "adopt_existing": adopt}
        return {**given, **mine}


SYNC_ON, SYNC_OFF = {"is_sync_allowed": True}, {"is_sync_allowed": False}
PARTNER_WRITES: Final[dict[Verb, str]] = {"create": "POST", "update": "PATCH", "section": "PATCH"}
WRITES: Final[dict[Verb, str]] = dict.fromkeys(("create", "update", "section", "remove", "destroy"), "PATCH")
CASES: Final = (
    Case(
        PARTNER_KIND,
        {
            "inbound_trust": trust(mfa=True),
            "automatic_user_consent_settings": consent(inbound=True, outbound=False),
        },
        {
            "inbound_trust": trust(compliant=True),
            "automatic_user_consent_settings": consent(inbound=True, outbound=False),
        },
        {"inbound_trust": trust(mfa=True)},
        {**PARTNER_WRITES, "remove": "DELETE", "destroy": "DELETE"},
        "/partners",
    ),
    Case(
        SYNCHRONIZATION_KIND,
        {"user_sync_inbound": SYNC_ON, "display_name": "Fabrikam"},
        {"user_sync_inbound": SYNC_OFF, "display_name": "Fabrikam"},
        {"user_sync_inbound": SYNC_OFF},
        {**PARTNER_WRITES, "create": "PUT", "remove": "DELETE", "destroy": "DELETE"},
        "/identitySynchronization",
    ),
    *(
        Case(
            ROOT_KIND,
            {"allowed_cloud_endpoints": [US]},
            {"allowed_cloud_endpoints": [US, CN]},
            {"allowed_cloud_endpoints": []},
            WRITES,
            "/crossTenantAccessPolicy",
            ending,
        )
        for ending in ("keep", "restore", "reset")
    ),
    *(
        Case(
            DEFAULT_KIND,
            {"inbound_trust": trust(mfa=True), "b2b_collaboration_inbound": BLOCKED},
            {"inbound_trust": trust(compliant=True), "b2b_collaboration_inbound": BLOCKED},
            {"inbound_trust": trust(compliant=True)},
            {**WRITES, **(dict.fromkeys(("remove", "destroy"), "POST") if ending == "reset" else {})},
            "/default",
            ending,
        )
        for BLOCKED in (SYSTEM_DEFAULT["b2b_direct_connect_inbound"],)
        for ending in ("keep", "restore", "reset")
    ),
)


@dataclass(frozen=True)
class Trouble:
    """What goes wrong at the apply.

    Attributes:
        name: what tests call it.
        fault: of the write, but for its tenant, method and path; nothing where none happens.
        read: whether it meets the read before the write in place of the write.
        stopped: whether the user has pressed Ctrl-C.
        killed: whether Terraform and the provider end before the write, or after it and before it is saved.
    """

    name: str
    fault: dict[str, Any] = field(default_factory=dict)
    read: bool = False
    stopped: bool = False
    killed: Literal["", "before", "after"] = ""


TROUBLES: Final = (
    Trouble("none"),
    Trouble("lost after acting", {"drop_connection": True}),
    Trouble("lost before", {"drop_before": True}),
    *(Trouble(f"{status} before", {"status": status}) for status in (400, 403, 404, 409, 412, 500, 503)),
    Trouble("429 before", {"status": 429, "retry_after": 0}),
    *(Trouble(f"{status} after acting", {"status": status, "acts": True}) for status in (404, 409, 412, 500, 503)),
    Trouble("429 after acting", {"status": 429, "retry_after": 0, "acts": True}),
    Trouble("always 503", {"status": 503, "times": 9}),
    Trouble("always 404", {"status": 404, "times": 9}),
    Trouble("always lost after acting", {"drop_connection": True, "times": 9}),
    Trouble("reads lag", {"stale_reads": 2}),
    Trouble("reads lag for long", {"stale_reads": 9}),
    Trouble("read says 404", {"status": 404}, read=True),
    Trouble("read says 500", {"status": 500, "times": 9}, read=True),
    Trouble("stopped", stopped=True),
    Trouble("stopped, reads lag", {"stale_reads": 2}, stopped=True),
    Trouble("stopped, lost", {"drop_connection": True}, stopped=True),
    Trouble("killed before", killed="before"),
    Trouble("killed after", killed="after"),
)


class Trial:
    """One case, tried in a tenant that is put back before each."""

    def __init__(self, served: Served, case: Case) -> None:
        self.served, self.case = served, case
        self.resource = OneResource(served, case.kind.type_name)

    def begin(self, verb: Verb) -> None:
        """The tenant as it was at first; for all verbs but create, with the object as it is configured first."""
        emulator, name = self.served.emulator, self.served.name
        emulator.faults.clear()
        emulator.change(name, partners={PARTNER_ID: None} if self.served.partner() else {})
        emulator.change(
            name, policy={"allowedCloudEndpoints": [CN]}, default={"inboundTrust": graph_trust(mfa=False)}
        )
        if self.case.kind is SYNCHRONIZATION_KIND:
            emulator.seed_partners(name, [{"tenantId": PARTNER_ID}])
        self.resource.state = None
        if verb != "create":
            plan = self.resource.plan(self.case.config("start"))
            assert plan is not None
            assert not errors_of(self.resource.apply(plan))

    def change(self, number: int) -> None:
        """Somebody changes what the resource manages, in the portal, to something that no configuration has."""
        emulator, name = self.served.emulator, self.served.name
        other = {"isMfaAccepted": True, "isCompliantDeviceAccepted": number == 1}
        edited = {**other, "isHybridAzureADJoinedDeviceAccepted": True}
        if self.case.kind is PARTNER_KIND:
            emulator.change(name, partners={PARTNER_ID: {"inboundTrust": edited}})
        elif self.case.kind is SYNCHRONIZATION_KIND:
            below = {"displayName": f"Edited {number}", "userSyncInbound": {"isSyncAllowed": number == 1}}
            emulator.change(name, partners={PARTNER_ID: {"identitySynchronization": below}})
        elif self.case.kind is ROOT_KIND:
            emulator.change(name, policy={"allowedCloudEndpoints": [CN] if number == 1 else [CN, US]})
        else:
            emulator.change(name, default={"inboundTrust": edited})

    def live(self) -> dict[str, Any] | None:
        """What Graph has of the object."""
        return self.served.reconnected().connected.find_live(
            self.case.kind.settings, self.case.kind.find_partner(PARTNER_ID)
        )

    def is_as_planned(self, verb: Verb, stood: dict[str, Any] | None) -> bool:
        """Whether Graph has what `verb` was to bring; `stood` is what it had when that was planned."""
        kind, live = self.case.kind, self.live()
        given = self.case.config(verb)
        if given is not None:
            return live is not None and not kind.select_changes(live, kind.select_wanted(given))
        if kind.is_of_partner:
            return live is None
        assert live is not None
        assert stood is not None
        first = {"allowed_cloud_endpoints": [CN]} if kind.settings is ROOT else {"inbound_trust": trust()}
        wanted: Any = {
            "keep": stood,
            "restore": first,
            "reset": SYSTEM_ROOT if kind.settings is ROOT else SYSTEM_DEFAULT,
        }[self.case.ending]
        return not kind.select_changes(live, wanted)

    def try_it(self, verb: Verb, drift: Drift, trouble: Trouble) -> None:
        """Do it with `trouble`, see that nothing untrue is said, and that what follows converges."""
        served, resource, case = self.served, self.resource, self.case
        self.begin(verb)
        given, destroy = case.config(verb, adopt=drift != ""), verb == "destroy"
        if destroy:
            given = case.config("start")
        if drift == "before":
            self.change(1)
        plan = resource.plan(given, destroy=destroy)
        if plan is None:
            return  # such as a section of the default that is taken out, and stays
        assert not plan.errors, plan.errors
        stood = self.live()
        if drift == "between":
            self.change(2)
            stood = self.live() if self.is_kept(verb) else stood
        before = served.state
        self.arm(verb, trouble)
        if trouble.killed != "before":
            answer = resource.apply(plan, stopped=trouble.stopped, killed=trouble.killed == "after")
            failed = errors_of(answer)
            served.emulator.faults.clear()
            if not failed:
                assert self.is_as_planned(verb, stood), answer.details
            elif drift == "between" and verb != "create":
                assert served.state == before, failed
            if drift == "between" and verb != "create" and not self.is_kept(verb):
                assert failed
                assert "since the plan" in failed or trouble.fault, failed
        served.emulator.faults.clear()
        self.converge(verb, given, destroy=destroy)

    def is_kept(self, verb: Verb) -> bool:
        """Whether nothing is written, whatever is there."""
        return verb in ("remove", "destroy") and self.case.ending == "keep"

    def arm(self, verb: Verb, trouble: Trouble) -> None:
        """Let the trouble wait for the request that is meant."""
        if trouble.fault:
            method = "GET" if trouble.read else self.case.writes[verb]
            tail = f"/{PARTNER_ID}" if trouble.read and self.case.kind is PARTNER_KIND else ""
            path = f"{self.case.path}{tail}"
            self.served.emulator.faults.add(
                Fault(tenant=self.served.name, method=method, path_contains=path, **trouble.fault)
            )

    def converge(self, verb: Verb, given: dict[str, Any] | None, *, destroy: bool) -> None:
        """The next plan and apply come to no changes, with what was wanted, and nothing is left behind."""
        resource = self.resource
        plan, stood = resource.plan(given, destroy=destroy), self.live()
        if plan is not None and not (destroy and resource.state is None):
            assert not plan.errors, plan.errors
            failed = errors_of(resource.apply(plan))
            assert not failed, failed
            assert self.is_as_planned(verb, stood)
        if not destroy:
            assert resource.plan(given) is None
        assert (resource.state is None) is (verb in ("remove", "destroy"))
        if self.case.kind.is_of_partner:
            assert (self.live() is None) is (resource.state is None)


def _cells() -> Iterator[tuple[Case, Verb, Drift]]:
    verbs: tuple[Verb, ...] = ("create", "update", "section", "remove", "destroy")
    drifts: tuple[Drift, ...] = ("", "before", "between")
    for case, verb, drift in itertools.product(CASES, verbs, drifts):
        if case.ending in ("", "restore") or verb in ("remove", "destroy"):
            yield case, verb, drift


CELLS: Final = tuple(_cells())
EVERY: Final = 12
"""In `make test` each cell is tried with every so manieth trouble, the next cell with the ones after these."""


def tried(served: Served, cell: tuple[Case, Verb, Drift], troubles: tuple[Trouble, ...]) -> None:
    case, verb, drift = cell
    trial = Trial(served, case)
    wrong: list[str] = []
    with closing(trial.resource):
        for trouble in troubles:
            try:
                trial.try_it(verb, drift, trouble)
            except AssertionError as error:
                wrong.append(f"{trouble.name}: {error}")
    assert not wrong, "\n\n".join(wrong)


def named(cell: tuple[Case, Verb, Drift]) -> str:
    case, verb, drift = cell
    return "-".join(filter(None, (str(case), verb, drift)))


@pytest.mark.parametrize("cell", CELLS, ids=named)
def test_it_is_done_or_it_is_said_why_and_it_converges(served: Served, cell: tuple[Case, Verb, Drift]) -> None:
    tried(served, cell, TROUBLES[CELLS.index(cell) % EVERY :: EVERY])


@pytest.mark.slow
@pytest.mark.parametrize("cell", CELLS, ids=named)
def test_with_every_trouble(served: Served, cell: tuple[Case, Verb, Drift]) -> None:
    tried(served, cell, TROUBLES)
