"""POST /: a message of the bus that a stream has reached a version."""

from collections.abc import Callable
from functools import partial

from cloudevents.http import CloudEvent

from onewrite.adapters.cloudevents import stream_changed_of
from onewrite.adapters.http.api import Api, Route
from onewrite.adapters.http.openapi import describe_inner
from onewrite.adapters.http.routes.messages import acknowledged
from onewrite.domain.streams import StreamId


def projection_api(projection: str, follow: Callable[[StreamId, int], None], check_ready: Callable[[], None]) -> Api:
    """Return the API of a projection's function, which takes messages `stream … has reached version …`."""

    def take(message: CloudEvent) -> None:
        changed = stream_changed_of(message)
        follow(changed.stream, changed.version)

    described = partial(
        describe_inner.message, "A stream has reached a version", subject="The stream", sequence="The version"
    )
    route = Route("POST", "/", partial(acknowledged, take), described, traced="message", span=f"push {projection}")
    return Api(f"pushes: {projection}", [route], check_ready)
