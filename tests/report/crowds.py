"""Reviews of tenants with very many partners, and reviews in which every name is hostile."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any
from uuid import UUID

from crosscloud.review.access import review_directions
from crosscloud.review.changes import ObjectChange, Row

from crosscloud.domain.clouds import GLOBAL, USGOV
from crosscloud.domain.tenant import TenantSettings
from crosscloud.intent.source import IntentText
from crosscloud.review.review import Review
from crosscloud.terraform.cli import TerraformMessage
from tests.report.reviews import (
    CLOSED,
    CONTOSO,
    DECLARED,
    HALVES,
    OPEN,
    TO_VAULT,
    TOGETHER,
    UNTOUCHED,
    between,
    judged,
    partner,
    review,
    tenant,
    tenant_plan,
)

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
    name, tenant_id = f"partner-{number:04}", partner_id(number)
    return TenantSettings(name, tenant_id, USGOV, frozenset({GLOBAL.endpoint}), defaults, partners)


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

    directions = review_directions(state(is_after=False), state(is_after=True), [CONTOSO], dict[str, str]().get)
    changes = [
        ObjectChange(
            f"crosscloud_partner_settings.partner-{n:04}",
            "partner_settings",
            "change",
            partner_id(n),
            (
                Row(HALVES[1], "users_and_groups", "allowed group engineers", "blocked AllUsers"),
                Row(
                    HALVES[1], "applications", "allowed design-vault, guest essentials", "blocked AllApplications"
                ),
            ),
        )
        for n in range(count - widen - narrow, count)
    ]
    return review([tenant_plan("contoso", changes)], directions)


def hostile(texts: Sequence[str]) -> Review:
    """A widening plan in which `texts`, in turn, stand for every name, id, value, commit and message."""
    numbers = iter(range(10_000))

    def text() -> str:
        return texts[next(numbers) % len(texts)]

    home, resource = text(), text()
    before = {id_: replace(one, name=(home, resource)[n]) for n, (id_, one) in enumerate(UNTOUCHED.items())}
    after = {id_: replace(one, name=(home, resource)[n]) for n, (id_, one) in enumerate(TOGETHER.items())}
    lines = {direction: text() for direction in DECLARED}
    directions = review_directions(before, after, list(before), lambda _id: text(), lines)
    change = ObjectChange(
        f"crosscloud_partner_settings.{text()}",
        "partner_settings",
        "change",
        text(),
        (Row(HALVES[0], "users_and_groups", text(), text()), Row(HALVES[0], "applications", text(), text())),
        unchanged=(text(),),
        note=text(),
    )
    messages = [
        TerraformMessage("warning", text(), text(), text()),
        TerraformMessage("error", text(), text(), text()),
    ]
    ends = [home, resource]
    found = [
        judged("refuses", "error", "XC307", ends, text(), detail=text(), fix=text()),
        judged("accepted", "error", "XC301", ends, text(), detail=text(), fix=text(), acceptance=text()),
        judged("standing", "info", "XC205", ends, text(), detail=text(), fix=text()),
    ]
    plans = [
        tenant_plan(home, [change], cloud=GLOBAL, sources={change.address: text()}, overrides={"graph": text()}),
        tenant_plan(resource, messages=messages, cloud=USGOV),
    ]
    return review(
        plans,
        [*directions, *between(UNTOUCHED, TOGETHER)],
        found,
        environment=text(),
        commit=text(),
        base=text(),
        intent={line: IntentText(text(), ("access",), text(), text()) for line in lines.values()},
    )
