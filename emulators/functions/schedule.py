"""Stand-in for Cloud Scheduler: calls a function at an interval, one call at a time."""

import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from http.client import HTTPConnection, HTTPException
from typing import Final
from urllib.parse import urlsplit

from onewrite.checks.topology import Topology

#: The headers that Cloud Scheduler sends.
HEADERS: Final = {"User-Agent": "Google-Cloud-Scheduler", "X-CloudScheduler": "true", "Content-Length": "0"}


class LocalSchedule(threading.Thread):
    """A call that fails is not repeated; the next one is due after `every` seconds anyway."""

    def __init__(self, url: str, *, every: float, deadline: float) -> None:
        super().__init__(name=f"schedule {url}", daemon=True)
        self._url = url
        self._every = every
        self._deadline = deadline
        self._over = threading.Event()

    def run(self) -> None:
        while not self._over.wait(self._every):
            self._call()

    def stop(self) -> None:
        self._over.set()

    def _call(self) -> None:
        call(self._url, self._deadline)


def call(url: str, deadline: float) -> None:
    """Call the function once, as Cloud Scheduler does."""
    connection = HTTPConnection(urlsplit(url).netloc, timeout=deadline)
    with closing(connection), suppress(OSError, HTTPException):  # the reason is in the function's log
        connection.request("POST", "/", headers=HEADERS)
        connection.getresponse().read()


@contextmanager
def running_schedules(topology: Topology, urls: dict[str, str]) -> Iterator[None]:
    """Run the schedules of the topology that have a local interval, and a function that is served."""
    schedules = [
        LocalSchedule(
            urls[schedule.function], every=schedule.local_interval_seconds, deadline=schedule.deadline_seconds
        )
        for schedule in topology.schedules.values()
        if schedule.local_interval_seconds and schedule.function in urls
    ]
    for schedule in schedules:
        schedule.start()
    try:
        yield
    finally:
        for schedule in schedules:
            schedule.stop()
