"""A situation is every tenant of the environment with what is known of it; the rest is unknown, never absent."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from crosscloud.domain.clouds import GLOBAL, USGOV
from crosscloud.domain.directory import NOT_ASKED, DirectoryContext, DirectoryReading
from crosscloud.domain.tenant import TenantSettings
from crosscloud.domain.truth import Truth
from crosscloud.environment import Environment
from crosscloud.review.situations import build_situation, collect_names
from tests.support.embedded import environment_of
from tests.support.plans import tenant_as_read

CONTOSO, FABRIKAM = "f6fadfa7-e5c1-4b62-9362-da5cc13da58a", "2c63888f-28f0-4481-be6d-dce7a7ace732"
TAILSPIN, OUTSIDE = "7c1d9a34-2b5e-4f60-8a17-9d0c3e4f5a11", "99999999-2222-4333-8444-555555555555"
ENGINEERS = "ac8efe12-1c59-49f1-ba2d-de83458bfed0"
SIGN_IN = "{method: client_secret, client_id: 3f0c7a52-8d14-4b6e-9a27-5e1b2c3d4f60}"
ENVIRONMENT = f"""\
environment: pilot
tenants:
  contoso: {{tenant_id: {CONTOSO}, cloud: global, groups: {{engineers: {{id: {ENGINEERS}}}}}, sign_in: {SIGN_IN}}}
  fabrikam: {{tenant_id: {FABRIKAM}, cloud: usgov, sign_in: {SIGN_IN}}}
  tailspin: {{tenant_id: {TAILSPIN}, cloud: china}}
hold:
  - {{tenants: [contoso, fabrikam], reason: r, held_by: h, since: 2026-11-21}}
"""


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    return environment_of(tmp_path, ENVIRONMENT)


def read(name: str, tenant_id: str) -> TenantSettings:
    return tenant_as_read(name, tenant_id, GLOBAL, partners={OUTSIDE: {}})


def test_the_tenants_of_the_environment_come_first_in_its_order(environment: Environment) -> None:
    known = {OUTSIDE: read("outside", OUTSIDE), FABRIKAM: read("fabrikam", FABRIKAM)}
    found = build_situation(environment, known)
    assert list(found.tenants) == [CONTOSO, FABRIKAM, TAILSPIN, OUTSIDE]
    assert [each.is_managed for each in found.tenants.values()][:3] == [True, True, False]
    assert [named.name for named in found.tenants[CONTOSO].names] == ["engineers"]


def test_a_tenant_that_nobody_read_is_unknown_and_says_why(environment: Environment) -> None:
    found = build_situation(environment, {})
    contoso, tailspin = (found.tenants[id_].settings for id_ in (CONTOSO, TAILSPIN))
    assert (contoso.cloud, contoso.has_enabled(USGOV), contoso.lists(FABRIKAM)) == (
        GLOBAL,
        Truth.UNKNOWN,
        Truth.UNKNOWN,
    )
    assert set(contoso.unreadable.values()) == {"it was not read"}
    assert set(tailspin.unreadable.values()) == {"it is another organisation's"}


def test_a_tenant_has_the_name_that_the_environment_gives_it(environment: Environment) -> None:
    settings = read("as it was called", CONTOSO)
    found = build_situation(environment, {CONTOSO: settings}).tenants[CONTOSO].settings
    assert found == replace(settings, name="contoso")
    same = read("contoso", CONTOSO)
    assert build_situation(environment, {CONTOSO: same}).tenants[CONTOSO].settings is same


def test_the_directories_what_is_declared_and_the_holds_are_there(
    environment: Environment,
) -> None:
    context = DirectoryContext.none_read(NOT_ASKED)
    directory = DirectoryReading({CONTOSO: context}, {OUTSIDE: frozenset({"usgov"})})
    found = build_situation(environment, {}, directory=directory, declared=[(CONTOSO, FABRIKAM)])
    assert (found.tenants[CONTOSO].directory, found.tenants[FABRIKAM].directory) == (context, None)
    assert (found.cloud_of(OUTSIDE), found.cloud_of(FABRIKAM)) == (USGOV, USGOV)
    assert found.declared == {(CONTOSO, FABRIKAM)}
    assert [(hold.tenants, hold.since) for hold in found.holds] == [((CONTOSO, FABRIKAM), dt.date(2026, 11, 21))]


def test_without_an_environment_it_is_what_was_read() -> None:
    found = build_situation(None, {OUTSIDE: read("outside", OUTSIDE)})
    assert (list(found.tenants), found.holds) == ([OUTSIDE], ())


def test_names_are_those_of_the_environment_then_those_of_what_was_read(
    environment: Environment,
) -> None:
    settings = [read("as it was called", CONTOSO), read("outside", OUTSIDE)]
    names = collect_names(environment, settings)
    assert [names.tenant(id_) for id_ in (CONTOSO, TAILSPIN, OUTSIDE, "9")] == [
        "contoso",
        "tailspin",
        "outside",
        "9",
    ]
    assert names.of_id(ENGINEERS) == "engineers (of contoso)"
    assert collect_names(None, settings).tenant(CONTOSO) == "as it was called"
