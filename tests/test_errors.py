"""Every error that is told to the user has one base, which says with what a command ends."""

import pickle
import re

import pytest

import crosscloud.errors
from crosscloud.bridge.install import InstallError
from crosscloud.cli.demo import DemoError
from crosscloud.cli.main import run
from crosscloud.emulator import EmulatorError
from crosscloud.environment import ConfigurationError
from crosscloud.environment.errors import EnvironmentFileError, EnvironmentNotFoundError, UnknownNameError
from crosscloud.errors import CrosscloudError
from crosscloud.graph import CrosscloudGraphError
from crosscloud.graph.errors import (
    ConnectionFailedError,
    ResponseError,
    SignInConfigurationError,
    SignInError,
    SnapshotFileError,
)
from crosscloud.intent.errors import NoBaseError, SynthesisError
from crosscloud.operations.errors import BundleError, HeldError, RefusedError, StaleError
from crosscloud.runtime.errors import BusyError, InterruptedRunError, RunError, WorkspaceError
from crosscloud.terraform.errors import BridgeError, PlanShapeError, TerraformError
from crosscloud.toolchain import ToolMissingError
from crosscloud_constructs.errors import IntentError, NodeError, PartnershipError, SettingsError, StackError

FAMILIES: dict[type[CrosscloudError], tuple[type[CrosscloudError], ...]] = {
    ConfigurationError: (EnvironmentNotFoundError, EnvironmentFileError, UnknownNameError),
    IntentError: (SettingsError, PartnershipError, StackError),
    NodeError: (),
    CrosscloudGraphError: (
        SignInConfigurationError,
        SignInError,
        ConnectionFailedError,
        ResponseError,
        SnapshotFileError,
    ),
    SynthesisError: (),
    NoBaseError: (),
    TerraformError: (PlanShapeError,),
    BridgeError: (),
    RefusedError: (BundleError, StaleError, HeldError),
    RunError: (BusyError, WorkspaceError, InterruptedRunError),
    ToolMissingError: (),
    InstallError: (),
    DemoError: (),
    EmulatorError: (),
}


def test_the_drawing_shows_every_family_and_its_members() -> None:
    drawn = set(re.findall(r"\w+Error\b", crosscloud.errors.__doc__ or ""))
    known: list[type[CrosscloudError]] = [CrosscloudError]
    for family, members in FAMILIES.items():
        known += [family, *members]
    assert drawn == {kind.__name__ for kind in known}


def test_no_family_is_left_out() -> None:
    ours = {kind for kind in CrosscloudError.__subclasses__() if kind.__module__.startswith("crosscloud")}
    assert ours == set(FAMILIES)


@pytest.mark.parametrize("family", FAMILIES)
def test_each_derives_from_the_base_and_ends_with_its_code(family: type[CrosscloudError]) -> None:
    assert issubclass(family, CrosscloudError)
    for member in FAMILIES[family]:
        assert issubclass(member, family)
        assert member.exit_code == (130 if member is InterruptedRunError else 1)


def test_what_is_wrong_where_and_what_to_do_make_its_text() -> None:
    error = StaleError("the state moved on", where="fabrikam", to_do="plan again")
    assert str(error) == "fabrikam: the state moved on; plan again"
    assert str(StaleError("all in one sentence")) == "all in one sentence"
    again = pickle.loads(pickle.dumps(error))  # noqa: S301  (our own bytes)
    assert (str(again), again.what, again.where, again.to_do) == (str(error), error.what, "fabrikam", "plan again")


def test_the_command_line_says_the_text_and_ends_with_the_code(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["check", "--snapshot", "/nowhere.json"]) == SnapshotFileError.exit_code
    assert capsys.readouterr().err == (
        "crosscloud: cannot read the snapshot /nowhere.json: No such file or directory\n"
    )
