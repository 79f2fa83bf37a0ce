"""New streams by the bare client, one after the other: a head read by its key, and one commit of the same rows."""

from itertools import count
from time import monotonic

from google.cloud.spanner_v1 import COMMIT_TIMESTAMP, JsonObject, KeySet

from emulators.system.system import System
from onewrite.adapters.spanner import rows
from tests.bench.floors.bare_commands import HEAD
from tests.bench.floors.bare_push.follow import RETRY_DELAY
from tests.support.data.builders import a_stream, created

STATE = {"name": "Ada", "address": "London"}


class BareCreates:
    """Without outbox rows, so that nothing is published. `took` is how many milliseconds each command took."""

    def __init__(self, system: System, category: str) -> None:
        self.took: list[float] = []
        self._database = system.database
        self._streams = (f"{category}-{number}" for number in count(1))

    def send(self) -> None:
        begun, stream = monotonic(), next(self._streams)
        with self._database.snapshot() as snapshot:
            list(snapshot.read("streams", rows.HEAD, KeySet(keys=[[stream]])))
        with self._database.batch(default_retry_delay=RETRY_DELAY) as batch:
            head = [stream, 1, COMMIT_TIMESTAMP, JsonObject(STATE), 1, 1, "schema"]
            batch.insert_or_update("streams", HEAD, [head])
            batch.insert("events", rows.EVENT, [[stream, *rows.row_of_event(a_stream(), 1, created())[1:]]])
        self.took.append((monotonic() - begun) * 1000)
