"""What a command costs beside the least that it could: one read and one commit by the bare client."""

from collections.abc import Callable
from itertools import count

from google.cloud.spanner_v1 import COMMIT_TIMESTAMP, JsonObject, KeySet

from onewrite.adapters.spanner import rows
from onewrite.bootstrap import App
from tests.bench.conftest import milliseconds, percentiles
from tests.bench.test_rebuilds import connection_of
from tests.support.data.builders import a_stream, created
from tests.support.http.call import a_request

#: Ours and the floor take turns, so that neither has the better machine.
ROUNDS, EACH = 10, 50


def test_a_command_over_http_takes(app: App, report: Callable[[str, float, float], None]) -> None:
    numbers = count(1)

    def send() -> None:
        body = {"name": "Ada", "address": "London"}
        request = a_request("POST", f"/accounts/c{next(numbers)}/create", body)
        assert app.commands(request).status_code == 201

    database = connection_of(app).database

    def bare() -> None:
        stream = a_stream(f"f{next(numbers)}")
        with database.snapshot() as snapshot:
            list(snapshot.read("streams", rows.HEAD, KeySet(keys=[[str(stream)]])))
        with database.batch() as batch:
            head = [str(stream), 1, COMMIT_TIMESTAMP, JsonObject({"name": "Ada", "address": "London"}), 1, 1, "schema"]
            columns = ("stream_id", "version", "updated_at", *rows.SNAPSHOT)
            batch.insert_or_update("streams", columns, [head])
            batch.insert("events", rows.EVENT, [rows.row_of_event(stream, 1, created())])
            batch.insert("outbox", rows.POINTER, [rows.row_of_pointer(stream, 1, 40)])

    ours, floor = list[float](), list[float]()
    for turn in range(ROUNDS + 1):
        sent, least = milliseconds(send, EACH), milliseconds(bare, EACH)
        if turn:  # the first round warms both up
            ours, floor = ours + sent, floor + least
    print(f"\na command: {percentiles(ours)}\nits floor: {percentiles(floor)}")
    report("commands, one client", 1000 * len(ours) / sum(ours), 1000 * len(floor) / sum(floor))
