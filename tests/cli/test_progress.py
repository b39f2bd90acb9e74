"""The line that says what is going on: on a terminal of any width, and nowhere else."""

import fcntl
import io
import os
import pty
import re
import struct
import subprocess
import sys
import termios
import time

import pytest

from crosscloud.cli.progress import Progress

PROGRAM = """
import sys
from crosscloud.cli.progress import Progress
with Progress() as progress:
    progress("", "reading every tenant")
    progress("contoso", "applying")
    progress("fabrikam", "preparing")
    sys.stdin.readline()
"""


def on_terminal(columns: int, **environ: str) -> str:
    """What the program writes to a terminal that is `columns` wide, seen until it has waited for two seconds."""
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    clean = {name: value for name, value in os.environ.items() if name not in {"COLUMNS", "LINES"}}
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM],
        stdin=subprocess.PIPE,
        stdout=theirs,
        stderr=theirs,
        env={**clean, "TERM": "xterm", **environ},
        text=True,
    )
    os.close(theirs)
    seen = ""
    until = time.monotonic() + 20
    while not re.search(r"\d s", seen) and columns > 60 and time.monotonic() < until:
        seen += os.read(ours, 4096).decode()
    process.communicate("\n", timeout=20)
    try:
        while chunk := os.read(ours, 4096):
            seen += chunk.decode()
    except OSError:  # Linux's end of a terminal whose other side is closed
        pass
    os.close(ours)
    return seen


def lines(text: str) -> list[str]:
    return [line for line in re.split(r"\r\x1b\[K", text) if line]


def test_it_says_what_each_tenant_does_and_for_how_long_and_then_goes() -> None:
    seen = on_terminal(100)
    assert lines(seen)[0] == "reading every tenant"
    assert any(re.fullmatch(r"contoso: applying   fabrikam: preparing   \d+ s", line) for line in lines(seen))
    assert seen.endswith("\r\x1b[K")
    assert "\n" not in seen


def test_a_narrow_terminal_does_not_wrap_it() -> None:
    assert {len(line) for line in lines(on_terminal(20))} <= set(range(20))


def test_nothing_where_there_is_no_terminal() -> None:
    stream = io.StringIO()
    with Progress(stream) as progress:
        progress("", "reading")
    assert stream.getvalue() == ""


def test_nothing_on_a_terminal_that_cannot_go_back(monkeypatch: pytest.MonkeyPatch) -> None:
    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    monkeypatch.setenv("TERM", "dumb")
    stream = Terminal()
    with Progress(stream) as progress:
        progress("", "reading")
    assert stream.getvalue() == ""


def test_a_pause_is_told_without_a_terminal_too() -> None:
    stream = io.StringIO()
    with Progress(stream) as progress:
        progress("contoso", "reading")
        progress.pause("contoso", "graph asks for a pause of 170 s")
    assert stream.getvalue() == "contoso: graph asks for a pause of 170 s\n"
