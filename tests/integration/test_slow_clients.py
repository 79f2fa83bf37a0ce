"""What slow clients cost on the framework's server: each holds a thread, but for its time only."""

import json
import select
import socket
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from time import monotonic

import pytest

from onewrite.adapters.http.server.worker import PARTING_SECONDS
from tests.support.http.on_a_socket import accept_commands_served, connected, head_of, read_answer, reason, send
from tests.support.waiting.eventually import eventually

THREADS = 8
CLIENT_SECONDS = 0.5
JSON = "Content-Type: application/json"
CREATE = json.dumps({"name": "Ada", "address": "London"}).encode()
ALMOST = head_of("POST", "/accounts/7/create", JSON, f"Content-Length: {len(CREATE) + 1}") + CREATE
LIVE = head_of("GET", "/health/live")


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    folder = tmp_path_factory.mktemp("served")
    limits = {"ONEWRITE_CLIENT_SECONDS": str(CLIENT_SECONDS), "THREADS": str(THREADS)}
    with accept_commands_served(folder, **limits) as port:
        yield port
        told = map(json.loads, (folder / "accept_commands.log").read_text().splitlines())
        assert [line for line in told if line["severity"] != "INFO"] == [], "a slow client is nobody's error"


def half_a_head(line: socket.socket) -> None:
    send(line, LIVE[:20])


def half_a_body(line: socket.socket) -> None:
    send(line, ALMOST)


def a_byte_now_and_then(line: socket.socket) -> None:
    """Go on until the server responds or hangs up."""
    send(line, head_of("POST", "/accounts/7/create", JSON, "Content-Length: 100000"))
    while not select.select([line], [], [], 0.01)[0]:
        send(line, b" ")


@pytest.mark.parametrize("stall", [half_a_head, half_a_body, a_byte_now_and_then])
def test_a_health_check_is_answered_although_every_thread_had_a_slow_client(
    port: int, stall: Callable[[socket.socket], None]
) -> None:
    with ExitStack() as lines, ThreadPoolExecutor(THREADS) as clients:
        slow = [clients.submit(stall, lines.enter_context(connected(port))) for _ in range(THREADS)]
        with connected(port) as line, line.makefile("rb") as answers:
            send(line, LIVE)
            assert read_answer(answers).status == 200
        for one in slow:
            one.result()


@pytest.mark.parametrize("stall", [half_a_body, a_byte_now_and_then])
def test_a_body_that_takes_too_long_is_refused_and_its_connection_closed(
    port: int, stall: Callable[[socket.socket], None]
) -> None:
    with connected(port) as line, line.makefile("rb") as answers:
        stall(line)
        assert reason(read_answer(answers)) == (408, "BODY_TOO_SLOW")
        assert answers.read() == b""
    with connected(port) as line, line.makefile("rb") as answers:
        send(line, head_of("POST", "/accounts/7/close", JSON, "Content-Length: 2") + b"{}")
        assert reason(read_answer(answers)) == (404, "STREAM_NOT_FOUND")


def test_what_comes_too_late_is_no_request_of_its_own(port: int) -> None:
    """No route reads that body, so what is left of it could pass for the next request."""
    with connected(port) as line, line.makefile("rb") as answers:
        send(line, head_of("POST", "/nowhere", "Content-Length: 1000"))
        assert reason(read_answer(answers)) == (404, "UNKNOWN_PATH")
        send(line, LIVE)
        assert answers.read() == b""


def seconds_until_cut(line: socket.socket, stall: Callable[[socket.socket], None]) -> float:
    """Stall once half of a client's time has gone by, and measure from then on."""
    select.select([line], [], [], CLIENT_SECONDS / 2)
    began = monotonic()
    stall(line)
    with line.makefile("rb") as answers:
        answers.read()
    return monotonic() - began


def test_a_body_has_as_long_as_its_head_had(port: int) -> None:
    with connected(port) as line:
        assert seconds_until_cut(line, half_a_body) >= CLIENT_SECONDS


def test_each_request_of_a_connection_has_a_time_of_its_own(port: int) -> None:
    with connected(port) as line:
        send(line, LIVE)
        with line.makefile("rb") as answers:
            assert read_answer(answers).status == 200
        assert seconds_until_cut(line, half_a_head) >= CLIENT_SECONDS


def test_a_client_that_takes_no_response_loses_its_connection(port: int) -> None:
    with connected(port) as line:
        send(line, head_of("GET", "/openapi.json") * 400)

        def is_cut() -> bool:
            try:
                return line.send(b" ") == 0
            except (BrokenPipeError, ConnectionResetError):
                return True

        assert eventually(is_cut)


def test_clients_that_do_not_hang_up_hold_up_nobody_else(port: int) -> None:
    began = monotonic()
    with ExitStack() as lines:
        for _ in range(THREADS):
            line = lines.enter_context(connected(port))
            send(line, head_of("GET", "/health/live", "Connection: close"))
            with line.makefile("rb") as answers:
                assert read_answer(answers).status == 200
                assert answers.read() == b""
        assert monotonic() - began < PARTING_SECONDS
