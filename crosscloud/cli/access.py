"""`crosscloud access`: what the settings permit, for one user and one application, or for everybody at once."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from pathlib import Path

import click

from crosscloud.cli.session import environment_option, paint
from crosscloud.cli.settings_source import SettingsSource, open_settings
from crosscloud.domain.access import Subject, TenantSettings, application, decide, user
from crosscloud.domain.access.words import Line
from crosscloud.domain.applications import NAMES
from crosscloud.report.plain import printable
from crosscloud.review.access import DirectionReview, review_directions

_COLOURS = {"pass": "green", "fail": "red", "unknown": "yellow"}
_ID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
_VERDICTS = {"allow": "green", "block": "red", "unknown": "yellow"}

_snapshot = click.option(
    "--snapshot",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Decide on a snapshot instead of the live tenants.",
)
_bundle = click.option(
    "--plan",
    "bundle",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="BUNDLE",
    help="Decide on the settings as they will be once this saved plan is applied.",
)
_json = click.option("--json", "as_json", is_flag=True, help="Print it as JSON.")


@click.group("access")
def command() -> None:
    """What two tenants' settings permit together."""


@command.command("explain")
@environment_option
@_snapshot
@_bundle
@click.option("--from", "home", required=True, metavar="TENANT", help="The tenant that the user comes from.")
@click.option("--to", "resource", required=True, metavar="TENANT", help="The tenant that the application is in.")
@click.option("--user", "user_id", required=True, metavar="ID", help="The user's object id or name in --from.")
@click.option("--group", "groups", multiple=True, metavar="ID", help="A group of the user; may be repeated.")
@click.option("--app", required=True, metavar="ID", help="The application's id or name in --to, or Office365.")
@_json
def explain(
    environment_name: str | None,
    snapshot: Path | None,
    bundle: Path | None,
    home: str,
    resource: str,
    user_id: str,
    groups: Sequence[str],
    app: str,
    as_json: bool,
) -> int:
    """Decide for one user and one application, gate by gate.

    The user is taken to be in the groups given and in no other. Exit codes: 0 decided (also where it is a
    block), 1 an error.
    """
    source = open_settings(environment_name, snapshot, bundle)
    origin, target = source.tenant(home), source.tenant(resource)
    subject = user(source.user_id(origin, user_id), {source.group_id(origin, group) for group in groups})
    decision = decide(origin, target, subject, application(source.application_id(target, app)))
    if as_json:
        click.echo(json.dumps(decision.to_json(), indent=1))
        return 0
    data = decision.to_json()
    for line in _question(source, origin, target, subject, app):
        click.echo(printable(line))
    code = f"   {data['aadsts']}" if data["aadsts"] else ""
    click.echo(paint(f"{data['decision'].upper()}{code}", _VERDICTS[data["decision"]]))
    for gate in data["gates"]:
        code = f"   {gate['aadsts']}" if gate["aadsts"] else ""
        line = f"  {gate['result']:8} {gate['gate']:24} {printable(gate['detail'])}{code}"
        click.echo(paint(line, _COLOURS[gate["result"]]))
    click.echo(f"  consent prompt {data['consent_prompt']}")
    click.echo(f"Not evaluated: {', '.join(data['not_evaluated'])}.")
    return 0


@command.command("matrix")
@environment_option
@_snapshot
@_bundle
@_json
def matrix(environment_name: str | None, snapshot: Path | None, bundle: Path | None, as_json: bool) -> int:
    """Show who may reach what, in both directions of every pair of tenants."""
    source = open_settings(environment_name, snapshot, bundle)
    tenants = source.tenants
    found = review_directions(tenants, tenants, source.known, source.name_and_id)
    if as_json:
        plain = review_directions(tenants, tenants, source.known, source.name_of)
        data = [_data(*each, source.name_of) for each in zip(plain, found, strict=True)]
        click.echo(json.dumps(data, indent=1))
        return 0
    ids = {tenant.name: tenant.tenant_id for tenant in tenants.values()}
    for direction in found:
        click.echo("\n".join(_lines(direction, ids)))
    return 0


def _question(
    source: SettingsSource, home: TenantSettings, resource: TenantSettings, user_: Subject, app: str
) -> list[str]:
    """Who wants to reach what, with every name and id that is known."""

    def named(id_: str) -> str:
        return source.name_and_id(id_) or NAMES.get(id_) or id_

    groups = " and ".join(map(named, sorted(user_.classes)))
    who = f"user {named(user_.id)}, in {f'group {groups}' if groups else 'no group'}"
    return [
        f"from  {home.name} {home.tenant_id}: {who}",
        f"to    {resource.name} {resource.tenant_id}: {named(source.application_id(resource, app))}",
    ]


def _data(
    direction: DirectionReview, with_ids: DirectionReview, name_of: Callable[[str], str | None]
) -> dict[str, object]:
    """A direction as data: names in the texts, and the ids behind them."""
    texts = [f"{line.who} {line.what}" for line in (*with_ids.reach.after, *with_ids.reach.unknown)]
    ids = {id_ for text in texts for id_ in _ID.findall(text)}
    return {
        "home": direction.home,
        "resource": direction.resource,
        "half_of": direction.half_of or None,
        "permits": [asdict(line) for line in direction.reach.after],
        "unknown": [asdict(line) for line in direction.reach.unknown],
        "ids": {name: id_ for id_ in sorted(ids) if (name := name_of(id_)) is not None},
        "unmet": list(direction.why_after),
        "half_open": direction.half_open,
        "consent_prompt_suppressed": direction.consent_after,
        "trust": list(direction.trust_after),
    }


def _lines(direction: DirectionReview, ids: Mapping[str, str]) -> list[str]:
    half = f"   {printable(direction.half_of)}'s half; theirs is not read" if direction.half_of else ""
    names = (f"{name} ({ids[name]})" if name in ids else name for name in (direction.home, direction.resource))
    head = paint(" -> ".join(map(printable, names)), "bold") + half
    body = [text for line in direction.reach.after for text in _line(line)]
    body += [text for line in direction.reach.unknown for text in _line(line, "   unknown")]
    body += [f"  not met: {printable(why)}" for why in direction.why_after]
    if direction.half_open:
        body.append("  open at one end only")
    return [head, *body]


def _line(line: Line, note: str = "") -> list[str]:
    """On one line where it is short; who and what on two where ids make them long."""
    who, what = printable(line.who), f"-> {printable(line.what)}{note}"
    return [f"  {who:40} {what}"] if len(who) <= 40 else [f"  {who}", f"    {what}"]
