"""The OpenAPI operation of histories."""

from onewrite.adapters.http.openapi.of_streams import ETAG, IF_NONE_MATCH, path_of
from onewrite.adapters.http.openapi.parts import Part, SchemaOf, parameters, problems, response
from onewrite.adapters.http.requests.parameters import HistoryParameters
from onewrite.adapters.http.responses import History, PastState
from onewrite.domain.aggregate import Aggregate

NOT_MODIFIED = {"description": "What is read is still what If-None-Match names", "headers": ETAG}


def history(aggregate: Aggregate) -> Part:
    summary = "The events of a stream; or its state as it was, if a version or a time is named"
    past_state = SchemaOf(PastState[type(aggregate.decider.initial_state())])  # type: ignore[misc]
    inputs = [path_of(aggregate), IF_NONE_MATCH, *parameters("query", HistoryParameters)]
    success = {
        "200": response(summary, {"oneOf": [SchemaOf(History), past_state]}, ETAG),
        "304": NOT_MODIFIED,
    }
    return {"summary": summary, "parameters": inputs, "responses": success | problems(400, 404, 422, 503)}
