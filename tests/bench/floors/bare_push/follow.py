"""What a push has to do at least, by Google's client: the row of an account, and a checkpoint, in one transaction."""

from typing import Any

from google.cloud.spanner_v1 import COMMIT_TIMESTAMP, KeyRange, KeySet

EVENT = (
    "stream_id",
    "version",
    "event_id",
    "event_type",
    "schema_version",
    "data",
    "correlation_id",
    "causation_id",
    "actor",
    "traceparent",
    "committed_at",
)
CHECKPOINT = ("projection", "generation", "stream_id", "version", "state", "updated_at")
#: After an aborted transaction, as in the local system; the client's own delay is seconds long on the emulator.
RETRY_DELAY = 0.02
#: No generation of Onewrite's has this number.
GENERATION = 0


def follow(database: Any, stream: str, version: int, *, look: bool) -> None:
    """Apply the events behind the checkpoint; `look` whether there are some before a transaction begins."""

    def apply(transaction: Any) -> None:
        applied = _applied(transaction, stream)
        with database.snapshot() as snapshot:
            behind = KeyRange(start_open=[stream, applied], end_closed=[stream])
            events = list(snapshot.read("events", EVENT, KeySet(ranges=[behind]), limit=64))
        row: dict[str, Any] = {"generation": GENERATION, "account_id": stream.partition("-")[2]}
        for event in events:
            row |= {**event[5], "changed_at": event[-1]}
            if event[3] == "UserCreated":
                row |= {"status": "open", "created_at": event[-1]}
        transaction.insert_or_update("profiles", [*row], [[*row.values()]])
        checkpoint = ["profiles", GENERATION, stream, events[-1][1], "active", COMMIT_TIMESTAMP]
        transaction.insert_or_update("checkpoints", CHECKPOINT, [checkpoint])

    if look:
        with database.snapshot() as snapshot:
            if _applied(snapshot, stream) >= version:
                return
    database.run_in_transaction(apply, default_retry_delay=RETRY_DELAY)


def _applied(reads: Any, stream: str) -> int:
    found = list(reads.read("checkpoints", ("version",), KeySet(keys=[["profiles", GENERATION, stream]])))
    return int(found[0][0]) if found else 0
