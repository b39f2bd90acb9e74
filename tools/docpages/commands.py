"""A page for each command, from the command itself."""

import inspect
from collections.abc import Iterator, Sequence

import click

from crosscloud.cli.main import cli
from tools.docpages.text import GENERATED, table

FOLDER = "docs/reference/commands"


def pages() -> dict[str, str]:
    """The pages by path."""
    found: dict[str, str] = {}
    lines = []
    with click.Context(cli, info_name="crosscloud", **cli.context_settings) as context:
        for name, command in _subcommands(cli, context):
            parts = [
                part for path, one in _with_below(name, command, context) for part in _command(path, one, context)
            ]
            found[f"{FOLDER}/{name}.md"] = "\n".join((GENERATED, "", *parts)).rstrip() + "\n"
            lines.append(f"- [`crosscloud {name}`]({name}.md): {_first_line(command)}")
        head = ("# Commands", "", inspect.cleandoc(cli.help or ""), "", *lines, "", *_parameters(cli, context))
    found[f"{FOLDER}/index.md"] = "\n".join((GENERATED, "", *head)).rstrip() + "\n"
    return found


def _subcommands(group: click.Group, context: click.Context) -> Iterator[tuple[str, click.Command]]:
    for name in sorted(group.list_commands(context)):
        command = group.get_command(context, name)
        if command is not None and not command.hidden:
            yield name, command


def _with_below(path: str, command: click.Command, context: click.Context) -> Iterator[tuple[str, click.Command]]:
    """A command, and those below it where it is a group."""
    yield path, command
    if isinstance(command, click.Group):
        for name, below in _subcommands(command, context):
            yield from _with_below(f"{path} {name}", below, context)


def _command(path: str, command: click.Command, root: click.Context) -> list[str]:
    level = "#" * len(path.split())
    with click.Context(command, info_name=path, parent=root) as context:
        usage = " ".join((f"crosscloud {path}", *command.collect_usage_pieces(context)))
        return [
            *(f"{level} crosscloud {path}", "", inspect.cleandoc(command.help or ""), ""),
            *("```sh", f"{usage}", "```", ""),
            *_parameters(command, context),
        ]


def _parameters(command: click.Command, context: click.Context) -> list[str]:
    rows = [record for parameter in command.get_params(context) if (record := _parameter(parameter, context))]
    return [*table(("option", "meaning"), rows), ""] if rows else []


def _parameter(parameter: click.Parameter, context: click.Context) -> Sequence[str] | None:
    record = parameter.get_help_record(context)
    if record is None:
        return None
    spelling, meaning = record
    return f"`{spelling}`", meaning


def _first_line(command: click.Command) -> str:
    return inspect.cleandoc(command.help or "").partition("\n")[0].rstrip(".") + "."
