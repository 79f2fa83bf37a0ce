"""Values of every type, as Spanner writes them into change records."""

from datetime import UTC, date, datetime
from decimal import Decimal
from math import inf, isnan
from typing import Any

import pytest

from spanner_changes.records.values import type_name, value_of


@pytest.mark.parametrize(
    ("type_of_column", "encoded", "value"),
    [
        ("BOOL", True, True),
        ("INT64", "9223372036854775807", 2**63 - 1),
        ("FLOAT64", 1.5, 1.5),
        ("FLOAT64", 2, 2.0),
        ("FLOAT64", "-Infinity", -inf),
        ("FLOAT32", "Infinity", inf),
        ("NUMERIC", "99999999999999999999999999999.999999999", Decimal("99999999999999999999999999999.999999999")),
        ("STRING", "12", "12"),
        ("BYTES", "AP8=", b"\x00\xff"),
        ("DATE", "2026-02-28", date(2026, 2, 28)),
        ("TIMESTAMP", "2026-02-28T12:00:00.25Z", datetime(2026, 2, 28, 12, 0, 0, 250_000, UTC)),
        ("JSON", '{"a": [1, null]}', {"a": [1, None]}),
        ("JSON", '"text"', "text"),
        ("JSON", "null", None),
        ("JSON", {"a": 1}, {"a": 1}),
    ],
)
def test_a_value_is_pythons_own(type_of_column: str, encoded: Any, value: Any) -> None:
    found = value_of(encoded, type_of_column)
    assert (found, type(found)) == (value, type(value))


def test_a_number_that_is_none_is_not_a_number() -> None:
    assert isnan(value_of("NaN", "FLOAT64"))


@pytest.mark.parametrize("type_of_column", ["INT64", "JSON", "TIMESTAMP", "ARRAY<INT64>", "UUID"])
def test_null_is_none(type_of_column: str) -> None:
    assert value_of(None, type_of_column) is None


@pytest.mark.parametrize(
    ("type_of_column", "encoded", "values"),
    [
        ("ARRAY<INT64>", ["1", None, "3"], [1, None, 3]),
        ("ARRAY<JSON>", ["[1]", "{}"], [[1], {}]),
        ("ARRAY<DATE>", [], []),
        ("ARRAY<STRING>", ["a"], ["a"]),
    ],
)
def test_an_array_is_a_list_of_its_elements(type_of_column: str, encoded: Any, values: Any) -> None:
    assert value_of(encoded, type_of_column) == values


@pytest.mark.parametrize("type_of_column", ["INTERVAL", "ENUM", "", "ARRAY<UUID>"])
def test_a_value_of_a_type_that_is_not_known_comes_as_it_is(type_of_column: str) -> None:
    encoded = ["a"] if type_of_column.startswith("ARRAY") else "a"
    assert value_of(encoded, type_of_column) == encoded


@pytest.mark.parametrize("digits", range(10))
def test_a_time_with_any_number_of_digits_is_cut_to_microseconds(digits: int) -> None:
    text = f"2026-02-28T12:00:00{'.123456789'[: digits + 1] if digits else ''}Z"
    assert value_of(text, "TIMESTAMP") == datetime(
        2026, 2, 28, 12, 0, 0, int("123456789"[:digits][:6].ljust(6, "0")), UTC
    )


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z"])
def test_the_first_and_the_last_time_of_spanner_are_times(text: str) -> None:
    assert value_of(text, "TIMESTAMP").isoformat()[:19] == text[:19]


@pytest.mark.parametrize(
    ("described", "name"),
    [
        ({"code": "INT64"}, "INT64"),
        ({"code": "ARRAY", "array_element_type": {"code": "STRING"}}, "ARRAY<STRING>"),
        ({"code": "ARRAY", "arrayElementType": {"code": "STRING"}}, "ARRAY<STRING>"),
        ({"code": "NUMERIC", "type_annotation": "PG_NUMERIC"}, "NUMERIC"),
        ({}, "TYPE_CODE_UNSPECIFIED"),
    ],
)
def test_a_type_is_named_by_its_code(described: dict[str, Any], name: str) -> None:
    assert type_name(described) == name
