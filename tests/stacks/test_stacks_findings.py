"""What stacks say together and each in itself: a small declaration for each finding, none without a cause."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from crosscloud.domain.clouds import CHINA, GLOBAL, USGOV
from crosscloud.environment import Tenant
from crosscloud_constructs import ALL_APPLICATIONS, ALL_USERS, Access, Source
from crosscloud_constructs.errors import IntentProblem
from stacks.declared import Declared
from stacks.findings import find_problems
from tests.constructs.made_up import tenant

CONTOSO, FABRIKAM, NORTHWIND = tenant("contoso"), tenant("fabrikam", USGOV), tenant("northwind", CHINA)
ADATUM = tenant("adatum", GLOBAL)
TENANTS = (CONTOSO, FABRIKAM, NORTHWIND, ADATUM)
OPEN: Any = Access.allow(
    groups=[CONTOSO.group("engineers")], applications=[FABRIKAM.application("desk")]
).to_value()
EVERYBODY: Any = Access.allow(users=ALL_USERS, applications=ALL_APPLICATIONS).to_value()
CLOSED: Any = Access.block_all().to_value()
OUT, IN, CONSENT = "b2b_collaboration_outbound", "b2b_collaboration_inbound", "automatic_user_consent_settings"


def made(owner: Tenant, kind: str, name: str, values: Mapping[str, Any]) -> Declared:
    line = {f"crosscloud_{kind}.{name}": Source("main.py", 7)}
    return Declared(owner, kind, f"crosscloud_{kind}.{name}", f"{owner.name}/{name}", values, line)


def root(owner: Tenant, *enabled: Tenant) -> Declared:
    endpoints = sorted({each.cloud.endpoint for each in enabled})
    return made(owner, "settings", "this", {"allowed_cloud_endpoints": endpoints})


def entry(owner: Tenant, partner: Tenant, **sections: Any) -> Declared:
    return made(owner, "partner_settings", partner.name, {"tenant_id": partner.tenant_id, **sections})


def synchronized(owner: Tenant, partner: Tenant, *, allowed: bool = True) -> Declared:
    values = {"tenant_id": partner.tenant_id, "user_sync_inbound": {"is_sync_allowed": allowed}}
    return made(owner, "partner_identity_synchronization", partner.name, values)


def found(*declared: Declared, tenants: tuple[Tenant, ...] = TENANTS) -> list[IntentProblem]:
    return list(find_problems(declared, {each.tenant_id: each for each in tenants}))


def ids(*declared: Declared) -> list[str]:
    return [problem.finding for problem in found(*declared) if problem.severity != "info"]


BOTH = (root(CONTOSO, FABRIKAM), root(FABRIKAM, CONTOSO))


def pair(out: Any = OPEN, into: Any = OPEN, **more: Any) -> tuple[Declared, ...]:
    """Contoso and fabrikam list one another; `out` leaves contoso, `into` enters fabrikam."""
    return (*BOTH, entry(CONTOSO, FABRIKAM, **{OUT: out}, **more), entry(FABRIKAM, CONTOSO, **{IN: into}))


def test_halves_that_fit_have_no_finding() -> None:
    assert ids(*pair()) == []
    assert ids(*pair(CLOSED, CLOSED)) == []


@pytest.mark.parametrize(
    ("declared", "finding", "severity", "says"),
    [
        ((entry(FABRIKAM, NORTHWIND),), "XC101", "error", "are in clouds that cannot collaborate"),
        (
            (root(CONTOSO), entry(CONTOSO, FABRIKAM)),
            "XC102",
            "error",
            "contoso lists fabrikam of US Government (GCC High), but has not enabled",
        ),
        (
            (BOTH[0], entry(CONTOSO, FABRIKAM), root(FABRIKAM), entry(FABRIKAM, CONTOSO)),
            "XC103",
            "error",
            "fabrikam has not enabled Global",
        ),
        (
            (*BOTH, entry(CONTOSO, FABRIKAM)),
            "XC104",
            "error",
            "contoso lists fabrikam as a partner, fabrikam does not list it",
        ),
        (pair(OPEN, CLOSED), "XC105", "warning", "contoso lets them out, fabrikam does not admit them"),
        (pair(CLOSED, OPEN), "XC105", "warning", "fabrikam admits them, contoso does not let them out"),
        (
            pair(b2b_direct_connect_outbound=OPEN),
            "XC107",
            "error",
            "contoso opens b2b_direct_connect_outbound towards fabrikam",
        ),
        (
            (*pair(EVERYBODY, EVERYBODY),),
            "XC113",
            "warning",
            "All users of contoso may reach all applications of fabrikam",
        ),
        ((synchronized(FABRIKAM, NORTHWIND),), "XC108", "error", "synchronise users: that is not supported"),
        ((synchronized(CONTOSO, NORTHWIND),), "XC108", "unknown", "no document says whether that works"),
        (
            (synchronized(FABRIKAM, CONTOSO), entry(FABRIKAM, CONTOSO, **{IN: CLOSED})),
            "XC109",
            "warning",
            "fabrikam may be synchronised from contoso, but blocks all its users",
        ),
        ((entry(CONTOSO, CONTOSO),), "XC204", "error", "contoso lists itself as a partner"),
        (
            (
                entry(CONTOSO, ADATUM),
                made(CONTOSO, "partner_settings", "b", {"tenant_id": ADATUM.tenant_id.upper()}),
            ),
            "XC204",
            "error",
            "contoso lists adatum 2 times",
        ),
        (
            (made(CONTOSO, "partner_settings", "b", {"tenant_id": "b.com"}),),
            "XC210",
            "error",
            "lists the partner 'b.com', which is a domain name",
        ),
        (
            (entry(CONTOSO, ADATUM, **{IN: {"applications": {"access_type": "allowed", "targets": []}}}),),
            "XC203",
            "error",
            "applications in b2b_collaboration_inbound of the entry for adatum is empty",
        ),
        (
            (made(FABRIKAM, "settings", "this", {"allowed_cloud_endpoints": ["x"]}),),
            "XC210",
            "error",
            "enabled x, which is no",
        ),
    ],
)
def test_each_finding(declared: tuple[Declared, ...], finding: str, severity: str, says: str) -> None:
    problems = [problem for problem in found(*declared) if problem.finding == finding and says in problem.what]
    assert problems, found(*declared)
    assert {problem.severity for problem in problems} == {severity}
    assert str(problems[0].where) == "main.py:7"
    assert problems[0].paths[0].partition("/")[0] in {each.tenant.name for each in declared}


def test_what_is_supported_is_no_finding() -> None:
    assert ids(synchronized(FABRIKAM, CONTOSO), synchronized(NORTHWIND, CONTOSO)) == []
    assert "XC108" not in ids(synchronized(FABRIKAM, NORTHWIND, allowed=False))
    assert ids(*pair(b2b_direct_connect_outbound=CLOSED)) == []
    direct = entry(CONTOSO, ADATUM, b2b_direct_connect_outbound=EVERYBODY)
    assert ids(direct) == []  # within one cloud


def test_halves_that_read_otherwise_than_they_mean() -> None:
    half = {"access_type": "blocked", "targets": [{"target": CONTOSO.tenant_id, "target_type": "user"}]}
    application = {
        "access_type": "blocked",
        "targets": [{"target": ADATUM.tenant_id, "target_type": "application"}],
    }
    both = {"users_and_groups": half, "applications": application}
    mixed = {**both, "applications": {**application, "access_type": "allowed"}}
    assert ids(entry(CONTOSO, ADATUM, **{IN: both})) == ["XC208"]
    assert ids(entry(CONTOSO, ADATUM, **{IN: mixed})) == ["XC207"]
    (problem,) = (
        p for p in found(entry(CONTOSO, ADATUM, **{IN: {"users_and_groups": half}})) if p.finding == "XC211"
    )
    assert problem.severity == "unknown"


def test_a_prompt_that_stays_and_a_licence_are_information() -> None:
    listed = pair(**{CONSENT: {"outbound_allowed": True, "inbound_allowed": False}})
    other = replace(listed[3], values={**listed[3].values, CONSENT: {"inbound_allowed": False}})
    infos = [(p.finding, p.severity) for p in found(*listed[:3], other)]
    assert sorted(infos) == [("XC106", "info"), ("XC205", "info"), ("XC205", "info")]


def test_another_organisations_half_is_unknown() -> None:
    partner = replace(FABRIKAM, is_managed=False)
    problems = found(root(CONTOSO, partner), entry(CONTOSO, partner, **{OUT: CLOSED}), tenants=(CONTOSO, partner))
    assert [(problem.finding, problem.severity) for problem in problems] == [("XC111", "unknown")]


def test_each_finding_points_to_the_line_that_it_follows_from() -> None:
    """A section to its direction, the entry to its partnership, the root to its stack."""
    lines = {
        "crosscloud_settings.this": Source("main.py", 1),
        "crosscloud_partner_settings.fabrikam": Source("main.py", 2),
        f"crosscloud_partner_settings.fabrikam.{OUT}": Source("main.py", 3),
        "crosscloud_partner_settings.contoso": Source("main.py", 4),
        f"crosscloud_partner_settings.contoso.{IN}": Source("main.py", 5),
        "crosscloud_partner_identity_synchronization.contoso": Source("main.py", 6),
    }

    def told(*declared: Declared) -> dict[str, tuple[str, tuple[str, ...]]]:
        problems = found(*(replace(each, sources=lines) for each in declared))
        return {each.finding: (str(each.where), each.paths) for each in problems}

    assert told(*pair(OPEN, CLOSED))["XC105"] == ("main.py:3", ("contoso/fabrikam", "fabrikam/contoso"))
    assert told(*pair(OPEN, EVERYBODY))["XC113"] == ("main.py:5", ("fabrikam/contoso", "contoso/fabrikam"))
    assert told(*pair())["XC205"] == ("main.py:5", ("fabrikam/contoso",))  # that of each tenant; the last is kept
    assert told(*BOTH, entry(CONTOSO, FABRIKAM))["XC104"] == ("main.py:2", ("contoso/fabrikam",))
    one_way = (BOTH[0], entry(CONTOSO, FABRIKAM), root(FABRIKAM), entry(FABRIKAM, CONTOSO))
    assert told(*one_way)["XC103"] == ("main.py:1", ("fabrikam/this",))
    blocked = (*BOTH, synchronized(FABRIKAM, CONTOSO), entry(FABRIKAM, CONTOSO, **{IN: CLOSED}))
    assert told(*blocked)["XC109"] == ("main.py:6", ("fabrikam/contoso",))


def test_what_could_not_even_be_sent_is_told_as_the_rule_that_it_breaks() -> None:
    wrong = {"users_and_groups": EVERYBODY["users_and_groups"], "applications": "all"}
    (problem,) = found(entry(CONTOSO, ADATUM, **{IN: wrong}))
    assert (problem.finding, problem.severity) == ("", "error")
    assert problem.what == f"crosscloud_partner_settings.adatum.{IN}.applications must be an object, not 'all'"
    (root_problem,) = found(made(CONTOSO, "settings", "this", {"allowed_cloud_endpoints": "microsoftonline.us"}))
    assert root_problem.what == (
        "crosscloud_settings.this.allowed_cloud_endpoints must be a list, not 'microsoftonline.us'"
    )
    twice = made(CONTOSO, "settings", "this", {"allowed_cloud_endpoints": ["microsoftonline.us"] * 2})
    assert [each.finding for each in found(twice)] == ["XC203"]
    closed = {"access_type": "blocked", "targets": [{"target": "AllApplications", "target_type": "application"}]}
    refused = found(entry(CONTOSO, ADATUM, **{IN: {**EVERYBODY, "applications": closed}}))
    assert [(each.finding, each.severity) for each in refused] == [("", "error"), ("XC207", "warning")]


def test_what_a_cloud_does_not_declare_or_have_is_an_error_of_the_code() -> None:
    devices = {"mode": "allowed", "rule": "device.isCompliant -eq True"}
    restricted = entry(FABRIKAM, CONTOSO, tenant_restrictions={**CLOSED, "devices": devices})
    assert ids(restricted) == ["XC213"]
    redemption = {
        "primary_identity_provider_precedence_order": ["socialIdentityProviders"],
        "fallback_identity_provider": "emailOneTimePasscode",
    }
    values = {"invitation_redemption_identity_provider_configuration": redemption}
    assert ids(made(NORTHWIND, "default_settings", "this", values)) == ["XC209", "XC209"]
    assert ids(made(CONTOSO, "default_settings", "this", values)) == []
    assert ids(made(CONTOSO, "default_settings", "this", {IN: OPEN})) == ["XC202"]
    keywords = {
        "access_type": "allowed",
        "targets": [{"target": "AllMicrosoftApps", "target_type": "application"}],
    }
    odd = found(entry(CONTOSO, ADATUM, **{IN: {**EVERYBODY, "applications": keywords}}))
    assert [(each.finding, each.severity) for each in odd if each.severity != "info"] == [("XC210", "error")]
