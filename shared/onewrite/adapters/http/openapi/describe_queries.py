"""OpenAPI operations of queries: what each is asked, and what it responds with."""

from typing import Any

from onewrite.adapters.http import responses
from onewrite.adapters.http.openapi.of_streams import ETAG, IF_NONE_MATCH
from onewrite.adapters.http.openapi.parts import (
    TEXT,
    Part,
    SchemaOf,
    list_of,
    object_of,
    parameters,
    problems,
    response,
)
from onewrite.adapters.http.requests.asked import Asked
from onewrite.domain.queries import OwnQuery, Query, RowQuery, SearchQuery, stream_column_of

#: Of what is of several streams.
FINGERPRINT: Part = {"ETag": {**ETAG["ETag"], "description": "A fingerprint of what is read, in quotes"}}


def described(query: Query, asked: Asked) -> Part:
    """Describe a query; only one for a single thing, or one that names a version, may respond with 404."""
    headers = ETAG if isinstance(query, RowQuery) and stream_column_of(query) else FINGERPRINT
    missing = [404] if isinstance(query, RowQuery | OwnQuery) or stream_column_of(query) else []
    success = {
        "200": response(query.summary, _schema(query), headers),
        "304": {"description": "What is read is still what If-None-Match names", "headers": headers},
    }
    own = [_in_path(one) if one["name"] in asked.path else one for one in parameters("query", asked.own)]
    return {
        "summary": query.summary,
        "parameters": [*own, IF_NONE_MATCH, *parameters("query", asked.how)],
        "responses": success | problems(400, *missing, 422, 503),
    }


def _in_path(parameter: Part) -> Part:
    return {**parameter, "in": "path", "required": True}


def _schema(query: Query) -> Any:
    match query:
        case RowQuery():
            return SchemaOf(query.source.row)
        case SearchQuery():
            result = {query.source.key[0]: TEXT, query.texts: list_of(TEXT), "score": {"type": "number"}}
            return object_of(q=TEXT, results=list_of(object_of(**result)))
        case OwnQuery():
            return SchemaOf(query.answer)
    row: Any = query.source.row
    return SchemaOf(responses.Page[row])
