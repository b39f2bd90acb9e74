"""The lists of what is emulated and what is not leave nothing out that Microsoft's generated client knows.

The client's own files are read: the address that each request builder has, the methods that it sends, and the
properties that each model reads, from the policy downwards.
"""

import re
from collections.abc import Iterator
from enum import Enum
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import pytest

from crosscloud.emulator.entities import (
    CAPABILITIES_OF_DEFAULT,
    CAPABILITIES_OF_PARTNER,
    DEFAULT,
    IDENTITY_SYNCHRONIZATION,
    M365_CAPABILITY,
    NOT_HELD,
    PARTNER,
    policy,
)
from crosscloud.emulator.records import Record
from crosscloud.emulator.routes import GAPS, ROUTES
from crosscloud.emulator.values import ListOf

_SPEC = find_spec("msgraph")
assert _SPEC is not None
assert _SPEC.submodule_search_locations is not None
MODELS = Path(_SPEC.submodule_search_locations[0]) / "generated" / "models"
BUILDERS = MODELS.parent / "policies" / "cross_tenant_access_policy"
POLICY = "policies/crossTenantAccessPolicy"

_ADDRESS = re.compile(r'"\{\+baseurl\}/([^"]*)"')
_METHOD = re.compile(r"async def (get|post|patch|put|delete)\(")
_PROPERTY = re.compile(r'"([\w@.]+)": lambda n : setattr\(self, \'\w+\', n\.\w+\((\w*)')
_IMPORT = re.compile(r"^    from \.(\w+) import (\w+)$", re.MULTILINE)
_TARGET = "crosstenantaccesspolicytarget"


def requests_of_the_sdk() -> set[tuple[str, str]]:
    """Each method and address below the policy, with `*` where a key stands."""
    found = set()
    for file in BUILDERS.rglob("*_request_builder.py"):
        text = file.read_text(encoding="utf-8")
        address = _ADDRESS.search(text)
        assert address is not None, file
        path = re.sub(r"\{[?].*", "", address[1])
        found |= {(method.upper(), re.sub(r"\{[^}]*\}", "*", path)) for method in _METHOD.findall(text)}
    return found


def _starred(path: str) -> str:
    return re.sub(r"\{\w+\}", "*", path)


def _is_left_out(method: str, path: str) -> bool:
    for gap in GAPS:
        own = _starred(gap.path)
        if gap.methods:
            if path == own and method in gap.methods:
                return True
        elif path == own or (gap.below and path.startswith(f"{own}/")):
            return True
    return False


def test_every_request_of_the_sdk_is_emulated_or_listed() -> None:
    asked = requests_of_the_sdk()
    assert ("POST", "policies/crossTenantAccessPolicy/partners") in asked
    emulated = {(method, _starred(route.path)) for route in ROUTES for method in route.acts}
    assert sorted((m, p) for m, p in asked if (m, p) not in emulated and not _is_left_out(m, p)) == []


def records(record: Record) -> Iterator[Record]:
    """A record and all within it."""
    yield record
    for property_ in record.properties:
        kind = property_.kind.kind if isinstance(property_.kind, ListOf) else property_.kind
        if isinstance(kind, Record):
            yield from records(kind)


def held_properties() -> dict[str, set[str]]:
    """What the emulator's tables have of each type, by its name in lower case."""
    found: dict[str, set[str]] = {_TARGET: {"target", "targetType"}}
    for root in (policy(()), DEFAULT, PARTNER, IDENTITY_SYNCHRONIZATION, M365_CAPABILITY):
        for record in records(root):
            names = {property_.name for property_ in record.properties}
            found.setdefault(record.type_name.lower(), set()).update(names)
    return found


def properties_of_the_sdk(module: str, model: str) -> dict[str, tuple[str, str] | None]:
    """The properties that a model reads, none of an enumeration, and the module and name of each one's model."""
    text = (MODELS / f"{module}.py").read_text(encoding="utf-8")
    homes = {class_: home for home, class_ in _IMPORT.findall(text)}
    own = {name: (homes[type_], type_) for name, type_ in _PROPERTY.findall(text) if type_ in homes}
    type_ = getattr(import_module(f"msgraph.generated.models.{module}"), model)
    known = {} if issubclass(type_, Enum) else type_().get_field_deserializers()
    return {property_: own.get(property_) for property_ in known if property_ != "@odata.type"}


@pytest.mark.filterwarnings("ignore::DeprecationWarning:msgraph")
@pytest.mark.filterwarnings("ignore::DeprecationWarning:kiota_abstractions")
def test_every_property_of_the_sdks_models_is_emulated_or_listed() -> None:
    held = held_properties()
    waiting = [("cross_tenant_access_policy", "CrossTenantAccessPolicy")]
    seen: set[str] = set()
    missing = []
    while waiting:
        module, name = waiting.pop()
        if module in seen:
            continue
        seen.add(module)
        for property_, model in properties_of_the_sdk(module, name).items():
            paths = [gap.path for gap in GAPS if re.fullmatch(f"{POLICY}/(.*/)?{property_}", gap.path)]
            is_below = any(re.fullmatch(f"{POLICY}/(.*/)?{property_}", route.path) for route in ROUTES)
            is_listed = (name[0].lower() + name[1:], property_) in NOT_HELD
            if property_ not in held.get(name.lower(), set()) and not (paths or is_below or is_listed):
                missing.append(f"{name}.{property_}")
            elif model is not None and not paths:
                waiting.append(model)
    assert missing == []
    assert {"m365_capability_resource_scope", "cross_tenant_access_policy_target", "devices_filter"} <= seen


def test_every_type_of_capability_is_known() -> None:
    text = (MODELS / "m365_capability_base.py").read_text(encoding="utf-8")
    derived = set(re.findall(r'"#microsoft\.graph\.(\w+)"', text))
    assert derived == {*CAPABILITIES_OF_DEFAULT, *CAPABILITIES_OF_PARTNER}
