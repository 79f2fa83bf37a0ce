"""POST /: a message that the bus pushes. Success acknowledges it; any problem lets the bus ring again."""

from collections.abc import Callable
from functools import partial
from http import HTTPStatus

from cloudevents.exceptions import GenericException
from cloudevents.http import CloudEvent, from_http
from flask import Request, Response

from onewrite.adapters.cloudevents import doorbell_of, rebuild_of
from onewrite.adapters.http.api import Api, Route
from onewrite.adapters.http.openapi import describe_inner
from onewrite.adapters.http.openapi.parts import Part
from onewrite.application.operations.rebuild_worker import WorkOnRebuild
from onewrite.application.projections.follow_stream import FollowStream
from onewrite.errors import InvalidMessage


def doorbells_api(projection: str, follow: FollowStream, check_ready: Callable[[], None]) -> Api:
    """Return the API of a projection's function: `stream … has reached version …`."""

    def answer(message: CloudEvent) -> None:
        doorbell = doorbell_of(message)
        follow(projection, doorbell.stream, doorbell.version)

    told = partial(
        describe_inner.message, "A stream has reached a version", subject="The stream", sequence="The version"
    )
    return _pushed(f"doorbells: {projection}", answer, told, check_ready)


def rebuilds_api(work: WorkOnRebuild, check_ready: Callable[[], None]) -> Api:
    """Return the API of `rebuild_views`: `generation … of … is being built`."""
    told = partial(describe_inner.message, "A generation is being built", subject="projection/generation")
    return _pushed("rebuilds", lambda message: work(*rebuild_of(message)), told, check_ready)


def _pushed(
    title: str, answer: Callable[[CloudEvent], None], described: Callable[[], Part], check_ready: Callable[[], None]
) -> Api:
    def acknowledge(request: Request) -> Response:
        answer(_message_of(request))
        return Response(status=HTTPStatus.NO_CONTENT)

    return Api(title, [Route("POST", "/", acknowledge, described)], check_ready)


def _message_of(request: Request) -> CloudEvent:
    """Leave the data unread, however large: a doorbell says all it has to say in its headers."""
    try:
        return from_http(dict(request.headers), None)
    except GenericException:
        needed = "ce-id, ce-source, ce-type and ce-specversion"
        raise InvalidMessage(f"This is no CloudEvent in binary mode: it needs {needed}") from None
