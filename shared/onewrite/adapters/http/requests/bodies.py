"""Reads the bytes of a JSON body, up to a limit."""

from flask import Request

from onewrite.adapters.http.refusals import BodyTooLarge, EncodedBody, NotJson

#: In bytes. A larger body is refused, and no more than this is read.
LARGEST_BODY = 1_000_000


def json_body_of(request: Request) -> bytes:
    """Return the whole body, empty if there is none. Raises NotJson, EncodedBody and BodyTooLarge.

    A chunked body, which announces no length, is counted while it is read, so that it is never cut off unnoticed.
    """
    body = bytearray()
    while len(body) <= LARGEST_BODY and (piece := request.stream.read(LARGEST_BODY + 1 - len(body))):
        body += piece
    if len(body) > LARGEST_BODY:
        raise BodyTooLarge(LARGEST_BODY)
    if not body:
        return b""
    encoding = request.headers.get("Content-Encoding", "identity")
    if encoding.lower() != "identity":
        raise EncodedBody(encoding)
    if not request.is_json:
        raise NotJson
    return bytes(body)
