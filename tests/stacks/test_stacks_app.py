"""The app of an intent tells everything that is wrong at once, and writes nothing while there is anything."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from crosscloud.domain.clouds import CHINA, USGOV
from crosscloud.environment import Tenant, UnknownNameError
from crosscloud_constructs import (
    ALL_APPLICATIONS,
    ALL_USERS,
    Access,
    App,
    DefaultSettings,
    Direction,
    IntentError,
    PartnerIdentitySynchronizationResource,
    PartnerSettingsResource,
    Partnership,
    SettingsError,
    StackError,
)
from stacks import IntentApp, TenantStack
from tests.constructs.made_up import tenant

CONTOSO, FABRIKAM, NORTHWIND = tenant("contoso"), tenant("fabrikam", USGOV), tenant("northwind", CHINA)
HERE = "tests/stacks/test_stacks_app.py"
EVERYBODY = Access.allow(users=ALL_USERS, applications=ALL_APPLICATIONS)


@pytest.fixture
def app(tmp_path: Path) -> Iterator[IntentApp]:
    made = IntentApp(outdir=str(tmp_path / "cdktf.out"))
    yield made
    made.close()


def between(home: Tenant, resource: Tenant, access: Access | None = None) -> Partnership:
    named = Access.allow(groups=[home.group("engineers")], applications=[resource.application("desk")])
    return Partnership(Direction(home=home, resource=resource, access=access or named))


def note(app: App, stack: TenantStack) -> Any:
    path = Path(app.outdir) / "stacks" / stack.node.id / "cdk.tf.json"
    return json.loads(path.read_text())["//"]["crosscloud"]


def test_mistakes_of_values_partnerships_and_stacks_are_told_together(app: IntentApp) -> None:
    wrong_id = between(CONTOSO, FABRIKAM, Access.allow(groups=["engineers"], applications=ALL_APPLICATIONS))
    wrong_pair = between(NORTHWIND, FABRIKAM)
    outbound = Access.allow(groups=[CONTOSO.group("engineers")], applications=ALL_APPLICATIONS)
    wrong_default = DefaultSettings(b2b_collaboration_outbound=outbound)
    partnerships = [wrong_id, wrong_pair, between(FABRIKAM, CONTOSO)]
    for each in (CONTOSO, FABRIKAM):
        TenantStack(app, each, defaults=wrong_default, partnerships=partnerships)
    with pytest.raises(IntentError) as caught:
        app.synth()
    told = [(problem.finding, problem.paths) for problem in caught.value.problems]
    both = ("test-global-contoso/crosscloud-partner-fabrikam", "test-usgov-fabrikam/crosscloud-partner-contoso")
    assert told == [
        ("XC210", both),
        ("XC101", ("test-usgov-fabrikam/crosscloud-partner-northwind",)),
        ("XC204", both),
        ("", ("test-usgov-fabrikam/crosscloud-default-settings",)),
    ]
    lines = str(caught.value).splitlines()
    assert len(lines) == 4
    assert all(line.startswith(f"{HERE}:") for line in lines)
    assert not list(Path(app.outdir).rglob("cdk.tf.json"))


def test_a_stack_that_cannot_be_made_ends_the_program_with_all_before_it(app: IntentApp) -> None:
    Access.allow(groups=["engineers"], applications=ALL_APPLICATIONS)
    wrong: Any = "contoso"
    with pytest.raises(StackError) as caught:
        TenantStack(app, wrong)
    assert [problem.finding for problem in caught.value.problems] == ["XC210", ""]


def test_another_organisations_tenant_is_told_with_the_rest(app: IntentApp) -> None:
    TenantStack(app, replace(CONTOSO, is_managed=False))
    with pytest.raises(IntentError, match=r"\(test-global-contoso\): contoso is not managed here"):
        app.synth()


def test_after_synth_a_mistake_is_raised_where_it_is_made(app: IntentApp) -> None:
    TenantStack(app, CONTOSO)
    app.synth()
    with pytest.raises(SettingsError, match="XC210"):
        Access.allow(groups=["engineers"], applications=ALL_APPLICATIONS)


def test_a_warning_is_written_once_and_stands_in_the_note_of_each_stack(
    app: IntentApp, capsys: pytest.CaptureFixture[str]
) -> None:
    open_to_all = between(CONTOSO, FABRIKAM, EVERYBODY)
    stacks = [TenantStack(app, each, partnerships=[open_to_all]) for each in (CONTOSO, FABRIKAM)]
    app.synth()
    (line,) = capsys.readouterr().err.splitlines()
    source = open_to_all.directions[0].source
    assert line.startswith(f"warning XC113 {source} All users of contoso may reach all applications of fabrikam. ")
    for stack in stacks:
        (warning,) = note(app, stack)["warnings"]
        assert (warning["finding"], warning["severity"], warning["where"]) == ("XC113", "warning", str(source))
        assert len(warning["paths"]) == 2


def test_what_is_no_warning_stands_in_the_note_alone(app: IntentApp, capsys: pytest.CaptureFixture[str]) -> None:
    partner = replace(FABRIKAM, is_managed=False)
    stack = TenantStack(app, CONTOSO, partnerships=[between(CONTOSO, partner)])
    app.synth()
    assert capsys.readouterr().err == ""
    found = {each["finding"]: each["severity"] for each in note(app, stack)["warnings"]}
    assert found == {"XC111": "unknown", "XC205": "info"}


def test_with_cdktfs_own_app_the_whole_is_checked_before_anything_is_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    app = App(outdir=str(tmp_path / "cdktf.out"))
    TenantStack(app, CONTOSO, partnerships=[between(CONTOSO, FABRIKAM, EVERYBODY)])
    TenantStack(app, FABRIKAM)
    with pytest.raises(RuntimeError, match=r"XC104 contoso lists fabrikam.*\n?"):
        app.synth()
    assert capsys.readouterr().err.count("warning XC113") == 1
    assert not list(Path(app.outdir).rglob("cdk.tf.json"))


def test_resources_added_by_hand_are_checked_with_their_line(app: IntentApp) -> None:
    stack = TenantStack(app, CONTOSO, partnerships=[between(CONTOSO, FABRIKAM)])
    TenantStack(app, FABRIKAM, partnerships=[between(CONTOSO, FABRIKAM)])
    PartnerSettingsResource(stack, "by-hand", tenant_id=FABRIKAM.tenant_id.upper())
    PartnerSettingsResource(stack, "self", tenant_id=CONTOSO.tenant_id)
    PartnerSettingsResource(stack, "name", tenant_id="fabrikam.com")
    with pytest.raises(IntentError) as caught:
        app.synth()
    assert sorted((problem.finding, *problem.paths) for problem in caught.value.problems) == [
        ("XC204", "test-global-contoso/by-hand"),
        ("XC204", "test-global-contoso/crosscloud-partner-fabrikam"),
        ("XC204", "test-global-contoso/self"),
        ("XC210", "test-global-contoso/name"),
    ]
    assert all(str(problem.where).startswith(HERE) for problem in caught.value.problems)


def test_identity_synchronization_added_by_hand_is_checked_with_its_line(app: IntentApp) -> None:
    both = between(CONTOSO, FABRIKAM)
    stacks = [TenantStack(app, each, partnerships=[both]) for each in (CONTOSO, FABRIKAM)]

    def add(construct: str, tenant_id: str, **sections: Any) -> None:
        PartnerIdentitySynchronizationResource(stacks[1], construct, tenant_id=tenant_id, **sections)

    allowed = {"is_sync_allowed": True}
    add("right", CONTOSO.tenant_id, user_sync_inbound=allowed)
    add("groups", CONTOSO.tenant_id, user_sync_inbound=allowed, group_sync_inbound=allowed)
    add("shape", CONTOSO.tenant_id, user_sync_inbound={"allowed": True})
    add("name", "contoso.com", user_sync_inbound=allowed)
    with pytest.raises(IntentError) as caught:
        app.synth()
    assert sorted((problem.finding, *problem.paths) for problem in caught.value.problems) == [
        ("", "test-usgov-fabrikam/shape"),
        ("XC108", "test-usgov-fabrikam/groups"),
        ("XC210", "test-usgov-fabrikam/name"),
        ("XC213", "test-usgov-fabrikam/groups"),
    ]
    assert all(str(problem.where).startswith(HERE) for problem in caught.value.problems)


def test_options_of_the_app_are_cdktfs() -> None:
    app = IntentApp(skip_validation=True, context={"environment": "test"})
    app.close()
    assert app.node.try_get_context("environment") == "test"


def test_misspelt_names_are_told_with_all_else_each_with_its_line(app: IntentApp) -> None:
    access = Access.allow(
        groups=[CONTOSO.group("enginers"), CONTOSO.group("nobody"), CONTOSO.group("writers")],
        applications=[FABRIKAM.application("dessk")],
    )
    TenantStack(app, CONTOSO, partnerships=[between(CONTOSO, FABRIKAM, access), between(NORTHWIND, FABRIKAM)])
    with pytest.raises(IntentError) as caught:
        app.synth()
    told = {problem.what: problem for problem in caught.value.problems}
    for what in ("group called 'enginers' (did you mean engineers?)", "group called 'nobody'"):
        (problem,) = [each for said, each in told.items() if f"contoso has no {what}" in said]
        assert str(problem.where).startswith(f"{HERE}:")
        assert "add it under groups of contoso" in problem.to_do
    assert any("fabrikam has no application called 'dessk' (did you mean desk?)" in said for said in told)
    assert any(problem.finding == "XC101" for problem in told.values())
    assert not any(problem.finding in ("XC203", "XC210") for problem in told.values())


def test_a_misspelt_name_is_raised_where_it_is_asked_for_without_an_app() -> None:
    with pytest.raises(UnknownNameError, match="contoso has no group called 'enginers'"):
        CONTOSO.group("enginers")


def test_a_partnership_that_is_given_to_no_stack_is_warned_of_at_its_line(
    app: IntentApp, capsys: pytest.CaptureFixture[str]
) -> None:
    used, forgotten = between(CONTOSO, FABRIKAM), between(CONTOSO, NORTHWIND)
    stacks = [TenantStack(app, each, partnerships=[used]) for each in (CONTOSO, FABRIKAM)]
    app.synth()
    said = f"warning {forgotten.source} the partnership between contoso and northwind is given to no stack"
    assert [line.startswith(said) for line in capsys.readouterr().err.splitlines() if "no stack" in line] == [True]
    contoso, fabrikam = (
        [each for each in note(app, stack)["warnings"] if not each["finding"]] for stack in stacks
    )
    assert [(each["severity"], each["where"]) for each in contoso] == [("warning", str(forgotten.source))]
    assert fabrikam == []


def test_a_partnership_that_the_other_stack_alone_was_given_is_used(
    app: IntentApp, capsys: pytest.CaptureFixture[str]
) -> None:
    TenantStack(app, CONTOSO, partnerships=[between(CONTOSO, FABRIKAM), between(NORTHWIND, CONTOSO)])
    app.synth()
    assert "no stack" not in capsys.readouterr().err
