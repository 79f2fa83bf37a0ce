"""GET /{collection}/{key}/history: the events of a stream, or its state at a version or a time."""

from functools import partial
from typing import Annotated, Final

from flask import Request, Response
from pydantic import Field

from onewrite.adapters.http.api import Route
from onewrite.adapters.http.openapi import describe_history
from onewrite.adapters.http.requests.page_tokens import PageTokens
from onewrite.adapters.http.requests.parameters import HistoryParameters
from onewrite.adapters.http.requests.reading import Reading
from onewrite.adapters.http.requests.validation import parameters_as, stream_of
from onewrite.adapters.http.responses import Event, History, PastState
from onewrite.adapters.http.validators import validated
from onewrite.application.queries.read_history import ReadHistory, StateAt
from onewrite.domain.aggregate import Aggregate
from onewrite.domain.streams import StreamId

TOKENS: Final = PageTokens(Annotated[int, Field(ge=1, le=2**62)])


def history_route(aggregate: Aggregate, history: ReadHistory) -> Route:
    """Return the route; its response is a state if `at_version` or `at_time` is given, else events."""

    def respond(request: Request, key: str) -> Response:
        with Reading() as read:
            stream = read(stream_of, aggregate, key=key)
            parameters = read(parameters_as, HistoryParameters, request)
        if parameters.min_version:
            history.require(stream, parameters.min_version)
        if parameters.at_version is not None:
            return _state(request, stream, history.at_version(stream, parameters.at_version))
        if parameters.at_time is not None:
            return _state(request, stream, history.at_time(stream, parameters.at_time))
        return _events(request, history, stream, parameters)

    return Route(
        "GET", f"/{aggregate.collection}/{{key}}/history", respond, partial(describe_history.history, aggregate)
    )


def _state(request: Request, stream: StreamId, then: StateAt) -> Response:
    return validated(request, PastState(stream_id=str(stream), version=then.version, state=then.state), then.version)


def _events(request: Request, history: ReadHistory, stream: StreamId, parameters: HistoryParameters) -> Response:
    [after] = TOKENS.place_of(parameters.page_token, listing=str(stream)) or [0]
    version, events = history.events(stream, after=after, limit=parameters.page_size)
    last = events[-1].version if events else version
    found = History(
        stream_id=str(stream),
        version=version,
        events=[Event.of(event) for event in events],
        next_page_token=TOKENS.token_of((last,), listing=str(stream)) if last < version else None,
    )
    return validated(request, found, version)
