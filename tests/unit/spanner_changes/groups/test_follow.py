"""Following one partition for one window: what is handled, how far the watermark moves, how it ends."""

from threading import Event
from time import monotonic

import pytest

from spanner_changes import HistoryLost, LeaseLost, Pace
from spanner_changes.groups.follow import Outcome
from spanner_changes.records import Heartbeat
from tests.support.change_streams.following import SAVES_AT_ONCE, SAVES_SELDOM, Following, fault
from tests.support.change_streams.simulated import at, change
from tests.support.waiting.eventually import eventually


def test_a_window_without_changes_is_followed_to_its_end() -> None:
    followed = Following()
    assert followed.follow() is Outcome.CAUGHT_UP
    assert followed.stream.reads == [("p", at(0), at(10))]
    assert (followed.held.watermark, followed.saved.watermark) == (at(10), at(10))


def test_the_next_window_begins_a_microsecond_after_the_last_one() -> None:
    followed = Following()
    for until in (10, 11):
        followed.follow(until)
    assert [start for _, start, _ in followed.stream.reads] == [at(0), at(11)]


def test_changes_are_handled_in_order_and_the_watermark_moves_to_the_end_of_the_window() -> None:
    followed = Following(*(change(tick, key, tick) for tick, key in enumerate("abcdefgh")))
    assert followed.follow() is Outcome.PROGRESSED
    assert followed.handled == list("abcdefgh")
    assert followed.saved.watermark == at(10)


def test_the_watermark_stays_before_a_change_after_which_more_of_its_time_may_come() -> None:
    followed = Following(change(4, "a", 0))
    followed.stream.steps["p"].append(fault)
    with pytest.raises(ConnectionError):
        followed.follow()
    assert (followed.handled, followed.held.watermark, followed.saved.watermark) == (["a"], at(3), at(3))


def test_a_heartbeat_moves_the_watermark_to_its_time() -> None:
    followed = Following(change(4, "a", 0), Heartbeat(at(6)), fault)
    with pytest.raises(ConnectionError):
        followed.follow()
    assert followed.held.watermark == at(6)


def test_a_change_that_fails_stops_the_watermark_before_it_and_nothing_after_it_is_handled() -> None:
    followed = Following(*(change(tick, key, tick) for tick, key in enumerate("abcd", start=1)), Heartbeat(at(9)))
    followed.refused = {"c"}
    assert followed.follow() is Outcome.FAILED
    assert "d" not in followed.handled
    failure = followed.saved.failure
    assert failure
    assert (followed.saved.watermark, failure.timestamp, failure.error) == (at(2), at(3), "ValueError('c')")


def test_a_failure_is_over_once_its_change_was_handled() -> None:
    followed = Following(change(3, "c", 0), change(4, "d", 1))
    followed.refused = {"c"}
    for attempts in (1, 2):
        assert followed.follow() is Outcome.FAILED
        assert followed.saved.failure
        assert followed.saved.failure.attempts == attempts
    followed.refused = set()
    assert followed.follow() is Outcome.PROGRESSED
    assert (followed.handled, followed.saved.failure, followed.held.failure) == (["c", "d"], None, None)


def test_attempts_are_counted_though_other_changes_of_the_same_time_pass_in_between() -> None:
    passed = Event()
    followed = Following(change(3, "a", 0), lambda: eventually(passed.is_set), change(3, "b", 1))
    followed.refused, followed.then = {"b"}, passed.set
    for attempts in (1, 2, 3):
        passed.clear()
        assert followed.follow() is Outcome.FAILED
        assert followed.saved.failure
        assert followed.saved.failure.attempts == attempts


def test_who_is_to_stop_handles_nothing_more_and_is_as_far_as_it_came() -> None:
    passed = Event()
    followed = Following(change(4, "a", 0), lambda: eventually(passed.is_set), change(6, "b", 1))

    def stop() -> None:
        followed.stop.set()
        passed.set()

    followed.then = stop
    assert followed.follow() is Outcome.STOPPED
    assert (followed.handled, followed.held.watermark) == (["a"], at(3))


def test_nothing_is_saved_under_a_lease_that_was_lost() -> None:
    followed = Following(change(4, "a", 0))
    followed.state.leave("a")
    followed.state.claim("b", ["p"])
    before = followed.saved
    with pytest.raises(LeaseLost):
        followed.follow()
    assert followed.saved == before


@pytest.mark.parametrize(
    ("pace", "saved"), [(SAVES_AT_ONCE, True), (SAVES_SELDOM, False)], ids=["at once", "now and then"]
)
def test_the_watermark_is_saved_as_often_as_it_was_asked_for(pace: Pace, saved: bool) -> None:
    followed = Following(Heartbeat(at(6)), pace=pace)
    window = followed.window(saved_at=monotonic())
    window.follow()
    assert (window.partition.watermark, followed.saved.watermark == at(10)) == (at(10), saved)


@pytest.mark.parametrize("error", [HistoryLost("p", at(0)), ConnectionError("lost")])
def test_what_the_stream_raises_is_raised_after_what_came_before_was_handled(error: Exception) -> None:
    def fail() -> None:
        raise error

    followed = Following(change(4, "a", 0), fail)
    with pytest.raises(type(error)):
        followed.follow()
    assert followed.handled == ["a"]
