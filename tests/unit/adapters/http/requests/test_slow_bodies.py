"""Bodies that don't come in time, as gunicorn reads them from a socket."""

import json
import socket
from contextlib import closing

import pytest
from flask import Request
from gunicorn.config import Config  # type: ignore[import-untyped]
from gunicorn.http import wsgi  # type: ignore[import-untyped]
from gunicorn.http.parser import RequestParser  # type: ignore[import-untyped]

from accounts import ACCOUNTS
from onewrite.adapters.http.server.timed_socket import TimedSocket
from onewrite.bootstrap import App, build, memory_adapters
from tests.support.data.builders import a_stream
from tests.support.http.documented import assert_documented
from tests.support.http.on_a_socket import head_of
from tests.support.http.problems import problem
from tests.support.systems.adapters import settings

ADA = json.dumps({"name": "Ada", "address": "London"}).encode()
PATH = "/accounts/7/create"


@pytest.fixture
def app() -> App:
    return build(settings(), ACCOUNTS, memory_adapters())


def received(connection: socket.socket) -> Request:
    request = next(RequestParser(Config(), connection, ("127.0.0.1", 1)))
    _, environ = wsgi.create(request, connection, ("127.0.0.1", 1), ("127.0.0.1", 2), Config())
    return Request(environ)


@pytest.mark.parametrize(
    ("announced", "sent"),
    [
        ("Content-Length: 2000", b""),
        ("Content-Length: 2000", ADA),
        ("Transfer-Encoding: chunked", b""),
        ("Transfer-Encoding: chunked", b"%x\r\n%b\r\n" % (len(ADA), ADA)),
    ],
)
def test_a_body_that_does_not_come_in_time_is_408_and_changes_nothing(app: App, announced: str, sent: bytes) -> None:
    ours, client = socket.socketpair()
    with closing(TimedSocket(ours, 60)) as connection, closing(client):
        client.sendall(head_of("POST", PATH, "Content-Type: application/json", announced) + sent)
        request = received(connection)
        connection.restart(0.05)  # for the body alone: on a busy machine the head may take longer
        response = app.commands(request)
    assert_documented(app.commands, "POST", PATH, response)
    problem(response, 408, "BODY_TOO_SLOW")
    assert app.adapters.store.read_head(a_stream("7")).is_new


def test_a_body_that_comes_in_time_is_carried_out(app: App) -> None:
    ours, client = socket.socketpair()
    with closing(TimedSocket(ours, 60)) as connection, closing(client):
        announced = f"Content-Length: {len(ADA)}"
        client.sendall(head_of("POST", PATH, "Content-Type: application/json", announced) + ADA)
        assert app.commands(received(connection)).status_code == 201
