"""Text stays text: what a user writes is never run by Terraform."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crosscloud_constructs.arguments import Expression, escape_for_hcl, escape_for_json, is_plain

HOSTILE = (
    "${provider::secret}",
    "$${a}",
    "$$${a}",
    "$$$${a}",
    "%{ if true }x%{ endif }",
    "%%{x}",
    "${",
    "%{",
    "$%{",
    "%${",
    "a$",
    "\\${a}",
    '"${a}"',
    'say "hello"',
    "C:\\folder\\",
    "two\nlines ${y}\t",
    "[1, 2]",
    '{a = "b"}',
    "${TfToken",
    "é☃😀",
    "</script>&\u2028\x7f",
    "123",
    "true",
    "null",
    "<<EOF",
)


def test_interpolations_are_escaped_at_every_depth() -> None:
    given_ = {"a": ["${x}", {"b": "%{y}"}], "c": ("${z}",), "d": True, "e": 3}
    assert escape_for_json(given_) == {"a": ["$${x}", {"b": "%%{y}"}], "c": ["$${z}"], "d": True, "e": 3}


def test_none_is_dropped_at_every_depth_and_nothing_else() -> None:
    given_ = {"a": None, "b": [None, 0], "c": {"d": None}, "e": "", "f": False, "g": []}
    assert escape_for_json(given_) == {"b": [0], "c": {}, "e": "", "f": False, "g": []}


def test_cdktfs_own_tokens_pass_and_what_surrounds_them_does_not() -> None:
    token = "${TfToken[TOKEN.12]}"
    assert escape_for_json(token) == token
    assert escape_for_json(f"${{a}}{token}%{{b}}") == f"$${{a}}{token}%%{{b}}"
    assert escape_for_json("${TfToken[a b]}") == "$${TfToken[a b]}"
    assert escape_for_hcl(f'"{token}') == f'\\"{token}'


def test_an_expression_is_what_it_says_and_only_as_a_whole() -> None:
    assert escape_for_json({"a": [Expression('f("x")')]}) == {"a": ['${f("x")}']}
    assert escape_for_hcl(Expression('f("x")')) == '${f("x")}'
    assert escape_for_json(f"x {Expression('f()')}") == "x $${f()}"


def test_what_terraform_computes_is_not_plain() -> None:
    assert not is_plain({"a": [{"b": "${data.x.y}"}]})
    assert is_plain({"a": ["$${text}", True, 3, None]})


@given(st.text(alphabet=st.sampled_from('$%{}"\\a\n[]')))
def test_no_interpolation_is_left(text: str) -> None:
    for result in (escape_for_json(text), escape_for_hcl(text)):
        rest = result.replace("$${", "\0").replace("%%{", "\0")  # Terraform's escapes; what is left is no opening
        assert "${" not in rest
        assert "%{" not in rest


@given(st.text())
def test_text_without_a_brace_is_untouched_in_json(text: str) -> None:
    assert escape_for_json(text.replace("{", "")) == text.replace("{", "")


@pytest.mark.terraform
@pytest.mark.skipif(shutil.which("terraform") is None, reason="needs Terraform")
def test_terraform_reads_back_what_was_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("TF_CLI_CONFIG_FILE", raising=False)
    as_json = {"output": {f"json{i}": {"value": escape_for_json(text)} for i, text in enumerate(HOSTILE)}}
    as_hcl = [f'output "hcl{i}" {{\n  value = "{escape_for_hcl(text)}"\n}}\n' for i, text in enumerate(HOSTILE)]
    (tmp_path / "a.tf.json").write_text(json.dumps(as_json))
    (tmp_path / "b.tf").write_text("".join(as_hcl))

    def terraform(*arguments: str) -> str:
        command = ["terraform", f"-chdir={tmp_path}", *arguments]
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout

    terraform("init", "-backend=false")
    terraform("apply", "-auto-approve")
    read = {name: output["value"] for name, output in json.loads(terraform("output", "-json")).items()}
    assert [read[f"json{i}"] for i in range(len(HOSTILE))] == list(HOSTILE)
    assert [read[f"hcl{i}"] for i in range(len(HOSTILE))] == list(HOSTILE)
