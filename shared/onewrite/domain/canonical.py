"""One form for JSON that says the same: so that an event has the same bytes whenever and wherever it is written.

After RFC 8785: fields in the order of their names, and whole numbers without a fraction.
"""

import json
from operator import itemgetter
from typing import Any

#: Up to here every whole number has a float of its own.
LARGEST_EXACT = 2**53
name_of = itemgetter(0)


def canonical(value: Any) -> Any:
    """Return the value in that form; it is equal to the one given."""
    match value:
        case dict():
            return {name: canonical(value[name]) for name in sorted(value)}
        case list() | tuple():
            return [canonical(part) for part in value]
        case float():
            return _number(value)
        case _:
            return value


def encoded(value: Any) -> bytes:
    """Return the bytes of a value that is in that form."""
    return _ENCODER.encode(value).encode()


def decoded(text: str) -> Any:
    """Return the value that a text of JSON holds, in that form."""
    return _DECODER.decode(text)


def _number(value: float) -> float:
    return int(value) if value.is_integer() and abs(value) < LARGEST_EXACT else value


_ENCODER = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))
_DECODER = json.JSONDecoder(
    object_pairs_hook=lambda fields: dict(sorted(fields, key=name_of) if len(fields) > 1 else fields),
    parse_float=lambda digits: _number(float(digits)),
)
