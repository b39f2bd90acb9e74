"""The README's own path, literally: its environment, main.py as it is, its commands and their exit codes."""

import datetime as dt
import os
import re
import shlex
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from tests.acceptance.project import BIN, ROOT, Project, ok

README = (ROOT / "README.md").read_text(encoding="utf-8")
DEMONSTRATION = README.partition("## What it refuses")[2].partition("\n## ")[0]
OWN_TENANTS = README.partition("## Your own tenants")[2].partition("\n## The house")[0]
COMMAND = re.compile(r"^(?P<line>[^#\n]+?)\s*(?:#\s*(?:exit (?P<code>\d+))?.*)?$", re.MULTILINE)


def blocks(language: str, text: str = OWN_TENANTS) -> list[str]:
    """The fenced blocks from "Your own tenants" on, or of another text, in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```", text, re.MULTILINE | re.DOTALL)


def commands(block: str) -> list[tuple[str, int]]:
    """The commands of a block, each with the exit code that its comment names (0 where it names none)."""
    return [(found["line"], int(found["code"] or 0)) for found in COMMAND.finditer(block)]


@contextmanager
def emulator_of(project: Project) -> Iterator[dict[str, str]]:
    """`crosscloud emulator --env pilot --shell`, as the README says; gives what it prints."""
    process = subprocess.Popen(
        [str(BIN / "crosscloud"), "emulator", "--env", "pilot", "--shell"],
        cwd=project.folder,
        env=project.variables,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        text=True,
    )
    with process:
        try:
            assert process.stdout is not None
            printed: dict[str, str] = {}
            for line in process.stdout:
                printed |= exported(line)
                if "CROSSCLOUD_FABRIKAM_LOGIN_ENDPOINT_CHINA" in printed:
                    break
            yield printed
        finally:
            process.send_signal(signal.SIGINT)


def exported(line: str) -> dict[str, str]:
    """The variables of one line of exports."""
    words = shlex.split(line, comments=True)
    return dict(word.split("=", 1) for word in words[1:]) if words[:1] == ["export"] else {}


@pytest.mark.terraform
def test_the_way_of_the_readme_joint_and_plain(project: Project) -> None:
    environment, accepted = blocks("yaml")
    file = project.folder / "environments" / "pilot.yaml"
    file.write_text(environment, encoding="utf-8")
    first, second, plain = map(commands, blocks("sh"))
    with emulator_of(project) as printed:
        project.extra |= printed

        def follow(steps: list[tuple[str, int]]) -> list[str]:
            said = []
            for line, code in steps:
                if line.startswith("export "):  # what stands for secrets, the emulator printed
                    named = exported(line)
                    project.extra |= {name: value for name, value in named.items() if value != "…"}
                    continue
                path = os.pathsep.join((str(BIN), project.variables["PATH"]))
                said.append(ok(project.run("env", f"PATH={path}", "sh", "-c", line), code))
            return said

        *_, refused = follow(first)
        assert "XC301" in refused
        assert (project.folder / "before.json").exists()
        soon = (dt.datetime.now(dt.UTC).date() + dt.timedelta(days=30)).isoformat()
        file.write_text(environment + re.sub(r"expires: .*", f"expires: {soon}", accepted), encoding="utf-8")
        planned, _, again, matrix = follow(second)
        assert "2 directions: contoso -> fabrikam, fabrikam -> contoso" in planned
        assert "0 tenants change" in again
        assert "group engineers (of contoso)" in matrix
        (application,) = re.findall(r"apply: \{.*client_id: (\S+)\}", environment.partition("fabrikam:")[0])
        project.extra["CROSSCLOUD_CONTOSO_CLIENT_ID"] = application
        assert "No changes." in follow(plain)[-1]


def test_each_command_of_the_readme_is_followed() -> None:
    shown = [line for block in blocks("sh") for line, _ in commands(block)]
    assert [line.split()[0] for line in shown].count("crosscloud") >= 7
    assert {"exit 2", "exit 3"} <= set(re.findall(r"exit \d", "".join(blocks("sh"))))


@pytest.mark.terraform
def test_what_the_readme_shows_of_the_demonstration_shows_something(project: Project) -> None:
    (block,) = blocks("sh", DEMONSTRATION)
    said = []
    for line, code in commands(block):
        program, *arguments = shlex.split(line)
        assert program == "crosscloud"
        said.append(ok(project.crosscloud(*arguments), code))
    planned, applied, matrix, explained, checked = said
    assert "opens     2 directions: contoso -> fabrikam, fabrikam -> contoso" in planned
    assert "<html" in (project.folder / "review.html").read_text(encoding="utf-8")
    assert "The settings are now as reviewed." in applied
    assert re.search(r"group engineers .*-> design-vault", matrix.replace("\n", " "))
    assert "BLOCK" in explained  # the user is in no group
    assert "XC401" in checked
