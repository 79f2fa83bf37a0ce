"""POST /: a message that the bus pushes. Success acknowledges it; any problem lets the bus ring again."""

from collections.abc import Callable
from http import HTTPStatus

from cloudevents.exceptions import GenericException
from cloudevents.http import CloudEvent, from_http
from flask import Request, Response

from onewrite.adapters.cloudevents import doorbell_of, rebuild_of
from onewrite.adapters.http.api import Api, Route
from onewrite.application.follow_stream import FollowStream
from onewrite.application.work_on_rebuild import WorkOnRebuild
from onewrite.errors import BadInput


def doorbells_api(projection: str, follow: FollowStream, check_ready: Callable[[], None]) -> Api:
    """Return the API of a projection's function: `stream … has reached version …`."""

    def answer(message: CloudEvent) -> None:
        doorbell = doorbell_of(message)
        follow(projection, doorbell.stream, doorbell.version)

    return _pushed(f"doorbells: {projection}", answer, check_ready)


def rebuilds_api(work: WorkOnRebuild, check_ready: Callable[[], None]) -> Api:
    """Return the API of `rebuild_views`: `generation … of … is being built`."""
    return _pushed("rebuilds", lambda message: work(*rebuild_of(message)), check_ready)


def _pushed(title: str, answer: Callable[[CloudEvent], None], check_ready: Callable[[], None]) -> Api:
    def acknowledge(request: Request) -> Response:
        answer(_message_of(request))
        return Response(status=HTTPStatus.NO_CONTENT)

    responses = {"204": {"description": "Done, or nothing to do"}, "503": {"description": "Ring again"}}
    operation = {"summary": "A CloudEvent in binary mode, pushed unwrapped", "responses": responses}
    return Api(title, [Route("POST", "/", acknowledge, operation)], check_ready)


def _message_of(request: Request) -> CloudEvent:
    try:
        return from_http(dict(request.headers), request.get_data())
    except GenericException as error:
        raise BadInput(f"This is no CloudEvent in binary mode: {error}") from None
