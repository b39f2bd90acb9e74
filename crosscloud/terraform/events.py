"""What Terraform tells while it runs, as typed events: the lines of its `-json` output.

Source: Terraform, "Machine-Readable UI" (internals/machine-readable-ui).
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from crosscloud.terraform.messages import TerraformMessage

REFRESH = "refresh"
"""The action of an event about a resource that is read to bring the state up to date."""


@dataclass(frozen=True, slots=True)
class Started:
    """Something was begun with a resource.

    Attributes:
        address: the resource.
        action: what is done: `create`, `update`, `delete`, `read`, or `refresh`.
    """

    address: str
    action: str


@dataclass(frozen=True, slots=True)
class Going:
    """It is still going on.

    Attributes:
        address: the resource.
        action: as above.
        seconds: for how long.
    """

    address: str
    action: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Finished:
    """It was done; `address` and `action` as above."""

    address: str
    action: str


@dataclass(frozen=True, slots=True)
class Failed:
    """It failed; a diagnostic says why. What became of the resource is not known."""

    address: str
    action: str


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """Terraform or the provider said something."""

    message: TerraformMessage


TerraformEvent: TypeAlias = Started | Going | Finished | Failed | Diagnostic


@dataclass(frozen=True, slots=True)
class Applied:
    """What one `terraform apply` did.

    Attributes:
        messages: what was said on the way.
        done: the addresses of the resources that were written, or removed.
        begun: those that were begun and not finished: what became of them is not known.
        partly: those of which a part was written.
    """

    messages: tuple[TerraformMessage, ...]
    done: tuple[str, ...] = ()
    begun: tuple[str, ...] = ()
    partly: tuple[str, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether there is an error among the messages."""
        return any(message.severity == "error" for message in self.messages)


def sum_up_events(events: Iterable[TerraformEvent]) -> Applied:
    """What an apply did, from all that was told of it."""
    messages: list[TerraformMessage] = []
    begun: dict[str, None] = {}
    done: dict[str, None] = {}
    for event in events:
        match event:
            case Diagnostic(message):
                messages.append(message)
            case Started(address, action) if action not in (REFRESH, "read"):
                begun[address] = None
                done.pop(address, None)  # one that is replaced is begun twice
            case Finished(address, _) if address in begun:
                done[address] = None
            case _:
                pass
    return Applied(tuple(messages), tuple(done), tuple(address for address in begun if address not in done))


def event_in(line: str) -> TerraformEvent | None:
    """The event that one line of output tells; None where it tells another, or is none."""
    try:
        told = json.loads(line)
    except ValueError:
        return None
    if not isinstance(told, dict):
        return None
    if isinstance(told.get("diagnostic"), dict):
        return Diagnostic(_message(told["diagnostic"]))
    make = _HOOKS.get(str(told.get("type")))
    hook = told.get("hook")
    resource = hook.get("resource") if isinstance(hook, dict) else None
    if make is None or not isinstance(hook, dict) or not isinstance(resource, dict):
        return None
    return make(str(resource.get("addr", "")), hook)


def _message(said: Mapping[str, Any]) -> TerraformMessage:
    return TerraformMessage(
        severity=said.get("severity", "error"),
        summary=said.get("summary", ""),
        detail=said.get("detail", ""),
        address=said.get("address", ""),
    )


def _action(hook: Mapping[str, Any]) -> str:
    return str(hook.get("action", ""))


_HOOKS: Mapping[str, Callable[[str, Mapping[str, Any]], TerraformEvent]] = {
    "apply_start": lambda address, hook: Started(address, _action(hook)),
    "apply_progress": lambda address, hook: Going(address, _action(hook), hook.get("elapsed_seconds") or 0),
    "apply_complete": lambda address, hook: Finished(address, _action(hook)),
    "apply_errored": lambda address, hook: Failed(address, _action(hook)),
    "refresh_start": lambda address, _: Started(address, REFRESH),
    "refresh_complete": lambda address, _: Finished(address, REFRESH),
}
