"""What is said of functions that were restarted; each is a server of this test."""

import json
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread

import pytest

from emulators.processes.guard import ProcessGuard
from emulators.processes.process import Process
from emulators.reloading import returning
from emulators.reloading.returning import Returning
from emulators.system.system import System
from tests.support.waiting.bounds import WAIT_SECONDS
from tests.support.waiting.eventually import eventually
from tests.support.waiting.never import never

NAMES = ("accept_commands", "reconcile_views")


class Function(ThreadingHTTPServer):
    """Says what it is told to; at first that it is not ready yet."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.status = 503
        self.calls = 0
        #: Whoever holds it lets no call end.
        self.held = Lock()


class Handler(BaseHTTPRequestHandler):
    server: Function

    def do_GET(self) -> None:
        body = json.dumps({"detail": f"status {self.server.status}"}).encode()
        self.send_response(self.server.status)
        self.send_header("Content-Length", str(len(body)))
        if self.server.status == 503:
            self.send_header("Retry-After", "1")
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self) -> None:
        with self.server.held:
            self.server.calls += 1
        self.send_response(200)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


class Restarted:
    """Two functions, and what is said of them."""

    def __init__(self, folder: Path, servers: dict[str, Function]) -> None:
        self.servers = servers
        processes = {name: _process(name, folder) for name in servers}
        urls = {name: f"http://127.0.0.1:{server.server_port}" for name, server in servers.items()}
        self.said: list[str] = []
        self.returning = Returning(System(folder, urls, processes, None, (), {}), self.said.append)

    def look(self, *statuses: int) -> list[str]:
        """Let the functions respond so; return what is said then."""
        self.said.clear()
        for server, status in zip(self.servers.values(), statuses, strict=True):
            server.status = status
        self.returning.look()
        return [line.partition(" after ")[0] for line in self.said]


def _process(name: str, folder: Path) -> Process:
    return Process(name, [sys.executable], {}, folder, Path(f"{name}.log"), ProcessGuard())


@pytest.fixture
def restarted(tmp_path: Path) -> Iterator[Restarted]:
    servers = {name: Function() for name in NAMES}
    with ExitStack() as stack:
        for server in servers.values():
            stack.enter_context(server)
            serving = Thread(target=server.serve_forever, args=(0.01,))
            serving.start()
            stack.callback(serving.join)
            stack.callback(server.shutdown)
        yield Restarted(tmp_path, servers)


def test_nothing_is_said_of_what_was_not_restarted(restarted: Restarted) -> None:
    assert restarted.look(500, 500) == []


def test_the_last_function_that_becomes_ready_is_told_once(restarted: Restarted) -> None:
    restarted.returning.expect(NAMES)
    assert restarted.look(503, 503) == []
    assert restarted.look(200, 503) == []
    assert restarted.look(503, 405) == ["Ready again"], "who was ready isn't asked again"
    assert restarted.look(503, 503) == []


def test_views_are_reconciled_as_soon_as_all_are_ready(restarted: Restarted) -> None:
    restarted.returning.expect(NAMES)
    function = restarted.servers["reconcile_views"]
    restarted.look(503, 200)
    assert function.calls == 0
    restarted.look(200, 200)
    eventually(lambda: function.calls == 1)
    restarted.look(200, 200)
    assert never(lambda: function.calls > 1, within=0.2)


def test_a_reconcile_that_takes_long_holds_nothing_up(restarted: Restarted, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(returning, "RECONCILE_SECONDS", 2 * WAIT_SECONDS)
    function = restarted.servers["reconcile_views"]
    restarted.returning.expect(NAMES)
    with ThreadPoolExecutor() as threads, function.held:
        assert threads.submit(restarted.look, 200, 200).result(WAIT_SECONDS) == ["Ready again"]
    eventually(lambda: function.calls == 1)


def test_functions_that_are_restarted_one_after_the_other_are_followed_together(restarted: Restarted) -> None:
    restarted.returning.expect(["accept_commands"])
    restarted.returning.expect(["reconcile_views"])
    assert restarted.look(503, 200) == []
    assert restarted.look(200, 200) == ["Ready again"]


def test_what_will_not_pass_is_told_at_once_and_no_second_time(restarted: Restarted) -> None:
    restarted.returning.expect(NAMES)
    assert restarted.look(500, 503) == ["accept_commands isn't ready: status 500 (log: accept_commands.log)"]
    assert restarted.look(500, 503) == []
    assert restarted.look(500, 200) == ["Ready again"]


def test_functions_that_are_not_ready_for_one_reason_are_one_line(restarted: Restarted) -> None:
    restarted.returning.expect(NAMES)
    told = ["accept_commands, reconcile_views aren't ready: status 500 (log: accept_commands.log)"]
    assert restarted.look(500, 500) == told


def test_what_may_pass_is_told_after_a_while(restarted: Restarted, monkeypatch: pytest.MonkeyPatch) -> None:
    restarted.returning.expect(NAMES)
    assert restarted.look(200, 503) == []
    monkeypatch.setattr(returning, "PATIENCE_SECONDS", 0)
    assert restarted.look(200, 503) == ["reconcile_views isn't ready: status 503 (log: reconcile_views.log)"]
    assert restarted.look(200, 503) == []
