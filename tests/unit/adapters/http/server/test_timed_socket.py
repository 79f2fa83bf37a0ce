import errno
import socket
from collections.abc import Iterator
from contextlib import closing

import pytest

from onewrite.adapters.http.server.timed_socket import TimedSocket
from tests.support.waiting.bounds import WAIT_SECONDS

SOON = 0.05
Pair = tuple[TimedSocket, socket.socket]


def a_pair(seconds: float) -> Pair:
    ours, theirs = socket.socketpair()
    return TimedSocket(ours, seconds), theirs


@pytest.fixture
def hurried() -> Iterator[Pair]:
    connection, client = a_pair(SOON)
    with closing(connection), closing(client):
        yield connection, client


@pytest.fixture
def patient() -> Iterator[Pair]:
    connection, client = a_pair(WAIT_SECONDS)
    with closing(connection), closing(client):
        yield connection, client


def test_what_has_come_is_received(patient: Pair) -> None:
    connection, client = patient
    client.sendall(b"at once")
    assert (connection.recv(100), connection.is_late) == (b"at once", False)


def test_a_silent_client_is_as_good_as_gone_when_its_time_is_over(hurried: Pair) -> None:
    connection, client = hurried
    assert (connection.recv(100), connection.is_late) == (b"", True)
    client.sendall(b"too late")
    assert (connection.recv(100), connection.is_late) == (b"", True)


def test_a_client_that_never_stops_sending_has_no_more_time_than_a_silent_one(hurried: Pair) -> None:
    connection, client = hurried
    client.sendall(b".")
    while connection.recv(1):
        client.sendall(b".")
    assert connection.is_late


def test_a_client_that_hangs_up_is_not_late(patient: Pair) -> None:
    connection, client = patient
    client.close()
    assert (connection.recv(100), connection.is_late) == (b"", False)


def test_a_client_can_be_given_its_time_once_more_or_another_time(hurried: Pair) -> None:
    connection, client = hurried
    assert connection.recv(100) == b""
    connection.restart(WAIT_SECONDS)
    assert not connection.is_late
    client.sendall(b"the next request")
    assert connection.recv(100) == b"the next request"
    connection.restart()
    assert (connection.recv(100), connection.is_late) == (b"", True)


def test_whoever_waits_for_less_than_the_client_may_take_waits_for_that(patient: Pair) -> None:
    connection, client = patient
    connection.settimeout(SOON)
    assert (connection.recv(100), connection.is_late) == (b"", True)
    assert connection.gettimeout() == SOON
    client.sendall(b"in the client's time")
    assert connection.recv(100) == b"in the client's time"


def test_afterwards_the_socket_waits_as_it_did(hurried: Pair) -> None:
    connection, client = hurried
    client.sendall(b"!")
    connection.recv(100)
    connection.sendall(b"!")
    connection.recv(100)
    assert connection.gettimeout() is None


def test_a_client_that_takes_no_response_is_taken_for_one_that_is_gone(hurried: Pair) -> None:
    connection, _ = hurried
    with pytest.raises(ConnectionResetError) as gone:
        connection.sendall(b"!" * 10_000_000)
    assert gone.value.errno == errno.ECONNRESET
    assert connection.gettimeout() is None


def test_the_time_for_a_response_is_not_what_the_request_has_left(hurried: Pair) -> None:
    connection, client = hurried
    assert connection.recv(100) == b""
    connection.sendall(b"that was late")
    assert client.recv(100) == b"that was late"
