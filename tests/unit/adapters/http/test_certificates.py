"""Google's public keys: fetched when they are needed, kept for an hour, and never replaced by an error page."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socket import create_server
from threading import Thread

import pytest

from onewrite.adapters.http.identity import GoogleCertificates
from onewrite.errors import Unavailable

HOUR = 3600


class Google(ThreadingHTTPServer):
    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Keys)
        self.status, self.fetched = 200, 0


class Keys(BaseHTTPRequestHandler):
    server: Google

    def do_GET(self) -> None:
        self.server.fetched += 1
        self.send_response(self.server.status)
        self.end_headers()
        self.wfile.write(json.dumps({"key": f"of fetch {self.server.fetched}"}).encode())

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        pass


@pytest.fixture
def google(monkeypatch: pytest.MonkeyPatch) -> Iterator[Google]:
    with Google() as google:
        monkeypatch.setattr(
            "onewrite.adapters.http.identity.CERTIFICATES_URL", f"http://127.0.0.1:{google.server_port}/"
        )
        serving = Thread(target=google.serve_forever, args=[0.01])
        serving.start()
        yield google
        google.shutdown()
        serving.join()


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The time since this machine was started."""
    time = [1.0]
    monkeypatch.setattr("onewrite.adapters.http.identity.monotonic", lambda: time[0])
    return time


def test_certificates_are_fetched_once_an_hour(google: Google, at: list[float]) -> None:
    certificates = GoogleCertificates()
    for at[0], key in [(1, "of fetch 1"), (HOUR, "of fetch 1"), (HOUR + 2, "of fetch 2"), (2 * HOUR, "of fetch 2")]:
        assert certificates() == {"key": key}
    assert google.fetched == 2


def test_an_error_is_no_certificate_and_the_next_caller_asks_again(google: Google, at: list[float]) -> None:
    certificates = GoogleCertificates()
    google.status = 500
    with pytest.raises(Unavailable, match="HTTPError"):
        certificates()
    google.status = 200
    assert certificates() == {"key": "of fetch 2"}


def test_silence_is_waited_for_a_limited_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("onewrite.adapters.http.identity.CERTIFICATES_TIMEOUT_SECONDS", 0.05)
    with create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        monkeypatch.setattr("onewrite.adapters.http.identity.CERTIFICATES_URL", address)
        with pytest.raises(Unavailable, match="Timeout"):
            GoogleCertificates()()
