"""What Terraform says in another way than documented of a plan or a state is told of its tenant, in a sentence."""

import io
import json
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from crosscloud.environment import Environment
from crosscloud.intent.errors import SynthesisError
from crosscloud.intent.synthesis import Stack
from crosscloud.operations.bundle import Bundle
from crosscloud.operations.errors import StaleError
from crosscloud.operations.plan import _plan_one, _text
from crosscloud.operations.preparation import Prepared, prepare_tenants
from crosscloud.operations.run import Run, TenantRun
from crosscloud.review.model import TenantPlan
from crosscloud.runtime.workspace import Workspace
from tests.operations.bundles import CONTOSO, FABRIKAM, document, review
from tests.support.embedded import environment_of

FILE = f"""environment: pilot
tenants:
  contoso: {{tenant_id: {CONTOSO}, cloud: global}}
  fabrikam: {{tenant_id: {FABRIKAM}, cloud: usgov}}
"""
TERRAFORM = """#!/bin/sh
folder="${1#-chdir=}"
for last; do :; done
case "$2" in
  plan) : > "${last#-out=}" ;;
  show) cat "$0.${folder##*/}.plan" ;;
  state) cat "$0.${folder##*/}.state" ;;
esac
"""
"""As much of Terraform as is asked here; what it says of a tenant lies beside it, in a file with its name."""

UNKNOWN_ACTION = json.dumps({"resource_changes": [{"type": "x", "change": {"actions": ["explode"]}}]})
OTHER_SHAPES = [UNKNOWN_ACTION, '{"resource_changes": [[]]}', "no JSON", "", "[]", "[" * 100_000]
SHAPE = "Terraform's plan is of another shape than documented ("


@pytest.fixture
def environment(tmp_path: Path) -> Environment:
    return environment_of(tmp_path, FILE)


@pytest.fixture
def run(tmp_path: Path, environment: Environment) -> Run:
    """A run with that Terraform."""
    terraform = tmp_path / "terraform"
    terraform.write_text(TERRAFORM, encoding="utf-8")
    terraform.chmod(0o700)
    workspace = Workspace(environment.project, environment.name).make()
    return Run(environment, workspace, terraform, {"PATH": "/usr/bin:/bin"}, "plan")


def say(run: Run, name: str, what: str, text: str) -> None:
    """Have Terraform say `text` of a tenant's plan, or of its state."""
    run.terraform.with_name(f"terraform.{name}.{what}").write_text(text, encoding="utf-8")


def planned(run: Run, name: str, shown: str, *warnings: Mapping[str, str]) -> TenantPlan:
    say(run, name, "plan", shown)
    folder = run.workspace.stacks / name
    folder.mkdir(parents=True)
    tenant = run.environment.tenant(name)
    with run.make_bridge(tenant) as bridge:
        return _plan_one(
            run,
            TenantRun(tenant, Stack(f"pilot-{name}", folder, name, {}, warnings=warnings), bridge),
            run.workspace.root,
        )


@pytest.mark.parametrize("shown", OTHER_SHAPES, ids=range(len(OTHER_SHAPES)))
def test_a_plan_of_another_shape_is_a_failure_of_its_tenant(run: Run, shown: str) -> None:
    plan = planned(run, "contoso", shown)
    (message,) = plan.messages
    assert (message.severity, message.summary) == ("error", "The plan failed")
    assert message.detail.startswith(SHAPE)
    assert not plan.has_changes
    assert plan.document == {}
    assert planned(run, "fabrikam", json.dumps(document("fabrikam"))).messages == ()


def test_what_the_code_is_warned_of_and_no_finding_says_is_told(run: Run) -> None:
    said = {"severity": "warning", "where": "main.py:9", "what": "it is given to no stack", "to_do": "Give it"}
    plan = planned(
        run, "contoso", json.dumps(document("contoso")), {**said, "finding": ""}, {**said, "finding": "XC113"}
    )
    assert [(m.severity, m.summary, m.detail) for m in plan.messages] == [
        ("warning", "main.py:9: it is given to no stack", "Give it.")
    ]


def saved_plan(state: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as written:
        written.writestr("tfstate", state)
    return file.getvalue()


def state(serial: int) -> str:
    return json.dumps({"serial": serial, "lineage": "a"})


def prepared(run: Run, saved: bytes) -> list[Prepared]:
    """Both tenants, prepared for the reviewed plan; of contoso's the file is `saved`."""
    contents = {f"{name}/cdk.tf.json": b"{}" for name in run.environment.tenants}
    contents |= {"contoso/contoso.tfplan": saved, "fabrikam/fabrikam.tfplan": saved_plan(state(3))}
    bundle = Bundle(Path("demo.plan"), review().plan, "", contents)
    tenants = [(run.environment.tenant(plan.name), plan) for plan in bundle.plan.tenants]
    with prepare_tenants(run, bundle, tenants) as found:
        return found


@pytest.fixture
def reviewed(run: Run) -> Run:
    """The same, where Terraform says what was reviewed."""
    for name in run.environment.tenants:
        say(run, name, "plan", json.dumps(document(name)))
        say(run, name, "state", state(3))
    return run


def test_what_was_reviewed_is_ready(reviewed: Run) -> None:
    reference = json.dumps({"remote_plan_format": 1, "run_id": "run-x", "hostname": "app.terraform.io"})
    for saved in (saved_plan(state(3)), reference.encode()):
        assert [each.messages for each in prepared(reviewed, saved)] == [(), ()]


def test_a_saved_plan_of_another_shape_keeps_its_tenant_from_being_applied(reviewed: Run) -> None:
    say(reviewed, "contoso", "plan", "no JSON")
    contoso, fabrikam = prepared(reviewed, saved_plan(state(3)))
    assert [message.detail.startswith(SHAPE) for message in contoso.messages] == [True]
    assert fabrikam.messages == ()


def test_a_saved_plan_that_is_cut_short_is_damaged(reviewed: Run) -> None:
    contoso, fabrikam = prepared(reviewed, saved_plan(state(3))[:-1])
    (message,) = contoso.messages
    assert message.detail.startswith("the saved plan is damaged: it holds no state that can be read")
    assert message.detail.endswith("; plan again")
    assert fabrikam.messages == ()


@pytest.mark.parametrize(
    ("now", "words"),
    [
        (state(4), "it was written since (serial 3, now 4)"),
        (json.dumps({"serial": 3, "lineage": "b"}), "it is another state by now (lineage a, now b)"),
        ("", "it is there no more (its lineage was a)"),
    ],
)
def test_a_state_that_moved_on_stops_all(reviewed: Run, now: str, words: str) -> None:
    say(reviewed, "fabrikam", "state", now)
    with pytest.raises(StaleError) as caught:
        prepared(reviewed, saved_plan(state(3)))
    assert str(caught.value) == (
        f"nothing was applied: since demo.plan was planned\n  fabrikam: its state: {words}\nPlan again."
    )


def test_code_that_is_gone_is_no_text_and_code_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "main.py").write_text("text", encoding="utf-8")
    assert _text(tmp_path / "main.py") == "text"
    assert _text(tmp_path / "made_up.py") is None
    assert _text(tmp_path / "main.py" / "in_an_archive.py") is None
    with pytest.raises(SynthesisError, match="was run, and cannot be read to show what it says: Is a directory"):
        _text(tmp_path)
