"""`crosscloud apply`: applies a saved joint plan, exactly as reviewed."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

import click

from crosscloud.cli.session import open_run
from crosscloud.operations.apply import TenantResult, apply_jointly
from crosscloud.operations.bundle import open_bundle
from crosscloud.operations.errors import RefusedError
from crosscloud.report.plain import printable
from crosscloud.report.words import is_news


@click.command("apply")
@click.argument("bundle", type=click.Path(path_type=Path, file_okay=False))
@click.option("--digest", metavar="SHA256", help="The SHA-256 of the plan that was reviewed, as its report says.")
@click.option("--json", "as_json", is_flag=True, help="Print the outcome as JSON.")
def command(bundle: Path, digest: str | None, as_json: bool) -> int:
    """Apply exactly what was reviewed, in every tenant.

    Refused before anything is written where the plan or a tenant's settings are no longer those reviewed (XC309),
    or a hold that was put up since would be undone (XC312); --json then prints the findings under "refused". Exit
    codes: 0 every tenant is now as reviewed, 130 interrupted, 1 anything else.
    """
    opened = open_bundle(bundle, digest=digest)
    if opened.plan.failed:
        msg = f"{bundle} holds a plan that failed; plan again"
        raise click.ClickException(msg)
    with open_run(opened.plan.environment, "apply") as run:
        try:
            results = apply_jointly(run, opened)
        except RefusedError as error:
            if as_json and error.findings:
                refused = [finding.to_json() for finding in error.findings]
                click.echo(json.dumps({"refused": refused}, indent=1))
            raise
    if as_json:
        click.echo(json.dumps([asdict(result) for result in results], indent=1))
    else:
        show(results)
    if any(result.interrupted for result in results):
        return 130
    return 0 if all(result.is_as_reviewed for result in results) else 1


def show(results: Sequence[TenantResult]) -> None:
    """Say what became of each tenant, and what to do where something is left."""
    if not results:
        click.echo("No changes; nothing was applied.")
        return
    for result in results:
        click.echo(f"{result.name}: {_outcome(result)}")
        for message in filter(is_news, result.messages):
            click.echo(f"  {message.severity}: {printable(message.summary)}")
            for line in message.detail.splitlines():
                click.echo(f"    {printable(line)}")
        for line in result.not_as_reviewed:
            click.echo(f"  {printable(line)}")
        for line in _account(result):
            click.echo(f"  {printable(line)}")
    click.echo()
    if any(result.interrupted for result in results):
        click.echo(
            "Interrupted. What was finished is in Terraform's state. Plan again: the new plan shows what is left."
        )
    elif all(result.is_as_reviewed for result in results):
        click.echo(
            "The settings are now as reviewed. Microsoft: a change of these settings can take up to six hours to "
            "take effect."
        )
    else:
        click.echo("Not everything is as reviewed. Plan again: the new plan shows what is left.")


def _account(result: TenantResult) -> Iterator[str]:
    """Where a tenant was not applied in full: what was, what was not, and what nobody knows."""
    if result.applied and not result.interrupted:
        return
    for what, addresses in (
        ("applied", result.done),
        ("begun, outcome unknown", result.unknown),
        ("not applied", result.left),
    ):
        if addresses:
            yield f"{what}: {', '.join(addresses)}"


def _outcome(result: TenantResult) -> str:
    if result.interrupted:
        return "applied, not read back" if result.applied else "interrupted"
    if not result.applied:
        return "failed"
    if result.unread:
        return f"applied, but could not be read back ({printable(result.unread)})"
    return "applied, but not as reviewed" if result.not_as_reviewed else "applied and read back"
