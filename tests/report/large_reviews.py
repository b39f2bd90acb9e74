"""Reviews of tenants with very many partners, and reviews in which every name is hostile."""

import datetime as dt
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any
from uuid import UUID

from crosscloud.domain.clouds import GLOBAL, USGOV
from crosscloud.domain.finding_policy import Acceptance
from crosscloud.domain.tenant import TenantSettings
from crosscloud.intent.source import IntentText
from crosscloud.review.directions import review_directions
from crosscloud.review.model import JointPlan
from crosscloud.review.review import Review
from crosscloud.terraform.cli import TerraformMessage
from crosscloud.terraform.plan import TerraformPlan
from crosscloud.wording.names import Names
from tests.report.reviews import (
    CLOSED,
    CONTOSO,
    DECLARED,
    FABRIKAM,
    HALVES,
    OPEN,
    TO_VAULT,
    UNTOUCHED,
    accepted,
    b2b,
    pair,
    partner,
    review,
    tenant,
    tenant_plan,
)
from tests.support.plans import tenant_as_read

HOSTILE = (
    "<script>document.title='owned'</script>",
    '"><img src=x onerror=alert(1)>',
    "</script><svg onload=alert(1)>",
    "**bold** | cell | `code` ``` [link](http://evil.example) <!-- -->",
    "@team #1 https://evil.example www.evil.example a@evil.example",
    "\x1b[2J\x1b]0;owned\x07\x9b31m",
    "\u202egnp.exe\u2066",
    "zero\u200bwidth\ufeff",
    "two\nlines\r\u2028three\n\n```\n</details>",
    "{{ 7 * 7 }}{% raw %}",
    "--><!DOCTYPE html>]]>",
    "x" * 10_000,
    "\ud800",
)


def partner_id(number: int) -> str:
    return str(UUID(int=number + 1, version=4))


def known(number: int, section: Any) -> TenantSettings:
    """A tenant of the environment in US Government that lists contoso alone."""
    defaults = dict.fromkeys(HALVES, CLOSED)
    partners = {CONTOSO: partner(section, CLOSED)}
    return tenant_as_read(
        f"partner-{number:04}",
        partner_id(number),
        USGOV,
        endpoints=[GLOBAL.endpoint],
        default=defaults,
        partners=partners,
    )


@cache
def partners(count: int, *, widen: int = 20, narrow: int = 100) -> Review:
    """Contoso with `count` partners: the last `widen` open to everybody, `narrow` before them close."""

    def section(number: int, *, is_after: bool) -> Any:
        if number >= count - widen:
            return OPEN if is_after else CLOSED
        if number >= count - widen - narrow:
            return CLOSED if is_after else TO_VAULT
        return TO_VAULT

    def state(*, is_after: bool) -> dict[str, TenantSettings]:
        others = {partner_id(n): known(n, section(n, is_after=is_after)) for n in range(count)}
        entries = {
            id_: partner(CLOSED, section(n, is_after=is_after))
            for n, id_ in enumerate(map(partner_id, range(count)))
        }
        return {CONTOSO: tenant("contoso", entries, default=(CLOSED, CLOSED)), **others}

    before, after = state(is_after=False), state(is_after=True)
    labels = {partner_id(n): f"partner-{n:04}" for n in range(count)}
    planned = tenant_plan(before[CONTOSO], after[CONTOSO], labels=labels)
    names = Names({id_: each.name for id_, each in after.items()})
    return Review(
        JointPlan("pilot", "4be19d7", (planned,)), tuple(review_directions(before, after, [CONTOSO])), (), names
    )


def hostile(texts: Sequence[str]) -> Review:
    """A plan that widens, in which `texts`, in turn, stand for every name, id, value, commit and message."""
    numbers = iter(range(100_000))

    def text() -> str:
        return texts[next(numbers) % len(texts)]

    home, resource, lines = text(), text(), [text(), text()]
    found = _refused({"main.py:27": lines[0], "main.py:37": lines[1]}, text)
    names = Names({CONTOSO: home, FABRIKAM: resource}, lambda _: text())
    messages = (
        TerraformMessage("warning", text(), text(), text()),
        TerraformMessage("error", text(), text(), text()),
    )
    contoso, fabrikam = found.plan.tenants
    plan = replace(
        found.plan,
        environment=text(),
        commit=text(),
        base=text(),
        tenants=(
            replace(contoso, name=home, overrides={"graph": text()}, plan=_readdressed(contoso.plan, text)),
            replace(fabrikam, name=resource, messages=messages),
        ),
        intent={line: IntentText(text(), ("access",), text(), text()) for line in lines},
    )
    addresses = [change.address for change in plan.tenants[0].plan.changes]
    plan = replace(
        plan, tenants=(replace(plan.tenants[0], sources={each: text() for each in addresses}), plan.tenants[1])
    )
    acceptance = Acceptance("XC301", (CONTOSO, FABRIKAM), text(), text(), dt.date(2026, 12, 31), 48)
    findings = [
        replace(judged, acceptance=acceptance) if judged.status == "accepted" else judged
        for judged in found.findings
    ]
    return replace(found, plan=plan, names=names, findings=tuple(findings))


def _refused(lines: Mapping[str, str], text: Callable[[], str]) -> Review:
    """A first plan in which the defaults close, which is accepted, and everybody gains; its values are `text`."""
    values = b2b("allowed", [text(), text()], [text()], of_applications="blocked")
    wide = pair(
        tenant("contoso", {FABRIKAM: partner(values, OPEN)}, default=(CLOSED, CLOSED)),
        tenant("fabrikam", {CONTOSO: partner(OPEN, values)}, default=(CLOSED, CLOSED)),
    )
    plans = [tenant_plan(UNTOUCHED[id_], wide[id_], is_first=True) for id_ in (CONTOSO, FABRIKAM)]
    plans = [
        replace(plan, directions=tuple((*ends, lines[line]) for ends, line in DECLARED.items())) for plan in plans
    ]
    return review(plans, accepted("XC301"))


def _readdressed(plan: TerraformPlan, text: Callable[[], str]) -> TerraformPlan:
    """The same plan under other addresses."""
    return replace(plan, changes=tuple(replace(change, address=f"x.{text()}") for change in plan.changes))
