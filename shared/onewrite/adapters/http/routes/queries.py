"""GET: one route for each query that the domain declares, and the history of its streams."""

from collections.abc import Callable
from functools import cache, partial
from typing import Any

from flask import Request, Response

from onewrite.adapters.http.api import Api, Route
from onewrite.adapters.http.openapi.describe_queries import described
from onewrite.adapters.http.requests.asked import asked_of, values_of
from onewrite.adapters.http.requests.parameters import SearchParameters, ViewParameters
from onewrite.adapters.http.routes.history import history_route
from onewrite.adapters.http.routes.pages import list_of, page_of
from onewrite.adapters.http.validators import validated
from onewrite.application.queries.read_history import ReadHistory
from onewrite.application.queries.read_view import ReadView
from onewrite.domain.model import Domain
from onewrite.domain.queries import (
    ListQuery,
    OwnQuery,
    PageQuery,
    Query,
    RowQuery,
    SearchQuery,
    sources_of,
    stream_column_of,
)
from onewrite.domain.reading import key_of


def queries_api(domain: Domain, read: ReadView, history: ReadHistory, check_ready: Callable[[], None]) -> Api:
    """Return the API of `answer_queries`."""
    routes = [_route(domain, read, query) for query in domain.queries]
    routes += [history_route(aggregate, history) for aggregate in domain.aggregates]
    return Api(f"{', '.join(one.collection for one in domain.aggregates)}: queries", routes, check_ready)


def _route(domain: Domain, read: ReadView, query: Query) -> Route:
    # Models are made for a query that is asked: a process that starts has one of them to answer.
    asked, respond = cache(partial(asked_of, query, domain.aggregate_of(sources_of(query)[0]))), _respond(read, query)

    def answer(request: Request, **path: str) -> Response:
        return respond(request, *asked().read(request, path))

    return Route("GET", query.path, answer, lambda: described(query, asked()))


def _respond(read: ReadView, query: Query) -> Callable[[Request, Any, Any], Response]:
    match query:
        case RowQuery():
            return partial(_row, read, query)
        case PageQuery():
            return page_of(read, query)
        case ListQuery():
            return list_of(read, query)
        case SearchQuery():
            return partial(_search, read, query)
        case OwnQuery():
            return partial(_own, read, query)


def _row(read: ReadView, query: RowQuery, request: Request, own: Any, how: ViewParameters) -> Response:
    key = values_of(query.source, own, key_of(query.source))
    row, version = read.row(query, *key, min_version=how.at_least, staleness=how.staleness)
    return validated(request, row, version)


def _search(read: ReadView, query: SearchQuery, request: Request, _: Any, how: SearchParameters) -> Response:
    found = read.search(query, how.q, limit=how.limit, staleness=how.staleness)
    key = query.source.key[0]
    results = [{key: result.key, query.texts: result.texts, "score": round(result.score, 6)} for result in found]
    return validated(request, {"q": how.q, "results": results})


def _own(read: ReadView, query: OwnQuery, request: Request, own: Any, how: ViewParameters) -> Response:
    stream = stream_column_of(query)
    key = getattr(own, stream) if stream else ""
    return validated(request, read.ask(query, own, key=key, min_version=how.at_least, staleness=how.staleness))
