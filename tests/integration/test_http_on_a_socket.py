"""What only a server shows: bytes on a socket, through the functions framework, to an answer."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import pytest

from emulators.paths import FUNCTIONS
from emulators.processes.ports import free_ports
from onewrite.adapters.http.requests.bodies import LARGEST_BODY
from onewrite.local.probes import function_responds
from tests.support.waiting.bounds import WAIT_SECONDS
from tests.support.waiting.eventually import eventually

SETTINGS = {"ONEWRITE_DOMAIN": "accounts:ACCOUNTS", "ONEWRITE_STORE": "memory"}
HEADERS = ("Host: localhost", "Connection: close", "Content-Type: application/json")
CREATE = json.dumps({"name": "Ada", "address": "London"}).encode()


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: Any


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Where `accept_commands` is served as it will be, by the framework's own server."""
    (port,) = free_ports(1)
    command = [
        sys.executable,
        "-m",
        "functions_framework",
        "--target",
        "accept_commands",
        "--signature-type",
        "http",
        "--source",
        str(FUNCTIONS / "accept_commands" / "main.py"),
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    log = tmp_path_factory.mktemp("served") / "log"
    with (
        log.open("w") as output,
        subprocess.Popen(command, env={**os.environ, **SETTINGS}, stdout=output, stderr=output) as server,
    ):
        try:
            url = f"http://127.0.0.1:{port}"
            assert eventually(lambda: server.poll() is not None or function_responds(url, within=5)), log.read_text()
            assert server.poll() is None, log.read_text()
            yield port
        finally:
            server.terminate()


def post(port: int, target: str, body: bytes, *headers: str) -> Answer:
    """Send exactly these bytes; the server may answer, and hang up, before it has taken them all."""
    head = "\r\n".join((f"POST {target} HTTP/1.1", *HEADERS, *headers, "", ""))
    with socket.create_connection(("127.0.0.1", port), timeout=WAIT_SECONDS) as line, line.makefile("rb") as answers:
        with suppress(BrokenPipeError, ConnectionResetError):
            line.sendall(head.encode("latin1") + body)
        status = int(answers.readline().split()[1])
        told = dict(text.decode().strip().split(": ", 1) for text in iter(answers.readline, b"\r\n"))
        return Answer(status, told, json.loads(answers.read(int(told["Content-Length"]))))


def of_length(body: bytes) -> str:
    return f"Content-Length: {len(body)}"


def chunked(body: bytes) -> bytes:
    return b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)


def reason(answer: Answer) -> tuple[int, str]:
    assert answer.headers["Content-Type"] == "application/problem+json"
    return answer.status, answer.body["reason"]


def test_a_body_is_taken_whole_or_not_at_all(port: int) -> None:
    """What fits would be a command of its own, and what comes behind it would be lost."""
    larger = CREATE.ljust(LARGEST_BODY) + b"!" * 1000
    assert reason(post(port, "/accounts/told/create", larger, of_length(larger))) == (413, "BODY_TOO_LARGE")
    answer = post(port, "/accounts/chunked/create", chunked(larger), "Transfer-Encoding: chunked")
    assert reason(answer) == (413, "BODY_TOO_LARGE")
    for key in ("told", "chunked"):
        assert reason(post(port, f"/accounts/{key}/close", b"", of_length(b""))) == (404, "STREAM_NOT_FOUND")


def test_a_large_body_for_nobody_is_a_problem_like_any_other(port: int) -> None:
    larger = b"x" * (LARGEST_BODY + 1)
    assert reason(post(port, "/nowhere", larger, of_length(larger))) == (404, "UNKNOWN_PATH")


def test_a_body_in_chunks_is_as_good_as_any(port: int) -> None:
    answer = post(port, "/accounts/chunks/create", chunked(CREATE), "Transfer-Encoding: chunked")
    assert (answer.status, answer.body["version"]) == (201, 1)


def cut_off(port: int, target: str, body: bytes, *headers: str) -> Answer:
    """Send this and nothing more: the other side of the socket is closed, and whatever comes back is read."""
    head = "\r\n".join((f"POST {target} HTTP/1.1", *HEADERS[::2], *headers, "", ""))
    with socket.create_connection(("127.0.0.1", port), timeout=WAIT_SECONDS) as line, line.makefile("rb") as answers:
        with suppress(BrokenPipeError, ConnectionResetError):
            line.sendall(head.encode("latin1") + body)
        line.shutdown(socket.SHUT_WR)
        status = int(answers.readline().split()[1])
        told = dict(text.decode().strip().split(": ", 1) for text in iter(answers.readline, b"\r\n"))
        answer = Answer(status, told, json.loads(answers.read(int(told["Content-Length"]))))
        assert answers.read() == b"", "the server hangs up"
        return answer


def test_a_body_that_is_cut_off_is_not_carried_out(port: int) -> None:
    """Closing an account needs no field, so an empty body would close it."""
    assert post(port, "/accounts/cut/create", CREATE, of_length(CREATE)).status == 201
    for body in (b"", b"{}"):
        assert reason(cut_off(port, "/accounts/cut/close", body, "Content-Length: 29")) == (400, "INCOMPLETE_BODY")
    whole = cut_off(port, "/accounts/cut-too/create", CREATE, f"Content-Length: {len(CREATE) + 1}")
    assert reason(whole) == (400, "INCOMPLETE_BODY")
    assert post(port, "/accounts/cut/close", b"", of_length(b"")).status == 200
    assert reason(post(port, "/accounts/cut-too/close", b"", of_length(b""))) == (404, "STREAM_NOT_FOUND")


@pytest.mark.parametrize("broken", [b"zz\r\n{}\r\n0\r\n\r\n", b"5\r\n{}", b"2\r\n{}"])
def test_broken_chunks_are_the_clients_fault_and_the_end_of_the_connection(port: int, broken: bytes) -> None:
    answer = cut_off(port, "/accounts/broken/close", broken, "Transfer-Encoding: chunked")
    assert reason(answer) == (400, "INCOMPLETE_BODY")


def test_two_idempotency_keys_are_none(port: int) -> None:
    keys = ("Idempotency-Key: a", "Idempotency-Key: b")
    answer = post(port, "/accounts/keys/create", CREATE, of_length(CREATE), *keys)
    assert reason(answer) == (422, "INVALID_FIELDS")
    assert [error["header"] for error in answer.body["errors"]] == ["Idempotency-Key"]
