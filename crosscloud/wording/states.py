"""How a state of Terraform has moved on since it was planned on, in words."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

_WORDS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "missing": "it is there no more (its lineage was {planned})",
        "lineage": "it is another state by now (lineage {planned}, now {now})",
        "serial": "it was written since (serial {planned}, now {now})",
    }
)


def moved_state_in_words(why: str, planned: int | str, now: int | str) -> str:
    """What has become of a state, to stand behind a colon; no full stop."""
    return _WORDS[why].format(planned=planned, now=now)
