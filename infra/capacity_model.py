"""Computes what a load needs and costs from the assumptions."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

HOURS_A_MONTH = 730
SECONDS_A_MONTH = HOURS_A_MONTH * 3600
SECONDS_A_DAY = 24 * 3600
GIB, TIB, MB = 2**30, 2**40, 10**6
#: Pub/Sub bills a smaller message as this size.
LEAST_BILLED_BYTES = 1000
GIB_OF_MEMORY = 0.5
FREE_GIB_OF_LOGS = 50

Figures = Mapping[str, float]


@dataclass(frozen=True)
class Load:
    """The load in the busiest second; `average_share` is the ratio of the month's average to it.

    So many views share a function, and with it messages, calls, transactions and log lines.
    """

    commands_per_second: float
    events_per_command: float = 1.2
    event_bytes: float = 400
    projections: int = 10
    views_per_function: float = 1
    #: How many of the projections keep totals.
    totals: float = 3
    queries_per_command: float = 3
    average_share: float = 0.3
    months_kept: float = 12
    streams: float = 1_000_000
    concurrency: float = 16

    @property
    def events_per_second(self) -> float:
        return self.commands_per_second * self.events_per_command

    @property
    def applied_per_second(self) -> float:
        return self.events_per_second * self.projections

    @property
    def pushes_per_second(self) -> float:
        return self.applied_per_second / self.views_per_function

    @property
    def totals_per_second(self) -> float:
        return self.events_per_second * self.totals

    @property
    def queries_per_second(self) -> float:
        return self.commands_per_second * self.queries_per_command


@dataclass(frozen=True)
class Need:
    """The needs of the busiest second, the storage after `months_kept`, and the dollars of a month at that size."""

    processing_units: int
    storage_gib: float
    published_mb_per_second: float
    pushed_mb_per_second: float
    instances: Mapping[str, int]
    dollars: Mapping[str, float]


def need(load: Load, figures: Figures) -> Need:
    kept = load.events_per_second * load.average_share * SECONDS_A_MONTH * load.months_kept
    kept *= (load.event_bytes + figures["row_bytes"]) / GIB
    kept += live_bytes(load, figures) / GIB
    a_day = load.events_per_second * SECONDS_A_DAY * load.average_share
    storage = kept + a_day * figures["version_days"] * figures["old_row_bytes"] / GIB
    message = message_bytes(load, figures)
    units = processing_units(load, figures, storage)
    kinds = {
        "commands": (load.commands_per_second, figures["command_ms"], figures["command_cpu_ms"]),
        "projections": (load.pushes_per_second, *push_times(load, figures)),
        "queries": (load.queries_per_second, figures["query_ms"], figures["query_cpu_ms"]),
    }
    busy = {name: busy_instances(load, figures, *kind) for name, kind in kinds.items()}
    month = load.average_share * SECONDS_A_MONTH
    logged = (load.commands_per_second + load.queries_per_second) * month
    calls, worked = sum(rate for rate, _, _ in kinds.values()) * month, sum(busy.values()) * month
    through = (load.events_per_second + load.pushes_per_second) * message * month
    retained = a_day * figures["retention_days"] * message / GIB
    warm = figures["warm_instances"] * SECONDS_A_MONTH * figures["idle_second"] * (1 + GIB_OF_MEMORY)
    return Need(
        processing_units=units,
        storage_gib=storage,
        published_mb_per_second=load.events_per_second * message / MB,
        pushed_mb_per_second=load.pushes_per_second * message / MB,
        instances={name: ceil(number) for name, number in busy.items()},
        dollars={
            "Spanner": units / 1000 * HOURS_A_MONTH * figures["node_hour"] + storage * figures["storage_gib_month"],
            "backups": kept * figures["backup_copies"] * figures["backup_gib_month"],
            "Pub/Sub": through / TIB * figures["message_tib"] + retained * figures["retained_gib_month"],
            "functions": worked * (figures["processor_second"] + GIB_OF_MEMORY * figures["memory_gib_second"])
            + calls / MB * figures["million_calls"]
            + warm,
            "logs": max(logged * figures["log_bytes"] / GIB - FREE_GIB_OF_LOGS, 0) * figures["log_gib"],
        },
    )


def message_bytes(load: Load, figures: Figures) -> float:
    """Return as how many bytes a message is billed."""
    return max(load.event_bytes + figures["attribute_bytes"], LEAST_BILLED_BYTES)


def live_bytes(load: Load, figures: Figures) -> float:
    """Return what is kept beside the events: heads, checkpoints and views of all streams, and results of commands."""
    of_a_stream = figures["head_bytes"] + load.projections * figures["view_bytes"]
    results = load.commands_per_second * load.average_share * SECONDS_A_DAY * figures["result_days"]
    return load.streams * of_a_stream + results * figures["result_bytes"]


def processing_units(load: Load, figures: Figures, storage_gib: float) -> int:
    """Count every row as one of 1 KB, which overestimates the rows of one commit."""
    reads, writes = applied_rows(load, figures)
    reads += load.commands_per_second * figures["command_reads"] + load.queries_per_second * figures["query_reads"]
    writes += load.commands_per_second * figures["command_rows"] + load.events_per_second * figures["event_rows"]
    busy = reads / figures["node_reads"] + writes / figures["node_writes"]
    walking = walked_rows(load, figures) / figures["node_reads"]
    nodes = max(
        busy / figures["cpu_share"],
        (busy + walking) / figures["total_share"],
        storage_gib / figures["node_storage_gib"],
    )
    return max(ceil(nodes * 10) * 100 if nodes <= 1 else ceil(nodes) * 1000, 100)


def push_times(load: Load, figures: Figures) -> tuple[float, float]:
    """Return the milliseconds that a push takes, and those on the processor."""
    others = (load.views_per_function - 1) * figures["view_cpu_ms"]
    return figures["push_ms"] + others, figures["push_cpu_ms"] + others


def applied_rows(load: Load, figures: Figures) -> tuple[float, float]:
    """Return the rows that are read and written each second to apply all events, in whatever way they are delivered.

    Views that share a function read each event once.
    """
    applied, totals = load.applied_per_second, load.totals_per_second
    reads = applied * figures["view_reads"] + load.pushes_per_second * figures["push_reads"]
    reads += totals * figures["total_reads"]
    return reads, applied * figures["view_rows"] + totals * figures["total_rows"]


def walked_rows(load: Load, figures: Figures) -> float:
    """Return the rows that the walk in the background reads each second: a head, and its checkpoints."""
    return min(figures["streams_walked"], load.streams / figures["walk_seconds"]) * (1 + load.projections)


def busy_instances(load: Load, figures: Figures, rate: float, milliseconds: float, on_processor: float) -> float:
    """Return the instances needed for the concurrent requests or for their processor time, whichever is more."""
    waiting = rate * milliseconds / 1000 / load.concurrency
    return max(waiting, rate * on_processor / 1000 / figures["processor_share"])
