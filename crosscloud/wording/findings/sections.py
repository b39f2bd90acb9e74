"""What is told where one tenant's settings are wrong in themselves (2xx)."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any, Final

from crosscloud.domain.findings import Finding
from crosscloud.wording.findings.said import Said
from crosscloud.wording.names import Names

WORDS: Final[Mapping[type, Callable[[Any, Finding, Names], Said]]] = MappingProxyType({})
"""The sentences for each kind of facts."""
