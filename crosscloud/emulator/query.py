"""Query options of Graph's GET requests: $select, $expand and paging.

Only what the Microsoft Graph reference documents for these resources is accepted (`$select`, and on partners
`$expand=identitySynchronization`); every other option is refused, so that a client cannot rely on it. How many
partners the service puts in a page is not documented; `$skiptoken` is opaque to clients.
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl, quote

from crosscloud.emulator.errors import bad_request

SYNCHRONIZATION: Final = "identitySynchronization"

_SELECT, _EXPAND, _SKIP = "$select", "$expand", "$skiptoken"


@dataclass(frozen=True)
class Query:
    """The options of one request.

    Attributes:
        select: the names chosen, or None for all of them.
        expands_synchronization: whether each partner carries its `identitySynchronization`.
        after: the key of the last partner of the page before, or None for the first page.
    """

    select: tuple[str, ...] | None = None
    expands_synchronization: bool = False
    after: str | None = None

    def choose(self, document: Mapping[str, Any]) -> dict[str, Any]:
        """The chosen members of a document that is shown.

        Raises:
            GraphError: 400, if one is chosen that the document does not have.
        """
        if self.select is None:
            return dict(document)
        for name in self.select:
            if name not in document:
                raise bad_request(f"Could not find a property named '{name}' to select.")
        return {name: value for name, value in document.items() if name in self.select}

    def next_page(self, last_key: str) -> str:
        """The query string of the page after the one that ends with `last_key`."""
        options = []
        if self.select is not None:
            options.append((_SELECT, ",".join(self.select)))
        if self.expands_synchronization:
            options.append((_EXPAND, SYNCHRONIZATION))
        options.append((_SKIP, base64.urlsafe_b64encode(last_key.encode()).decode().rstrip("=")))
        return "&".join(f"{name}={quote(value, safe=',')}" for name, value in options)


def parse_query(text: str, *, can_expand: bool = False, can_page: bool = False) -> Query:
    """The options in a query string.

    Args:
        text: the query string.
        can_expand: whether `$expand=identitySynchronization` means something here.
        can_page: whether `$skiptoken` does.

    Raises:
        GraphError: 400, for an option that is not supported here, or occurs twice.
    """
    pairs = parse_qsl(text, keep_blank_values=True)
    options = dict(pairs)
    if len(options) != len(pairs):
        raise bad_request("A query option must not occur twice.")
    supported = {_SELECT, *([_EXPAND] if can_expand else []), *([_SKIP] if can_page else [])}
    for name in options:
        if name not in supported:
            raise bad_request(f"The query option '{name}' is not supported on this resource.")
    if options.get(_EXPAND, SYNCHRONIZATION) != SYNCHRONIZATION:
        raise bad_request(f"Only {SYNCHRONIZATION} can be expanded here.")
    select = options.get(_SELECT)
    return Query(
        select=None if select is None else tuple(name.strip() for name in select.split(",")),
        expands_synchronization=_EXPAND in options,
        after=_decode(options[_SKIP]) if _SKIP in options else None,
    )


def _decode(token: str) -> str:
    try:
        return base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True).decode()
    except ValueError as error:
        raise bad_request("The $skiptoken is not one that this service gave out.") from error
