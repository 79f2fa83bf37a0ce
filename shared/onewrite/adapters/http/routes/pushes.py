"""POST /: a message that the bus pushes. Success acknowledges the message; after a problem the bus pushes it again."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus

from cloudevents.exceptions import GenericException
from cloudevents.http import CloudEvent, from_http
from flask import Request, Response

from onewrite.adapters.cloudevents import rebuild_of, stream_changed_of
from onewrite.adapters.http.api import Api, Route
from onewrite.adapters.http.openapi import describe_inner
from onewrite.application.operations.rebuild.work_on_rebuild import WorkOnRebuild
from onewrite.domain.streams import StreamId
from onewrite.errors import InvalidMessage


def projection_api(projection: str, follow: Callable[[StreamId, int], None], check_ready: Callable[[], None]) -> Api:
    """Return the API of a projection's function, which takes messages `stream … has reached version …`."""

    def take(message: CloudEvent) -> None:
        changed = stream_changed_of(message)
        follow(changed.stream, changed.version)

    described = partial(
        describe_inner.message, "A stream has reached a version", subject="The stream", sequence="The version"
    )
    route = Route("POST", "/", partial(_acknowledged, take), described, traced="message", span=f"push {projection}")
    return Api(f"pushes: {projection}", [route], check_ready)


def rebuilds_api(work: WorkOnRebuild, check_ready: Callable[[], None]) -> Api:
    """Return the API of `rebuild_views`, which takes messages `generation … of … is being built`."""
    described = partial(describe_inner.message, "A generation is being built", subject="projection/generation")
    take = partial(_acknowledged, lambda message: work(*rebuild_of(message)))
    return Api("rebuilds", [Route("POST", "/", take, described, traced="no")], check_ready)


def _acknowledged(take: Callable[[CloudEvent], None], request: Request) -> Response:
    take(_message_of(request))
    return Response(status=HTTPStatus.NO_CONTENT)


def _message_of(request: Request) -> CloudEvent:
    """Read the message from the headers alone; its data is not needed and stays unread."""
    try:
        return from_http(dict(request.headers), None)
    except GenericException:
        needed = "ce-id, ce-source, ce-type and ce-specversion"
        raise InvalidMessage(f"This is no CloudEvent in binary mode: it needs {needed}") from None
