"""Whatever `operate_views` says, or doesn't, becomes a report or an error that says what to do."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socket import create_server
from threading import Thread
from typing import Any

import pytest

from emulators.processes.ports import free_port
from onewrite.cli.systems.over_http import OverHttp
from onewrite.errors import InvalidFields, OnewriteError, OperationRefused, Unavailable
from tests.support.waiting.bounds import WAIT_SECONDS

PROBLEM, JSON = "application/problem+json", "application/json"


@dataclass
class Function:
    """Says what it is told to say, and keeps what it was asked."""

    url: str = ""
    status: int = 200
    kind: str = JSON
    text: str = "{}"
    asked: list[Any] = field(default_factory=list)
    #: How many bytes more than there are it announces.
    too_few: int = 0

    def says(self, status: int, kind: str, body: object) -> None:
        self.status, self.kind, self.text = status, kind, body if isinstance(body, str) else json.dumps(body)


@pytest.fixture
def function() -> Iterator[Function]:
    function = Function()

    class Route(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._respond()

        def do_POST(self) -> None:
            self._respond()

        def _respond(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            function.asked.append((self.command, self.path, body and json.loads(body), dict(self.headers)))
            if not function.status:
                return
            self.send_response(function.status)
            self.send_header("Content-Type", function.kind)
            self.send_header("Content-Length", str(len(function.text) + function.too_few))
            self.end_headers()
            self.wfile.write(function.text.encode())

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Route) as server:
        function.url = f"http://127.0.0.1:{server.server_port}"
        serving = Thread(target=server.serve_forever, args=(0.01,))
        serving.start()
        yield function
        server.shutdown()
        serving.join()


def asking(url: str, within: float = WAIT_SECONDS) -> OverHttp:
    return OverHttp(url, Path("logs/operate_views.log"), within)


def test_a_read_is_a_get_and_an_act_is_a_post_of_this_user(function: Function, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOGNAME", "Ada, Countess")
    function.says(200, JSON, [{"version": 1}])
    assert asking(function.url).read("parked", projection="a b", error_class=None) == [{"version": 1}]
    assert asking(function.url).act("drop", projection="profiles", generation=2, reason=None) == [{"version": 1}]
    (_, read, nothing, _), (method, path, body, headers) = function.asked
    assert (read, nothing) == ("/parked?projection=a+b", b"")
    assert (method, path, body) == ("POST", "/drop", {"projection": "profiles", "generation": 2})
    assert (headers["Content-Type"], headers["X-Actor"]) == (JSON, "Ada%2C%20Countess")


def test_a_report_of_what_could_not_be_done_is_a_report(function: Function) -> None:
    function.says(503, JSON, {"is_healed": False})
    assert asking(function.url).act("reconcile") == {"is_healed": False}


@pytest.mark.parametrize(("status", "kind"), [(503, Unavailable), (409, OperationRefused), (404, OperationRefused)])
def test_a_problem_is_an_error_with_its_words(function: Function, status: int, kind: type[Exception]) -> None:
    function.says(status, PROBLEM, {"detail": "rebuild it first", "reason": "SOME"})
    with pytest.raises(kind, match=r"^rebuild it first$"):
        asking(function.url).read("status")


def test_what_broke_there_is_in_its_log(function: Function) -> None:
    function.says(500, PROBLEM, {"detail": "Something broke here; it was logged", "reason": "INTERNAL"})
    with pytest.raises(OnewriteError, match=r"^Something broke here; it was logged: see logs/operate_views.log$"):
        asking(function.url).read("status")


def test_every_wrong_field_is_named(function: Function) -> None:
    errors = [{"pointer": "#/reason", "detail": "too long"}, {"detail": "too large", "parameter": "limit"}]
    function.says(422, PROBLEM, {"detail": "Mend these fields", "errors": errors})
    with pytest.raises(InvalidFields) as wrong:
        asking(function.url).read("status")
    assert [(one.name, one.detail) for one in wrong.value.named] == [("#/reason", "too long"), ("limit", "too large")]


def test_who_is_no_function_is_told_from_one(function: Function) -> None:
    function.says(200, "text/html", "<h1>welcome</h1>")
    with pytest.raises(OnewriteError, match=r"responds with 200 and no JSON: is that operate_views. See logs/") as told:
        asking(function.url).read("status")
    assert function.url in told.value.message


def test_a_function_that_breaks_off_may_have_acted(function: Function) -> None:
    function.status = 0
    with pytest.raises(Unavailable, match=r"gives no response .* look at `onewrite status`, and at `onewrite log`"):
        asking(function.url).act("reconcile")


def test_half_a_report_is_none(function: Function) -> None:
    function.too_few = 7
    with pytest.raises(Unavailable, match=r"gives no response \(IncompleteRead"):
        asking(function.url).read("status")


def test_a_function_that_is_gone_is_unavailable() -> None:
    with pytest.raises(Unavailable, match=r"operate_views at http://127.0.0.1:.* gives no response .*refused"):
        asking(f"http://127.0.0.1:{free_port()}").read("status")


def test_a_function_that_hangs_is_waited_for_no_longer_than_is_said() -> None:
    with create_server(("127.0.0.1", 0)) as nobody_accepts:
        port = nobody_accepts.getsockname()[1]
        with pytest.raises(Unavailable, match="timed out"):
            asking(f"http://127.0.0.1:{port}", within=0.05).read("generations")
