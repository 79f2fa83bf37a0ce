"""A function in the framework's own server, and the bytes that go to and fro."""

import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from emulators.paths import FUNCTIONS
from emulators.processes.ports import free_ports
from tests.support.waiting.bounds import WAIT_SECONDS
from tests.support.waiting.eventually import eventually

SETTINGS = {"ONEWRITE_DOMAIN": "accounts:ACCOUNTS", "ONEWRITE_STORE": "memory"}


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: Any


@contextmanager
def accept_commands_served(folder: Path, **environment: str) -> Iterator[int]:
    """Serve `accept_commands` as it will be, and hand out the port."""
    with function_served(FUNCTIONS / "accept_commands", folder, **environment) as (port, _):
        yield port


@contextmanager
def function_served(function: Path, folder: Path, **environment: str) -> Iterator[tuple[int, int]]:
    """Serve the function of that name, from the `main.py` in there, as it will be; hand out port and process id."""
    (port,) = free_ports(1)
    command = [
        sys.executable,
        "-m",
        "functions_framework",
        "--target",
        function.name,
        "--signature-type",
        "http",
        "--source",
        str(function / "main.py"),
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    log = folder / f"{function.name}.log"
    with (
        log.open("w") as output,
        subprocess.Popen(
            command, env={**os.environ, **SETTINGS, **environment}, stdout=output, stderr=output
        ) as server,
    ):
        try:
            assert eventually(lambda: server.poll() is not None or _responds(port)), log.read_text()
            assert server.poll() is None, log.read_text()
            yield port, server.pid
        finally:
            server.terminate()


def _responds(port: int) -> bool:
    with suppress(OSError), connected(port) as line:
        send(line, head_of("GET", "/", "Connection: close"))
        return bool(line.recv(1))
    return False


def head_of(method: str, target: str, *headers: str) -> bytes:
    return "\r\n".join((f"{method} {target} HTTP/1.1", "Host: localhost", *headers, "", "")).encode("latin1")


def connected(port: int) -> socket.socket:
    return socket.create_connection(("127.0.0.1", port), timeout=WAIT_SECONDS)


def send(line: socket.socket, data: bytes) -> None:
    """Send exactly these bytes; the server may answer, and hang up, before it has taken them all."""
    with suppress(BrokenPipeError, ConnectionResetError):
        line.sendall(data)


def read_answer(answers: BinaryIO) -> Answer:
    status = int(answers.readline().split()[1])
    told = dict(text.decode().strip().split(": ", 1) for text in iter(answers.readline, b"\r\n"))
    return Answer(status, told, json.loads(answers.read(int(told["Content-Length"]))))


def reason(answer: Answer) -> tuple[int, str]:
    assert answer.headers["Content-Type"] == "application/problem+json"
    return answer.status, answer.body["reason"]
