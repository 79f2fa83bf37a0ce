"""What an instance holds: which partition is next, and which is handed over."""

from concurrent.futures import Future
from dataclasses import replace
from datetime import timedelta

import pytest

from spanner_changes.groups.follow import Outcome
from spanner_changes.groups.holding import Held, Holding
from spanner_changes.groups.turn import Result, Turn
from spanner_changes.partitions.partition import Partition
from tests.support.change_streams.following import Following
from tests.support.change_streams.simulated import at

HOUR = 3600.0
RESULT = Result(Outcome.PROGRESSED, timedelta(0))


def a_partition(token: str) -> Partition:
    return replace(Partition.starting(token, (), at(0)), holder="a", fence=1)


def holding(**due_in: float) -> Holding:
    held = Holding()
    for token, due in due_in.items():
        held.add(a_partition(token), due)
    return held


def tokens(held: list[Held]) -> list[str]:
    return [one.partition.token for one in held]


def work_on(held: Held) -> Future[Result]:
    """Give the partition's turn to a thread that isn't there; it is as far as tick 7 already."""
    window = Following().window()
    window.partition, window.saved_at = held.partition.moved(at(7)), 7.0
    held.turn = Turn(window, Future())
    return held.turn.result


def test_what_is_due_longest_comes_first() -> None:
    assert tokens(holding(a=-1, b=-3, c=HOUR, d=-2).due()) == ["b", "d", "a"]


def test_nothing_is_due_that_is_worked_on_or_to_be_handed_over() -> None:
    held = holding(a=-1, b=-1, c=-1)
    work_on(held.get("a"))
    held.release(["b"])
    assert tokens(held.due()) == ["c"]


def test_what_has_been_held_longest_is_kept_first() -> None:
    held = holding(b=0, a=0, c=0)
    assert held.kept == ["b", "a", "c"]
    held.release(["b"])
    assert held.kept == ["a", "c"]


def test_what_is_worked_on_is_handed_over_when_the_work_is_taken_back() -> None:
    held = holding(a=0, b=0)
    working = work_on(held.get("a"))
    held.release(["a", "b"])
    assert (tokens(held.to_hand_over()), held.at_work()) == (["b"], [working])
    working.set_result(RESULT)
    held.get("a").take_back()
    assert (tokens(held.to_hand_over()), held.at_work()) == (["a", "b"], [])


def test_work_that_is_done_is_taken_back_with_how_far_it_came() -> None:
    held = holding(a=0)
    one = held.get("a")
    working = work_on(one)
    assert held.finished() == []
    working.set_result(RESULT)
    assert held.finished() == [one]
    assert one.take_back() == RESULT
    assert (one.partition.watermark, one.saved_at, one.turn) == (at(7), 7.0, None)


def test_work_that_failed_is_taken_back_with_how_far_it_came_too() -> None:
    held = holding(a=0)
    one = held.get("a")
    work_on(one).set_exception(ConnectionError("lost"))
    with pytest.raises(ConnectionError):
        one.take_back()
    assert (one.partition.watermark, one.turn) == (at(7), None)


def test_what_another_instance_took_is_given_up() -> None:
    held = holding(a=0, b=0)
    held.release_what_was_taken(lambda partition: partition.token == "a")
    assert held.kept == ["a"]
    assert "b" in held
    held.drop("b")
    assert "b" not in held
