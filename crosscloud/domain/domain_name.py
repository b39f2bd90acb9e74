"""Which text is the name of a domain, such as `contoso.onmicrosoft.com`."""

import re

_NAME = re.compile(r"(?=.{3,253}\Z)[a-z0-9-]{1,63}(\.[a-z0-9-]{1,63})+", re.IGNORECASE)


def is_domain_name(text: str) -> bool:
    """Whether `text` is a domain name of two parts or more, in any case."""
    return _NAME.fullmatch(text) is not None
