"""Pages of rows: in key order, or in the order of an index."""

from collections.abc import Callable, Sequence
from typing import Any

from flask import Request, Response

from onewrite.adapters.http.requests.asked import values_of
from onewrite.adapters.http.requests.columns import kept_type
from onewrite.adapters.http.requests.page_tokens import PageTokens
from onewrite.adapters.http.requests.parameters import Pages
from onewrite.adapters.http.validators import validated
from onewrite.application.ports.reader import ANYWHERE, Between
from onewrite.application.queries.read_view import ReadView
from onewrite.domain.queries import ListQuery, PageQuery, variables_of
from onewrite.domain.reading import Source, key_of
from onewrite.domain.views import Key, Row


def page_of(read: ReadView, query: PageQuery) -> Callable[[Request, Any, Any], Response]:
    """Return what responds with rows in key order."""
    key, named = key_of(query.source), len(variables_of(query.path))
    paging = _Paging(query.source, key[named:])

    def respond(request: Request, own: Any, how: Any) -> Response:
        prefix = values_of(query.source, own, key[:named])

        def rows(after: Key | None, limit: int) -> Sequence[Row]:
            whole = after and (*prefix, *after)
            fresh = {"min_version": how.at_least, "staleness": how.staleness}
            return read.page(query, *prefix, after=whole, limit=limit, **fresh)

        return paging.respond(request, how, rows, listing=[query.path, *prefix])

    return respond


def list_of(read: ReadView, query: ListQuery) -> Callable[[Request, Any, Any], Response]:
    """Return what responds with rows in the order of an index."""
    order = query.index.whole_order(key_of(query.source))[len(query.equal) :]
    paging = _Paging(query.source, [part.column for part in order])

    def respond(request: Request, own: Any, how: Any) -> Response:
        equal = values_of(query.source, own, query.equal)
        between = _between(query, own)

        def rows(after: Key | None, limit: int) -> Sequence[Row]:
            return read.listed(query, *equal, between=between, after=after, limit=limit, staleness=how.staleness)

        return paging.respond(request, how, rows, listing=[query.path, *equal, between])

    return respond


def _between(query: ListQuery, own: Any) -> Between:
    if query.ranged is None:
        return ANYWHERE
    kind = query.source.types[query.ranged]
    return Between(*(kind.kept(getattr(own, limit)) for limit in query.limits))


class _Paging:
    """Cuts rows into pages; a place is the values of these columns in the last row of a page."""

    def __init__(self, source: Source, columns: Sequence[str]) -> None:
        self._kinds = {column: source.types[column] for column in columns}
        self._tokens = PageTokens(*(kept_type(source.row.model_fields[column]) for column in columns))

    def respond(
        self, request: Request, how: Pages, rows: Callable[[Key | None, int], Sequence[Row]], *, listing: Any
    ) -> Response:
        place = self._tokens.place_of(how.page_token, listing=listing)
        after = place and tuple(kind.kept(part) for kind, part in zip(self._kinds.values(), place, strict=True))
        found = rows(after, how.page_size + 1)
        page, more = found[: how.page_size], len(found) > how.page_size
        place = tuple(page[-1][column] for column in self._kinds) if more else ()
        token = self._tokens.token_of(place, listing=listing) if more else None
        return validated(request, {"rows": page, "next_page_token": token})
