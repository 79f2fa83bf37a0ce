"""An instance of a consumer group that is always on, beside the functions or in place of them.

Run as `python -m onewrite.bootstrap.worker tail`, or `python -m onewrite.bootstrap.worker pull PROJECTION …`.
"""

import logging
import signal
import sys
from collections.abc import Sequence
from threading import Event, Thread
from types import FrameType
from typing import Final

from onewrite.adapters.http.server.runs import Follow, end_runs, followed_for
from onewrite.bootstrap.process import app
from onewrite.errors.telling import whole, without_data

log = logging.getLogger(__name__)
#: The pause after a run that could not begin.
PAUSE_SECONDS: Final = 5.0
USAGE: Final = "use `tail`, or `pull` and the names of projections"


def work(words: Sequence[str]) -> None:
    """Follow the change stream in one run after the other, until this process is told to stop."""
    follow, seconds, stop = follower(words), app().settings.follow_seconds, Event()

    def end() -> None:
        stop.set()
        end_runs()

    def hear(signal: int, frame: FrameType | None) -> None:
        # This thread may be where it holds the lock of an event that is to be set.
        Thread(target=end).start()

    signal.signal(signal.SIGTERM, hear)
    signal.signal(signal.SIGINT, hear)
    while not stop.is_set():
        try:
            followed_for(seconds, follow)
        except Exception as error:  # noqa: BLE001 - the next run may begin
            why = (whole if app().settings.show_faults else without_data)(error)
            log.error("No run of %s: %s", " ".join(words), why, extra={"action": "run_failed"})  # noqa: TRY400 - it may be data
            stop.wait(PAUSE_SECONDS)


def follower(words: Sequence[str]) -> Follow:
    match list(words):
        case ["tail"]:
            return app().tail_changes
        case ["pull", *names] if names:
            return app().pulling(*names)
    raise SystemExit(f"onewrite.bootstrap.worker {' '.join(words)}: {USAGE}")


if __name__ == "__main__":
    work(sys.argv[1:])
