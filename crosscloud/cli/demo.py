"""`crosscloud demo`: the whole story on the embedded Graph, from nothing to a working collaboration."""

import shutil
import tempfile
from pathlib import Path

import click

from crosscloud.cli.apply import show
from crosscloud.cli.plan import plan_and_save
from crosscloud.cli.session import open_run, paint
from crosscloud.review.errors import ReviewError
from crosscloud.review.joint_apply import apply_jointly
from crosscloud.review.report import text

_PARTS = ("main.py", "cdktf.json", "environments/demo.yaml")


class DemoError(ReviewError):
    """The story did not end as it should."""


@click.command("demo")
def command() -> int:
    """Plan both tenants, apply both, plan again: no changes.

    Starts from nothing in a folder of its own, which is removed at the end; no real tenant is read or written.
    Exit codes: 0 it worked, 1 it did not.
    """
    with tempfile.TemporaryDirectory(prefix="crosscloud-demo-") as folder:
        project = _copy(Path.cwd(), Path(folder))
        click.echo("Two tenants in the embedded Graph: contoso (Global) and fabrikam (US Government).\n")
        click.echo(paint("$ crosscloud plan --env demo --out demo.plan", "bold"))
        with open_run("demo", "plan", project=project) as run:
            tenants = run.environment.managed_tenants
            plan, bundle = plan_and_save(run, tenants, project / "demo.plan")
            click.echo(text.render(plan, paint=paint))
            if bundle is None or not plan.has_changes:
                msg = "the first plan should have changes, and has none" if bundle else "the first plan failed"
                raise DemoError(msg)
            click.echo(paint("$ crosscloud apply demo.plan", "bold"))
            results = apply_jointly(run, bundle)
            show(results)
            if not all(result.is_as_reviewed for result in results):
                msg = "the plan was not applied as reviewed"
                raise DemoError(msg)
            click.echo()
            click.echo(paint("$ crosscloud plan --env demo", "bold"))
            again, _ = plan_and_save(run, tenants, None)
            click.echo(text.render(again, paint=paint))
        if again.exit_code != 0:
            msg = "the second plan should say no changes, and does not"
            raise DemoError(msg)
    click.echo("No changes: both halves are in place. Next: crosscloud --help, README.md")
    return 0


def _copy(source: Path, target: Path) -> Path:
    for part in _PARTS:
        if not (source / part).is_file():
            msg = f"{part} is not here; run crosscloud demo in the folder of the project"
            raise DemoError(msg)
        (target / part).parent.mkdir(exist_ok=True)
        shutil.copyfile(source / part, target / part)
    return target
