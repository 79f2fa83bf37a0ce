"""A worker of the server that is told to stop: it ends the runs that are under way, and accepts nothing more."""

import os
from collections.abc import Iterator
from signal import SIGTERM

import pytest
from gunicorn.config import Config  # type: ignore[import-untyped]

from onewrite.adapters.http.server.runs import run_for
from onewrite.bootstrap.server import Worker
from tests.support.waiting.bounds import WAIT_SECONDS


@pytest.fixture
def worker() -> Iterator[Worker]:
    worker = Worker(0, os.getppid(), [], None, WAIT_SECONDS, Config(), None)
    worker.method_queue.init()
    worker.alive = True
    yield worker
    worker.method_queue.close()
    worker.tmp.close()


def test_a_worker_that_is_told_to_stop_ends_its_runs_and_itself(worker: Worker) -> None:
    with run_for(WAIT_SECONDS) as stop:
        worker.handle_exit(SIGTERM, None)
        assert stop.is_set()
    assert not worker.alive
