"""GET /{collection}/{key}/history: the events of a stream, or its state at a version or a time."""

import re
from functools import partial

from flask import Request, Response

from onewrite.adapters.http.api import Route
from onewrite.adapters.http.openapi import describe
from onewrite.adapters.http.requests.page_tokens import place_of, token_of
from onewrite.adapters.http.requests.parameters import HistoryParameters
from onewrite.adapters.http.requests.reading import Reading
from onewrite.adapters.http.requests.validation import parameters_as, stream_of
from onewrite.adapters.http.responses import Event, History, PastState
from onewrite.adapters.http.validators import validated
from onewrite.application.queries.read_history import ReadHistory, StateAt
from onewrite.domain.aggregate import Aggregate
from onewrite.domain.streams import StreamId
from onewrite.errors import InvalidPageToken

VERSION = re.compile(r"[1-9][0-9]{0,17}")


def history_route(aggregate: Aggregate, history: ReadHistory) -> Route:
    """Return the route; its response is a state if `at_version` or `at_time` is given, else events."""

    def respond(request: Request, key: str) -> Response:
        with Reading() as read:
            stream = read(stream_of, aggregate.category, key=key)
            parameters = read(parameters_as, HistoryParameters, request)
        if parameters.min_version:
            history.require(stream, parameters.min_version)
        if parameters.at_version is not None:
            return _state(request, stream, history.at_version(stream, parameters.at_version))
        if parameters.at_time is not None:
            return _state(request, stream, history.at_time(stream, parameters.at_time))
        return _events(request, history, stream, parameters)

    return Route("GET", f"/{aggregate.collection}/{{key}}/history", respond, partial(describe.history, aggregate))


def _state(request: Request, stream: StreamId, then: StateAt) -> Response:
    return validated(request, PastState(stream_id=str(stream), version=then.version, state=then.state), then.version)


def _events(request: Request, history: ReadHistory, stream: StreamId, parameters: HistoryParameters) -> Response:
    after = _version_of(parameters.page_token)
    version, events = history.events(stream, after=after, limit=parameters.page_size)
    last = events[-1].version if events else version
    found = History(
        stream_id=str(stream),
        version=version,
        events=[Event.of(event) for event in events],
        next_page_token=token_of([str(last)]) if last < version else None,
    )
    return validated(request, found, version)


def _version_of(token: str | None) -> int:
    place = place_of(token, 1)
    if place is None:
        return 0
    if not VERSION.fullmatch(place[0]):
        raise InvalidPageToken
    return int(place[0])
