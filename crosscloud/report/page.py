"""The review as one self-contained HTML page: it loads nothing, and works from a file, a mail or a CI artifact.

Its policy (`Content-Security-Policy`) forbids every load; its own style and script are allowed by their digests,
so that text which slipped through could neither run nor fetch. The template escapes every value; what could steer
the reading direction is spelt out first.
"""

import base64
import hashlib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from crosscloud import __version__
from crosscloud.report import causes, changes, directions, verdict
from crosscloud.report.essentials import names_essentials
from crosscloud.report.picture import NODE_HEIGHT, NODE_WIDTH, draw_picture, key_of
from crosscloud.report.plain import brief, printable
from crosscloud.review.review import Review
from crosscloud.wording.essentials import ESSENTIALS, SPELT_OUT

_FOLDER: Final = "page"


def render(review: Review) -> str:
    """The page, ending with a line break."""
    style, script = _asset("page.css"), _asset("page.js")
    template = _environment().get_template("page.html.j2")
    told, words = verdict.tell_findings(review), directions.DirectionWording(review.names)
    names = _names(review, words)
    refusals = verdict.list_refusals(told)
    return template.render(
        review=review,
        words=words,
        plan=review.plan,
        version=__version__,
        style=Markup(style),  # noqa: S704 - our own file, not a value; escaped, its digest would not fit
        script=Markup(script),  # noqa: S704 - our own file, not a value
        policy=_policy(style, script),
        headline=verdict.headline(review),
        ordered=directions.sort_directions(review.directions),
        findings=told,
        refusals=refusals,
        causes=causes.find_causes(review, refusals),
        picture=draw_picture(review),
        numbers={tenant: number for number, tenant in enumerate(names)},
        key_of=key_of,
        names=list(names.values()),
        essentials=SPELT_OUT if names_essentials(review) else "",
        **_choices(review, told),
    )


def _choices(review: Review, told: Sequence[verdict.ToldFinding]) -> dict[str, list[tuple[str, str]]]:
    """What each table can be filtered by, as value and title, in the order in which reports tell it."""
    effects = {directions.find_effect(direction) for direction in review.directions}
    if "changed" in effects:
        effects |= {"gained", "lost"}
    if any(direction.half_open for direction in review.directions):
        effects.add("half-open")
    labels = dict.fromkeys(finding.label for finding in told)
    actions = dict.fromkeys(change.action for tenant in review.plan.tenants for change in tenant.changes)
    return {
        "present_effects": [
            (effect, f"{sign} {word}") for effect, (sign, word) in directions.EFFECTS.items() if effect in effects
        ],
        "present_labels": [(label, label) for label in labels],
        "present_actions": [(action.replace(" ", "-"), action) for action in actions],
    }


def _names(review: Review, words: directions.DirectionWording) -> dict[str, str]:
    """Every tenant that can be filtered by, and its name: ours first, the others by name."""
    ours = {tenant.tenant_id: tenant.name for tenant in review.plan.tenants}
    parties = {party for direction in review.directions for party in (direction.home, direction.resource)}
    others = {key_of(party): words.name_party(party) for party in parties}
    of_findings = {id_: review.names.tenant(id_) for judged in review.findings for id_ in judged.finding.tenants}
    found = dict(ours)
    for more in (others, of_findings):
        for key, name in sorted(more.items(), key=lambda item: (item[1], item[0])):
            found.setdefault(key, name)
    return found


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("crosscloud.report", _FOLDER),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        finalize=_harmless,
    )
    environment.globals.update(
        c=causes,
        d=directions,
        v=verdict,
        w=changes,
        node_width=NODE_WIDTH,
        node_height=NODE_HEIGHT,
        effects=directions.EFFECTS,
        essentials_name=ESSENTIALS,
    )
    environment.filters["brief"] = brief
    return environment


def _harmless(value: Any) -> Any:
    """Of every value that the template shows: what steers the reading direction or is no character, spelt out."""
    return printable(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def _asset(name: str) -> str:
    return (files("crosscloud.report") / _FOLDER / name).read_text(encoding="utf-8")


def _policy(style: str, script: str) -> str:
    return (
        f"default-src 'none'; style-src '{_digest(style)}'; script-src '{_digest(script)}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
