"""The program `crosscloud`: finds the command, and turns what goes wrong into one sentence and an exit code.

Exit codes: 0 done, or no changes; 1 an error (bad usage too); 2 changes; 3 changes that are refused as unsafe;
130 interrupted.
"""

import errno
import gc
import importlib
import os
import signal
import sys
import traceback

import click

from crosscloud import __version__
from crosscloud.errors import CrosscloudError

_COMMANDS = {
    "access": "what two tenants' settings permit together",
    "apply": "apply a saved joint plan, exactly as reviewed",
    "check": "findings on the settings as they are",
    "completion": "print shell completion for bash, zsh or fish",
    "demo": "the whole story on the embedded Graph",
    "emulator": "the embedded Graph and login service, in the foreground",
    "plan": "plan every tenant of an environment together",
    "provider": "the Terraform provider for plain terraform and cdktf",
    "snapshot": "what Graph says now, every tenant",
    "synth": "synthesise the stacks, without needing the npm CLI",
}


class _LazyGroup(click.Group):
    """Imports a command's module when it is called, not to list it: start-up stays quick."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of the commands."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command called `cmd_name`."""
        if cmd_name not in _COMMANDS:
            return None
        command = importlib.import_module(f"crosscloud.cli.{cmd_name}").command
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list in the help, made without importing any command."""
        with formatter.section("Commands"):
            formatter.write_dl(list(_COMMANDS.items()))


@click.group(cls=_LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="crosscloud", message="%(prog)s %(version)s")
@click.option(
    "--color/--no-color", default=None, help="Colours; by default on a terminal, unless NO_COLOR is set."
)
@click.pass_context
def cli(context: click.Context, color: bool | None) -> None:
    """Both halves of a cross-cloud trust, in one plan.

    Exit codes: 0 done or no changes, 1 error, 2 changes, 3 changes that are refused as unsafe.
    """
    if color is None and os.environ.get("NO_COLOR"):
        color = False
    context.color = color


def collect_rarely() -> None:
    """Have Python look for cycles less often: a run is short, and the plans of thousands of partners hold none."""
    gc.set_threshold(200_000, 50, 100)


def main() -> None:
    """Run the command line and exit."""
    for number in (signal.SIGTERM, signal.SIGHUP):  # as Ctrl-C: no program that a run started may outlive it
        signal.signal(number, signal.default_int_handler)
    collect_rarely()
    try:
        code = run(sys.argv[1:])
        _ignore_interrupts()
    except KeyboardInterrupt:  # while another one was told, or just before they were ignored
        _ignore_interrupts()
        code = 130
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _nobody_listens()
        code = 1
    sys.exit(code)


def _ignore_interrupts() -> None:
    """All is done and told: an interrupt now would only take the exit code away."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


def run(arguments: list[str]) -> int:
    """Run one command and answer its exit code; whatever goes wrong is said in a sentence on stderr."""
    try:
        result = cli.main(args=arguments, prog_name="crosscloud", standalone_mode=False)
    except click.exceptions.Abort:
        return _complain("interrupted", 130)
    except click.ClickException as error:
        context = getattr(error, "ctx", None)
        hint = f" ({context.command_path} --help)" if context is not None else ""
        return _complain(f"{error.format_message()}{hint}", 1)
    except KeyboardInterrupt:
        return _complain("interrupted", 130)
    except BrokenPipeError:
        _nobody_listens()
        return 1
    except SystemExit as error:  # click's answer to a broken pipe, after which nothing can be written either
        _nobody_listens()
        return error.code if isinstance(error.code, int) else 1
    except Exception as error:
        if os.environ.get("CROSSCLOUD_TRACEBACK"):
            traceback.print_exc()
        if isinstance(error, CrosscloudError):
            return _complain(str(error), error.exit_code)
        if isinstance(error, OSError):
            return _complain(_of_the_system(error), 1)
        name = type(error).__name__
        return _complain(f"internal error, {name}: {error} (CROSSCLOUD_TRACEBACK=1 shows where)", 1)
    return result if isinstance(result, int) else 0


def _of_the_system(error: OSError) -> str:
    """What the operating system refused, where, and what to do about it."""
    where = f"{error.filename}: " if error.filename is not None else ""
    advice = {
        errno.ENOSPC: "; make room, then run this again",
        errno.EDQUOT: "; make room, then run this again",
        errno.EFBIG: "; raise the limit on file sizes (ulimit -f), then run this again",
        errno.EMFILE: "; allow this process more open files (ulimit -n 1024), then run this again",
        errno.ENFILE: "; end other programs, or allow the machine more open files, then run this again",
        errno.EROFS: "; run this where files can be written",
        errno.EACCES: "; give this user access to it",
    }.get(error.errno or 0, "")
    return f"{where}{error.strerror or error}{advice}"


def _nobody_listens() -> None:
    """Whoever read what we print has gone: what is left to print, also at exit, goes nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _complain(text: str, code: int) -> int:
    from crosscloud.report.plain import printable  # noqa: PLC0415  (the reports: not to list the commands)

    wants_colour = False if os.environ.get("NO_COLOR") or "--no-color" in sys.argv else None
    shown = "\n".join(printable(line.expandtabs()) for line in text.split("\n"))
    click.echo(f"{click.style('crosscloud:', fg='red')} {shown}", err=True, color=wants_colour)
    return code
