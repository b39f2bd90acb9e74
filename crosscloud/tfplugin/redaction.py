"""Keeps sensitive values out of every text that this package hands on.

An exception's message may quote what was sent. Whatever a sensitive attribute of a configuration held is
therefore remembered, for the life of the process, and blanked in diagnostics and logged tracebacks.
"""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from crosscloud.tfplugin.schema import Attribute
from crosscloud.tfplugin.shape import steps_of
from crosscloud.tfplugin.values import Unknown

_SHORTEST = 4
"""Shorter strings are not blanked: they are no secrets, and text full of blanks helps nobody."""

BLANK = "(sensitive)"


class Redactor:
    """Remembers sensitive strings and blanks them. Has no repr of what it remembers."""

    def __init__(self) -> None:
        self._secrets: set[str] = set()

    def learn(self, attributes: Sequence[Attribute], value: Any) -> None:
        """Remember every string under a sensitive attribute of an object (in the shape of the attributes)."""
        if not isinstance(value, dict):
            return
        for attribute in attributes:
            member = value[attribute.name] if attribute.has_secrets else None
            if member is None or member is Unknown:
                continue
            if attribute.sensitive:
                self._remember(member)
            elif attribute.nested is not None:
                for _, element in steps_of(attribute.nested.nesting, member):
                    self.learn(attribute.nested.attributes, element)

    def clean(self, text: str) -> str:
        """The text without the remembered strings, as they are or as a URL would quote them."""
        for secret in sorted(self._secrets, key=len, reverse=True):
            text = text.replace(secret, BLANK)
        return text

    def _remember(self, value: Any) -> None:
        if isinstance(value, str):
            if len(value) >= _SHORTEST:
                self._secrets |= {value, quote(value, safe="")}
        elif isinstance(value, dict):
            for member in value.values():
                self._remember(member)
        elif isinstance(value, list):
            for element in value:
                self._remember(element)
