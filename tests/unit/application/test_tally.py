"""Frequent work is added up, and told as a line of the log once in a while."""

from typing import Any

import pytest

from onewrite.application import tally
from onewrite.application.tally import Tally, measured
from tests.support.waiting.clocks import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def counted(clock: Clock, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> Tally:
    caplog.set_level("INFO", tally.__name__)
    mine = Tally(clock.seconds)
    mine.begin(60)
    monkeypatch.setattr(tally, "TALLY", mine)
    return mine


def told(caplog: pytest.LogCaptureFixture) -> list[dict[str, Any]]:
    """Return what was told since the last call."""
    lines = [line.__dict__ for line in caplog.records]
    caplog.clear()
    return [{name: line.get(name) for name in ("action", "projection", "outcome", "work")} for line in lines]


def numbers(caplog: pytest.LogCaptureFixture) -> list[tuple[float, float]]:
    return [(line["work"]["times"], line["work"]["events"]) for line in told(caplog)]


def applied(events: int, projection: str = "profiles") -> None:
    with measured("view_advanced", {"projection": projection}, events=0) as work:
        work.count(events=events)


def test_the_first_work_is_told_at_once(counted: Tally, caplog: pytest.LogCaptureFixture) -> None:
    counted.add("view_advanced", {"projection": "profiles", "outcome": "ok"}, 0.25, {"events": 3})
    work = {"times": 1, "longest": 0.25, "seconds": 0.25, "events": 3}
    assert told(caplog) == [{"action": "view_advanced", "projection": "profiles", "outcome": "ok", "work": work}]


def test_what_comes_soon_after_is_told_with_what_is_due(
    counted: Tally, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    for events in (1, 2, 3):
        applied(events)
    assert numbers(caplog) == [(1, 1)]
    clock.let_pass(60)
    assert numbers(caplog) == []
    applied(4)
    assert numbers(caplog) == [(3, 9)]


def test_work_that_is_seldom_done_waits_for_no_other(
    counted: Tally, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    applied(1, "profiles")
    clock.let_pass(1)
    applied(2, "interests")
    assert numbers(caplog) == [(1, 1), (1, 2)]


def test_who_asks_is_told_of_the_rest_once(counted: Tally, caplog: pytest.LogCaptureFixture) -> None:
    applied(1)
    applied(2)
    counted.tell()
    counted.tell()
    assert numbers(caplog) == [(1, 1), (1, 2)]


def test_of_a_sum_the_longest_is_known(counted: Tally, caplog: pytest.LogCaptureFixture) -> None:
    for seconds in (1.0, 0.5, 4.0, 0.25):
        counted.add("view_advanced", {}, seconds, {})
    counted.tell()
    assert [line["work"] for line in told(caplog)][1:] == [{"times": 3, "longest": 4.0, "seconds": 4.75}]


def test_the_outcome_is_the_class_of_the_error(counted: Tally, caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(ZeroDivisionError), measured("view_advanced", events=0):
        _ = 1 / 0
    assert [(line["outcome"], line["work"]["events"]) for line in told(caplog)] == [("ZeroDivisionError", 0)]


def test_a_function_is_measured_each_time_that_it_is_called(counted: Tally, caplog: pytest.LogCaptureFixture) -> None:
    @measured("called")
    def call() -> str:
        return "done"

    assert [call(), call()] == ["done", "done"]
    counted.tell()
    assert [line["work"]["times"] for line in told(caplog)] == [1, 1]


def test_each_block_counts_from_the_beginning(counted: Tally, caplog: pytest.LogCaptureFixture) -> None:
    block = measured("view_advanced", events=0)
    with block as work:
        work.count(events=1)
    with block:
        pass
    counted.tell()
    assert numbers(caplog) == [(1, 1), (1, 0)]


def test_before_it_begins_nothing_is_kept(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO", tally.__name__)
    idle = Tally()
    monkeypatch.setattr(tally, "TALLY", idle)
    applied(1)
    idle.begin(0)
    idle.tell()
    assert told(caplog) == []
