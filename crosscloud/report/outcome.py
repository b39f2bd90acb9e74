"""What became of an apply, for the terminal and as data."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

from crosscloud.report.plain import printable
from crosscloud.report.verdict import STILL_NEEDED
from crosscloud.review.outcome import TenantResult
from crosscloud.wording.differences import difference_in_words
from crosscloud.wording.names import Names


def render(results: Sequence[TenantResult], names: Names) -> str:
    """What became of each tenant, and what to do where something is left."""
    return "".join(f"{line}\n" for line in _lines(results, names))


def results_to_json(results: Sequence[TenantResult], names: Names) -> list[dict[str, Any]]:
    """The same as data."""
    return [
        {
            "name": result.name,
            "applied": result.applied,
            "messages": [asdict(message) for message in result.messages],
            "not_as_reviewed": [difference_in_words(each, names) for each in result.not_as_reviewed],
            "unread": dict(result.unread),
            "done": list(result.done),
            "partly": list(result.partly),
            "unknown": list(result.unknown),
            "left": list(result.left),
            "interrupted": result.interrupted,
        }
        for result in results
    ]


def _lines(results: Sequence[TenantResult], names: Names) -> Iterator[str]:
    if not results:
        yield "No changes; nothing was applied."
        return
    for result in results:
        yield f"{result.name}: {_outcome(result)}"
        for message in result.messages:
            yield f"  {message.severity}: {printable(message.summary)}"
            yield from (f"    {printable(line)}" for line in message.detail.splitlines())
        yield from (f"  {printable(difference_in_words(each, names))}" for each in result.not_as_reviewed)
        yield from (f"  {printable(line)}" for line in _account(result))
    yield ""
    if any(result.interrupted for result in results):
        yield (
            "Interrupted. What was finished is in Terraform's state. Plan again: the new plan shows what is left."
        )
    elif all(result.is_as_reviewed for result in results):
        time = STILL_NEEDED["time"]
        yield f"The settings are now as reviewed. {time[0].upper()}{time[1:]}."
    else:
        yield "Not everything is as reviewed. Plan again: the new plan shows what is left."


def _account(result: TenantResult) -> Iterator[str]:
    """Where a tenant was not applied in full: what was, what was not, and what nobody knows."""
    if result.applied and not result.interrupted:
        return
    for what, addresses in (
        ("applied", result.done),
        ("applied in part", result.partly),
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
        why = "; ".join(f"{part}: {reason}" for part, reason in result.unread.items())
        return f"applied, but could not be read back ({printable(why)})"
    return "applied, but not as reviewed" if result.not_as_reviewed else "applied and read back"
