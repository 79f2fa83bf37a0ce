"""Reads the bytes of a JSON body, up to a limit."""

from flask import Request

from onewrite.adapters.http.refusals import BodyTooLarge, BodyTooSlow, EncodedBody, IncompleteBody, NotJson
from onewrite.adapters.http.server.timed_socket import TimedSocket

#: In bytes. A larger body is refused, and no more than this is read.
LARGEST_BODY = 1_000_000


def json_body_of(request: Request) -> bytes:
    """Return the whole body, empty if there is none.

    Raises IncompleteBody, BodyTooSlow, BodyTooLarge, NotJson and EncodedBody.

    The body is compared with the length that was announced; a chunked body, which announces none, is counted while it
    is read. So a part of a body never passes for the whole.
    """
    body = _read(request)
    if len(body) > LARGEST_BODY:
        raise BodyTooLarge(LARGEST_BODY)
    if request.content_length is not None and len(body) < request.content_length:
        raise _part_of(body, request)
    if not body:
        return b""
    encoding = request.headers.get("Content-Encoding", "identity")
    if encoding.lower() != "identity":
        raise EncodedBody(encoding)
    if not request.is_json:
        raise NotJson
    return body


def _read(request: Request) -> bytes:
    """Read as much as was announced, or what comes; one byte more than is allowed, at the most."""
    announced, body = request.content_length, bytearray()
    most = LARGEST_BODY + 1 if announced is None else min(announced, LARGEST_BODY + 1)
    try:
        while len(body) < most and (piece := request.stream.read(most - len(body))):
            body += piece
    except Exception:  # noqa: BLE001 - each server has errors of its own for broken chunks and clients that are gone
        raise _part_of(body, request) from None
    return bytes(body)


def _part_of(body: bytes | bytearray, request: Request) -> IncompleteBody | BodyTooSlow:
    connection = request.environ.get("gunicorn.socket")
    is_late = isinstance(connection, TimedSocket) and connection.is_late
    return BodyTooSlow() if is_late else IncompleteBody(len(body))
