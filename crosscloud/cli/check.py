"""`crosscloud check`: findings on the settings as they are."""

import json
from collections.abc import Sequence
from pathlib import Path

import click

from crosscloud.cli.session import SEVERITY_COLOURS, environment_option, paint
from crosscloud.cli.settings_source import SettingsSource, open_settings
from crosscloud.domain.findings import Finding, Situation, TenantFacts, check
from crosscloud.report.plain import printable
from crosscloud.report.verdict import merged
from crosscloud.review.joint_review import names_of
from crosscloud.review.judgement import JudgedFinding


@click.command("check")
@environment_option
@click.option(
    "--snapshot",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Check a snapshot instead of the live tenants.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def command(environment_name: str | None, snapshot: Path | None, as_json: bool) -> int:
    """Report what is wrong, probably not meant, or unknown in the settings of every tenant.

    Exit codes: 0 no finding is an error, 2 at least one is, 1 it could not be checked: where a tenant, or a part
    of one, could not be read, what was found in the rest is printed all the same.
    """
    source = open_settings(environment_name, snapshot, look_around=True)
    findings = check(situation_of(source))
    if source.environment is not None:
        findings = source.environment.finding_policy.weigh(findings)
    if as_json:
        click.echo(json.dumps([finding.to_json() for finding in findings], indent=1))
    else:
        _show(findings)
    for sentence in source.unread:
        click.echo(printable(sentence), err=True)
    if source.unread:
        return 1
    return 2 if any(finding.severity == "error" for finding in findings) else 0


def situation_of(source: SettingsSource) -> Situation:
    """What is known of every tenant of `source`."""
    environment = source.environment
    tenants = {
        tenant_id: TenantFacts(
            settings=settings,
            snapshot=source.snapshots.get(tenant_id),
            is_managed=environment is None
            or settings.name not in environment.tenants
            or environment.tenants[settings.name].is_managed,
            unreadable=dict((source.snapshots.get(tenant_id) or {}).get("unreadable") or {}),
            names=()
            if environment is None or settings.name not in environment.tenants
            else names_of(environment.tenants[settings.name]),
            surroundings=source.around.surroundings.get(tenant_id),
        )
        for tenant_id, settings in source.tenants.items()
    }
    return Situation(tenants=tenants, name_of=source.name_of, clouds_of=source.around.clouds_of)


def _show(findings: Sequence[Finding]) -> None:
    if not findings:
        click.echo("No findings.")
        return
    shown = [judged.finding for judged in merged(JudgedFinding(each, "standing") for each in findings)]
    for finding in shown:
        names = printable(", ".join(finding.tenants))
        head = f"{finding.severity:8} {finding.id}  {names}: {printable(finding.summary)}"
        click.echo(paint(head, SEVERITY_COLOURS[finding.severity]))
        for label, body in (("", finding.detail), ("fix: ", finding.fix)):
            if body:
                click.echo(f"         {label}{printable(body)}")
    click.echo(f"{len(shown)} findings; what each means: docs/findings/")
