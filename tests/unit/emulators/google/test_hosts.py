import socket

import pytest

from emulators.errors import CannotRun
from emulators.google import hosts
from emulators.google.hosts import named_host
from emulators.google.kinds import KINDS, PUBSUB, SPANNER
from emulators.processes.ports import free_port


def test_nothing_is_adopted_where_nothing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(SPANNER.variable, raising=False)
    monkeypatch.setenv(PUBSUB.variable, "")
    assert [named_host(kind) for kind in KINDS] == [None, None]


@pytest.mark.parametrize("host", ["http://127.0.0.1:9010", "127.0.0.1", "9010", "localhost:port", "a b:1"])
def test_what_is_no_host_and_port_is_refused(host: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(SPANNER.variable, host)
    with pytest.raises(CannotRun, match=rf"^{SPANNER.variable}={host} is not host:port: write .* without http://$"):
        named_host(SPANNER)


def test_a_host_where_nobody_listens_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(PUBSUB.variable, f"127.0.0.1:{free_port()}")
    with pytest.raises(CannotRun, match=rf"does not answer: start that emulator, or unset {PUBSUB.variable}"):
        named_host(PUBSUB)


def test_an_open_port_that_answers_no_call_is_not_an_emulator(monkeypatch: pytest.MonkeyPatch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        monkeypatch.setattr(hosts, "PROBE_TIMEOUT_SECONDS", 0.3)
        monkeypatch.setenv(SPANNER.variable, f"127.0.0.1:{mute.getsockname()[1]}")
        with pytest.raises(CannotRun, match="does not answer"):
            named_host(SPANNER)
