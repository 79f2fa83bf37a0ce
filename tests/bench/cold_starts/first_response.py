"""A process of the functions framework, from its start to its first response, and what memory it has then."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from http.client import HTTPConnection
from pathlib import Path
from threading import Event
from time import perf_counter
from typing import NamedTuple

import psutil

from emulators.processes.ports import free_port
from tests.support.waiting.bounds import WAIT_SECONDS

#: How often a client knocks until somebody listens.
KNOCK_SECONDS = 0.002


class Sent(NamedTuple):
    method: str
    path: str = "/"
    body: bytes = b""
    headers: Mapping[str, str] = {}


class Started(NamedTuple):
    milliseconds: float
    mebibytes: float


def first_response(folder: Path, settings: Mapping[str, str], sent: Sent) -> Started:
    """Start the function that is in this folder and send it a request, which has to succeed; stop it."""
    port, log = free_port(), folder / "server.log"
    framework = ["-m", "functions_framework", "--target", folder.name, "--host", "127.0.0.1", "--port", str(port)]
    environment = {"PATH": os.environ["PATH"], "XDG_RUNTIME_DIR": str(folder), **settings}
    begun = perf_counter()
    with log.open("w") as out:
        process = subprocess.Popen(
            [sys.executable, *framework], cwd=folder, env=environment, stdout=out, stderr=out, start_new_session=True
        )
    try:
        status = _response_to(sent, port, process)
        taken = perf_counter() - begun
        assert 200 <= status < 300, f"{folder.name}: {status}, {log.read_text()}"
        return Started(taken * 1000, _memory(process.pid) / 2**20)
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def _response_to(sent: Sent, port: int, process: subprocess.Popen[bytes]) -> int:
    connection, pause = HTTPConnection("127.0.0.1", port, timeout=WAIT_SECONDS), Event()
    while True:
        try:
            connection.connect()
            break
        except ConnectionRefusedError:
            assert process.poll() is None, "it has ended"
            pause.wait(KNOCK_SECONDS)
    connection.request(sent.method, sent.path, sent.body, dict(sent.headers))
    response = connection.getresponse()
    response.read()
    connection.close()
    return response.status


def _memory(pid: int) -> int:
    """Return the bytes of server and worker: what both have once, what other processes have as well in full."""
    server, files, own = psutil.Process(pid), dict[str, int](), 0
    for process in (server, *server.children(recursive=True)):
        for part in process.memory_maps():
            if part.path.startswith("/"):
                files[part.path] = max(files.get(part.path, 0), part.rss)
            else:
                own += part.pss
    return own + sum(files.values())
