"""A function's process stays as it was started until its first response; then it is like any other."""

import gc
import os
from collections.abc import Iterator

import pytest
from gunicorn.config import Config  # type: ignore[import-untyped]

from onewrite.adapters.http.server.worker import TimedWorker
from onewrite.bootstrap.cold_start import MADE, USUAL
from onewrite.bootstrap.server import Worker
from tests.support.waiting.bounds import WAIT_SECONDS


@pytest.fixture(autouse=True)
def starting() -> Iterator[None]:
    gc.set_threshold(MADE)
    yield
    gc.set_threshold(*USUAL)
    gc.unfreeze()


@pytest.mark.parametrize("fault", [None, OSError("the client is gone")])
def test_garbage_is_looked_for_as_usual_after_the_first_response(
    fault: Exception | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def respond(*_: object) -> bool:
        assert gc.get_threshold()[0] == MADE
        if fault:
            raise fault
        return True

    monkeypatch.setattr(TimedWorker, "handle_request", respond)
    worker = Worker(0, os.getppid(), [], None, WAIT_SECONDS, Config(), None)
    if fault:
        with pytest.raises(OSError, match="gone"):
            worker.handle_request(None, None)
    else:
        assert worker.handle_request(None, None)
    assert gc.get_threshold() == USUAL
    assert gc.get_freeze_count() > 0
    worker.tmp.close()
