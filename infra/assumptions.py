"""The figures that the capacity calculator assumes, each with its source and date."""

from typing import Final, NamedTuple

PUBLISHED = "Spanner documentation, performance.md and quotas.md, read 2026-11-23"
PRICED = "Google's price pages, copies read 2026-11-24, US regions: check before use"
REMEMBERED = "list price as remembered on 2026-11-24, US regions: check before use"
REFUSED = "what Cloud Run's refusals quote in public reports of new projects, read 2026-11-24"
QUOTA = "default of a large region such as europe-west1, second-hand, 2026-11-24: see the console"
OURS = "counted from the code, 2026-11-23; tests count the calls"
GUESSED = "a guess of 2026-11-23: measure yours with `make bench` and in the dashboard"
LIKEWISE = "a guess of 2026-11-26: measure yours with `make bench` and in the dashboard"
LIKEWISE_REMEMBERED = "list price of instances that are always on, as remembered on 2026-11-26: check before use"
SHARE = "Spanner documentation as remembered on 2026-11-26"
PACED = "settings.py and topology.json, 2026-11-26"
PACE = "Pace in shared/spanner_changes/groups/pace.py, 2026-11-26"


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
    "command_rows": Assumption(2, "rows written for a command beside its events: head and command result", OURS),
    "event_rows": Assumption(
        4,
        "rows written for an event: the event, its entry by correlation, its outbox row, and that row's deletion",
        OURS,
    ),
    "push_reads": Assumption(1, "rows read for a push, for all views of its function together: the event", OURS),
    "view_reads": Assumption(2, "rows read to apply an event beside that: twice the checkpoint", OURS),
    "view_rows": Assumption(3, "rows written to apply an event: checkpoint, view row, an index entry", OURS),
    "total_reads": Assumption(1, "rows read beside these for each total that changes: the row of the group", OURS),
    "total_rows": Assumption(2, "rows written beside these for it: that row and an index entry", OURS),
    "query_reads": Assumption(2, "rows read for a query by key: view row and checkpoint", OURS),
    "attribute_bytes": Assumption(700, "bytes of a message's attributes", OURS),
    "row_bytes": Assumption(350, "bytes of an event's row beside its data, and of its entry by correlation", OURS),
    "head_bytes": Assumption(
        1_000, "bytes of a stream's head with its snapshot, of which each stream has one", GUESSED
    ),
    "view_bytes": Assumption(
        600, "bytes that a stream has in each projection: checkpoint, view rows, index entries", GUESSED
    ),
    "result_bytes": Assumption(300, "bytes of a command's result, which is kept", OURS),
    "result_days": Assumption(7, "days for which results are kept", "infra/schema/0003_commands.sql, 2026-11-26"),
    "total_share": Assumption(
        0.9, "share of a node to plan with for work of all priorities; walks have the lowest", SHARE
    ),
    "walk_seconds": Assumption(900, "seconds from the beginning of a walk over few streams to the next", PACED),
    "streams_walked": Assumption(
        1_333, "streams that the reconciler compares each second: at its pace, ten minutes of fifteen", PACED
    ),
    "command_ms": Assumption(40, "milliseconds that a command takes", GUESSED),
    "command_cpu_ms": Assumption(10, "of which on the processor", GUESSED),
    "push_ms": Assumption(50, "milliseconds that a push takes", GUESSED),
    "push_cpu_ms": Assumption(8, "of which on the processor", GUESSED),
    "view_cpu_ms": Assumption(2, "milliseconds more for each further view of the same function", LIKEWISE),
    "query_ms": Assumption(15, "milliseconds that a query takes", GUESSED),
    "query_cpu_ms": Assumption(5, "of which on the processor", GUESSED),
    "pull_ms": Assumption(30, "milliseconds that a transaction takes in which a projection pulls", LIKEWISE),
    "pull_cpu_ms": Assumption(2, "milliseconds on the processor for each event that is pulled", LIKEWISE),
    "node_partitions": Assumption(2, "partitions of the change stream for each node of Spanner", LIKEWISE),
    "change_rows": Assumption(1, "rows written for an event that the change stream tells", LIKEWISE),
    "window_seconds": Assumption(10, "seconds that a query of a partition is open", PACE),
    "beat_seconds": Assumption(1, "seconds between two beats of an instance: a commit and a read", PACE),
    "save_seconds": Assumption(1, "seconds between two transactions that save a partition's watermark", PACE),
    "save_idle_seconds": Assumption(10, "the same while there are no events", PACE),
    "read_ms": Assumption(5, "milliseconds of a read from Spanner, from within its region", LIKEWISE),
    "commit_ms": Assumption(10, "milliseconds of a commit", LIKEWISE),
    "publish_ms": Assumption(30, "milliseconds of a request that publishes", LIKEWISE),
    "event_cpu_ms": Assumption(
        0.5, "milliseconds on the processor for each event of a batch that is published, applied or released", LIKEWISE
    ),
    "commit_cells": Assumption(80_000, "cells and index entries that one commit may change", PUBLISHED),
    "processor_share": Assumption(0.6, "share of an instance's processor to plan with", GUESSED),
    "old_row_bytes": Assumption(
        1_500, "bytes of rows overwritten or deleted for an event, kept for version_retention", GUESSED
    ),
    "version_days": Assumption(1, "days of version_retention", "variables_sizes.tf, 2026-11-26"),
    "retention_days": Assumption(7, "days that topics keep messages", "topology.json, 2026-11-24"),
    "backup_copies": Assumption(1.5, "times the data that 30 days of incremental backups hold", GUESSED),
    "warm_instances": Assumption(2, "instances that are kept without any calls", "prod.tfvars, 2026-11-24"),
    "log_bytes": Assumption(
        1_500, "bytes logged for a call that is no push, most of them Cloud Run's own line", GUESSED
    ),
    "stream_commits": Assumption(50, "commits each second that one stream can take", GUESSED),
    "shard_rows": Assumption(1_000, "rows each second that one shard of the outbox can take", GUESSED),
    "rows_swept": Assumption(1_000, "rows each second that one sweep publishes, in batches of 500", GUESSED),
    "sweeps": Assumption(4, "sweeps that run at once, each on shards that no other has", "prod.tfvars, 2026-11-26"),
    "heads_walked": Assumption(10_000, "streams that the reconciler compares each second", GUESSED),
    "quota_processors": Assumption(20, "processors that a new project gets in a region", REFUSED),
    "quota_published_mb": Assumption(4_000, "MB each second that may be published in a region", QUOTA),
    "quota_pushed_mb": Assumption(440, "MB each second that may be pushed in a region", QUOTA),
    "node_hour": Assumption(1.23, "$ for an hour of a node, ENTERPRISE, regional", REMEMBERED),
    "storage_gib_month": Assumption(0.30, "$ for a GiB of SSD for a month", REMEMBERED),
    "backup_gib_month": Assumption(0.10, "$ for a GiB of backups for a month", REMEMBERED),
    "message_tib": Assumption(40, "$ for a TiB through Pub/Sub, at least 1,000 bytes a message each way", PRICED),
    "retained_gib_month": Assumption(0.27, "$ for a GiB that a topic keeps for a month", REMEMBERED),
    "processor_second": Assumption(0.000024, "$ for a second of a function's processor", REMEMBERED),
    "memory_gib_second": Assumption(0.0000025, "$ for a second of a GiB of its memory", REMEMBERED),
    "worker_second": Assumption(0.000018, "$ for a second of a worker's processor", LIKEWISE_REMEMBERED),
    "worker_gib_second": Assumption(0.000002, "$ for a second of a GiB of its memory", LIKEWISE_REMEMBERED),
    "million_calls": Assumption(0.40, "$ for a million calls", REMEMBERED),
    "idle_second": Assumption(
        0.0000025, "$ for a second of a processor, or a GiB, of an instance kept warm", REMEMBERED
    ),
    "log_gib": Assumption(0.50, "$ for a GiB of logs after the first 50 in a month", PRICED),
}
