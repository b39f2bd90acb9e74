"""The examples that the pages of findings give, read from the pages themselves, so that neither can drift.

An example is a fenced block of YAML that begins with `gives:`. It speaks as plans and environment files do:

    gives: error         the severity that the example brings
    live:                tenants as they are; what is not said is as Microsoft ships it
      contoso:
        allowed_cloud_endpoints: [microsoftonline.us]
        partners:
          fabrikam:
            b2b_collaboration_inbound: {users_and_groups: allowed group engineers, applications: blocked payroll}
    planned:             laid over `live`: what a plan would leave; null takes an entry or a section away
    fixed:               laid over `planned`, or else `live`: what the page advises; a list of several ways

Beside these: `intent` (directions that the code declares), `found_in` (in which clouds a tenant id was found),
`hold` (names of tenants kept apart), `existing` (what the plan creates although it is there), `departed` (tenants
that left, and their state), `names` (names in the environment file), `directory` (what Graph says of a
tenant's directory).
"""

import datetime as dt
import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from crosscloud.domain.applications import GUEST_ESSENTIALS, RIGHTS_MANAGEMENT
from crosscloud.domain.clouds import find_cloud
from crosscloud.domain.departed import DepartedTenant
from crosscloud.domain.directory import NOT_ASKED, PARTS, DirectoryContext, Guests
from crosscloud.domain.directory.capabilities import capabilities_from_graph
from crosscloud.domain.findings import Situation, TenantFacts
from crosscloud.domain.findings.situation import ExistingEntry
from crosscloud.domain.hold import Hold
from crosscloud.domain.named import NamedId
from crosscloud.domain.settings import DEFAULT, PARTNER, Settings
from crosscloud.domain.settings.identity_synchronization import IDENTITY_SYNCHRONIZATION
from crosscloud.domain.settings.types import Collection, Object, Type
from crosscloud.domain.tenant import from_snapshot, make_unread_tenant
from tests.domain.findings import made_situations as made

PAGES = Path(__file__).parents[3] / "docs" / "findings"

TENANTS = {
    "contoso": (made.CONTOSO, "global"),
    "fabrikam": (made.FABRIKAM, "usgov"),
    "tailspin": (made.TAILSPIN, "china"),
}
"""The tenants that examples speak of: id and, unless the example says otherwise, cloud."""
_BESIDE = {"intent", "found_in", "hold", "names", "directory", "declared_in_code", "existing", "departed"}
_WORDS = {"AllUsers", "AllApplications", "Office365", "AllMicrosoftApps"}
_ALWAYS = {"guest essentials": GUEST_ESSENTIALS, "Rights Management": (RIGHTS_MANAGEMENT,)}


@dataclass(frozen=True)
class Example:
    """One example of a page.

    Attributes:
        id: the finding that the page is about.
        gives: the severity that the page names.
        said: the block, as YAML has it.
    """

    id: str
    gives: str
    said: Mapping[str, Any]

    @property
    def live(self) -> Situation:
        """The settings before."""
        return self._situation(self.said["live"])

    @property
    def planned(self) -> Situation | None:
        """What the plan would leave; None where the example is about settings as they are."""
        return self._situation(self._last) if "planned" in self.said else None

    @property
    def fixes(self) -> list[Situation]:
        """What each of the ways that the page advises would leave."""
        ways = self.said.get("fixed") or []
        return [self._situation(self._last, way) for way in (ways if isinstance(ways, list) else [ways])]

    @property
    def _last(self) -> Mapping[str, Any]:
        return lay_over(self.said["live"], self.said.get("planned") or {})

    def _situation(self, tenants: Mapping[str, Any], way: Mapping[str, Any] | None = None) -> Situation:
        """The tenants, with what is said beside them; `way` may say anything of both anew."""
        beside = {key: value for key, value in self.said.items() if key in _BESIDE}
        for key, value in (way or {}).items():
            if key in _BESIDE:
                beside = lay_over(beside, {key: value})
            else:
                tenants = lay_over(tenants, {key: value})
        return Situation(
            tenants={_tenant_id(name): _facts(name, said, beside) for name, said in tenants.items()},
            declared=frozenset(_direction(each) for each in beside.get("intent") or ()),
            clouds_of={
                _tenant_id(name): frozenset(clouds) for name, clouds in (beside.get("found_in") or {}).items()
            },
            holds=tuple(_hold(names) for names in beside.get("hold") or ()),
            existing=tuple(_existing(each) for each in beside.get("existing") or ()),
            departed=tuple(_departed(each) for each in beside.get("departed") or ()),
            by_code=bool(beside.get("declared_in_code")),
        )


def _facts(name: str, said: Mapping[str, Any], beside: Mapping[str, Any]) -> TenantFacts:
    tenant_id, usual = TENANTS[name]
    cloud = said.get("cloud", usual)
    names = tuple(_named(name, each) for each in (beside.get("names") or {}).get(name) or ())
    directory = (beside.get("directory") or {}).get(name)
    context = None if directory is None else _directory(directory)
    if "unread" in said:
        settings = make_unread_tenant(name, tenant_id, find_cloud(cloud), said["unread"])
        return TenantFacts(settings, bool(said.get("managed", True)), names=names, directory=context)
    partners = [
        (id_, own or {}) for key, own in (said.get("partners") or {}).items() for id_ in _partners_called(key)
    ]
    snapshot = {
        "name": name,
        "tenant_id": tenant_id,
        "cloud": cloud,
        "policy": {"allowedCloudEndpoints": said.get("allowed_cloud_endpoints", [])},
        "default": {**made.SYSTEM_DEFAULT, **_sections(DEFAULT, said.get("default") or {})},
        "partners": [_partner(id_, own) for id_, own in partners],
    }
    return TenantFacts(from_snapshot(snapshot), names=names, directory=context)


def read_examples(id_: str) -> list[Example]:
    """The examples of the page of one finding."""
    text = (PAGES / f"{id_}.md").read_text(encoding="utf-8")
    blocks: Iterator[Any] = (
        yaml.safe_load(block) for block in re.findall(r"^```yaml\n(.*?)^```$", text, re.M | re.S)
    )
    return [
        Example(id_, block["gives"], block) for block in blocks if isinstance(block, dict) and "gives" in block
    ]


def lay_over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """`above` over `below`, mapping by mapping down to the sections; what is null above is taken away."""
    made_of = dict(below)
    for key, value in above.items():
        under = made_of.get(key)
        if value is None:
            made_of.pop(key, None)
        elif isinstance(value, Mapping) and isinstance(under, Mapping) and key not in _SECTIONS:
            made_of[key] = lay_over(under, value)
        else:
            made_of[key] = value
    return made_of


_SECTIONS = {section.name: section for settings in (DEFAULT, PARTNER) for section in settings.sections}


def _partners_called(name: str) -> list[str]:
    """The tenant ids that a key stands for: `60 organisations` for as many that are not in the environment."""
    many = re.fullmatch(r"(\d+) organisations", name)
    return [_id(f"{name} {number}") for number in range(int(many[1]))] if many else [_tenant_id(name)]


def _tenant_id(name: str) -> str:
    return TENANTS[name][0] if name in TENANTS else str(name)


def _id(name: str) -> str:
    """The id that stands for a name in these examples; always the same."""
    return str(uuid.uuid5(uuid.NAMESPACE_URL, f"crosscloud examples: {name}"))


def _direction(said: str) -> tuple[str, str]:
    home, resource = said.split(" -> ")
    return _tenant_id(home), _tenant_id(resource)


def _hold(names: list[str]) -> Hold:
    ids = tuple(_tenant_id(name) for name in names)
    return Hold(ids, "an incident", "oncall@contoso.com", dt.date(2026, 11, 20), "environments/pilot.yaml:9")


def _existing(said: Mapping[str, str]) -> ExistingEntry:
    return ExistingEntry(_tenant_id(said["tenant"]), _tenant_id(said["partner"]), PARTNER.name, said["address"])


def _departed(said: Mapping[str, Any]) -> DepartedTenant:
    partners = tuple(_tenant_id(name) for name in said["partners"])
    return DepartedTenant(_tenant_id(said["tenant"]), said["state"], partners)


def _named(tenant: str, said: Mapping[str, Any]) -> NamedId:
    return NamedId(
        said["kind"], _id(said["name"]), said["name"], tenant, TENANTS[tenant][0], said.get("display_name"), 7
    )


def _partner(name: str, said: Mapping[str, Any]) -> dict[str, Any]:
    own = dict(said)
    synchronization = own.pop("identity_synchronization", None)
    provider = {"isServiceProvider": True} if own.pop("is_service_provider", False) else {}
    below = None if synchronization is None else _sections(IDENTITY_SYNCHRONIZATION, synchronization)
    return made.partner(
        _tenant_id(name), **{"identitySynchronization": below, **provider, **_sections(PARTNER, own)}
    )


def _sections(settings: Settings, said: Mapping[str, Any]) -> dict[str, Any]:
    """Graph's JSON of the sections said; a name that the table does not have is an error of the page."""
    table = {section.name: section for section in settings.sections}
    return {table[name].graph: _encode(table[name].type, value) for name, value in said.items()}


def _encode(type_: Type, said: Any) -> Any:
    if isinstance(type_, Object):
        if isinstance(said, str):
            return dict(_targets(said))
        if isinstance(said, Mapping):
            members = {member.name: member for member in type_.members}
            left_out = {member.graph: member.default for member in type_.members if member.default is not None}
            return left_out | {
                members[name].graph: _encode(members[name].type, value) for name, value in said.items()
            }
    if isinstance(type_, Collection) and isinstance(said, list):
        return [_encode(type_.element, each) for each in said]
    return said


def _targets(said: str) -> Iterator[tuple[str, Any]]:
    """`allowed group engineers, user alice`: as plans have it. A name stands for an id."""
    access, _, rest = said.partition(" ")
    listed = []
    for each in rest.split(", ") if rest else ():
        kind, _, name = each.rpartition(" ")
        if each in _ALWAYS:
            listed += [{"target": id_, "targetType": "application"} for id_ in _ALWAYS[each]]
        elif each in _WORDS:
            listed.append({"target": each, "targetType": "user" if each == "AllUsers" else "application"})
        else:
            target = name.strip("'") if name.startswith("'") else _id(name)
            listed.append({"target": target, "targetType": kind or "application"})
    yield "accessType", access
    yield "targets", listed


def _directory(said: Mapping[str, Any]) -> DirectoryContext:
    """What Graph said of the directory; a part that is not there was not asked for."""
    parts = dict(said)
    guests = {_tenant_id(name): Guests(**counted) for name, counted in (parts.pop("guests", None) or {}).items()}
    shown = {
        _tenant_id(name): capabilities_from_graph(listed) or {}
        for name, listed in (parts.pop("capabilities", None) or {}).items()
    }
    for part in ("groups", "users", "applications"):
        parts[part] = {_id(name): found for name, found in (parts.get(part) or {}).items()}
    context = DirectoryContext.from_graph(parts, {str(part): NOT_ASKED for part in PARTS if part not in said})
    return DirectoryContext(**{**vars(context), "guests": guests, "capabilities": shown})
