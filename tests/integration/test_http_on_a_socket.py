"""What only a server shows: bytes on a socket, through the functions framework, to an answer."""

import json
import socket
from collections.abc import Iterator

import pytest

from onewrite.adapters.http.requests.bodies import LARGEST_BODY
from tests.support.http.on_a_socket import (
    Answer,
    accept_commands_served,
    connected,
    head_of,
    read_answer,
    reason,
    send,
)

HEADERS = ("Connection: close", "Content-Type: application/json")
CREATE = json.dumps({"name": "Ada", "address": "London"}).encode()


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    with accept_commands_served(tmp_path_factory.mktemp("served")) as port:
        yield port


def post(port: int, target: str, body: bytes, *headers: str) -> Answer:
    with connected(port) as line, line.makefile("rb") as answers:
        send(line, head_of("POST", target, *HEADERS, *headers) + body)
        return read_answer(answers)


def of_length(body: bytes) -> str:
    return f"Content-Length: {len(body)}"


def chunked(body: bytes) -> bytes:
    return b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)


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
    with connected(port) as line, line.makefile("rb") as answers:
        send(line, head_of("POST", target, *HEADERS[1:], *headers) + body)
        line.shutdown(socket.SHUT_WR)
        answer = read_answer(answers)
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
