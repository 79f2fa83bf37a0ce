"""What a command costs beside the least that it could: one read by key and one commit, by the bare client (B1)."""

from collections.abc import Callable
from itertools import count

from google.cloud.spanner_v1 import COMMIT_TIMESTAMP, JsonObject, KeySet

from onewrite.adapters.spanner import rows
from onewrite.bootstrap import App
from tests.bench.measuring.bare import connection_of
from tests.bench.measuring.figures import a_rate, at_least
from tests.bench.measuring.results import Results
from tests.bench.measuring.rounds import take_turns
from tests.support.data.builders import a_stream, created
from tests.support.http.call import a_request

ROUNDS, EACH = 10, 50
STATE = {"name": "Ada", "address": "London"}
HEAD = ("stream_id", "version", "updated_at", *rows.SNAPSHOT)


def test_commands_of_one_client(app: App, results: Results) -> None:
    rounds = take_turns(ROUNDS, ours=many(commands(app)), floor=many(bare_writes(app)))
    what = "commands, one client, in process"
    results.add(a_rate("B1", what, "commands/s", rounds, each=EACH, bar=at_least(0.9)))


def many(act: Callable[[], None]) -> Callable[[], None]:
    def some() -> None:
        for _ in range(EACH):
            act()

    return some


def commands(app: App) -> Callable[[], None]:
    numbers = count(1)

    def send() -> None:
        response = app.commands(a_request("POST", f"/accounts/c{next(numbers)}/create", STATE))
        assert response.status_code == 201

    return send


def bare_writes(app: App) -> Callable[[], None]:
    """The same rows, which nothing decides about."""
    numbers, database = count(1), connection_of(app).database

    def write() -> None:
        stream = a_stream(f"f{next(numbers)}")
        with database.snapshot() as snapshot:
            list(snapshot.read("streams", rows.HEAD, KeySet(keys=[[str(stream)]])))
        with database.batch() as batch:
            head = [str(stream), 1, COMMIT_TIMESTAMP, JsonObject(STATE), 1, 1, "schema"]
            batch.insert_or_update("streams", HEAD, [head])
            batch.insert("events", rows.EVENT, [rows.row_of_event(stream, 1, created())])
            batch.insert("outbox", rows.POINTER, [rows.row_of_pointer(stream, 1, 40)])

    return write
