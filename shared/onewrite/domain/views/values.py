"""Which values a column of each type can hold, as Spanner would say: so every store refuses the same ones.

Types are named as in GoogleSQL, without a length.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from math import isfinite, isnan
from typing import Any, Final, TypeAlias

Test: TypeAlias = Callable[[Any], bool]
Form: TypeAlias = Callable[[Any], Any]
GREATEST: Final = 2**63 - 1
#: The digits that NUMERIC has before the point and after it.
WHOLE_DIGITS, FRACTION_DIGITS = 29, 9


def element_of(name: str) -> str | None:
    """Return the type of the elements of an array, or None for another type."""
    return name[len("ARRAY<") : -1] if name.startswith("ARRAY<") else None


def test_of(name: str) -> Test:
    """Return what tells whether a column of this type can hold a value; any can hold None, which isn't asked for."""
    if element := element_of(name):
        can_hold = test_of(element)
        return lambda value: isinstance(value, list | tuple) and all(one is None or can_hold(one) for one in value)
    return HOLDS[name]


def form_of(name: str) -> Form:
    """Return what turns a value that the column can hold, and is not None, into the one that every store gives back."""
    if element := element_of(name):
        as_held = form_of(element)
        return lambda value: [None if one is None else as_held(one) for one in value]
    return HELD.get(name, lambda value: value)


def kind_of(value: Any) -> str:
    """Tell what a value is, without the value itself: it may be personal data."""
    name = "None" if value is None else type(value).__name__
    if isinstance(value, list | tuple):
        return f"{name} of {', '.join(sorted({kind_of(one) for one in value})) or 'nothing'}"
    return next((f"{name}{what}" for kind, holds, what in UNFIT if isinstance(value, kind) and not holds(value)), name)


def _is_text(value: Any) -> bool:
    try:
        return isinstance(value, str) and (value.isascii() or bool(value.encode()))
    except UnicodeEncodeError:
        return False


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and -GREATEST - 1 <= value <= GREATEST


def _is_exact(value: Any) -> bool:
    if not isinstance(value, Decimal) or not value.is_finite():
        return False
    _, digits, exponent = value.as_tuple()
    return isinstance(exponent, int) and exponent >= -FRACTION_DIGITS and len(digits) + exponent <= WHOLE_DIGITS


def _without_zeros(value: Any) -> Decimal:
    """Return the number without the zeros that end its fraction; its digits are all kept, whatever their number."""
    whole, point, fraction = f"{Decimal(value):f}".partition(".")
    return Decimal(f"{whole}{point}{fraction.rstrip('0')}") if value else Decimal(0)


def _has_zone(value: Any) -> bool:
    return isinstance(value, datetime) and value.utcoffset() is not None


def _is_instant(value: Any) -> bool:
    if isinstance(value, datetime) and value.tzinfo is UTC:
        return True
    try:
        return _has_zone(value) and bool(value.astimezone(UTC))
    except OverflowError:
        return False


def _is_json(value: Any) -> bool:
    """Tell whether a value is the same after it was stored as JSON."""
    match value:
        case dict():
            return all(_is_text(name) and _is_json(one) for name, one in value.items())
        case list() | tuple():
            return all(map(_is_json, value))
        case float():
            return isfinite(value)
    return value is None or isinstance(value, bool) or _is_whole(value) or _is_text(value)


def _plain(value: Any) -> Any:
    """Return JSON in dicts and lists."""
    match value:
        case dict():
            return {name: _plain(one) for name, one in value.items()}
        case list() | tuple():
            return [_plain(one) for one in value]
    return value


HOLDS: Final[Mapping[str, Test]] = {
    "STRING": _is_text,
    "BOOL": lambda value: isinstance(value, bool),
    "INT64": _is_whole,
    # What isn't equal to itself would differ in every comparison of views.
    "FLOAT64": lambda value: _is_whole(value) or (isinstance(value, float) and not isnan(value)),
    "NUMERIC": lambda value: _is_whole(value) or _is_exact(value),
    "TIMESTAMP": _is_instant,
    "DATE": lambda value: isinstance(value, date) and not isinstance(value, datetime),
    "JSON": lambda value: isinstance(value, dict) and _is_json(value),
}
#: By Python's type: what no column holds of it, and how that is told.
UNFIT: Final[Sequence[tuple[type, Test, str]]] = (
    (str, _is_text, " with half a character"),
    (int, lambda value: isinstance(value, bool) or _is_whole(value), " of more than 64 bits"),
    (float, isfinite, " that is no finite number"),
    (Decimal, _is_exact, f" with more than {WHOLE_DIGITS} digits before the point or {FRACTION_DIGITS} after it"),
    (datetime, _has_zone, " without a time zone"),
    (datetime, _is_instant, " beyond the years 1 to 9999 in UTC"),
    (dict, _is_json, " that is no JSON"),
)
HELD: Final[Mapping[str, Form]] = {
    "STRING": str.__str__,
    "INT64": int.__int__,
    "FLOAT64": float,
    "NUMERIC": _without_zeros,
    "TIMESTAMP": lambda value: value.astimezone(UTC),
    "JSON": _plain,
}
