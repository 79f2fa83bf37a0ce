"""The bytes of a body, as far as they are JSON that may be read."""

from flask import Request

from onewrite.adapters.http.refusals import BodyTooLarge, EncodedBody, NotJson

#: A larger body is refused; no more than this is held.
LARGEST_BODY = 1_000_000


def json_body_of(request: Request) -> bytes:
    """Return the whole body, empty if there is none. Raises NotJson, EncodedBody and BodyTooLarge.

    A body without a length (chunked) is counted as it comes: a part of it must never pass for the whole.
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
