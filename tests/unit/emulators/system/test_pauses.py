from datetime import UTC, datetime

import pytest

from emulators.system.pauses import FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS, STABLE_AFTER_SECONDS, Pauses
from tests.support.waiting.clocks import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock(datetime(1970, 1, 2, tzinfo=UTC))


def pause(pauses: Pauses, clock: Clock) -> float:
    """Let the process die and start again once it may; return after how many seconds."""
    assert pauses.note_death()
    passed = 0.0
    while not pauses.is_over:
        clock.let_pass(0.05)
        passed += 0.05
    pauses.note_start()
    return passed


def test_the_pause_doubles_with_each_death_up_to_the_longest(clock: Clock) -> None:
    pauses = Pauses(clock.seconds)
    seconds = [pause(pauses, clock) for _ in range(8)]
    assert seconds == pytest.approx([0.2, 0.4, 0.8, 1.6, 3.2, 6.4, *[LONGEST_PAUSE_SECONDS] * 2], abs=0.06)


def test_a_process_that_ran_for_a_while_is_started_soon(clock: Clock) -> None:
    pauses = Pauses(clock.seconds)
    for _ in range(5):
        pause(pauses, clock)
    for _ in range(2):
        clock.let_pass(STABLE_AFTER_SECONDS / 2 + 1)
        pauses.note_start()  # so does the supervisor whenever it sees that the process runs
    assert pause(pauses, clock) == pytest.approx(FIRST_PAUSE_SECONDS, abs=0.06)


def test_a_death_is_noted_once_and_before_it_no_pause_is_over(clock: Clock) -> None:
    pauses = Pauses(clock.seconds)
    assert not pauses.is_over
    assert [pauses.note_death(), pauses.note_death()] == [True, False]


def test_whoever_starts_the_process_ends_the_pause(clock: Clock) -> None:
    pauses = Pauses(clock.seconds)
    pauses.note_death()
    pauses.note_start()
    clock.let_pass(LONGEST_PAUSE_SECONDS)
    assert not pauses.is_over
    assert pauses.note_death(), "the next death is a new one"
