"""OpenAPI operations of commands and queries: the domain's models as schemas, and the possible problems."""

from inspect import cleandoc
from typing import Any

from pydantic import BaseModel

from onewrite.adapters.http import responses
from onewrite.adapters.http.openapi.parts import (
    TEXT,
    Part,
    SchemaOf,
    body,
    list_of,
    object_of,
    parameters,
    problems,
    response,
)
from onewrite.adapters.http.requests.headers import CommandHeaders
from onewrite.adapters.http.requests.parameters import (
    HistoryParameters,
    PageParameters,
    Parameters,
    RowParameters,
    SearchParameters,
)
from onewrite.domain.aggregate import Aggregate
from onewrite.domain.commands import Command
from onewrite.domain.queries import PageQuery, RowQuery, SearchQuery
from onewrite.domain.streams import KEY

ETAG: Part = {
    "ETag": {
        "description": "The version, in quotes; of what is read, a dash and a fingerprint behind it",
        "required": True,
        "schema": TEXT,
    }
}
#: A path without a host: this function does not know the URL of `answer_queries`.
LOCATION: Part = {
    "Location": {
        "description": "The path of the stream's history, at `answer_queries`",
        "required": True,
        "schema": {"type": "string", "format": "uri-reference"},
    }
}
NOT_MODIFIED = {"description": "What is read is still what If-None-Match names", "headers": ETAG}
IF_NONE_MATCH = {"name": "If-None-Match", "in": "header", "description": "An ETag that is known", "schema": TEXT}


def command(model: type[Command]) -> Part:
    """Describe a command; one that creates a stream may respond with 201, and never with 404."""
    summary, _, more = cleandoc(model.__doc__ or model.__name__).partition("\n\n")
    accepted = {"200": response("Accepted", SchemaOf(responses.Appended), ETAG)}
    if model.creates:
        accepted["201"] = response("Accepted; the stream is new", SchemaOf(responses.Appended), {**ETAG, **LOCATION})
    return {
        "operationId": model.__name__,
        "summary": summary,
        "description": more,
        "parameters": [_path("key"), *parameters("header", CommandHeaders)],
        "requestBody": body(model),
        "responses": accepted | problems(400, 408, 409, 412, 413, 415, 422, 503, *([] if model.creates else [404])),
    }


def row(query: RowQuery) -> Part:
    name = query.path[query.path.index("{") + 1 : query.path.index("}")]
    inputs = [_path(name), IF_NONE_MATCH, *parameters("query", RowParameters)]
    success = {"200": response(query.summary, SchemaOf(query.source.row), ETAG), "304": NOT_MODIFIED}
    return {"summary": query.summary, "parameters": inputs, "responses": success | problems(400, 404, 422, 503)}


def page(query: PageQuery) -> Part:
    return _of_all(query.summary, PageParameters, _filled(responses.Page, query.source.row))


def search(query: SearchQuery) -> Part:
    result = {query.source.key[0]: TEXT, query.texts: list_of(TEXT), "score": {"type": "number"}}
    return _of_all(query.summary, SearchParameters, object_of(q=TEXT, results=list_of(object_of(**result))))


def history(aggregate: Aggregate) -> Part:
    summary = "The events of a stream; or its state as it was, if a version or a time is named"
    past_state = _filled(responses.PastState, type(aggregate.decider.initial_state()))
    inputs = [_path("key"), IF_NONE_MATCH, *parameters("query", HistoryParameters)]
    success = {
        "200": response(summary, {"oneOf": [SchemaOf(responses.History), past_state]}, ETAG),
        "304": NOT_MODIFIED,
    }
    return {"summary": summary, "parameters": inputs, "responses": success | problems(400, 404, 422, 503)}


def _of_all(summary: str, model: type[Parameters], schema: Any) -> Part:
    described = {"200": response(summary, schema)} | problems(400, 422, 503)
    return {"summary": summary, "parameters": parameters("query", model), "responses": described}


def _path(name: str) -> Part:
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string", "pattern": f"^{KEY.pattern}$"}}


def _filled(generic: Any, part: type[BaseModel]) -> SchemaOf:
    return SchemaOf(generic[part])
