"""POST /: follow the change stream for a while, as one instance of a consumer group, for a scheduler to call."""

from collections.abc import Callable
from functools import partial
from threading import Event

from flask import Request, Response

from onewrite.adapters.http.api import Api, Route, json_of
from onewrite.adapters.http.openapi import describe_inner
from onewrite.adapters.http.openapi.parts import SchemaOf
from onewrite.adapters.http.server.runs import Follow, followed_for
from onewrite.application.projections.pull_streams import Pulled
from onewrite.application.relay.tail_changes import Tailed


def tail_api(tail: Callable[[Event], Tailed], check_ready: Callable[[], None], *, seconds: float) -> Api:
    """Return the API of `tail_changes`; one call follows for so long."""
    return Api("tail", [_route("Publish what is committed, for a while", tail, Tailed, seconds)], check_ready)


def pull_api(names: str, pull: Callable[[Event], Pulled], check_ready: Callable[[], None], *, seconds: float) -> Api:
    """Return the API of a function that pulls; one call follows for so long."""
    summary = "Bring views up to date with what is committed, for a while"
    return Api(f"pull: {names}", [_route(summary, pull, Pulled, seconds)], check_ready)


def _route(summary: str, follow: Follow, reported: type, seconds: float) -> Route:
    def respond(request: Request) -> Response:
        return json_of(followed_for(seconds, follow))

    return Route("POST", "/", respond, partial(describe_inner.report, summary, SchemaOf(reported)), traced="no")
