"""Columns, keys and names that the store can't have are told where a table is declared."""

import re
from dataclasses import replace
from typing import Annotated, Any

import pytest
from pydantic import BaseModel, Field

from onewrite.domain.views import Index, Table
from tests.support.domains.lines import LINES
from tests.support.domains.misfits import ORDERS, Order


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        ({"order": str}, "order is a word of SQL: rename it"),
        ({"größe": int}, "größe is no name in SQL: use at most 128 letters, digits and _"),
        ({"generation": int}, "generation is a column that the library adds: rename it in Row"),
        ({"order_id_tokens": str}, "order_id_tokens is a column that the library adds: rename it in Row"),
        ({"photo": bytes}, "Row.photo has a type that no column can hold"),
        ({"either": int | str}, "Row.either has a type that no column can hold"),
    ],
)
def test_a_column_that_the_store_can_not_have_is_told_at_once(fields: dict[str, type], told: str) -> None:
    row = type("Row", (BaseModel,), {"__annotations__": {"order_id": str, **fields}, "__module__": __name__})
    with pytest.raises(TypeError, match=f"^table orders: {re.escape(told)}$"):
        Table("orders", key=("order_id",), row=row, text="order_id")


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ((), "name the columns of its key"),
        (("order_id", "order_id"), "its key names a column twice"),
        (("order",), "the key names order, which Order lacks"),
    ],
)
def test_a_key_that_identifies_no_row_is_told_at_once(key: tuple[str, ...], told: str) -> None:
    with pytest.raises(TypeError, match=f"^table orders: {told}$"):
        Table("orders", key=key, row=Order)


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        ({"indexes": (Index("colour"),)}, "Index lines_by_colour names colour, which Line lacks"),
        ({"indexes": (Index("weight"),)}, "Index lines_by_weight names weight, and FLOAT64 has no order"),
        ({"indexes": (Index("due", "tags"),)}, "Index lines_by_due_tags names tags, and ARRAY<STRING> has no order"),
        ({"text": "product_id"}, "product_id is its text and not in its key"),
        ({"key": ("order_id", "note", "details")}, "the key names details, and JSON has no order"),
    ],
)
def test_what_can_not_be_sorted_or_searched_is_told_at_once(parts: dict[str, Any], told: str) -> None:
    with pytest.raises(TypeError, match=f"^table lines: {told}$"):
        replace(LINES, **parts)


def test_a_table_whose_name_is_a_word_of_sql_is_told_at_once() -> None:
    with pytest.raises(TypeError, match=r"^table order: order is a word of SQL: rename it$"):
        replace(ORDERS, name="order")


def test_a_column_that_may_be_null_has_the_type_and_the_length_of_what_is_not() -> None:
    class Row(BaseModel):
        order_id: str
        note: Annotated[str, Field(max_length=80)] | None
        quantity: Annotated[int, Field(ge=1, le=5)] | None = None
        words: Annotated[list[str], Field(max_length=3)] | None

    types = Table("orders", key=("order_id",), row=Row).types
    assert {name: str(known) for name, known in types.items()} == {
        "order_id": "STRING(MAX)",
        "note": "STRING(80)",
        "quantity": "INT64",
        "words": "ARRAY<STRING(MAX)>",
    }
    assert [types["note"].takes(text) for text in ("x" * 80, "x" * 81, None)] == [True, False, True]


@pytest.mark.parametrize(("columns", "shown"), [((), "Index()"), (("due", "due"), 'Index("due", "due")')])
def test_an_index_of_no_column_or_of_one_twice_is_told_at_once(columns: tuple[str, ...], shown: str) -> None:
    with pytest.raises(TypeError, match=f"^{re.escape(shown)} has to name one column at least, and none twice$"):
        Index(*columns)
