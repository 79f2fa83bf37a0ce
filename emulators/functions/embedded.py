"""The embedded system: one process that serves every function on its own port and keeps all data in memory.

Run as `python -m emulators.functions.embedded FOLDER FUNCTION=PORT …`.
"""

import logging
import os
import sys
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread

from functions_framework import create_app
from werkzeug.serving import BaseWSGIServer, make_server

from emulators.functions.serve import HOST
from onewrite.adapters.cloudevents import attributes_of, data_of
from onewrite.adapters.memory import MemoryRebuildQueue, MemoryTopic
from onewrite.bootstrap import app, embedded_adapters
from onewrite.checks.topology import Topology
from onewrite.domain.events import RecordedEvent
from onewrite.local.system import EMBEDDED
from onewrite.settings import Settings

PUSH_TIMEOUT_SECONDS = 60.0


def serve(folder: Path, ports: dict[str, int]) -> None:
    """Serve the functions until the process ends. Raises whatever keeps one of them from being served."""
    logging.getLogger("werkzeug").setLevel(logging.WARNING)
    settings = Settings.read()
    topic, rebuild_queue = embedded_adapters().topic, embedded_adapters().rebuild_queue
    assert isinstance(topic, MemoryTopic)
    assert isinstance(rebuild_queue, MemoryRebuildQueue)
    rebuild_queue.worker = work_on_rebuild
    for push in pushes(Topology.read(), settings, ports):
        topic.subscribe(push, push.subscription)
    servers = [_server(folder, name, port) for name, port in ports.items()]
    os.environ["FUNCTION_TARGET"] = EMBEDDED  # each of them has put its own name there
    threads = [Thread(target=server.serve_forever) for server in servers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()  # Python begins to shut down when this thread ends, and then starts no threads of a pool any more


def work_on_rebuild(projection: str, generation: int) -> None:
    """Work on the rebuild in another thread, as `rebuild_views` does when a message is pushed to it."""
    Thread(target=app().work_on_rebuild, args=(projection, generation), daemon=True).start()


def _server(folder: Path, name: str, port: int) -> BaseWSGIServer:
    app = create_app(name, str(folder / name / "main.py"), "http")  # type: ignore[no-untyped-call]
    return make_server(HOST, port, app, threaded=True)


@dataclass(frozen=True)
class Push:
    """Stand-in for an unwrapped push subscription of Pub/Sub: sends each event of some categories to one function."""

    subscription: str
    port: int
    categories: Collection[str] | None
    source: str

    def __call__(self, event: RecordedEvent) -> None:
        """Raise unless the function acknowledges the event."""
        if self.categories is not None and event.stream.category not in self.categories:
            return
        connection = HTTPConnection(HOST, self.port, timeout=PUSH_TIMEOUT_SECONDS)
        try:
            connection.request("POST", "/", data_of(event), attributes_of(event, source=self.source))
            response = connection.getresponse()
        finally:
            connection.close()
        if response.status not in {200, 201, 202, 204}:
            raise ConnectionError(f"port {self.port} responded with {response.status}")


def pushes(topology: Topology, settings: Settings, ports: Mapping[str, int]) -> Iterator[Push]:
    """Yield a push for each subscription that takes events for one of these functions."""
    for name, subscription in topology.subscriptions.items():
        if subscription.topic == settings.topic and (port := ports.get(subscription.push_to or "")):
            yield Push(name, port, subscription.categories, settings.source)


if __name__ == "__main__":
    serve(Path(sys.argv[1]), {name: int(port) for name, port in (word.split("=") for word in sys.argv[2:])})
