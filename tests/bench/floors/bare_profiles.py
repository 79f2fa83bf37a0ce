"""The least that brings streams up to date in the view `profiles`, beside live traffic, by the bare client.

It reads their events, folds them by hand, and writes rows and checkpoints in a transaction which has seen that nobody
else has moved these checkpoints. The streams lie side by side, so that one range holds all of their events.
"""

from collections.abc import Sequence
from typing import Any

from google.cloud.spanner_v1 import COMMIT_TIMESTAMP, KeyRange, KeySet
from google.cloud.spanner_v1.database import Database
from google.cloud.spanner_v1.transaction import Transaction

from onewrite.adapters.spanner import rows
from onewrite.domain.streams import StreamId

CHECKPOINT = ("projection", "generation", "stream_id", "version", "state", "updated_at")
PROFILE = ("generation", "account_id", "name", "address", "status", "created_at", "changed_at")


def bare_steps(database: Database, generation: int, streams: Sequence[StreamId], *, each: int) -> None:
    """Bring so many streams up to date in each transaction."""
    for first in range(0, len(streams), each):
        bare_step(database, generation, streams[first : first + each])


def bare_step(database: Database, generation: int, streams: Sequence[StreamId]) -> None:
    side_by_side = KeyRange(start_closed=[str(streams[0])], end_closed=[str(streams[-1])])
    with database.snapshot() as snapshot:
        events = list(snapshot.read("events", rows.EVENT, KeySet(ranges=[side_by_side])))
    keys = [["profiles", generation, str(stream)] for stream in streams]

    def write(transaction: Transaction) -> None:
        known = dict(transaction.read("checkpoints", ("stream_id", "version"), KeySet(keys=keys)))
        profiles, versions = folded(generation, [row for row in events if row[1] > known.get(row[0], 0)])
        checkpoints = [["profiles", generation, stream, at, "active", COMMIT_TIMESTAMP] for stream, at in versions]
        transaction.insert_or_update("profiles", PROFILE, profiles)
        transaction.insert_or_update("checkpoints", CHECKPOINT, checkpoints)

    database.run_in_transaction(write)


def folded(generation: int, events: Sequence[list[Any]]) -> tuple[list[list[Any]], list[tuple[str, int]]]:
    """Return the rows of new streams, and at which version each stream is."""
    profiles: dict[str, list[Any]] = {}
    versions: dict[str, int] = {}
    for stream, version, _, event_type, _, data, *_, at in events:
        versions[stream] = version
        if event_type == "UserCreated":
            key = stream.partition("-")[2]
            profiles[stream] = [generation, key, data["name"], data["address"], "open", at, at]
        elif event_type == "UserRenamed":
            profiles[stream][2], profiles[stream][6] = data["name"], at
    return list(profiles.values()), list(versions.items())
