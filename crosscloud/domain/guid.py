"""Tenant, group, user and application ids: GUIDs, which compare without regard to case."""

import re
from functools import lru_cache

_GUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def is_guid(text: str) -> bool:
    """Whether `text` is a GUID in its usual form: 8-4-4-4-12 hexadecimal digits, any case, no braces."""
    return _GUID.fullmatch(text) is not None


@lru_cache(maxsize=65536)
def fold(text: str) -> str:
    """`text` in lower case where it is a GUID, otherwise unchanged: `AllUsers` keeps its case."""
    return text.lower() if is_guid(text) else text
