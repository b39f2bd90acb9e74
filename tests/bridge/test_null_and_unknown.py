"""Every place of every configuration, null or not known yet: a sentence or a plan, and never an internal error.

What there is to try is taken from the schemas, so that a new attribute is tried as well.
"""

import copy
from collections.abc import Iterator, Sequence
from typing import Any, Final, TypeAlias

import pytest

from crosscloud.bridge.provider import CrosscloudProvider
from crosscloud.domain.clouds import USGOV
from crosscloud.tfplugin import Attribute, Unknown
from crosscloud.tfplugin.cty import BOOL as TRUTH
from crosscloud.tfplugin.cty import Collection
from tests.bridge.served import APPLICATION_ID, GROUP_ID, PARTNER_ID, Served, graph_trust
from tests.tfplugin.service_calls import Answer, Caller

Place: TypeAlias = tuple[str | int, ...]

TEXTS: Final[dict[str, str]] = {
    "tenant_id": PARTNER_ID,
    "access_type": "allowed",
    "target": GROUP_ID,
    "target_type": "group",
    "mode": "allowed",
    "rule": "any device",
    "on_destroy": "restore",
    "finding": "XC301",
    "expires": "2099-12-31",
    "since": "2026-11-20",
    "cloud": "global",
    "domain_name": "fabrikam.onmicrosoft.us",
    "environment_prefix": "T",
    "client_id": "8a119b9e-16bc-4732-8f7b-7676d015b0dc",
    "fallback_identity_provider": "defaultConfiguredIdp",
}
LISTS: Final[dict[str, list[str]]] = {
    "allowed_cloud_endpoints": [USGOV.endpoint],
    "tenants": [PARTNER_ID],
    "try_sections": ["tenant_restrictions"],
    "primary_identity_provider_precedence_order": ["azureActiveDirectory"],
}
TYPES: Final = {
    **{each.type_name: each.schema.attributes for each in CrosscloudProvider.resources},
    **{f"data.{each.type_name}": each.schema.attributes for each in CrosscloudProvider.data_sources},
    "provider": CrosscloudProvider.schema.attributes,
}


def sample(attributes: Sequence[Attribute], within: str = "") -> dict[str, Any]:
    """A configuration that gives everything which may be given."""
    return {each.name: _sample(each, within) if each.required or each.optional else None for each in attributes}


def _sample(attribute: Attribute, within: str) -> Any:
    if attribute.nested is not None:
        is_of_applications = attribute.name == "applications" or within == "applications"
        one = sample(attribute.nested.attributes, "applications" if is_of_applications else "")
        if is_of_applications and attribute.name == "targets":
            one |= {"target": APPLICATION_ID, "target_type": "application"}
        return one if attribute.nested.nesting == "single" else [one]
    if isinstance(attribute.type, Collection):
        return {"XC207": "warning"} if attribute.type.kind == "map" else LISTS[attribute.name]
    return True if attribute.type == TRUTH else TEXTS.get(attribute.name, "said")


def places(attributes: Sequence[Attribute], value: Any, at: Place = ()) -> Iterator[tuple[Place, bool]]:
    """Every place of a configuration that can be given, and whether it must be."""
    for each in attributes:
        inner, here = value[each.name], (*at, each.name)
        if inner is None:
            continue
        yield here, each.required
        if each.nested is None:
            if isinstance(inner, list):
                yield (*here, 0), False
            continue
        elements = [(here, inner)] if each.nested.nesting == "single" else [((*here, 0), inner[0])]
        for where, element in elements:
            if where != here:
                yield where, True
            yield from places(each.nested.attributes, element, where)


def put(config: dict[str, Any], place: Place, value: Any) -> dict[str, Any]:
    changed = copy.deepcopy(config)
    inner: Any = changed
    for step in place[:-1]:
        inner = inner[step]
    inner[place[-1]] = value
    return changed


EVERYWHERE: Final = [
    pytest.param(name, place, is_required, id=".".join(map(str, (name, *place))))
    for name, attributes in TYPES.items()
    for place, is_required in places(attributes, sample(attributes))
]


def validated(caller: Caller, name: str, config: dict[str, Any]) -> Answer:
    if name == "provider":
        return caller("ValidateProviderConfig", config=config)
    rpc = "ValidateDataResourceConfig" if name.startswith("data.") else "ValidateResourceConfig"
    return caller(rpc, type_name=name.removeprefix("data."), config=config)


def errors(answer: Answer) -> list[str]:
    return [summary for severity, summary in answer.diagnostics if severity == "error"]


@pytest.mark.parametrize(("name", "place", "is_required"), EVERYWHERE)
def test_null_is_an_error_where_a_value_must_be_given_and_never_an_internal_one(
    name: str, place: Place, is_required: bool
) -> None:
    answer = validated(Caller(CrosscloudProvider({})), name, put(sample(TYPES[name]), place, None))
    assert not [summary for summary in errors(answer) if "failed" in summary], answer.details
    if is_required:
        assert errors(answer), f"{place} may not be null"
        assert "cannot be null" in answer.details


@pytest.mark.parametrize("name", TYPES)
def test_a_null_among_ids_or_clouds_is_refused(name: str) -> None:
    config = sample(TYPES[name])
    for place, _ in places(TYPES[name], config):
        if place[-1] == 0 and "targets" not in place:
            assert errors(validated(Caller(CrosscloudProvider({})), name, put(config, place, None))), place


@pytest.fixture
def configured(served: Served) -> Caller:
    """The provider, configured for a tenant that lists the partner and has settings of its own."""
    below = {"userSyncInbound": {"isSyncAllowed": True}}
    entry = {"tenantId": PARTNER_ID, "inboundTrust": graph_trust(mfa=True), "identitySynchronization": below}
    served.emulator.seed_partners(served.name, [entry])
    return another_process(served)


def another_process(served: Served) -> Caller:
    """The provider, configured anew."""
    caller = Caller(CrosscloudProvider(served.variables, connect=lambda sign_in: served.connected.api))
    nothing: dict[str, Any] = {each.name: None for each in TYPES["provider"]}
    own = {"tenant_id": served.tenant_id, "cloud": "global", "environment_prefix": "T"}
    assert not errors(caller("ConfigureProvider", config={**nothing, **own}))
    return caller


@pytest.mark.parametrize("resource", CrosscloudProvider.resources, ids=lambda each: str(each.type_name))
def test_what_is_not_known_yet_is_planned(served: Served, configured: Caller, resource: Any) -> None:
    """Anew, over an object that is there, and where it stands in the state."""
    name, attributes = resource.type_name, resource.schema.attributes
    config = sample(attributes)
    state = dict(config)
    for key, value in {"id": PARTNER_ID, "home_tenant_id": served.tenant_id, "restore_to": "{}"}.items():
        if any(each.name == key for each in attributes):
            state[key] = value
    for place, _ in places(attributes, config):
        unknown = put(config, place, Unknown)
        assert not [text for text in errors(validated(configured, name, unknown)) if "failed" in text], place
        for prior in (None, state):
            answer = configured.plan(name, unknown, prior=prior)
            assert not [text for text in errors(answer) if "failed" in text], (place, prior, answer.details)
            assert answer.message.planned_state.msgpack, (place, prior)


def test_an_unknown_provider_block_configures_nothing(served: Served) -> None:
    config = sample(TYPES["provider"])
    for place, _ in places(TYPES["provider"], config):
        caller = Caller(CrosscloudProvider(served.variables, connect=lambda sign_in: served.connected.api))
        unknown = put(config, place, Unknown)
        assert not [text for text in errors(validated(caller, "provider", unknown)) if "failed" in text], place
        assert caller("ConfigureProvider", config=unknown).diagnostics == [
            ("warning", "The provider is not configured yet")
        ], place


def test_whether_a_partner_that_is_there_is_adopted_may_be_known_only_at_the_apply(
    served: Served, configured: Caller
) -> None:
    nothing: dict[str, Any] = {each.name: None for each in TYPES["crosscloud_partner_settings"]}
    config = {**nothing, "tenant_id": PARTNER_ID, "adopt_existing": Unknown}
    planned = configured.plan("crosscloud_partner_settings", config)
    told = f"Partner {PARTNER_ID} is listed already: whether it is adopted is known only at the apply"
    assert ("warning", told) in planned.diagnostics
    assert not errors(planned)
    assert "Live settings that change:\n  inbound_trust" in planned.details
    assert planned.value("planned_state")["adopt_existing"] is Unknown
    for decided, is_written in ((False, False), (True, True)):
        apply = another_process(served)
        again = apply.plan("crosscloud_partner_settings", {**config, "adopt_existing": decided})
        done = apply.apply(
            "crosscloud_partner_settings",
            again.value("planned_state"),
            private=again.message.planned_private,
        )
        assert bool(errors(done)) is not is_written, done.details
        partner = served.partner()
        assert partner is not None
        assert (partner["inboundTrust"] is None) is is_written


def test_what_becomes_of_a_partner_whose_id_is_known_only_at_the_apply_is_told(
    served: Served, configured: Caller
) -> None:
    served.emulator.change(served.name, partners={PARTNER_ID: {"isServiceProvider": True}})
    nothing: dict[str, Any] = {each.name: None for each in TYPES["crosscloud_partner_settings"]}
    ids = {"id": PARTNER_ID, "home_tenant_id": served.tenant_id, "tenant_id": PARTNER_ID, "adopt_existing": False}
    answer = configured.plan("crosscloud_partner_settings", {**nothing, "tenant_id": Unknown}, {**nothing, **ids})
    assert any("service provider" in text for text in errors(answer))
