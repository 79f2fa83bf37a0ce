"""GET: one route for each query that the domain declares, and the history of its streams."""

from collections.abc import Callable
from functools import partial

from flask import Request, Response

from onewrite.adapters.http.api import Api, Route, json_of
from onewrite.adapters.http.openapi import describe
from onewrite.adapters.http.requests.page_tokens import place_of, token_of
from onewrite.adapters.http.requests.parameters import (
    PageParameters,
    RowParameters,
    SearchParameters,
)
from onewrite.adapters.http.requests.reading import Reading
from onewrite.adapters.http.requests.validation import parameters_as, stream_of
from onewrite.adapters.http.routes.history import history_route
from onewrite.adapters.http.validators import validated
from onewrite.application.queries.read_history import ReadHistory
from onewrite.application.queries.read_view import ReadView, table_of
from onewrite.domain.model import Domain
from onewrite.domain.queries import PageQuery, Query, RowQuery, SearchQuery


def queries_api(domain: Domain, read: ReadView, history: ReadHistory, check_ready: Callable[[], None]) -> Api:
    """Return the API of `answer_queries`."""
    routes = [_route(domain, read, query) for query in domain.queries]
    routes += [history_route(aggregate, history) for aggregate in domain.aggregates]
    return Api(f"{', '.join(one.collection for one in domain.aggregates)}: queries", routes, check_ready)


def _route(domain: Domain, read: ReadView, query: Query) -> Route:
    match query:
        case RowQuery():
            return Route("GET", query.path, partial(_row, domain, read, query), partial(describe.row, query))
        case PageQuery():
            return Route("GET", query.path, partial(_page, read, query), partial(describe.page, query))
        case SearchQuery():
            return Route("GET", query.path, partial(_search, read, query), partial(describe.search, query))
    raise NotImplementedError(f"{type(query).__name__} is declared and not served yet")


def _row(domain: Domain, read: ReadView, query: RowQuery, request: Request, **path: str) -> Response:
    with Reading() as part:
        stream = part(stream_of, domain.projection_of(query.source).category_of(table_of(query)), **path)
        parameters = part(parameters_as, RowParameters, request)
    row, version = read.row(query, stream.key, min_version=parameters.min_version)
    return validated(request, row, version)


def _page(read: ReadView, query: PageQuery, request: Request) -> Response:
    parameters = parameters_as(PageParameters, request)
    after = place_of(parameters.page_token, len(table_of(query).key))
    rows = read.page(query, after=after, limit=parameters.page_size + 1)
    page, more = rows[: parameters.page_size], len(rows) > parameters.page_size
    return json_of({"rows": page, "next_page_token": token_of(table_of(query).key_of(page[-1])) if more else None})


def _search(read: ReadView, query: SearchQuery, request: Request) -> Response:
    parameters = parameters_as(SearchParameters, request)
    found = read.search(query, parameters.q, limit=parameters.limit)
    key = query.source.key[0]
    results = [{key: result.key, query.texts: result.texts, "score": round(result.score, 6)} for result in found]
    return json_of({"q": parameters.q, "results": results})
