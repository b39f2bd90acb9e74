"""`crosscloud demo`: the whole story on the embedded Graph, from nothing to a working collaboration."""

import shutil
import tempfile
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Final

import click

from crosscloud.cli.plan import plan_and_save, say_what_next
from crosscloud.cli.session import open_run, output_width, paint
from crosscloud.errors import CrosscloudError
from crosscloud.files import write_private
from crosscloud.intent.git import Base
from crosscloud.leftovers import list_abandoned
from crosscloud.operations.apply import apply_jointly
from crosscloud.operations.bundle import Bundle
from crosscloud.operations.run import Run
from crosscloud.report import outcome, page, terminal
from crosscloud.review.review import Review
from crosscloud.runtime.workspace import ROOT, private_folder

_FOLDER: Final = "crosscloud-demo-"
_PROJECT: Final = files("crosscloud.cli") / "demonstration"
"""An intent and an environment of the demonstration's own: whatever the project here holds is left alone."""

_TENANTS: Final = """\
Two tenants in the embedded Graph: contoso (Global) and fabrikam (US Government). What plans print is shortened.
"""

_PARTS: Final = {"intent.txt": "main.py", "cdktf.json": "cdktf.json", "demo.yaml": "environments/demo.yaml"}
"""Its files (data: what is imported here imports no intent), and where each stands in a project."""

_MEANT: Final = """\
        access=Access.allow(
            groups=[contoso.group("engineers")],
            applications=[fabrikam.application("design-vault"), *GUEST_ESSENTIALS],
        ),
"""
_MISTAKE: Final = """\
        access=Access.block(
            groups=[contoso.group("contractors")],
            applications=[fabrikam.application("design-vault")],
        ),
"""


_SHOWN: Final[tuple[terminal.Part, ...]] = ("refused", "summary", "access", "why", "needed")
"""Of a report, what a reader must act on; its page has all of it."""


class DemoError(CrosscloudError):
    """The story did not end as it should."""


@click.command("demo")
def command() -> int:
    """Plan both tenants, apply both, plan again; then see a mistake that widens access refused.

    Starts from nothing, with an intent of its own, in a folder that is removed at the end; no real tenant is read
    or written, and main.py is left alone. What plans print is shortened; .crosscloud/demo.html and
    .crosscloud/demo-refused.html have all of it. Exit codes: 0 it went as it should, 1 it did not.
    """
    here = Path.cwd()
    for left in list_abandoned(tempfile.gettempdir(), _FOLDER, f"{ROOT}/demo/lock"):
        shutil.rmtree(left, ignore_errors=True)  # of a demonstration that was killed
    with tempfile.TemporaryDirectory(prefix=_FOLDER) as folder:
        project = _make_project(Path(folder))
        click.echo(_TENANTS)
        with open_run("demo", "plan", project=project, own_graph=True) as run:
            first = _plan_and_apply(run, project / "demo.plan")
            click.echo("Planned again, nothing is left to do:\n")
            _plan(run, "crosscloud plan --env demo", 0, parts=("summary",))
            base = _make_a_mistake(project / "main.py")
            refused, _ = _plan(run, "crosscloud plan --env demo", 3, base=base)
            say_what_next(refused, None, run.environment)
    pages = private_folder(here / ROOT)
    for name, review in (("demo.html", first), ("demo-refused.html", refused)):
        write_private(pages / name, page.render(review).encode())
    click.echo(
        "\nBoth halves are in place, and the mistake was refused before anything was applied.\n"
        "The reports in full, with every finding and every change:\n"
        f"  {pages / 'demo.html'}\n  {pages / 'demo-refused.html'}\n"
        "To do the same yourself: crosscloud plan --env demo --out demo.plan; then README.md"
    )
    return 0


def _plan_and_apply(run: Run, out: Path) -> Review:
    review, bundle = _plan(run, "crosscloud plan --env demo --out demo.plan", 2, out)
    if bundle is None:
        raise DemoError("the first plan was not saved")
    say_what_next(review, bundle, run.environment)
    click.echo(paint("\n$ crosscloud apply demo.plan", "bold"))
    results = apply_jointly(run, bundle)
    click.echo(outcome.render(results, review.names), nl=False)
    click.echo()
    if not all(result.is_as_reviewed for result in results):
        raise DemoError("the plan was not applied as reviewed")
    return review


def _plan(
    run: Run,
    title: str,
    expected: int,
    out: Path | None = None,
    base: Base | None = None,
    parts: Sequence[terminal.Part] = _SHOWN,
) -> tuple[Review, Bundle | None]:
    click.echo(paint(f"$ {title}", "bold"))
    review, bundle = plan_and_save(run, run.environment.managed_tenants, out, base)
    click.echo(terminal.render(review, paint=paint, width=output_width(), parts=parts))
    if review.exit_code != expected:
        msg = f"this plan should end with exit code {expected}, and ends with {review.exit_code}"
        raise DemoError(msg)
    return review, bundle


def _make_a_mistake(main: Path) -> Base:
    """Turn "allow engineers" into "block contractors": it reads like a restriction and opens everything else.

    Returns what was there before, as git would tell it: the demonstration needs none.
    """
    text = main.read_text(encoding="utf-8")
    main.write_text(text.replace(_MEANT, _MISTAKE), encoding="utf-8")
    click.echo("Now a mistake in main.py: instead of allowing the engineers, somebody blocks the contractors.\n")
    click.echo("".join(f"-{line}\n" for line in _MEANT.splitlines()), nl=False)
    click.echo("".join(f"+{line}\n" for line in _MISTAKE.splitlines()))
    return Base("the first plan", {main.name: text}.get)


def _make_project(folder: Path) -> Path:
    for name, part in _PARTS.items():
        (folder / part).parent.mkdir(exist_ok=True)
        (folder / part).write_text(_PROJECT.joinpath(name).read_text(encoding="utf-8"), encoding="utf-8")
    return folder
