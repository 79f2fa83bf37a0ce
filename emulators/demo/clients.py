"""What the story does to the system: commands, queries and operations over HTTP, and doorbells of its own."""

import time
from collections.abc import Callable, Mapping
from typing import Any, Self

import httpx

from emulators.system import System

PATIENCE = 20.0


class Clients:
    def __init__(self, system: System) -> None:
        self.system = system
        self._http = httpx.Client(timeout=PATIENCE, trust_env=False)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._http.close()

    def command(
        self, account: str, name: str, body: Mapping[str, str], headers: Mapping[str, str] | None = None
    ) -> httpx.Response:
        url = f"{self.system.url('accept_commands')}/accounts/{account}/{name}"
        return self._http.post(url, json=body, headers=headers)

    def query(self, path: str) -> httpx.Response:
        return self._http.get(f"{self.system.url('answer_queries')}{path}")

    def sweep(self) -> int:
        """Do what the scheduler does; return how many events were published."""
        published: int = self._http.post(self.system.url("relay_outbox")).json()["published"]
        return published

    def reconcile(self) -> dict[str, Any]:
        report: dict[str, Any] = self._http.post(self.system.url("reconcile_views")).json()
        return report

    def status(self) -> dict[str, Any]:
        report: dict[str, Any] = self._http.get(f"{self.system.url('operate_views')}/status").json()
        return report

    def ring(self, projection: str, account: str, version: int) -> int:
        """Push a message as the bus would; return the HTTP status."""
        attributes = {
            "ce-specversion": "1.0",
            "ce-id": f"{account}-{version}",
            "ce-type": "Doorbell",
            "ce-source": "//onewrite/demo",
            "ce-subject": f"account-{account}",
            "ce-sequence": f"{version:019d}",
        }
        return self._http.post(self.system.url(f"project_{projection}"), headers=attributes, content=b"{}").status_code


def eventually(condition: Callable[[], bool], *, within: float = PATIENCE) -> bool:
    """Wait until the condition holds; False if it still doesn't after `within` seconds."""
    until = time.monotonic() + within
    while not condition():
        if time.monotonic() > until:
            return False
        time.sleep(0.05)
    return True
