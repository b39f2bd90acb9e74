"""The sections beside B2B collaboration, trust and consent through real Terraform, in each cloud.

Each is created, changed, imported and taken out, and every step ends in an empty plan.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from crosscloud.domain.clouds import CHINA, GLOBAL, USGOV, Cloud
from crosscloud.domain.settings import DEFAULT, PARTNER
from tests.acceptance.workbench import PARTNER_ID, TENANT_ID, Workbench, workbench

pytestmark = pytest.mark.terraform

GROUP, USER = "ac8efe12-1c59-49f1-ba2d-de83458bfed0", "dd2ee150-d284-4277-b89c-1af40ce8fcc9"
APPLICATION = "0b80a255-53a1-4945-a932-58ef7777682c"
ANYONE, ANYTHING = ("AllUsers", "user"), ("AllApplications", "application")

Sections = dict[str, Any]


@pytest.fixture(params=[GLOBAL, USGOV, CHINA], ids=lambda cloud: cloud.name)
def bench(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Workbench]:
    with workbench(tmp_path, request.param) as made:
        yield made


@pytest.fixture
def in_global(tmp_path: Path) -> Iterator[Workbench]:
    with workbench(tmp_path) as made:
        yield made


def half(access: str, *targets: tuple[str, str]) -> dict[str, Any]:
    return {
        "access_type": access,
        "targets": [{"target": target, "target_type": kind} for target, kind in targets],
    }


def b2b(access: str, who: tuple[str, str], what: tuple[str, str]) -> dict[str, Any]:
    return {"users_and_groups": half(access, who), "applications": half(access, what)}


CHOSEN = b2b("allowed", (GROUP, "group"), (APPLICATION, "application"))
OPEN, CLOSED = b2b("allowed", ANYONE, ANYTHING), b2b("blocked", ANYONE, ANYTHING)
FOR_DEFAULT = b2b("allowed", ANYONE, (APPLICATION, "application"))
ORDER, FALLBACK = "primary_identity_provider_precedence_order", "fallback_identity_provider"
REDEMPTION = "invitation_redemption_identity_provider_configuration"
DEVICES = {"mode": "allowed", "rule": "device.isCompliant -eq True"}

GLOBAL_ONLY: dict[str, tuple[Any, Any]] = {
    "tenant_restrictions": ({**CLOSED, "devices": DEVICES}, {**CHOSEN, "devices": None}),
    "m365_collaboration_inbound": ({"users": half("allowed", ANYONE)}, {"users": half("blocked", ANYONE)}),
    "m365_collaboration_outbound": (
        {"users_and_groups": half("allowed", (GROUP, "group"))},
        {"users_and_groups": half("blocked", (USER, "user"))},
    ),
    "app_service_connect_inbound": (
        {"applications": half("allowed", (APPLICATION, "application"))},
        {"applications": half("allowed", ("Office365", "application"))},
    ),
}
BETA_ONLY: dict[str, tuple[Any, Any]] = {"block_service_provider_outbound_access": (True, False)}
DIRECT_CONNECT: dict[str, tuple[Any, Any]] = {
    "b2b_direct_connect_inbound": (CHOSEN, CLOSED),
    "b2b_direct_connect_outbound": (OPEN, CHOSEN),
}
HALVES: dict[str, tuple[Any, Any]] = {
    "b2b_collaboration_inbound": (
        {"users_and_groups": half("allowed", (GROUP, "group"))},
        {"applications": half("allowed", (APPLICATION, "application"))},
    ),
    "tenant_restrictions": ({"devices": DEVICES}, {"users_and_groups": half("blocked", ANYONE)}),
}


def first(sections: dict[str, tuple[Any, Any]]) -> Sections:
    return {name: values[0] for name, values in sections.items()}


def second(sections: dict[str, tuple[Any, Any]]) -> Sections:
    return {name: values[1] for name, values in sections.items()}


def through_its_life(bench: Workbench, sections: dict[str, tuple[Any, Any]]) -> None:
    """A partner's sections: created, changed, imported, taken out."""
    bench.partner(**first(sections))
    bench.settles()
    bench.partner(**second(sections))
    code, text = bench.plan()
    assert code == 2
    assert "0 to add, 1 to change, 0 to destroy" in text
    assert all(name in text for name in sections), text
    bench.settles()
    assert bench.terraform("state", "rm", "crosscloud_partner_settings.fabrikam").returncode == 0
    run = bench.terraform("import", "-no-color", "crosscloud_partner_settings.fabrikam", PARTNER_ID)
    assert run.returncode == 0, run.stderr
    code, text = bench.plan()
    assert code == 0, text
    live = bench.live_partner()
    assert live is not None
    assert all(live[PARTNER.section(name).graph] is not None for name in sections)
    bench.partner()
    bench.settles()
    live = bench.live_partner()
    assert live is not None
    assert all(live[PARTNER.section(name).graph] is None for name in sections)


@pytest.mark.parametrize(
    "sections", [GLOBAL_ONLY, BETA_ONLY, {**GLOBAL_ONLY, **BETA_ONLY}], ids=["v1.0", "beta", "both"]
)
def test_a_partners_sections_that_global_alone_has(
    in_global: Workbench, sections: dict[str, tuple[Any, Any]]
) -> None:
    through_its_life(in_global, sections)


def test_a_partners_direct_connect(bench: Workbench) -> None:
    through_its_life(bench, DIRECT_CONNECT)


def test_a_partners_half_sections(in_global: Workbench) -> None:
    through_its_life(in_global, HALVES)


def test_half_sections_are_a_warning_where_no_joint_review_judges(tmp_path: Path) -> None:
    with workbench(tmp_path, spawned=True) as bench:
        bench.partner(**first(HALVES))
        _, text = bench.plan()
        told = " ".join(text.replace("│", " ").split())
        assert "XC211: b2b_collaboration_inbound leaves out applications; Microsoft does not document" in told
        assert "XC211: tenant_restrictions leaves out users_and_groups and applications" in told
        bench.apply()
        assert "XC211" not in bench.plan()[1]  # what stays as it is was told before


def test_the_defaults_sections(bench: Workbench) -> None:
    fallback = "defaultConfiguredIdp" if bench.cloud is CHINA else "emailOneTimePasscode"
    sections: dict[str, tuple[Any, Any]] = {
        "b2b_direct_connect_inbound": (FOR_DEFAULT, CLOSED),
        "b2b_direct_connect_outbound": (CHOSEN, CLOSED),
        REDEMPTION: (
            {ORDER: ["externalFederation", "azureActiveDirectory"], FALLBACK: fallback},
            {ORDER: ["azureActiveDirectory", "externalFederation"], FALLBACK: fallback},
        ),
        **({**GLOBAL_ONLY, **BETA_ONLY} if bench.cloud is GLOBAL else {}),
    }

    def write(**given: Any) -> None:
        bench.write({"crosscloud_default_settings": {"this": {"on_destroy": "reset", **given}}})

    before = bench.emulator.state("contoso")["default"]
    write(**first(sections))
    bench.settles()
    write(**second(sections))
    code, text = bench.plan()
    assert code == 2
    assert all(name in text for name in sections), text
    bench.settles()
    written = bench.emulator.state("contoso")["default"]
    assert written[DEFAULT.section(REDEMPTION).graph]["primaryIdentityProviderPrecedenceOrder"] == [
        "azureActiveDirectory",
        "externalFederation",
    ]
    assert bench.terraform("state", "rm", "crosscloud_default_settings.this").returncode == 0
    run = bench.terraform("import", "-no-color", "crosscloud_default_settings.this", TENANT_ID)
    assert run.returncode == 0, run.stderr
    write()  # every section out: each stays as it is
    bench.settles()
    assert bench.emulator.state("contoso")["default"] == written
    bench.write({})
    bench.settles()
    assert bench.emulator.state("contoso")["default"] == before


@pytest.mark.parametrize("cloud", [USGOV, CHINA], ids=lambda cloud: cloud.name)
def test_a_section_that_a_cloud_does_not_declare_is_refused_at_plan_time(tmp_path: Path, cloud: Cloud) -> None:
    with workbench(tmp_path, cloud) as bench:
        sections = {**first(GLOBAL_ONLY), **first(BETA_ONLY)}
        bench.write(
            {
                "crosscloud_partner_settings": {"fabrikam": {"tenant_id": PARTNER_ID, **sections}},
                "crosscloud_default_settings": {"this": sections},
            }
        )
        code, text = bench.plan()
        assert code == 1
        told = " ".join(text.replace("│", " ").split())
        for name in sections:
            section = PARTNER.section(name)
            why = section.dispute or f"Graph there does not declare {section.graph} (Microsoft Graph reference"
            refused = f"cannot be set in {cloud}: {why}"
            assert told.count(f"Error: Invalid {name}") == 2, told
            assert told.count(refused) == 2, told
        assert bench.emulator.state("contoso")["partners"] == []


def test_what_china_cannot_redeem_with_is_refused_and_what_stands_there_is_not(tmp_path: Path) -> None:
    with workbench(tmp_path, CHINA) as bench:
        # The service's own default names social identity providers; a default that leaves it alone is planned.
        bench.write({"crosscloud_default_settings": {"this": {"b2b_direct_connect_inbound": CLOSED}}})
        bench.settles()
        wrong = {ORDER: ["socialIdentityProviders"], FALLBACK: "emailOneTimePasscode"}
        bench.write({"crosscloud_default_settings": {"this": {REDEMPTION: wrong}}})
        code, text = bench.plan()
        assert code == 1
        told = " ".join(text.replace("│", " ").split())
        assert "cannot name socialIdentityProviders, which China (21Vianet) does not have" in told
        assert "cannot be emailOneTimePasscode, which China (21Vianet) does not have" in told


def test_a_default_that_cannot_be_is_refused_at_plan_time(in_global: Workbench) -> None:
    for sections, words in (
        ({REDEMPTION: {ORDER: [], FALLBACK: "microsoftAccount"}}, "cannot be empty: name at least one value"),
        ({REDEMPTION: {ORDER: ["externalFederation"]}}, f'"{FALLBACK}" is required'),
        ({"b2b_direct_connect_inbound": CHOSEN}, "must be AllUsers alone in an inbound default"),
        ({"tenant_restrictions": {"users_and_groups": half("blocked", ANYONE)}}, '"applications" is required'),
    ):
        in_global.write({"crosscloud_default_settings": {"this": sections}})
        code, text = in_global.plan()
        assert code == 1
        assert words in " ".join(text.replace("│", " ").split()), text


def test_undocumented_properties_are_never_sent_back(in_global: Workbench) -> None:
    """They can be read through beta, and the service refuses whoever sends them."""
    odd = {"crossCloudMeetingConfiguration": {"inboundAllowed": True, "outboundAllowed": False}}
    trust = {"isCompliantNetworkAccepted": True}
    in_global.emulator.change("contoso", default={**odd, "inboundTrust": trust})
    given = {"inbound_trust": {"is_mfa_accepted": True}, "block_service_provider_outbound_access": True}
    in_global.write({"crosscloud_default_settings": {"this": {**given, "on_destroy": "restore"}}})
    in_global.settles()
    in_global.write({})
    in_global.settles()
    live = in_global.emulator.state("contoso")["default"]
    assert live["crossCloudMeetingConfiguration"] == odd["crossCloudMeetingConfiguration"]
    assert live["inboundTrust"]["isCompliantNetworkAccepted"] is True
    assert live["inboundTrust"]["isMfaAccepted"] is False


def test_a_section_that_is_tried_is_written_where_graph_takes_it(tmp_path: Path) -> None:
    """Microsoft's sources disagree whether US Government has tenant restrictions; this tenant has them."""
    first, second = GLOBAL_ONLY["tenant_restrictions"]
    with workbench(tmp_path, USGOV, tenant={"more_properties": frozenset({"tenantRestrictions"})}) as bench:
        bench.partner(tenant_restrictions=first)
        code, text = bench.plan()
        assert code == 1
        assert "try_sections" in text
        bench.tries = ("tenant_restrictions",)
        for value in (first, second):
            bench.partner(tenant_restrictions=value)
            bench.settles()
            live = bench.live_partner()
            assert live is not None
            assert live["tenantRestrictions"]["usersAndGroups"]["targets"][0]["target"] == (
                "AllUsers" if value is first else GROUP
            )
        bench.partner()
        bench.settles()
        assert (bench.live_partner() or {})["tenantRestrictions"] is None


def test_a_section_that_is_tried_where_graph_lacks_it_is_refused_by_graph_and_nothing_is_stored(
    tmp_path: Path,
) -> None:
    with workbench(tmp_path, USGOV) as bench:
        bench.tries = ("tenant_restrictions",)
        bench.partner(tenant_restrictions=GLOBAL_ONLY["tenant_restrictions"][0])
        run = bench.terraform("apply", "-no-color", "-auto-approve")
        assert run.returncode == 1
        assert "tenantRestrictions" in run.stderr
        assert bench.live_partner() is None
        assert bench.terraform("state", "list").stdout == ""
