"""After a failure the bus is left alone, but for one attempt after each pause; that is told once."""

import pytest

from onewrite.application.breaker import FIRST_PAUSE, LONGEST_PAUSE, Breaker
from onewrite.application.relay.bus_breaker import bus_breaker
from tests.support.waiting.clocks import Clock


@pytest.fixture
def breaker(clock: Clock) -> Breaker:
    return bus_breaker(clock.seconds)


def attempt(breaker: Breaker) -> int:
    entered = breaker.enter()
    assert entered is not None, "an attempt may be made now"
    return entered


def fail(breaker: Breaker) -> None:
    breaker.failed(attempt(breaker), "DeadlineExceeded")


def actions(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [line.__dict__["action"] for line in caplog.records]


def test_while_all_goes_well_everyone_is_let_through(breaker: Breaker, caplog: pytest.LogCaptureFixture) -> None:
    for _ in range(3):
        breaker.succeeded(attempt(breaker))
    assert caplog.records == []


def test_after_a_failure_nobody_is_let_through_until_the_pause_is_over(breaker: Breaker, clock: Clock) -> None:
    fail(breaker)
    clock.let_pass(FIRST_PAUSE - 1)
    assert breaker.enter() is None
    clock.let_pass(1)
    assert breaker.enter() is not None


def test_then_one_tries_and_the_others_do_not_wait_for_it(breaker: Breaker, clock: Clock) -> None:
    fail(breaker)
    clock.let_pass(FIRST_PAUSE)
    attempt(breaker)
    assert [breaker.enter() for _ in range(9)] == [None] * 9


def test_one_that_dies_as_it_tries_is_followed_by_another(breaker: Breaker, clock: Clock) -> None:
    fail(breaker)
    clock.let_pass(FIRST_PAUSE)
    attempt(breaker)
    clock.let_pass(FIRST_PAUSE)
    attempt(breaker)


def test_the_pause_doubles_with_each_attempt_that_fails_up_to_a_minute(breaker: Breaker, clock: Clock) -> None:
    fail(breaker)
    for pause in (FIRST_PAUSE, 10, 20, 40, LONGEST_PAUSE, LONGEST_PAUSE):
        clock.let_pass(pause - 0.5)
        assert breaker.enter() is None
        clock.let_pass(0.5)
        fail(breaker)


def test_one_success_lets_everyone_through_again_and_the_next_failure_pauses_shortly(
    breaker: Breaker, clock: Clock
) -> None:
    for _ in range(4):
        fail(breaker)
        clock.let_pass(LONGEST_PAUSE)
    breaker.succeeded(attempt(breaker))
    fail(breaker)
    clock.let_pass(FIRST_PAUSE)
    attempt(breaker)


def test_attempts_made_at_the_same_time_count_as_one_failure(breaker: Breaker, clock: Clock) -> None:
    together = [attempt(breaker) for _ in range(8)]
    for one in together:
        breaker.failed(one, "DeadlineExceeded")
    clock.let_pass(FIRST_PAUSE)
    attempt(breaker)


def test_an_early_attempt_that_ends_late_says_nothing_of_the_bus_now(breaker: Breaker, clock: Clock) -> None:
    early = attempt(breaker)
    fail(breaker)
    breaker.succeeded(early)
    assert breaker.enter() is None


def test_a_probe_that_ends_after_a_later_one_has_failed_says_nothing_either(breaker: Breaker, clock: Clock) -> None:
    fail(breaker)
    clock.let_pass(FIRST_PAUSE)
    early = attempt(breaker)
    clock.let_pass(FIRST_PAUSE)
    fail(breaker)
    breaker.succeeded(early)
    assert breaker.enter() is None


def test_it_tells_once_that_it_opened_and_once_that_it_closed_with_the_commands_in_between(
    breaker: Breaker, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    fail(breaker)
    assert [breaker.enter() for _ in range(7)] == [None] * 7
    clock.let_pass(FIRST_PAUSE)
    fail(breaker)
    clock.let_pass(2 * FIRST_PAUSE)
    breaker.succeeded(attempt(breaker))
    assert actions(caplog) == ["relay_paused", "relay_resumed"]
    assert "DeadlineExceeded" in caplog.records[0].getMessage()
    assert caplog.records[1].__dict__["pause"] == {"seconds": 3 * FIRST_PAUSE, "commands": 7}
    fail(breaker)
    assert breaker.enter() is None
    clock.let_pass(FIRST_PAUSE)
    breaker.succeeded(attempt(breaker))
    assert caplog.records[3].__dict__["pause"] == {"seconds": FIRST_PAUSE, "commands": 1}, "of this pause alone"
