"""The newest events are found backwards, in few reads, each of them bounded, and none is left out or told twice."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest

from onewrite.application.operations.streams import newest_events
from onewrite.application.operations.streams.newest_events import Committed, NewestEvents
from onewrite.application.ports.outbox import Pointer
from onewrite.errors import OperationRefused
from tests.support.data.builders import a_stream

NOW = datetime(2026, 3, 1, 12, tzinfo=UTC)
STREAM = a_stream("ada")
SECOND = timedelta(seconds=1)


@dataclass
class Log:
    """Changes of events that were committed so many seconds ago; none is kept that is older than `kept`."""

    ages: list[float]
    kept: timedelta = timedelta(days=7)
    reads: list[tuple[float, float]] = field(default_factory=list)

    def between(self, after: datetime, upto: datetime, *, most: int) -> Sequence[Pointer] | None:
        self.reads.append(((NOW - after) / SECOND, (NOW - upto) / SECOND))
        found = [pointer for pointer in self.pointers if after < pointer.committed_at <= upto]
        return found if len(found) <= most and after >= NOW - self.kept else None

    @property
    def pointers(self) -> tuple[Pointer, ...]:
        times = sorted(NOW - age * SECOND for age in self.ages)
        return tuple(Pointer(0, time, STREAM, version) for version, time in enumerate(times, start=1))


def newest(log: Log, limit: int) -> Committed:
    return NewestEvents(log).before(NOW, limit=limit)  # type: ignore[arg-type]


def test_a_busy_system_is_read_once() -> None:
    log = Log([number / 100 for number in range(90)])
    found = newest(log, 10)
    assert (found.pointers, log.reads) == (log.pointers[-10:], [(1, 0)])
    assert found == Committed(log.pointers[-10:], log.pointers[-10].committed_at - timedelta(microseconds=1), NOW)


def test_a_quiet_system_is_read_back_to_an_hour_and_no_further() -> None:
    log = Log([3, 300, 3500, 3700])
    found = newest(log, 10)
    assert log.reads == [(1, 0), (9, 1), (73, 9), (585, 73), (3600, 585)]
    assert (found.pointers, found.after) == (log.pointers[1:], NOW - timedelta(hours=1))


def test_where_more_happened_than_a_read_may_hold_a_shorter_time_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(newest_events, "MOST_READ", 50)
    log = Log([number / 1000 for number in range(1000)])
    assert newest(log, 20).pointers == log.pointers[-20:]


def test_a_stream_that_is_young_is_read_back_to_about_its_beginning() -> None:
    log = Log([20, 200, 290], kept=timedelta(seconds=300))
    found = newest(log, 10)
    assert found.pointers == log.pointers
    assert NOW - 300 * SECOND <= found.after < NOW - 299 * SECOND
    assert len(log.reads) < 30


def test_a_commit_is_not_cut() -> None:
    log = Log([0.1, 0.2, 0.2, 0.2, 0.3])
    assert newest(log, 2).pointers == log.pointers[1:]
    assert Committed(log.pointers, NOW - SECOND, NOW).first(2) == Committed(
        log.pointers[:4], NOW - SECOND, log.pointers[3].committed_at
    )


def test_what_is_known_is_added_to_in_one_read() -> None:
    log = Log([0.5, 5, 7])
    known = Committed(log.pointers[:2], NOW - 9 * SECOND, NOW - 4 * SECOND)
    added = NewestEvents(log).added(known, NOW, limit=2)  # type: ignore[arg-type]
    assert (log.reads, added.pointers, added.upto) == ([(4, 0)], log.pointers[1:], NOW)
    long_ago = Committed((), NOW - 3601 * SECOND, NOW - 3600 * SECOND)
    assert NewestEvents(log).added(long_ago, NOW, limit=2).pointers == log.pointers[1:]  # type: ignore[arg-type]


def test_from_any_time_of_the_last_hour_one_can_go_on_and_miss_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(newest_events, "MOST_READ", 30)
    log = Log([number * 1.5 for number in range(100)])
    told: tuple[Pointer, ...] = ()
    at = NOW - 200 * SECOND
    while at < NOW:
        page = NewestEvents(log).behind(at, NOW, limit=7)  # type: ignore[arg-type]
        assert at < page.upto
        at, told = page.upto, (*told, *page.pointers)
    assert told == log.pointers


@pytest.mark.parametrize("ago", [timedelta(hours=2), timedelta(minutes=20)])
def test_from_a_time_that_is_too_long_ago_one_cannot_go_on(ago: timedelta) -> None:
    log = Log([1], kept=timedelta(minutes=10))
    with pytest.raises(OperationRefused):
        NewestEvents(log).behind(NOW - ago, NOW, limit=7)  # type: ignore[arg-type]
