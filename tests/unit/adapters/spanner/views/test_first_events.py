"""The first events of some streams: one more is asked for than is returned, which shows whether these are all."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import pytest
from google.cloud.spanner_v1._helpers import _make_list_value_pb

from onewrite.adapters.spanner import rows
from onewrite.adapters.spanner.views.read_ahead import ReadAhead
from onewrite.adapters.spanner.views.view_reads import read_events
from onewrite.application.ports.views import FirstEvents
from tests.support.data.builders import a_stream, an_event

STREAM = a_stream()
AT = "2026-01-01T00:00:00Z"


@dataclass
class Events:
    """A snapshot of a stream of so many events, the last of which may be large; notes how many are asked for."""

    number: int
    large: int = 0
    asked: list[int] = field(default_factory=list)

    def read(self, *_: object, limit: int, **__: object) -> Sequence[Any]:
        self.asked.append(limit)
        return [self._row(version) for version in range(1, min(limit, self.number) + 1)]

    def _row(self, version: int) -> Any:
        event = an_event(data={"name": "x" * (self.large if version == self.number else 1)})
        row = rows.row_of_event(STREAM, version, event)
        return _make_list_value_pb([*row[:-1], AT]).values


def first(events: Events, *, limit: int, size: int = 10**6, ahead: ReadAhead | None = None) -> FirstEvents:
    return read_events(events, ahead or ReadAhead(), {STREAM: 0}, limit=limit, size=size)


@pytest.mark.parametrize(("number", "found", "is_all"), [(2, 2, True), (3, 3, True), (4, 3, False)])
def test_who_asks_for_some_learns_whether_there_are_more(number: int, found: int, is_all: bool) -> None:
    events = Events(number)
    read = first(events, limit=3)
    assert ([event.version for event in read.events], read.is_all) == ([*range(1, found + 1)], is_all)
    assert events.asked == [4]


def test_an_event_that_had_no_room_is_not_among_those_whose_size_is_remembered() -> None:
    ahead, events = ReadAhead(), Events(3, large=10**6)
    assert len(first(events, limit=1000, size=5000, ahead=ahead).events) == 2
    first(events, limit=1000, size=5000, ahead=ahead)
    assert events.asked[1] > 100
