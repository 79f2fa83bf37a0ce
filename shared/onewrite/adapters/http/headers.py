"""What the headers of a command say: its key, the version it expects, who sends it and why."""

import re
from collections.abc import Callable
from uuid import uuid4

from flask import Request

from onewrite.domain.events import Metadata
from onewrite.domain.streams import ANY, ExpectedVersion, exact
from onewrite.errors import InvalidFields

_VISIBLE = re.compile(r"[\x21-\x7e]{1,128}")
_TRACEPARENT = re.compile(r"[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")
_ETAG = re.compile(r'"([1-9][0-9]{0,17}|0)"')


def idempotency_key_of(request: Request) -> str | None:
    """Return the key without the quotes that the draft standard allows around it. Raises InvalidFields."""
    key = _visible(request, "Idempotency-Key")
    return key.strip('"') or None if key else None


def expected_version_of(request: Request) -> ExpectedVersion:
    """Return what If-Match names. Raises InvalidFields."""
    said = request.headers.get("If-Match")
    if said is None:
        return ANY
    etag = _ETAG.fullmatch(said)
    if etag is None:
        raise InvalidFields({"If-Match": 'name the version in quotes, for example "4"'})
    return exact(int(etag[1]))


def metadata_of(request: Request, new_id: Callable[[], str] = lambda: str(uuid4())) -> Metadata:
    """Return what the events will say of their origin. Raises InvalidFields."""
    traceparent = request.headers.get("traceparent", "")
    return Metadata(
        correlation_id=_visible(request, "X-Correlation-Id") or new_id(),
        causation_id=idempotency_key_of(request) or new_id(),
        actor=_visible(request, "X-Actor"),
        traceparent=traceparent if _TRACEPARENT.fullmatch(traceparent) else None,
    )


def _visible(request: Request, name: str) -> str | None:
    said = request.headers.get(name)
    if said is not None and not _VISIBLE.fullmatch(said):
        raise InvalidFields({name: "use 1 to 128 visible ASCII characters"})
    return said
