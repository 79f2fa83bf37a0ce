"""One turn of a partition: when the next one is due, and what becomes of history that is lost."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from spanner_changes import HistoryLost, LeaseLost
from spanner_changes.groups.follow import Outcome
from spanner_changes.groups.turn import CLOCK_MARGIN, Result, take_turn
from spanner_changes.records import Child, ChildPartitions, PartitionMoved
from spanner_changes.streams.port import ROOT
from tests.support.change_streams.following import SAVES_AT_ONCE, Following, fault
from tests.support.change_streams.group_states import claim, partitions
from tests.support.change_streams.simulated import at, change

PACE = replace(SAVES_AT_ONCE, poll=timedelta(seconds=3), first_retry=timedelta(seconds=5))
NOTHING = timedelta(0)


def history_lost() -> None:
    raise HistoryLost("p", at(0))


class Healer:
    def __init__(self) -> None:
        self.healed: list[HistoryLost] = []
        self.error: Exception | None = None

    def __call__(self, lost: HistoryLost) -> None:
        self.healed.append(lost)
        if self.error:
            raise self.error


def turn(followed: Following, heal: Healer | None = None) -> Result:
    window = followed.window()
    try:
        return take_turn(window, now=lambda: at(1000 + len(heal.healed if heal else ())), heal=heal)
    finally:
        followed.held = window.partition


@pytest.mark.parametrize(
    ("waits", "now", "due_in"),
    [
        (False, at(10), PACE.poll),
        (False, at(10) + timedelta(seconds=1), timedelta(seconds=2)),
        (False, at(10) + timedelta(hours=1), NOTHING),
        (True, at(10), NOTHING),
    ],
    ids=["ends now", "ended a second ago", "far behind", "waits"],
)
@pytest.mark.parametrize("had_changes", [True, False])
def test_a_window_that_ended_lately_is_followed_by_a_pause_whether_there_were_changes_or_not(
    had_changes: bool, waits: bool, now: datetime, due_in: timedelta
) -> None:
    changes = [change(4, "a", 0)] if had_changes else []
    window = Following(*changes, pace=replace(PACE, waits=waits)).window(until=10)
    outcome = Outcome.PROGRESSED if had_changes else Outcome.CAUGHT_UP
    assert take_turn(window, now=lambda: now, heal=None) == Result(outcome, due_in)


def test_after_a_failure_it_is_due_after_a_pause_that_grows() -> None:
    followed = Following(change(4, "a", 0), pace=PACE)
    followed.refused = {"a"}
    pauses = [turn(followed) for _ in range(3)]
    assert pauses == [Result(Outcome.FAILED, number * PACE.first_retry) for number in (1, 2, 4)]


def test_a_partition_that_waits_for_another_looks_again_soon() -> None:
    moved = PartitionMoved(at(5), "0", ("unknown",), ())
    assert turn(Following(moved, pace=PACE)) == Result(Outcome.WAITS, PACE.poll)


def test_a_partition_that_ended_has_no_pause() -> None:
    assert turn(Following(ChildPartitions(at(5), "0", ()), pace=PACE)) == Result(Outcome.ENDED, NOTHING)


def test_what_the_stream_raises_otherwise_is_a_failure_of_the_partition_too_and_logged(
    caplog: pytest.LogCaptureFixture,
) -> None:
    followed = Following(change(4, "a", 0), fault, pace=PACE)
    assert turn(followed) == Result(Outcome.FAILED, PACE.first_retry)
    failure = followed.saved.failure
    assert failure
    assert (failure.timestamp, failure.error) == (followed.saved.next_start, "ConnectionError('lost')")
    assert [(record.levelname, record.action) for record in caplog.records] == [("WARNING", "partition_failed")]  # type: ignore[attr-defined]


def test_a_lease_that_is_lost_is_no_failure_of_the_partition() -> None:
    followed = Following(change(4, "a", 0), pace=PACE)
    window = followed.window()
    followed.state.leave("a")
    with pytest.raises(LeaseLost):
        take_turn(window, now=lambda: at(10), heal=None)
    assert followed.saved.failure is None


def test_history_that_is_lost_is_a_failure_of_the_partition_that_says_what_to_do() -> None:
    followed = Following(history_lost, pace=PACE)
    assert [turn(followed).outcome for _ in range(2)] == [Outcome.FAILED, Outcome.FAILED]
    failure = followed.saved.failure
    assert failure
    assert (failure.timestamp, failure.attempts) == (at(0), 2)
    assert "then start the group over" in failure.error


def test_history_that_is_lost_is_healed_and_the_group_goes_on_from_before_that() -> None:
    followed, heal = Following(history_lost, pace=PACE), Healer()
    lease = followed.held.lease
    assert turn(followed, heal) == Result(Outcome.ENDED, NOTHING)
    assert [lost.token for lost in heal.healed] == ["p"]
    assert {token: one.next_start for token, one in partitions(followed.state).items()} == {
        ROOT: at(1000) - CLOCK_MARGIN
    }
    with pytest.raises(LeaseLost):
        followed.state.advance(lease, at(1))


def test_what_could_not_be_healed_is_a_failure_and_tried_again() -> None:
    followed, heal = Following(history_lost, pace=PACE), Healer()
    heal.error = ValueError("no")
    assert turn(followed, heal) == Result(Outcome.FAILED, PACE.first_retry)
    assert followed.saved.failure
    assert "that failed: ValueError('no')" in followed.saved.failure.error
    heal.error = None
    assert turn(followed, heal).outcome is Outcome.ENDED


def test_only_the_partition_that_is_furthest_behind_heals() -> None:
    followed, heal = Following(history_lost, pace=PACE), Healer()
    followed.state.discover(followed.held.lease, [Child("behind", ())], at(0))
    followed.state.advance(followed.held.lease, at(1))
    assert turn(followed, heal).outcome is Outcome.FAILED
    assert heal.healed == []
    followed.state.end(claim(followed.state, "behind").lease, at(1))
    assert turn(followed, heal).outcome is Outcome.ENDED


def test_a_partition_that_waits_for_its_parents_is_behind_but_nobody_reads_it() -> None:
    followed, heal = Following(history_lost, pace=PACE), Healer()
    followed.state.discover(followed.held.lease, [Child("waiting", ("p",))], at(0))
    followed.state.advance(followed.held.lease, at(1))
    assert turn(followed, heal).outcome is Outcome.ENDED


def test_who_lost_its_lease_while_it_healed_starts_nothing_over() -> None:
    followed = Following(history_lost, pace=PACE)

    def heal(_: HistoryLost) -> None:
        followed.state.leave("a")

    with pytest.raises(LeaseLost):
        take_turn(followed.window(), now=lambda: at(1000), heal=heal)
    assert "p" in followed.tokens
