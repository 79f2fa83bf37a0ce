import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from emulators.functions.schedule import LocalSchedule, running_schedules
from emulators.processes.ports import free_port
from onewrite.checks.topology import Topology
from tests.support.waiting.bounds import WAIT_SECONDS
from tests.support.waiting.eventually import eventually
from tests.support.waiting.never import never


class Counting(ThreadingHTTPServer):
    """Answers only when it is allowed to, and counts who is inside."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), CountingHandler)
        self.answering = threading.Event()
        self.calls: list[dict[str, str]] = []
        self.inside = 0
        self.most_inside = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class CountingHandler(BaseHTTPRequestHandler):
    server: Counting

    def do_POST(self) -> None:
        self.server.inside += 1
        self.server.most_inside = max(self.server.most_inside, self.server.inside)
        self.server.calls.append(dict(self.headers.items()))
        self.server.answering.wait(WAIT_SECONDS)
        self.server.inside -= 1
        self.send_response(500 if len(self.server.calls) == 1 else 200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - named so by the standard library
        pass


class Insistent(LocalSchedule):
    """Counts the calls that found nobody."""

    failed = 0

    def _call(self) -> None:
        super()._call()
        self.failed += 1


@pytest.fixture
def server() -> Iterator[Counting]:
    with Counting() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.answering.set()
        server.shutdown()
        thread.join()


@pytest.fixture
def schedule(server: Counting) -> Iterator[LocalSchedule]:
    schedule = LocalSchedule(server.url, every=0.01, deadline=WAIT_SECONDS)
    schedule.start()
    yield schedule
    schedule.stop()
    server.answering.set()
    schedule.join()


@pytest.mark.usefixtures("schedule")
def test_a_schedule_calls_again_and_again_whatever_is_answered(server: Counting) -> None:
    server.answering.set()
    eventually(lambda: len(server.calls) >= 5)
    assert server.calls[0]["X-CloudScheduler"] == "true"


@pytest.mark.usefixtures("schedule")
def test_a_schedule_waits_for_an_answer_before_it_calls_again(server: Counting) -> None:
    eventually(lambda: len(server.calls) == 1)
    assert never(lambda: len(server.calls) > 1, within=0.2)
    server.answering.set()
    eventually(lambda: len(server.calls) >= 5)
    assert server.most_inside == 1


def test_a_call_that_takes_too_long_is_given_up(server: Counting) -> None:
    schedule = LocalSchedule(server.url, every=0.01, deadline=0.1)
    schedule.start()
    eventually(lambda: len(server.calls) >= 3)
    schedule.stop()
    schedule.join(WAIT_SECONDS)


def test_the_schedules_with_an_interval_run_as_long_as_the_block(server: Counting) -> None:
    server.answering.set()
    topology = Topology.read()
    due = [schedule for schedule in topology.schedules.values() if schedule.local_interval_seconds]
    with running_schedules(topology, {schedule.function: server.url for schedule in topology.schedules.values()}):
        assert named_threads() == ["schedule " + server.url] * len(due)
    eventually(lambda: not named_threads())


def test_a_function_that_is_not_served_is_not_called(server: Counting) -> None:
    server.answering.set()
    with running_schedules(Topology.read(), {"relay_outbox": server.url}):
        assert named_threads() == ["schedule " + server.url]
    eventually(lambda: not named_threads())


def named_threads() -> list[str]:
    return [thread.name for thread in threading.enumerate() if thread.name.startswith("schedule ")]


def test_a_schedule_outlives_a_server_that_is_not_there() -> None:
    schedule = Insistent(f"http://127.0.0.1:{free_port()}", every=0.01, deadline=WAIT_SECONDS)
    schedule.start()
    eventually(lambda: schedule.failed >= 3)
    assert schedule.is_alive()
    schedule.stop()
    schedule.join(WAIT_SECONDS)
    assert not schedule.is_alive()
