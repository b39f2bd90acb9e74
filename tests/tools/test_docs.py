"""The generated pages: one for everything that there is, made of its schema, with an example that is right."""

import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click
import pytest

from crosscloud.bridge.provider import CrosscloudProvider
from crosscloud.cli.main import cli
from crosscloud.emulator.routes import GAPS, ROUTES
from crosscloud.tfplugin import Attribute, DataSource, Resource, is_wholly_known
from tools import docs
from tools.docpages import commands, types
from tools.docpages.examples import example
from tools.docpages.text import fill, table

PROVIDER = CrosscloudProvider({})
SOURCES: Sequence[DataSource[Any]] = PROVIDER.data_sources


def test_each_type_has_its_page_and_stands_in_the_index() -> None:
    pages = types.pages()
    named = [
        *(resource.type_name for resource in PROVIDER.resources),
        *(f"data_{source.type_name}" for source in SOURCES),
        *(f"function_{function.name}" for function in PROVIDER.functions),
        "provider",
    ]
    assert set(pages) == {f"{types.FOLDER}/{name}.md" for name in (*named, "index")}
    for name in named:
        assert f"({name}.md)" in pages[f"{types.FOLDER}/index.md"]


@pytest.mark.parametrize("resource", PROVIDER.resources, ids=lambda resource: resource.type_name)
def test_a_page_has_every_attribute_of_its_resource(resource: Resource[Any]) -> None:
    page = types.pages()[f"{types.FOLDER}/{resource.type_name}.md"]
    for attribute in resource.schema.attributes:
        assert f"| `{attribute.name}` |" in page
        assert attribute.description in page


def test_a_section_says_where_it_exists() -> None:
    page = types.pages()[f"{types.FOLDER}/crosscloud_settings.md"]
    (row,) = [line for line in page.splitlines() if line.startswith("| `allowed_cloud_endpoints` | `allowed")]
    cells = [cell.strip() for cell in row.split("|")]
    assert [cell.split(",")[0] for cell in cells[3:7]] == ["v1.0", "beta", "beta", "beta"]


def wrong(attributes: tuple[Attribute, ...], values: dict[str, Any]) -> list[str]:
    """What the validators of a schema find in a configuration."""
    found = []
    for attribute in attributes:
        value = values.get(attribute.name)
        if value is None:
            found += [f"{attribute.name} is required"] if attribute.required else []
        else:
            assert is_wholly_known(value)
            found += [str(said) for validator in attribute.validators if (said := validator(value))]
    return found


@pytest.mark.parametrize("resource", PROVIDER.resources, ids=lambda resource: resource.type_name)
def test_an_example_is_a_valid_configuration(resource: Resource[Any]) -> None:
    attributes = tuple(resource.schema.attributes)
    values = example(attributes, getattr(resource, "settings", None))
    assert values
    assert wrong(attributes, values) == []
    assert wrong(attributes, {}) or not any(attribute.required for attribute in attributes)


@pytest.mark.terraform
def test_examples_are_laid_out_as_terraform_does() -> None:
    terraform = shutil.which("terraform")
    if terraform is None:
        pytest.skip("terraform is not on PATH")
    pages = types.pages().values()
    blocks = [
        block for page in pages for block in re.findall(r"^```hcl\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    ]
    text = "\n".join(block for block in blocks if not block.startswith("provider::"))
    assert text.count("resource ") >= len(PROVIDER.resources)
    done = subprocess.run([terraform, "fmt", "-"], input=text, capture_output=True, text=True, check=True)
    assert done.stdout == text


def test_each_command_has_its_page_with_its_options() -> None:
    pages = commands.pages()
    with click.Context(cli) as context:
        for name in cli.list_commands(context):
            command = cli.get_command(context, name)
            assert command is not None
            for option in (option for parameter in command.params for option in parameter.opts):
                if option.startswith("--"):
                    assert f"{option}" in pages[f"{commands.FOLDER}/{name}.md"]
            assert f"({name}.md)" in pages[f"{commands.FOLDER}/index.md"]


def test_the_page_of_the_emulator_has_every_path() -> None:
    page = docs.pages()["docs/emulator.md"]
    for path in (*(route.path for route in ROUTES), *(gap.path for gap in GAPS)):
        assert f"| `/{path}` |" in page


def test_what_is_out_of_date_is_found_and_written(tmp_path: Path) -> None:
    folder = tmp_path / types.FOLDER
    folder.mkdir(parents=True)
    (folder / "gone.md").write_text("old", encoding="utf-8")
    found = {f"{types.FOLDER}/new.md": "new", f"{types.FOLDER}/same.md": "same"}
    (folder / "same.md").write_text("same", encoding="utf-8")
    stale = [f"{types.FOLDER}/gone.md", f"{types.FOLDER}/new.md"]
    assert docs.out_of_date(found, tmp_path) == stale
    assert docs.write(found, tmp_path) == stale
    assert sorted(path.name for path in folder.iterdir()) == ["new.md", "same.md"]
    assert docs.out_of_date(found, tmp_path) == []


def test_a_region_is_filled_again_and_again() -> None:
    page = "before\n<!-- begin x -->\nold\n<!-- end x -->\nafter\n"
    once = fill(page, "x", ["new"])
    assert "old" not in once
    assert once.endswith("<!-- end x -->\nafter\n")
    assert fill(once, "x", ["new"]) == once
    with pytest.raises(ValueError, match="no region 'y'"):
        fill(page, "y", [])


def test_a_cell_cannot_end_its_table() -> None:
    assert table(("a",), [("one | two\nthree",)])[-1] == "| one \\| two three |"
