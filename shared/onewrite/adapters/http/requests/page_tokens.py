"""Page tokens: the place at which a page ended, encoded so that clients treat it as opaque."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256
from types import GenericAlias
from typing import Any

from pydantic import TypeAdapter
from pydantic_core import to_json

from onewrite.domain.events import Json
from onewrite.domain.views import Key
from onewrite.errors import InvalidPageToken


class PageTokens:
    """Tokens for places of these types. `listing` says what the pages are of: a token is good for nothing else."""

    def __init__(self, *types: Any) -> None:
        parts: Any = GenericAlias(tuple, (str, *types))
        self._parts: TypeAdapter[tuple[Json, ...]] = TypeAdapter(parts)

    def token_of(self, place: Key, *, listing: Json) -> str:
        return urlsafe_b64encode(to_json([_fingerprint(listing), *place])).decode().rstrip("=")

    def place_of(self, token: str | None, *, listing: Json) -> Key | None:
        """Return the place, or None without a token. Raises InvalidPageToken."""
        if token is None:
            return None
        try:
            made_for, *place = self._parts.validate_json(urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        except (ValueError, RecursionError):
            raise InvalidPageToken from None
        if made_for != _fingerprint(listing):
            raise InvalidPageToken
        return tuple(place)


def _fingerprint(listing: Json) -> str:
    return sha256(to_json(listing)).hexdigest()[:8]
