"""`crosscloud check`: findings on the settings as they are."""

import json
import os
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import click

from crosscloud.cli.session import SEVERITY_COLOURS, environment_option, paint, say_expired
from crosscloud.cli.settings_source import open_settings, say_unread
from crosscloud.domain.findings import Situation, check
from crosscloud.environment import Environment
from crosscloud.operations.declared import read_declared
from crosscloud.report.plain import printable
from crosscloud.report.verdict import ToldFinding, merge_findings, sort_findings
from crosscloud.review.judgement import JudgedFinding
from crosscloud.toolchain import find_node
from crosscloud.wording.findings import to_json


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
    source = open_settings(environment_name, snapshot, with_directories=True)
    findings = check(source.situation)
    if source.environment is not None and any(finding.id == "XC105" for finding in findings):
        findings = check(_as_declared(source.situation, source.environment))
    if source.environment is not None:
        findings = source.environment.finding_policy.weigh(findings)
        say_expired(source.environment)
    judged = [JudgedFinding(each, "standing") for each in findings]
    if as_json:
        told = [to_json(each.finding, source.names) for each in sort_findings(judged, source.names)]
        click.echo(json.dumps(told, indent=1))
    else:
        _show(merge_findings(judged, source.names))
    if say_unread(source.unread, source.names):
        return 1
    return 2 if any(finding.severity == "error" for finding in findings) else 0


def _as_declared(situation: Situation, environment: Environment) -> Situation:
    """The situation with the directions that main.py declares, where it can be read; else as it is."""
    environ = dict(os.environ)
    node = find_node(environ)
    if node is not None:
        environ.setdefault("JSII_NODE", str(node))
    declared = read_declared(environment, environ)
    return situation if declared is None else replace(situation, declared=declared)


def _show(findings: Sequence[ToldFinding]) -> None:
    if not findings:
        click.echo("No findings.")
        return
    for finding in findings:
        names = printable(", ".join(finding.tenants))
        head = f"{finding.severity:8} {finding.id}  {names}: {printable(finding.summary)}"
        click.echo(paint(head, SEVERITY_COLOURS[finding.severity]))
        for label, body in (("", finding.detail), ("fix: ", finding.fix)):
            if body:
                click.echo(f"         {label}{printable(body)}")
    click.echo(f"{len(findings)} findings; what each means: docs/findings/")
