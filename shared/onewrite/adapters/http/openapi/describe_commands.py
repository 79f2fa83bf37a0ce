"""OpenAPI operations of commands: the domain's models as schemas, and the possible problems."""

from inspect import cleandoc

from onewrite.adapters.http.appended import Appended
from onewrite.adapters.http.openapi.of_streams import ETAG, path_of
from onewrite.adapters.http.openapi.parts import Part, SchemaOf, body, parameters, problems, response
from onewrite.adapters.http.requests.headers import CommandHeaders
from onewrite.domain.aggregate import Aggregate
from onewrite.domain.commands import Command

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


def command(aggregate: Aggregate, model: type[Command]) -> Part:
    """Describe a command; one that creates a stream may respond with 201, and never with 404."""
    summary, _, more = cleandoc(model.__doc__ or model.__name__).partition("\n\n")
    accepted = {"200": response("Accepted", SchemaOf(Appended), ETAG)}
    if model.creates:
        accepted["201"] = response("Accepted; the stream is new", SchemaOf(Appended), {**ETAG, **LOCATION})
    return {
        "operationId": model.__name__,
        "summary": summary,
        "description": more,
        "parameters": [path_of(aggregate), *parameters("header", CommandHeaders)],
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
