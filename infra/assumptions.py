"""What the capacity calculator takes for granted, with where each figure is from and when it was looked up."""

from typing import Final, NamedTuple

PUBLISHED = "Spanner documentation, performance.md and quotas.md, read 2026-11-23"
REMEMBERED = "list price as remembered on 2026-11-23, US regions: check before use"
OURS = "counted from the code, 2026-11-23; tests count the calls"
GUESSED = "a guess of 2026-11-23: measure yours with `make bench` and in the dashboard"


class Assumption(NamedTuple):
    value: float
    what: str
    source: str


ASSUMPTIONS: Final = {
    "node_reads": Assumption(
        22_500, "rows of 1 KB that a regional SSD node reads each second, reading only", PUBLISHED
    ),
    "node_writes": Assumption(3_500, "rows of 1 KB that it writes each second, writing only", PUBLISHED),
    "node_storage_gib": Assumption(10_240, "GiB that a node can hold", PUBLISHED),
    "cpu_share": Assumption(0.65, "share of a node to plan with; the alert and the autoscaler use it too", PUBLISHED),
    "command_reads": Assumption(1, "rows read for a command", OURS),
    "command_rows": Assumption(2, "rows written for a command beside its events: head and idempotency record", OURS),
    "event_rows": Assumption(3, "rows written for an event: the event, its outbox row, and that row's deletion", OURS),
    "view_reads": Assumption(3, "rows read to apply an event: checkpoint, event, view row", OURS),
    "view_rows": Assumption(3, "rows written to apply an event: checkpoint, view row, an index entry", OURS),
    "query_reads": Assumption(2, "rows read for a query by key: view row and checkpoint", OURS),
    "attribute_bytes": Assumption(700, "bytes of a message's attributes", OURS),
    "row_bytes": Assumption(250, "bytes of an event's row beside its data", OURS),
    "command_ms": Assumption(40, "milliseconds that a command takes", GUESSED),
    "command_cpu_ms": Assumption(10, "of which on the processor", GUESSED),
    "push_ms": Assumption(50, "milliseconds that a push takes", GUESSED),
    "push_cpu_ms": Assumption(8, "of which on the processor", GUESSED),
    "query_ms": Assumption(15, "milliseconds that a query takes", GUESSED),
    "query_cpu_ms": Assumption(5, "of which on the processor", GUESSED),
    "processor_share": Assumption(0.6, "share of an instance's processor to plan with", GUESSED),
    "stream_commits": Assumption(50, "commits each second that one stream can take", GUESSED),
    "shard_rows": Assumption(1_000, "rows each second that one shard of the outbox can take", GUESSED),
    "heads_walked": Assumption(10_000, "streams that the reconciler compares each second", GUESSED),
    "node_hour": Assumption(1.23, "$ for an hour of a node, ENTERPRISE, regional", REMEMBERED),
    "storage_gib_month": Assumption(0.30, "$ for a GiB of SSD for a month", REMEMBERED),
    "message_tib": Assumption(40, "$ for a TiB through Pub/Sub, at least 1,000 bytes a message each way", REMEMBERED),
    "processor_second": Assumption(0.000024, "$ for a second of a function's processor", REMEMBERED),
    "memory_gib_second": Assumption(0.0000025, "$ for a second of a GiB of its memory", REMEMBERED),
    "million_calls": Assumption(0.40, "$ for a million calls", REMEMBERED),
}
