"""A load: clients that each send one thing after the other, as fast as they can or at a pace."""

import json
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from itertools import count, cycle
from threading import Event
from time import monotonic
from typing import Protocol
from urllib.parse import urlsplit

from emulators.system.system import System
from tests.support.waiting.bounds import WAIT_SECONDS

HEADERS = {"Content-Type": "application/json"}
#: Each client has so many accounts, which it takes in turn.
ACCOUNTS = 6
#: The server closes a connection that is idle for two seconds.
IDLE_SECONDS = 1.0


class Sender(Protocol):
    def send(self) -> None: ...


class Commands:
    """One connection to `accept_commands`, kept open. `took` is how many milliseconds each response took."""

    def __init__(self, system: System) -> None:
        self.took: list[float] = []
        self._used_at = 0.0
        self._connection = HTTPConnection(urlsplit(system.url("accept_commands")).netloc, timeout=WAIT_SECONDS)

    def post(self, account: str, act: str, **body: str) -> None:
        if monotonic() - self._used_at > IDLE_SECONDS:
            self.close()
        begun = self._used_at = monotonic()
        self._connection.request("POST", f"/accounts/{account}/{act}", json.dumps(body), HEADERS)
        response = self._connection.getresponse()
        said = response.read()
        assert response.status < 300, said
        self.took.append((monotonic() - begun) * 1000)

    def close(self) -> None:
        """Hang up; the next request connects again."""
        self._connection.close()


class Client(Commands):
    """Changes the addresses of some accounts, which are open."""

    def __init__(self, system: System, name: str) -> None:
        super().__init__(system)
        accounts = [f"{name}-{number}" for number in range(ACCOUNTS)]
        self._turns, self._numbers = cycle(accounts), count(1)
        for account in accounts:
            self.post(account, "create", name="Ada", address="London")
        self.took.clear()

    def send(self) -> None:
        self.post(next(self._turns), "change-address", address=f"{next(self._numbers)} Fleet Street")


def run(senders: Sequence[Sender], seconds: float, pace: float | None = None) -> float:
    """Let all of them send for so long, or so many a second in all; return how many seconds it took."""
    return run_at_paces({sender: len(senders) / pace if pace else 0.0 for sender in senders}, seconds)


def run_at_paces(senders: Mapping[Sender, float], seconds: float) -> float:
    """Do the same, each at a pace of its own: after how many seconds the next thing is due."""
    begun = monotonic()
    with ThreadPoolExecutor(len(senders)) as pool:
        sending = [pool.submit(_send, sender, begun + seconds, every) for sender, every in senders.items()]
    for one in sending:
        one.result()
    return monotonic() - begun


def _send(sender: Sender, until: float, every: float) -> None:
    """Send one thing each so many seconds; one that took longer is followed at once by what is due."""
    due = monotonic()
    while max(due, monotonic()) < until:
        Event().wait(max(0.0, due - monotonic()))
        sender.send()
        due += every
