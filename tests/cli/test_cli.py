"""The command line itself: every command has its help, starts quickly, and exits as documented."""

import subprocess
import sys

import pytest

from crosscloud.cli.main import _COMMANDS, cli, run


@pytest.mark.parametrize("command", _COMMANDS)
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([command, "--help"]) == 0
    assert "Usage: crosscloud" in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [
        ["plan", "--nonsense"],
        ["nonsense"],
        ["apply"],
        ["emulator", "--json", "--shell"],
        ["emulator", "--roles", "Policy.Read.All,Nonsense.Read"],
        ["plan", "--json", "--format", "html"],
    ],
)
def test_bad_usage_is_exit_code_1_and_one_sentence(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(arguments) == 1
    assert len(capsys.readouterr().err.strip().splitlines()) == 1


def test_the_list_of_commands_imports_none_of_them() -> None:
    program = (
        "import sys; from crosscloud.cli.main import run; code = run(['--help']);"
        "heavy = {'msal', 'requests', 'grpc', 'cdktf', 'starlette', 'yaml', 'google.protobuf'} & set(sys.modules);"
        "assert not heavy, heavy; sys.exit(code)"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_for_each_shell(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["completion", shell]) == 0
    assert "_CROSSCLOUD_COMPLETE" in capsys.readouterr().out


def test_what_help_lists_is_what_there_is() -> None:
    with cli.make_context("crosscloud", [], resilient_parsing=True) as context:
        for name, short in _COMMANDS.items():
            command = cli.get_command(context, name)
            assert command is not None
            assert command.name == name
            assert short


def test_an_interrupt_when_all_is_told_takes_nothing_away() -> None:
    program = """
import importlib, os, signal, sys
program = importlib.import_module('crosscloud.cli.main')
signal.signal(signal.SIGINT, signal.default_int_handler)
class Output:
    def flush(self):
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            os.kill(os.getpid(), number)
program.run = lambda _: 42
sys.stdout = Output()
program.main()
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (42, "")


def test_an_interrupt_while_another_is_told_ends_as_interrupted() -> None:
    program = """
import importlib
program = importlib.import_module('crosscloud.cli.main')
def run(_):
    raise KeyboardInterrupt
program.run = run
program.main()
"""
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (130, "")
