"""A message that the bus pushes. Success acknowledges the message; after a problem the bus pushes it again."""

from collections.abc import Callable
from http import HTTPStatus

from cloudevents.exceptions import GenericException
from cloudevents.http import CloudEvent, from_http
from flask import Request, Response

from onewrite.errors import InvalidMessage


def acknowledged(take: Callable[[CloudEvent], None], request: Request) -> Response:
    take(_message_of(request))
    return Response(status=HTTPStatus.NO_CONTENT)


def _message_of(request: Request) -> CloudEvent:
    """Read the message from the headers alone; its data is not needed and stays unread."""
    try:
        return from_http(dict(request.headers), None)
    except GenericException:
        needed = "ce-id, ce-source, ce-type and ce-specversion"
        raise InvalidMessage(f"This is no CloudEvent in binary mode: it needs {needed}") from None
