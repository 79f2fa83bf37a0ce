"""What a column can hold, and what it gives back."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from onewrite.domain.views.columns import ColumnType

WEST = timezone(timedelta(hours=-12))
NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TIMESTAMP", datetime.max.replace(tzinfo=WEST)),
        ("TIMESTAMP", datetime(2026, 1, 1)),  # noqa: DTZ001 - what no column can hold
        ("ARRAY<STRING>", ["tea", "\ud83d"]),
        ("ARRAY<INT64>", [1, 2**63]),
        ("ARRAY<STRING>", "tea"),
        ("STRING", "\ud83d"),
    ],
)
def test_what_a_store_could_not_give_back_is_refused(name: str, value: Any) -> None:
    assert not ColumnType(name).takes(value)


@pytest.mark.parametrize(
    ("name", "value", "kept"),
    [
        ("ARRAY<STRING>", ("tea", None), ["tea", None]),
        ("ARRAY<TIMESTAMP>", [NOON.astimezone(WEST), None], [NOON, None]),
        ("ARRAY<BOOL>", [None, True], [None, True]),
        ("TIMESTAMP", datetime.max.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)),
        ("STRING", "", ""),
        ("STRING", None, None),
    ],
)
def test_a_value_is_given_back_as_every_store_does_it(name: str, value: Any, kept: Any) -> None:
    column = ColumnType(name)
    assert column.takes(value)
    assert repr(column.kept(value)) == repr(kept)
