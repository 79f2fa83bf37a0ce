from datetime import UTC, datetime

from onewrite.adapters.spanner.views.read_ahead import FIRST_ROWS, ReadAhead
from onewrite.application.ports.event_store import Head
from onewrite.domain.events import RecordedEvent
from tests.support.data.builders import a_commit, a_stream, an_event_of

MB = 1_000_000


def event_of(size: int) -> RecordedEvent:
    [event] = a_commit(Head(a_stream(), 0), an_event_of(size)).recorded(datetime.now(UTC))
    return event


def test_the_first_read_asks_for_what_a_push_needs() -> None:
    assert ReadAhead().rows(limit=1000, size=4 * MB) == FIRST_ROWS
    assert ReadAhead().rows(limit=10, size=4 * MB) == 10


def test_after_large_events_few_are_asked_for() -> None:
    ahead = ReadAhead()

    ahead.note([event_of(MB), event_of(MB)])

    assert ahead.rows(limit=1000, size=4 * MB) == 6


def test_after_small_events_as_many_are_asked_for_as_allowed() -> None:
    ahead = ReadAhead()
    ahead.note([event_of(MB)])

    ahead.note([event_of(100)])

    assert ahead.rows(limit=1000, size=4 * MB) == 1000


def test_one_event_is_asked_for_however_large_the_last_one_was() -> None:
    ahead = ReadAhead()

    ahead.note([event_of(9 * MB)])

    assert ahead.rows(limit=1000, size=MB) == 1


def test_a_read_that_finds_nothing_is_no_reason_to_ask_for_more() -> None:
    ahead = ReadAhead()
    ahead.note([event_of(MB)])

    ahead.note([])

    assert ahead.rows(limit=1000, size=4 * MB) == 6
