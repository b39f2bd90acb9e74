"""Query options of Graph's GET requests: $select, $expand, $filter, $count, $top and paging.

Only what the Microsoft Graph reference documents for a resource is accepted, and of that what is emulated; every
other option is refused, so that a client cannot rely on it. The next page's link carries the options of the first
and `$skiptoken`, which is opaque to clients (Microsoft Graph, "Paging"). How many partners the service puts in a
page is not documented; of groups it puts 100 unless asked, and at most 999 (Graph reference, List groups).
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl, quote

from crosscloud.emulator.errors import bad_request

SYNCHRONIZATION: Final = "identitySynchronization"

_SELECT, _EXPAND, _SKIP = "$select", "$expand", "$skiptoken"
_FILTER, _COUNT, _TOP = "$filter", "$count", "$top"
_LARGEST_PAGE: Final = 999


@dataclass(frozen=True)
class Query:
    """The options of one request.

    Attributes:
        select: the names chosen, or None for all of them.
        expands_synchronization: whether each partner carries its `identitySynchronization`.
        after: the key of the last object of the page before, or None for the first page.
        top: how many objects a page may have, or None where the service chooses.
        filter: the expression of $filter, not yet understood.
        counts: whether the number of all objects is asked for.
    """

    select: tuple[str, ...] | None = None
    expands_synchronization: bool = False
    after: str | None = None
    top: int | None = None
    filter: str | None = None
    counts: bool = False

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
        if self.filter is not None:
            options.append((_FILTER, self.filter))
        if self.counts:
            options.append((_COUNT, "true"))
        if self.top is not None:
            options.append((_TOP, str(self.top)))
        options.append((_SKIP, base64.urlsafe_b64encode(last_key.encode()).decode().rstrip("=")))
        return "&".join(f"{name}={quote(value, safe=',')}" for name, value in options)


def parse_query(
    text: str,
    *,
    can_select: bool = True,
    can_expand: bool = False,
    can_page: bool = False,
    can_top: bool = False,
    can_filter: bool = False,
) -> Query:
    """The options in a query string.

    Args:
        text: the query string.
        can_select: whether `$select` means something here.
        can_expand: whether `$expand=identitySynchronization` does.
        can_page: whether `$skiptoken` does.
        can_top: whether `$top` does.
        can_filter: whether `$filter` and `$count` do.

    Raises:
        GraphError: 400, for an option that is not supported here, occurs twice, or has no such value.
    """
    pairs = parse_qsl(text, keep_blank_values=True)
    options = dict(pairs)
    if len(options) != len(pairs):
        raise bad_request("A query option must not occur twice.")
    supported = {
        _SELECT: can_select,
        _EXPAND: can_expand,
        _SKIP: can_page,
        _TOP: can_top,
        _FILTER: can_filter,
        _COUNT: can_filter,
    }
    for name in options:
        if not supported.get(name, False):
            raise bad_request(f"The query option '{name}' is not supported on this resource.")
    if options.get(_EXPAND, SYNCHRONIZATION) != SYNCHRONIZATION:
        raise bad_request(f"Only {SYNCHRONIZATION} can be expanded here.")
    if options.get(_COUNT, "true") not in ("true", "false"):
        raise bad_request(f"{_COUNT} must be true or false.")
    select = options.get(_SELECT)
    return Query(
        select=None if select is None else tuple(name.strip() for name in select.split(",")),
        expands_synchronization=_EXPAND in options,
        after=_decode(options[_SKIP]) if _SKIP in options else None,
        top=_page_size(options[_TOP]) if _TOP in options else None,
        filter=options.get(_FILTER),
        counts=options.get(_COUNT) == "true",
    )


def _page_size(text: str) -> int:
    if len(text) > 3 or not (text.isascii() and text.isdigit()) or int(text) == 0:
        raise bad_request(
            f"Invalid page size specified: '{text}'. Must be between 1 and {_LARGEST_PAGE} inclusive."
        )
    return int(text)


def _decode(token: str) -> str:
    try:
        return base64.b64decode(token + "=" * (-len(token) % 4), altchars=b"-_", validate=True).decode()
    except ValueError as error:
        raise bad_request("The $skiptoken is not one that this service gave out.") from error
