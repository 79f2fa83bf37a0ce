"""The embedded system's stand-in for a push subscription, towards a function that keeps what it is given."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from emulators.functions.embedded import Push, pushes
from onewrite.checks.topology import Topology
from onewrite.domain.events import RecordedEvent
from onewrite.domain.streams import StreamId
from tests.support.data.builders import METADATA
from tests.support.systems.adapters import settings
from tests.support.waiting.clocks import NOON


class Function(ThreadingHTTPServer):
    """Answers all with one status."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.status = 204
        self.pushed: list[tuple[str, str, bytes]] = []


class Handler(BaseHTTPRequestHandler):
    server: Function

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.pushed.append((self.headers["ce-source"], self.headers["ce-subject"], body))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def function() -> Iterator[Function]:
    with Function() as server:
        serving = Thread(target=server.serve_forever, args=(0.01,))
        serving.start()
        yield server
        server.shutdown()
        serving.join()


def an_event(category: str = "account") -> RecordedEvent:
    return RecordedEvent(StreamId(category, "1"), 1, "e-1", "UserRenamed", 1, {"name": "Ada"}, METADATA, NOON)


def test_an_event_is_pushed_as_a_cloud_event(function: Function) -> None:
    Push("here", function.server_port, ["account"], "//here")(an_event())
    [(source, subject, body)] = function.pushed
    assert (source, subject, b'"name":"Ada"' in body) == ("//here", "account-1", True)


def test_only_events_of_the_categories_are_pushed_and_without_any_all_of_them(function: Function) -> None:
    Push("here", function.server_port, ["account"], "//here")(an_event("order"))
    assert function.pushed == []
    Push("here", function.server_port, ["account", "order"], "//here")(an_event("order"))
    Push("here", function.server_port, None, "//here")(an_event("list"))
    assert [subject for _, subject, _ in function.pushed] == ["order-1", "list-1"]


@pytest.mark.parametrize("status", [400, 429, 500, 503])
def test_what_the_function_does_not_acknowledge_is_not_taken_for_pushed(function: Function, status: int) -> None:
    function.status = status
    with pytest.raises(ConnectionError, match=f"port {function.server_port} responded with {status}"):
        Push("here", function.server_port, None, "//here")(an_event())


def test_events_are_pushed_to_functions_that_take_events_and_to_no_others() -> None:
    """`rebuild_views` has a topic of its own, and would refuse every event again and again."""
    ports = {"project_profiles": 1, "rebuild_views": 2, "accept_commands": 3}
    here = settings(source="//here")
    assert list(pushes(Topology.read(), here, ports)) == [Push("project_profiles", 1, ("account",), "//here")]
