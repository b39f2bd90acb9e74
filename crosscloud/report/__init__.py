"""The joint plan for readers: text for the terminal, Markdown for a pull request, a page, JSON for programs."""

from collections.abc import Callable
from typing import TypeAlias

from crosscloud.review.review import Review

Renderer: TypeAlias = Callable[[Review], str]
"""From a review to the whole report."""
