"""Somebody with curl: each request goes straight to this machine, on a connection of its own."""

import json
import subprocess
from typing import Any

import httpx

from emulators.system.system import System
from tests.support.waiting.bounds import WAIT_SECONDS

CURL = httpx.Client(
    timeout=WAIT_SECONDS, trust_env=False, verify=False, limits=httpx.Limits(max_keepalive_connections=0)
)


class Caller:
    """Sends commands to a system, and asks it questions."""

    def __init__(self, system: System) -> None:
        self.system = system

    def post(self, path: str, body: dict[str, str], **headers: str) -> httpx.Response:
        told = {name.replace("_", "-"): value for name, value in headers.items()}
        return CURL.post(self.system.url("accept_commands") + path, json=body, headers=told)

    def get(self, path: str) -> httpx.Response:
        return CURL.get(self.system.url("answer_queries") + path)

    def json(self, path: str) -> Any:
        return self.get(path).json()


def typed(call: str) -> tuple[int, Any]:
    """Type a `curl -i …` in a shell; return the status, and the body."""
    command = ["bash", "-c", f"export no_proxy=127.0.0.1; {call}"]
    said = subprocess.run(command, check=True, capture_output=True, text=True, timeout=WAIT_SECONDS).stdout
    head, _, body = said.partition("\n\n")
    return int(head.split()[1]), json.loads(body)
