"""Values in messages, filled in where they belong: texts and whole numbers, of which there are most, by hand."""

from collections.abc import Iterable
from typing import Any

from google.cloud.spanner_v1._helpers import _make_value_pb


def fill(values: Any, row: Iterable[Any]) -> None:
    """Add the values of a row, or of a key, to those of a message."""
    for value in row:
        kind = type(value)
        if kind is str:
            values.add().string_value = value
        elif kind is int:
            values.add().string_value = str(value)
        else:
            values.append(_make_value_pb(value))
