"""`crosscloud plan`: every tenant of an environment, planned together."""

import datetime as dt
import os
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

import click

from crosscloud.cli.session import (
    environment_option,
    managed_tenants,
    open_run,
    output_width,
    paint,
    say_expired,
)
from crosscloud.environment import Environment, Tenant
from crosscloud.files import write_named
from crosscloud.intent.git import Base
from crosscloud.operations.bundle import Bundle, check_target, save_bundle
from crosscloud.operations.plan import plan_jointly
from crosscloud.operations.run import Run
from crosscloud.report import comment, data, terminal
from crosscloud.report.plain import printable
from crosscloud.review.review import Review, review_plan
from crosscloud.runtime.workspace import PLANS


def _html(review: Review) -> str:
    from crosscloud.report import page  # noqa: PLC0415  (its templates: only where a page is wanted)

    return page.render(review)


_FORMATS: Mapping[str, Callable[[Review], str]] = {
    "text": terminal.render,
    "markdown": comment.render,
    "html": _html,
    "json": data.render,
}


@click.command("plan")
@environment_option
@click.option("--tenant", "tenant_names", metavar="NAME", multiple=True, help="Only this tenant; may be repeated.")
@click.option(
    "--out", type=click.Path(path_type=Path), metavar="BUNDLE", help="Save the plan for crosscloud apply."
)
@click.option(
    "--base",
    "base_name",
    metavar="REV",
    help="The git commit or branch that the intent is compared with, to show what a line said before. Left out: "
    "HEAD where main.py differs from it, else where this branch left the default branch of origin.",
)
@click.option("--format", "format_", type=click.Choice(list(_FORMATS)), help="How to show it. Default: text.")
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option(
    "--report",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the report there (mode 0600), in the chosen format; the text still goes to the terminal.",
)
def command(
    environment_name: str | None,
    tenant_names: Sequence[str],
    out: Path | None,
    base_name: str | None,
    format_: str | None,
    as_json: bool,
    report: Path | None,
) -> int:
    """Plan every tenant of an environment together, and show what changes.

    Exit codes: 0 no changes, 2 changes, 3 changes that are refused as unsafe, 1 an error; a tenant that could not
    be planned is an error, and then no plan is saved.
    """
    if as_json and format_ not in (None, "json"):
        msg = f"--json and --format {format_} contradict one another; give one of them"
        raise click.UsageError(msg)
    if out is not None:
        check_target(out)
    if report is not None:
        check_report(report)
    with open_run(environment_name, "plan") as run:
        tenants = chosen(run.environment, tenant_names)
        base = None if base_name is None else run.repository.named_base(base_name)
        review, bundle = plan_and_save(run, tenants, out, base)
    if review.plan.no_base:
        click.echo(f"What the intent said before is not shown: {printable(review.plan.no_base)}.", err=True)
    shown = format_ or ("json" if as_json else "text")
    if report is not None:
        write_named(report, _FORMATS[shown](review).encode())
        shown = "text"
    if shown == "text":
        show(review)
        say_what_next(review, bundle, run.environment)
    else:
        click.echo(_FORMATS[shown](review), nl=False)
    say_expired(run.environment)
    if review.plan.failed:
        click.echo(f"crosscloud: {printable(_say_failed(review))}", err=True)
    return review.exit_code


def _say_failed(review: Review) -> str:
    """Which tenants ended the plan, in one sentence; why stands in the report."""
    unplanned = [tenant.name for tenant in review.plan.tenants if tenant.errors]
    unread = [tenant.name for tenant in review.plan.tenants if tenant.unreadable and not tenant.errors]
    said = [
        *([f"{', '.join(unplanned)} could not be planned"] if unplanned else []),
        *([f"{', '.join(unread)} could not be read in full"] if unread else []),
    ]
    return f"{' and '.join(said)}: the report says why; nothing was saved"


def show(review: Review) -> None:
    """Print the report as text, as wide as the terminal."""
    click.echo(terminal.render(review, paint=paint, width=output_width()), nl=False)


def check_report(file: Path) -> None:
    """Refuse, before anything is read, to write a report where no file can be.

    Raises:
        UsageError: where its folder does not exist or cannot be written, or `-` is meant to be stdout.
    """
    if str(file) == "-":
        raise click.UsageError("--report - is no file; leave --report out and the report goes to stdout")
    if not file.parent.is_dir():
        msg = f"{file} cannot be written: there is no folder {file.parent}; make it first"
        raise click.UsageError(msg)
    if not os.access(file if file.exists() else file.parent, os.W_OK):
        msg = f"{file} cannot be written by this user; give --report another file"
        raise click.UsageError(msg)


def plan_and_save(
    run: Run, tenants: Sequence[Tenant], out: Path | None, base: Base | None = None
) -> tuple[Review, Bundle | None]:
    """The reviewed joint plan of `tenants`, saved to `out` if that is given and nothing refuses it."""
    with tempfile.TemporaryDirectory(prefix=PLANS, dir=run.workspace.root) as folder:
        plan = plan_jointly(run, tenants, Path(folder), base)
        review = review_plan(run.environment, plan, dt.datetime.now(dt.UTC).date())
        if out is None or review.exit_code in (1, 3):
            return review, None
        bundle = save_bundle(out, review, Path(folder), run.workspace.stacks)
        return replace(review, digest=bundle.digest), bundle


def chosen(environment: Environment, names: Sequence[str]) -> tuple[Tenant, ...]:
    """The tenants called `names`, or all that are managed."""
    managed = managed_tenants(environment, "plan")
    if not names:
        return managed
    tenants = tuple(environment.tenant(name) for name in dict.fromkeys(names))
    for tenant in tenants:
        if not tenant.is_managed:
            msg = f"{tenant.name} is not managed here: it has no sign_in in {environment.path.name}"
            raise click.UsageError(msg)
    return tenants


def say_what_next(review: Review, bundle: Bundle | None, environment: Environment) -> None:
    """What became of the plan and what to do with it, below the report."""
    plan = review.plan
    if review.exit_code in (1, 3):
        click.echo("Nothing was applied; no plan was saved.")
    elif bundle is not None:
        folder, project = bundle.folder, environment.path.parent.parent
        if folder.is_absolute() and folder.is_relative_to(project):
            folder = folder.relative_to(project)
        click.echo(f"Saved {folder}/   (it holds each tenant's state)")
        if plan.has_changes:
            click.echo(f"Next  crosscloud apply {folder}")
    elif plan.has_changes and not plan.failed:
        click.echo(f"Nothing was saved. To apply: crosscloud plan --env {environment.name} --out NAME.plan")
