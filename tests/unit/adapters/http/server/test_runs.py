import threading
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from onewrite.adapters.http.server import runs
from onewrite.adapters.http.server.runs import end_runs, run_for
from tests.support.waiting.bounds import WAIT_SECONDS
from tests.support.waiting.eventually import eventually


def test_a_run_ends_when_its_time_is_up() -> None:
    with run_for(0.01) as stop:
        assert stop.wait(WAIT_SECONDS)


def test_all_runs_end_when_the_server_is_told_to_stop() -> None:
    def follow() -> bool:
        with run_for(WAIT_SECONDS) as stop:
            begun.append(stop)
            return stop.wait(WAIT_SECONDS)

    begun = list[Event]()
    with ThreadPoolExecutor(2) as pool:
        following = [pool.submit(follow) for _ in range(2)]
        eventually(lambda: len(begun) == 2)
        assert not any(stop.is_set() for stop in begun)
        end_runs()
        assert all(one.result() for one in following)


def test_a_run_that_begins_when_the_server_stops_ends_at_once() -> None:
    end_runs()
    with run_for(WAIT_SECONDS) as stop:
        assert stop.is_set()


def test_nothing_is_kept_of_a_run_that_is_over() -> None:
    before = {*threading.enumerate()}
    with pytest.raises(ZeroDivisionError), run_for(2 * WAIT_SECONDS):
        raise ZeroDivisionError
    assert not runs._UNDER_WAY
    eventually(lambda: before.issuperset(threading.enumerate()))
