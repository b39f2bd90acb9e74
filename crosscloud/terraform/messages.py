"""What Terraform says when it fails, made short: no boxes, no line breaks of its own, and what to do next."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

_BOX: Final = re.compile(r"^[\s]*[\u2500-\u257f]+ ?", re.MULTILINE)
_HEAD: Final = re.compile(r"^(Error|Warning): ", re.MULTILINE)
_UNFITTING: Final = re.compile(r"AADSTS70021[123]?\b")
"""The login service's number for: no federated credential fits."""
_SECOND_CREDENTIAL: Final = (
    "Terraform's azurerm backend asks for a token with the audience api://AzureADTokenExchange in every cloud: "
    "give the state's identity a second federated credential with that audience, or hand a token over in "
    "ARM_OIDC_TOKEN"
)
_PREAMBLE: Final = "Terraform encountered problems during initiali"


@dataclass(frozen=True, slots=True)
class TerraformMessage:
    """One diagnostic of Terraform or of the provider.

    Attributes:
        severity: `error` or `warning`.
        summary: one line.
        detail: more lines, or empty.
        address: the resource that it is about, or empty.
    """

    severity: str
    summary: str
    detail: str
    address: str


def list_messages_in(text: str) -> list[TerraformMessage]:
    """The diagnostics in what a command without JSON output printed; one with all of it where there is none."""
    plain = _BOX.sub("", text).strip()
    starts = [match.start() for match in _HEAD.finditer(plain)]
    if not starts:
        return [TerraformMessage("error", "Terraform failed", unwrapped(plain) or "it said nothing", "")]
    ends = [*starts[1:], len(plain)]
    found = [_message(plain[start:end]) for start, end in zip(starts, ends, strict=True)]
    return [message for message in found if not message.summary.startswith(_PREAMBLE)] or found


def _message(block: str) -> TerraformMessage:
    severity, _, rest = block.partition(": ")
    summary, _, detail = rest.partition("\n\n")
    return TerraformMessage(severity.lower(), unwrapped(summary), unwrapped(detail), "")


def unwrapped(text: str) -> str:
    """`text` with one line for each paragraph, list item and indented line, and without boxes and empty lines."""
    lines: list[str] = []
    joins = False
    for line in _BOX.sub("", text).splitlines():
        is_own = line.startswith((" ", "\t", "- ", "* "))
        if line.strip() and joins and not is_own:
            lines[-1] += f" {line.strip()}"
        elif line.strip():
            lines.append(line.strip())
        joins = bool(line.strip())
    return "\n".join(lines)


def explained(message: TerraformMessage, folder: Path) -> TerraformMessage:
    """`message` with what to do about it, where Terraform's own words do not say that for a joint run.

    Args:
        message: what Terraform said.
        folder: the stack's folder, where it said so.
    """
    for summary, explain in _EXPLANATIONS.items():
        if message.summary.startswith(summary):
            return replace(message, detail=explain(message.detail, folder))
    if _UNFITTING.search(f"{message.summary} {message.detail}") and _signs_in_to_state_by_oidc(folder):
        return replace(message, detail=f"{message.detail}\n{_SECOND_CREDENTIAL}".strip())
    return message


def _locked(detail: str, folder: Path) -> str:
    found: Mapping[str, str] = dict(re.findall(r"^\s*(ID|Who|Created|Operation):\s+(.+)$", detail, re.MULTILINE))
    if "ID" not in found:
        return detail
    who, since = found.get("Who", "somebody"), found.get("Created", "")[:19]
    return (
        f"The state is locked by {who} since {since} ({found.get('Operation', 'unknown')}). Wait until that run "
        f"has ended. Only if it is dead: terraform -chdir={folder} force-unlock {found['ID']}"
    )


def _moved(_detail: str, folder: Path) -> str:
    return (
        f"The state is to be kept in another place than at the last run here. To move it there: terraform "
        f"-chdir={folder} init -migrate-state. To leave the old one where it is: remove {folder / '.terraform'}"
    )


def _bad_state(detail: str, folder: Path) -> str:
    place = _local_state(folder)
    if not place:
        return detail
    return f"{detail}\nThe state is kept in {place}; restore it from {place}.backup or from your own backup"


def _signs_in_to_state_by_oidc(folder: Path) -> bool:
    """Whether a stack's state is in Azure, outside of Global, with a sign-in by OIDC."""
    try:
        backend = json.loads((folder / "cdk.tf.json").read_bytes())["terraform"]["backend"]["azurerm"]
        return bool(backend.get("use_oidc")) and backend.get("environment", "public") != "public"
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return False


def _local_state(folder: Path) -> str:
    """The file of a stack's local state; empty for other backends."""
    try:
        document = json.loads((folder / "cdk.tf.json").read_bytes())
        return str(document["terraform"]["backend"]["local"]["path"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""


_EXPLANATIONS: Final[dict[str, Callable[[str, Path], str]]] = {
    "Error acquiring the state lock": _locked,
    "Backend configuration changed": _moved,
    "Backend initialization required": _moved,
    "Error refreshing state": _bad_state,
    "Error loading state": _bad_state,
    "Failed to load state": _bad_state,
}
