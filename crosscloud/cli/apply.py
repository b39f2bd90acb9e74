"""`crosscloud apply`: applies a saved joint plan, exactly as reviewed."""

import json
from pathlib import Path

import click

from crosscloud.cli.session import open_run
from crosscloud.cli.settings_source import tell_elsewhere
from crosscloud.operations.apply import apply_jointly
from crosscloud.operations.bundle import open_bundle
from crosscloud.operations.errors import RefusedError
from crosscloud.report import outcome
from crosscloud.review.situations import collect_names
from crosscloud.wording.findings import to_json


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
        tell_elsewhere(run.environment, run.environ)
        names = collect_names(run.environment)
        try:
            results = apply_jointly(run, opened)
        except RefusedError as error:
            if as_json and error.findings:
                refused = [to_json(finding, names) for finding in error.findings]
                click.echo(json.dumps({"refused": refused}, indent=1))
            raise
    if as_json:
        click.echo(json.dumps(outcome.results_to_json(results, names), indent=1))
    else:
        click.echo(outcome.render(results, names), nl=False)
    if any(result.interrupted for result in results):
        return 130
    return 0 if all(result.is_as_reviewed for result in results) else 1
