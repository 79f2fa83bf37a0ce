"""Page tokens: the key at which a page ended, encoded so that clients treat it as opaque."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence

from onewrite.domain.events import Json
from onewrite.errors import InvalidPageToken


def token_of(place: Sequence[str]) -> str:
    return urlsafe_b64encode(json.dumps(list(place)).encode()).decode().rstrip("=")


def place_of(token: str | None, parts: int) -> tuple[str, ...] | None:
    """Return the `parts` of the key, or None without a token. Raises InvalidPageToken."""
    if token is None:
        return None
    try:
        place = json.loads(urlsafe_b64decode(token + "=" * (-len(token) % 4)))
    except (ValueError, RecursionError):
        raise InvalidPageToken from None
    if not isinstance(place, list) or len(place) != parts or not all(map(_is_text, place)):
        raise InvalidPageToken
    return tuple(place)


def _is_text(part: Json) -> bool:
    """Tell whether a store could hold it as text: JSON can also express lone surrogates."""
    return isinstance(part, str) and not any("\ud800" <= character <= "\udfff" for character in part)
