"""Many pages that ask again and again make one read; who needs to know how it is now is told so."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Event

import pytest

from onewrite.adapters.operations.recent_reads import MOST_KEPT, RecentReads
from onewrite.application.ports.audit_log import Actor
from onewrite.bootstrap import memory_adapters
from tests.support.data.parking import parked
from tests.support.domains.fragile import Fragile, app_of
from tests.support.http.call import call
from tests.support.waiting.bounds import WAIT_SECONDS


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def recent(clock: Clock) -> RecentReads:
    return RecentReads(clock)


@pytest.fixture
def numbers() -> Iterator[int]:
    return count(1)


def test_fifty_polls_within_a_second_make_one_read(recent: RecentReads, clock: Clock, numbers: Iterator[int]) -> None:
    for poll in range(50):
        clock.now = poll / 50
        assert recent.read("status", lambda: next(numbers), 2) == 1
    clock.now = 2.1
    assert recent.read("status", lambda: next(numbers), 2) == 2


def test_who_asks_meanwhile_waits_for_the_same_read(recent: RecentReads, numbers: Iterator[int]) -> None:
    begun, go_on = Event(), Event()

    def slow() -> int:
        begun.set()
        assert go_on.wait(WAIT_SECONDS)
        return next(numbers)

    with ThreadPoolExecutor() as pool:
        polls = [pool.submit(recent.read, "status", slow, 2) for _ in range(4)]
        assert begun.wait(WAIT_SECONDS)
        go_on.set()
        assert [poll.result(WAIT_SECONDS) for poll in polls] == [1, 1, 1, 1]


def test_different_questions_are_different_reads(recent: RecentReads, numbers: Iterator[int]) -> None:
    assert [recent.read(what, lambda: next(numbers), 2) for what in ("a", "b", "a")] == [1, 2, 1]


def test_who_says_nothing_is_told_how_it_is_now(recent: RecentReads, numbers: Iterator[int]) -> None:
    assert [recent.read("status", lambda: next(numbers), age) for age in (2, 0, 2)] == [1, 2, 1]


def test_a_failure_is_not_kept(recent: RecentReads, numbers: Iterator[int]) -> None:
    with pytest.raises(ZeroDivisionError):
        recent.read("status", lambda: 1 // 0, 2)
    assert recent.read("status", lambda: next(numbers), 2) == 1


def test_what_is_read_while_something_changes_is_not_kept(recent: RecentReads, numbers: Iterator[int]) -> None:
    def changed_meanwhile() -> int:
        recent.forget()
        return next(numbers)

    assert recent.read("status", changed_meanwhile, 2) == 1
    assert recent.read("status", lambda: next(numbers), 2) == 2


def test_only_so_many_are_kept(recent: RecentReads, numbers: Iterator[int]) -> None:
    for what in range(MOST_KEPT + 1):
        recent.read(what, lambda: next(numbers), 2)
    assert recent.read(MOST_KEPT, lambda: next(numbers), 2) == MOST_KEPT + 1
    assert recent.read(0, lambda: next(numbers), 2) == MOST_KEPT + 2


def test_a_page_sees_what_an_act_has_changed() -> None:
    fragile = Fragile()
    app = app_of(memory_adapters(), fragile)
    stream = parked(app, fragile, "ada")
    polling = {"Cache-Control": "max-age=60"}
    assert call(app.operations, "GET", "/status", headers=polling).get_json()["parked"] == 1
    fragile.mend()
    app.operate.release.release(app.operate.release.parked("profiles", stream), Actor("ada", None))
    assert call(app.operations, "GET", "/status", headers=polling).get_json()["parked"] == 1, "as of a moment ago"
    assert call(app.operations, "GET", "/status").get_json()["parked"] == 0
    assert call(app.operations, "POST", "/rebuild", {"projection": "profiles"}).status_code == 200
    assert call(app.operations, "GET", "/status", headers=polling).get_json()["parked"] == 0
