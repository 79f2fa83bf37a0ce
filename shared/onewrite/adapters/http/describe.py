"""What OpenAPI says of each route: the models of the domain, and the problems that can come back."""

from collections.abc import Mapping, Sequence
from typing import Any

from pydantic import BaseModel

from onewrite.adapters.http import parameters as of
from onewrite.domain.commands import Command
from onewrite.domain.model import Domain
from onewrite.domain.queries import PageQuery, RankingQuery, RowQuery, SearchQuery
from onewrite.domain.views import Table

JSON = "application/json"
NUMBER, TEXT, TOKEN = {"type": "integer"}, {"type": "string"}, {"type": ["string", "null"]}
ETAG = {"ETag": {"description": "The version, in quotes", "schema": TEXT}}
COMMAND_HEADERS = {
    "Idempotency-Key": "Same key, same answer: a repeat changes nothing",
    "If-Match": 'The version that the stream must be at, in quotes: "4"',
    "X-Correlation-Id": "One id for all that this request sets off",
    "X-Actor": "Who sends it; kept with the events",
}


def command(domain: Domain, model: type[Command]) -> Mapping[str, Any]:
    headers = [{"name": n, "in": "header", "description": d, "schema": TEXT} for n, d in COMMAND_HEADERS.items()]
    answers = {"200": _answer("Accepted", {"$ref": "#/components/schemas/Accepted"}, headers=ETAG)}
    if model.creates:
        answers["201"] = _answer("Accepted; the stream is new", {"$ref": "#/components/schemas/Accepted"}, headers=ETAG)
    return {
        "operationId": model.__name__,
        "summary": (model.__doc__ or model.__name__).strip(),
        "parameters": [_path("key"), *headers],
        "requestBody": {"required": True, "content": {JSON: {"schema": schema_of(model)}}},
        "responses": {**answers, **_problems("400", "404", "409", "412", "413", "415", "422", "503")},
    }


def row(query: RowQuery) -> Mapping[str, Any]:
    name = query.path[query.path.index("{") + 1 : query.path.index("}")]
    return _query(query.summary, schema_of(query.table.row), of.OfOneStream, [_path(name)], headers=ETAG)


def page(query: PageQuery) -> Mapping[str, Any]:
    body = _object(rows=_list(schema_of(query.table.row)), next_page_token=TOKEN)
    return _query(query.summary, body, of.OfPages)


def search(query: SearchQuery) -> Mapping[str, Any]:
    result = _object(**{query.table.key[0]: TEXT, f"{query.table.text}s": _list(TEXT), "score": {"type": "number"}})
    return _query(query.summary, _object(q=TEXT, results=_list(result)), of.OfSearch)


def ranking(query: RankingQuery) -> Mapping[str, Any]:
    return _query(
        query.summary, _object(ranking=_list(_object(**{_text(query.table): TEXT, "count": NUMBER}))), of.OfRanking
    )


def history(domain: Domain) -> Mapping[str, Any]:
    state = schema_of(type(domain.decider.initial_state()))
    recorded = _list({"$ref": "#/components/schemas/RecordedEvent"})
    events = _object(stream_id=TEXT, version=NUMBER, events=recorded, next_page_token=TOKEN)
    body = {"oneOf": [events, _object(stream_id=TEXT, version=NUMBER, state=state)]}
    return _query("The events of a stream, or its state as it was", body, of.OfHistory, [_path("key")], headers=ETAG)


def schema_of(model: type[BaseModel]) -> Mapping[str, Any]:
    return model.model_json_schema(ref_template="#/components/schemas/{model}", mode="serialization")


def _query(
    summary: str,
    body: Mapping[str, Any],
    model: type[of.Parameters],
    path: Sequence[Mapping[str, Any]] = (),
    *,
    headers: Mapping[str, Any] | None = None,
) -> Mapping[str, Any]:
    fields = model.model_json_schema()
    asked = [
        {"name": name, "in": "query", "required": name in fields.get("required", ()), "schema": schema}
        for name, schema in fields["properties"].items()
    ]
    answers = {"200": _answer(summary, body, headers=headers), **_problems("404", "422", "503")}
    return {"summary": summary, "parameters": [*path, *asked], "responses": answers}


def _answer(description: str, schema: Mapping[str, Any], *, headers: Mapping[str, Any] | None = None) -> dict[str, Any]:
    return {"description": description, "headers": headers or {}, "content": {JSON: {"schema": schema}}}


def _problems(*statuses: str) -> dict[str, Any]:
    return {status: {"$ref": "#/components/responses/Problem"} for status in statuses}


def _path(name: str) -> Mapping[str, Any]:
    return {"name": name, "in": "path", "required": True, "schema": TEXT}


def _object(**properties: Any) -> Mapping[str, Any]:
    return {"type": "object", "properties": properties}


def _list(items: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"type": "array", "items": items}


def _text(table: Table) -> str:
    return str(table.text)
