"""What is shown of an application that failed: the cause and the line, never a traceback."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from crosscloud.intent.traceback import last_words
from crosscloud.wording.node import NODE_ENDED


def words_of(program: str, folder: Path) -> str:
    (folder / "main.py").write_text(program, encoding="utf-8")
    run = subprocess.run([sys.executable, "main.py"], cwd=folder, capture_output=True, text=True, check=False)
    return last_words(run.stderr, folder)


@pytest.mark.parametrize(
    ("program", "words"),
    [
        ("{}['x']", "main.py:1: KeyError: 'x'"),
        ("\n\nraise ValueError('a: b')", "main.py:3: ValueError: a: b"),
        ("x = = 1", "main.py:1: SyntaxError: invalid syntax"),
        ("assert 0", "main.py:1: AssertionError"),
        ("raise SystemExit('bye')", "bye"),
        ("import json\njson.loads('{')", "main.py:2: JSONDecodeError: Expecting property name"),
        ("try: 1/0\nexcept ZeroDivisionError as e: raise KeyError('k') from e", "main.py:2: KeyError: 'k'"),
    ],
)
def test_the_cause_and_the_line(tmp_path: Path, program: str, words: str) -> None:
    assert words_of(program, tmp_path).startswith(words)


def test_an_error_of_ours_says_all_by_itself(tmp_path: Path) -> None:
    program = "from crosscloud.environment import load\nload('nowhere')"
    (tmp_path / "environments").mkdir()
    words = words_of(program, tmp_path)
    assert words.startswith("there is no environment nowhere")
    assert "Error" not in words


@pytest.mark.parametrize(
    "error", ["BrokenPipeError: [Errno 32] Broken pipe", "json.decoder.JSONDecodeError: x", "AssertionError"]
)
def test_a_node_that_ended_is_told_whatever_jsii_says_of_it(error: str) -> None:
    text = 'Traceback (most recent call last):\n  File "/p/main.py", line 7, in <module>\n    f()\n'
    text += '  File "/x/site-packages/jsii/_kernel/providers/process.py", line 1, in send\n    g()\n'
    assert last_words(text + error, Path("/p")) == NODE_ENDED
    said = last_words(text + "RuntimeError: bad construct", Path("/p"))
    assert said == "main.py:7: RuntimeError: bad construct"


@pytest.mark.slow
@pytest.mark.parametrize("life", ["0", "0.6"])
def test_a_node_that_dies(tmp_path: Path, life: str) -> None:
    node = tmp_path / "node"
    node.write_text(f"#!/bin/sh\nsleep {life}\n", encoding="utf-8")
    node.chmod(0o700)
    (tmp_path / "main.py").write_text("import crosscloud_constructs\n", encoding="utf-8")
    environ = {**os.environ, "JSII_NODE": str(node)}
    run = subprocess.run(
        [sys.executable, "main.py"], cwd=tmp_path, env=environ, capture_output=True, text=True, check=False
    )
    assert run.returncode == 1
    assert last_words(run.stderr, tmp_path) == NODE_ENDED


def test_frames_of_node_are_left_out() -> None:
    text = 'Traceback (most recent call last):\n  File "/p/main.py", line 7, in <module>\n    f()\n'
    text += "RuntimeError: Error: bad construct\n    at Kernel._wrapSandboxCode (/tmp/k.js:1:2)\n"
    assert last_words(text, Path("/p")) == "main.py:7: RuntimeError: Error: bad construct"


def test_a_tenant_that_is_misspelt_is_told_with_the_line_of_the_code(tmp_path: Path) -> None:
    (tmp_path / "environments").mkdir()
    (tmp_path / "environments/pilot.yaml").write_text(
        "environment: pilot\nembedded: true\ntenants:\n"
        "  contoso: {tenant_id: 5cbe1b7e-4a0d-4f5e-9f0c-2f6f6a1f9c11, cloud: global}\n",
        encoding="utf-8",
    )
    program = "from crosscloud.environment import load\n\n{}"
    told = words_of(program.format("load('pilot').tenant('contosso')"), tmp_path)
    assert told.startswith(
        "main.py:3: environments/pilot.yaml has no tenant called 'contosso' (did you mean contoso?)"
    )
    told = words_of(program.format("load('pilot').tenant('contoso').group('staff')"), tmp_path)
    assert told.startswith("main.py:3: contoso has no group called 'staff'")
