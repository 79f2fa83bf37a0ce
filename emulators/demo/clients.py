"""What the story does to the system: commands, queries and operations over HTTP, and pushes of its own."""

import time
from collections.abc import Callable, Container, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Any, Self

import httpx

from emulators.demo.books import Acknowledged
from emulators.demo.ways import Ways
from emulators.errors import CannotRun
from emulators.system.system import System

#: Enough for a machine that has other things to do.
WAIT_SECONDS = 120.0


class UnexpectedResponse(CannotRun):
    """None at all, or one that the story does not expect."""


class Clients:
    """Every response is an expected one, or the story ends in one line: raises `UnexpectedResponse`."""

    def __init__(self, system: System, ways: Ways) -> None:
        self.system = system
        self.ways = ways
        #: What was said to each command: from this the books are kept.
        self.acknowledged: list[Acknowledged] = []
        self._http = httpx.Client(timeout=WAIT_SECONDS, trust_env=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def command(
        self,
        stream: str,
        name: str,
        body: Mapping[str, str],
        headers: Mapping[str, str] | None = None,
        *,
        refusal: Container[int] = (),
    ) -> httpx.Response:
        """Send it to a stream, named by its path; `refusal` is the status that it may be refused with."""
        response = self._ask("accept_commands", "POST", f"{stream}/{name}", refusal, json=body, headers=headers)
        if response.is_success:
            events = response.json()["events"]
            self.acknowledged.append(Acknowledged(stream, tuple(event["event_id"] for event in events)))
        return response

    def query(self, path: str, *, refusal: Container[int] = ()) -> httpx.Response:
        return self._ask("answer_queries", "GET", path, refusal)

    def history(self, stream: str) -> list[dict[str, Any]]:
        """Read all events of a stream, which is named by its path, from the store."""
        events: list[dict[str, Any]] = self.query(f"{stream}/history?page_size=1000").json()["events"]
        return events

    def begin(self) -> None:
        """Let the consumer groups begin: what was committed before that no change stream tells them."""
        self.relay()
        self.pull()

    def relay(self) -> int:
        """Do what the scheduler does until nothing is unpublished; return how many events were published."""
        published: list[int] = []

        def publish() -> bool:
            published.append(self._ask(self.ways.relays, "POST").json()["published"])
            return bool(self.status()["unpublished"] == 0)

        eventually(publish)
        return sum(published)

    def pull(self) -> None:
        """Do what the scheduler does for the views that nobody pushes to."""
        for projection in self.ways.pulled:
            self._ask(f"pull_{projection}", "POST")

    def have_followed(self) -> bool:
        """Whether no view is behind; those that pull do so first."""
        self.pull()
        return bool(self.status()["lagging"] == 0)

    def reconcile(self) -> dict[str, Any]:
        report: dict[str, Any] = self._ask("reconcile_views", "POST").json()
        return report

    def status(self) -> dict[str, Any]:
        report: dict[str, Any] = self._ask("operate_views", "GET", "/status?full=true").json()
        return report

    def push(self, projection: str, account: str, version: int) -> int:
        """Push a message as the bus would; return the HTTP status."""
        attributes = {
            "ce-specversion": "1.0",
            "ce-id": f"{account}-{version}",
            "ce-type": "StreamChanged",
            "ce-source": "//onewrite/demo",
            "ce-subject": f"account-{account}",
            "ce-sequence": f"{version:019d}",
        }
        return self._ask(f"project_{projection}", "POST", headers=attributes, content=b"{}").status_code

    def _ask(
        self, function: str, method: str, path: str = "/", refusal: Container[int] = (), **message: Any
    ) -> httpx.Response:
        what = f"{method} {path} of {function}"
        try:
            response = self._http.request(method, self.system.url(function) + path, **message)
        except httpx.TransportError as fault:
            raise UnexpectedResponse(f"{what} got no response: {fault!r} ({self._log(function)})") from fault
        if response.is_success or response.status_code in refusal:
            return response
        why = " ".join(response.text.split())[:300]
        raise UnexpectedResponse(f"{what} got {response.status_code}: {why} ({self._log(function)})")

    def _log(self, function: str) -> str:
        return f"log: {self.system.processes[function].log}"


@contextmanager
def crew(number: int) -> Iterator[ThreadPoolExecutor]:
    """Threads that nobody waits for when something goes wrong: they end when their functions are stopped."""
    pool = ThreadPoolExecutor(number)
    try:
        yield pool
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def eventually(condition: Callable[[], bool], *, within: float = WAIT_SECONDS) -> bool:
    """Wait until the condition holds; False if it still doesn't after `within` seconds."""
    until = time.monotonic() + within
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True
