"""The usual way: head, event and outbox row in a read-write transaction, as Google's samples have them."""

from typing import Any

from google.cloud.spanner_v1 import KeySet
from google.cloud.spanner_v1.database import Database

from onewrite.adapters.spanner import rows
from onewrite.domain.streams import StreamId
from tests.bench.floors.bare_commands import changes


def usual_change(database: Database, stream: StreamId, address: str) -> None:
    """Change an address; Google's client runs what is aborted again."""

    def change(transaction: Any) -> None:
        [[_, version, state, *_]] = transaction.read("streams", rows.HEAD, KeySet(keys=[[str(stream)]]))
        for write, table, columns, values in changes(stream, version + 1, state, address):
            getattr(transaction, write)(table, columns, [values])

    database.run_in_transaction(change)
