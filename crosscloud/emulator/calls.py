"""One authenticated call, and what a path does with it: what the modules of resources have in common."""

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeAlias

from crosscloud.emulator.directory import TenantState
from crosscloud.emulator.query import Query, parse_query
from crosscloud.emulator.surfaces import EVERYWHERE, Surface, Where
from crosscloud.emulator.tenants import READ_ROLE, WRITE_ROLE, EmulatedTenant, Tenants
from crosscloud.emulator.wire import Answer, Request, json_object

_READERS: Final = frozenset({READ_ROLE, WRITE_ROLE})
_WRITERS: Final = frozenset({WRITE_ROLE})


@dataclass(frozen=True)
class Call:
    """One authenticated request.

    Attributes:
        request: the request.
        tenant: whose settings it is about.
        tenants: all emulated tenants, of every cloud.
        surface: what it sees of them.
        version: `v1.0` or `beta`.
        keys: the keys in its path.
        page_size: how many objects a page has, where the request does not say.
        now: the moment of the call, in UTC.
    """

    request: Request
    tenant: EmulatedTenant
    tenants: Tenants
    surface: Surface
    version: str
    keys: tuple[str, ...]
    page_size: int
    now: datetime

    @property
    def body(self) -> dict[str, Any]:
        """The JSON object that was sent."""
        return json_object(self.request)

    @property
    def is_eventual(self) -> bool:
        """Whether the request asks for the index of advanced queries, which lags behind the directory."""
        return self.request.headers.get("consistencylevel", "").lower() == "eventual"

    def query(self, **can: bool) -> Query:
        """The query options that were sent; `can` says which are supported, as for `parse_query`."""
        return parse_query(self.request.query, **can)

    def entity(self, context: str, document: Mapping[str, Any], status: int = 200) -> Answer:
        """An answer with one object."""
        return Answer(status, {"@odata.context": self.context(f"{context}/$entity"), **document})

    def page(
        self,
        context: str,
        query: Query,
        keys: Iterable[str],
        show: Callable[[str], Mapping[str, Any]],
        *,
        count: int | None = None,
    ) -> Answer:
        """An answer with one page of a collection, in the order of its keys.

        Args:
            context: what it is a collection of.
            query: which page, and how long it may be.
            keys: the keys of all objects.
            show: the object with a key, as it is answered.
            count: what to state as the number of all; the first page alone has it.
        """
        ordered = sorted(keys)
        start = 0 if query.after is None else bisect_right(ordered, query.after)
        page = ordered[start : start + (query.top or self.page_size)]
        more = start + len(page) < len(ordered)
        return self.collection(
            context,
            [show(key) for key in page],
            next_query=query.next_page(page[-1]) if more else None,
            count=count if query.after is None else None,
        )

    def collection(
        self,
        context: str,
        documents: Sequence[Mapping[str, Any]],
        *,
        next_query: str | None = None,
        count: int | None = None,
    ) -> Answer:
        """An answer with these objects."""
        link = f"{self.request.root}{self.request.path}?{next_query}"
        return Answer(
            200,
            {
                "@odata.context": self.context(context),
                **({} if count is None else {"@odata.count": count}),
                **({} if next_query is None else {"@odata.nextLink": link}),
                "value": documents,
            },
        )

    def context(self, of: str) -> str:
        """What an answer states as its context: where in the metadata the type of its content stands."""
        return f"{self.request.root}/{self.version}/$metadata#{of}"


Act: TypeAlias = Callable[[Call, TenantState], tuple[TenantState, Answer]]


@dataclass(frozen=True)
class Resource:
    """One path of Graph, and what is emulated of it.

    Attributes:
        path: the path below the version, with `{tenantId}` where a key stands.
        acts: what it does, by method.
        emulated: what of the real thing is there, for the documentation.
        source: where the documents describe it.
        readers: the application permissions of which one opens GET.
        writers: those of which one opens the other methods.
        where: which versions and clouds have it.
    """

    path: str
    acts: Mapping[str, Act]
    emulated: str
    source: str
    readers: frozenset[str] = _READERS
    writers: frozenset[str] = _WRITERS
    where: Where = EVERYWHERE
