"""OpenAPI operations of commands and of histories: the domain's models as schemas, and the possible problems."""

from inspect import cleandoc

from onewrite.adapters.http import responses
from onewrite.adapters.http.openapi.parts import (
    TEXT,
    Part,
    SchemaOf,
    body,
    parameters,
    problems,
    response,
)
from onewrite.adapters.http.requests.columns import key_pattern
from onewrite.adapters.http.requests.headers import CommandHeaders
from onewrite.adapters.http.requests.parameters import (
    HistoryParameters,
)
from onewrite.domain.aggregate import Aggregate
from onewrite.domain.commands import Command

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
NEW_ID = (
    "The id of the new stream is a random UUID; with an Idempotency-Key it is derived from the key, so that a repeat "
    "leads to the same stream. Such a key has to be unique in the collection: use a UUID."
)
NOT_MODIFIED = {"description": "What is read is still what If-None-Match names", "headers": ETAG}
IF_NONE_MATCH = {"name": "If-None-Match", "in": "header", "description": "An ETag that is known", "schema": TEXT}


def command(aggregate: Aggregate, model: type[Command]) -> Part:
    """Describe a command; one that creates a stream may respond with 201, and never with 404."""
    summary, _, more = cleandoc(model.__doc__ or model.__name__).partition("\n\n")
    accepted = {"200": response("Accepted", SchemaOf(responses.Appended), ETAG)}
    if model.creates:
        accepted["201"] = response("Accepted; the stream is new", SchemaOf(responses.Appended), {**ETAG, **LOCATION})
    return {
        "operationId": model.__name__,
        "summary": summary,
        "description": more,
        "parameters": [_path("key", aggregate), *parameters("header", CommandHeaders)],
        "requestBody": body(model),
        "responses": accepted | problems(400, 408, 409, 412, 413, 415, 422, 503, *([] if model.creates else [404])),
    }


def command_with_a_new_id(aggregate: Aggregate, model: type[Command]) -> Part:
    """Describe a command that creates a stream whose id is made."""
    described = command(aggregate, model)
    headers = [header for header in parameters("header", CommandHeaders) if header["name"] != "If-Match"]
    return {
        **described,
        "operationId": f"{model.__name__}WithNewId",
        "description": "\n\n".join(filter(None, (described["description"], NEW_ID))),
        "parameters": headers,
    }


def history(aggregate: Aggregate) -> Part:
    summary = "The events of a stream; or its state as it was, if a version or a time is named"
    past_state = SchemaOf(responses.PastState[type(aggregate.decider.initial_state())])  # type: ignore[misc]
    inputs = [_path("key", aggregate), IF_NONE_MATCH, *parameters("query", HistoryParameters)]
    success = {
        "200": response(summary, {"oneOf": [SchemaOf(responses.History), past_state]}, ETAG),
        "304": NOT_MODIFIED,
    }
    return {"summary": summary, "parameters": inputs, "responses": success | problems(400, 404, 422, 503)}


def _path(name: str, aggregate: Aggregate) -> Part:
    pattern = f"^{key_pattern(aggregate)}$"
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string", "pattern": pattern}}
