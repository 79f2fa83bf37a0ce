"""What a command costs over HTTP, beside a bare function in the same server: processor time of the server (B10)."""

import json
from collections.abc import Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from itertools import count
from pathlib import Path

import psutil

from emulators.paths import FUNCTIONS
from tests.bench.measuring.figures import a_cost, at_most
from tests.bench.measuring.results import Results
from tests.bench.measuring.rounds import take_turns
from tests.support.http.on_a_socket import function_served

FLOOR = Path(__file__).parent / "floors" / "bare_function"
ROUNDS, EACH, STREAMS = 5, 400, 20
#: Measured by the clock of the thread, in the server, while other work went on.
WHY = (
    "of what is beyond the floor, the command itself is not half (deciding, encoding, folding, the store, the relay), "
    "reading and checking the request a third, the response a seventh, the route a twentieth; run in a loop, where "
    "caches are warm, all of it takes less than half as long"
)


def test_a_command_over_http(tmp_path: Path, results: Results) -> None:
    """In the server that is deployed, over the store in memory; each client keeps its connection."""
    with client_of(FUNCTIONS / "accept_commands", tmp_path) as ours, client_of(FLOOR, tmp_path) as floor:
        for stream in range(STREAMS):
            ours.post(f"/accounts/{stream}/create", {"name": "Ada", "address": "London"})
        rounds = take_turns(ROUNDS, ours=ours.milliseconds_for_each, floor=floor.milliseconds_for_each)
    what = "a command over HTTP, processor time of the server"
    results.add(a_cost("B10", what, "ms", rounds, bar=at_most(1.5), why=WHY))


class Client:
    """Sends commands to one server, and asks the system what they cost it."""

    def __init__(self, port: int, server: psutil.Process) -> None:
        self.connection = HTTPConnection("127.0.0.1", port, timeout=60)
        self._server = server
        self._numbers = count(1)

    def milliseconds_for_each(self) -> float:
        self.connection.close()  # the server has, while the other one was asked; it opens with the first request
        before = self._processor_seconds()
        for number in range(EACH):
            body = {"address": f"{next(self._numbers)} Fleet Street"}
            self.post(f"/accounts/{number % STREAMS}/change-address", body)
        return (self._processor_seconds() - before) * 1000 / EACH

    def post(self, path: str, body: dict[str, str]) -> None:
        self.connection.request("POST", path, json.dumps(body), {"Content-Type": "application/json"})
        response = self.connection.getresponse()
        said = response.read()
        assert response.status in {200, 201}, said

    def _processor_seconds(self) -> float:
        """Those of gunicorn and its worker, and of both for the system on their behalf."""
        used = (one.cpu_times() for one in (self._server, *self._server.children(recursive=True)))
        return sum(times.user + times.system for times in used)


@contextmanager
def client_of(function: Path, folder: Path) -> Iterator[Client]:
    with function_served(function, folder) as (port, server):
        client = Client(port, psutil.Process(server))
        with closing(client.connection):
            yield client
