import sys
from collections.abc import Callable
from dataclasses import replace
from types import FrameType
from typing import Any

import pytest

from accounts.views.interests import INTERESTS
from accounts.views.profiles import PROFILES
from onewrite.application.projections.steps.view_of_event import ViewOfEvent
from onewrite.domain.streams import StreamId
from onewrite.domain.views import Key, Row, Table
from onewrite.errors import ColumnNotDeclared, ColumnOfAnotherType, RowOfAnotherStream, RowWithoutKey

SEVEN = StreamId("account", "7")
STORED: dict[Key, Row] = {("7",): {"account_id": "7", "name": "Ada", "address": "London", "status": "open"}}


def read_row(table: Table, key: Key) -> Row | None:
    return STORED.get(key) if table is PROFILES else None


@pytest.fixture
def event() -> ViewOfEvent:
    return ViewOfEvent(SEVEN, read_row)


def test_an_event_sees_its_own_rows_as_it_has_left_them(event: ViewOfEvent) -> None:
    event.put(INTERESTS, account_id="7", interest="tea")
    event.put(INTERESTS, account_id="7", interest="chess")
    event.delete(INTERESTS, "7", "tea")
    assert event.get(INTERESTS, "7", "tea") is None
    assert event.get(INTERESTS, "7", "chess") is not None
    event.put(PROFILES, account_id="7", name="Countess")
    event.delete(INTERESTS, "7")
    assert event.get(INTERESTS, "7", "chess") is None
    event.put(PROFILES, account_id="7", address="Ockham")
    row = event.get(PROFILES, "7")
    assert row is not None
    assert (row["name"], row["address"], row["status"]) == ("Countess", "Ockham", "open")


def test_a_row_is_read_among_thousands_of_the_same_event_in_as_many_steps_as_among_few(event: ViewOfEvent) -> None:
    def put(number: int) -> int:
        for one in range(number):
            event.put(INTERESTS, account_id="7", interest=str(one))
        return lines_run(lambda: event.get(INTERESTS, "7", "0"))

    assert put(10) == put(1000)


def lines_run(work: Callable[[], object]) -> int:
    """Count the lines of Python that this takes."""
    number = 0

    def count(frame: FrameType, event: str, _: object) -> Any:
        nonlocal number
        number += event == "line"
        return count

    before = sys.gettrace()
    sys.settrace(count)
    try:
        work()
    finally:
        sys.settrace(before)
    return number


def test_a_column_that_the_table_does_not_have_is_a_mistake(event: ViewOfEvent) -> None:
    with pytest.raises(ColumnNotDeclared, match="profiles has no column nickname, shoe_size"):
        event.put(PROFILES, account_id="7", shoe_size=40, nickname="Ada")


def test_a_key_without_a_part_is_a_mistake(event: ViewOfEvent) -> None:
    with pytest.raises(RowWithoutKey, match="interest"):
        event.get(INTERESTS, "7")
    with pytest.raises(RowWithoutKey, match="interest"):
        event.put(INTERESTS, account_id="7")
    with pytest.raises(ColumnOfAnotherType, match="a part of the key"):
        event.put(INTERESTS, account_id="7", interest=None)


def test_a_stream_of_another_category_with_the_same_key_is_another_stream(event: ViewOfEvent) -> None:
    told = "account_id must be the key of the event's stream"
    of_clubs = replace(PROFILES, category="club")
    with pytest.raises(RowOfAnotherStream, match=told):
        event.put(of_clubs, account_id="7", name="Countess")
    event.put(replace(PROFILES, category="account"), account_id="7", name="Countess")
