"""Checks what a person wrote: links that lead nowhere, commands and options that are not there.

Commands are looked for in code alone: fenced blocks and inline code of Markdown, and the whole of the cheat sheet.
In a block that shows a session (lines that begin with `$ `) only those lines are commands. A word in capitals
stands for something that the reader puts in.
"""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click

from crosscloud.cli.main import cli

_FENCE = re.compile(r"^```[^\n]*\n(.*?)^```", re.MULTILINE | re.DOTALL)
_INLINE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")
_LINK = re.compile(r"(?<!\!)\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ +(.*)$", re.MULTILINE)
_COMMAND = re.compile(r"(?:^|[\s\"(/])crosscloud((?: (?!=)[^\s|;&)#]+)+)")
_MAKE = re.compile(r"(?:^|\s)make ([a-z]+)\b")
_TARGET = re.compile(r"^([a-z]+):", re.MULTILINE)


def written_pages(root: Path) -> list[Path]:
    """The pages that are checked."""
    top = [path for name in ("README.md", "CONTRIBUTING.md") if (path := root / name).is_file()]
    return [*top, *sorted((root / "docs").rglob("*.md"))]


def broken_links(page: Path) -> list[str]:
    """The links of a page to a file or a heading that does not exist; the web is not asked."""
    text = _FENCE.sub("", page.read_text(encoding="utf-8"))
    return [link for link in _LINK.findall(_INLINE.sub("", text)) if "://" not in link and not _leads(page, link)]


def code_of(text: str) -> Iterator[str]:
    """The lines of code in a Markdown text."""
    for block in _FENCE.findall(text):
        lines = block.splitlines()
        session = [line[2:] for line in lines if line.startswith("$ ")]
        yield from session or lines
    yield from _INLINE.findall(_FENCE.sub("", text))


def commands_in(line: str) -> list[list[str]]:
    """The words after `crosscloud` of each use of the program in a line of code."""
    found = []
    for match in _COMMAND.finditer(line):
        words = re.split(r"  +", match[1].strip())[0]
        found.append(shlex.split(words.replace("'", "").replace('"', "")))
    return found


def unknown_command(words: list[str]) -> str | None:
    """What is wrong with a use of the program: a command or an option that it does not have."""
    command: click.Command = cli
    context = click.Context(cli, info_name="crosscloud")
    for word in words:
        if word.startswith("-"):
            name = word.partition("=")[0].rstrip("],")
            if name not in _options(command, context):
                return f"`{context.command_path}` has no option {name}"
        elif isinstance(command, click.Group) and not word.isupper() and word != "…":
            below = command.get_command(context, word)
            if below is None:
                return f"`{context.command_path}` has no command {word}"
            command, context = below, click.Context(below, info_name=word, parent=context)
        elif isinstance(command, click.Group):
            return None
    return None


def all_commands() -> list[str]:
    """The names of the program's commands."""
    return cli.list_commands(click.Context(cli, info_name="crosscloud"))


def untold_commands(sheet: str) -> list[str]:
    """The commands that the cheat sheet does not name: nobody is told of them."""
    return [name for name in all_commands() if not re.search(rf"crosscloud {name}\b", sheet)]


def unknown_targets(line: str, makefile: str) -> list[str]:
    """The targets that a line of code names and the Makefile does not have."""
    there = set(_TARGET.findall(makefile))
    return [target for target in _MAKE.findall(line) if target not in there]


def _options(command: click.Command, context: click.Context) -> set[str]:
    return {spelling for one in command.get_params(context) for spelling in (*one.opts, *one.secondary_opts)}


def _leads(page: Path, link: str) -> bool:
    path, _, anchor = link.partition("#")
    target = (page.parent / path).resolve() if path else page
    if not target.exists():
        return False
    return not anchor or anchor in {_slug(heading) for heading in _HEADING.findall(target.read_text("utf-8"))}


def _slug(heading: str) -> str:
    """The anchor that hosting sites give a heading."""
    kept = re.sub(r"[^\w\- ]", "", re.sub(r"[`*]", "", heading).strip().lower())
    return kept.replace(" ", "-")
