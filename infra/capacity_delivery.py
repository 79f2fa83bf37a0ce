"""Computes the price of each way in which events reach projections: push or pull, each view alone or all together."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import ceil
from typing import Final

from infra.capacity_model import (
    GIB_OF_MEMORY,
    HOURS_A_MONTH,
    MB,
    SECONDS_A_MONTH,
    TIB,
    Figures,
    Load,
    applied_rows,
    busy_instances,
    message_bytes,
    need,
    push_times,
)

#: The figures that price a second of a processor and of a GiB of memory.
FUNCTION: Final = ("processor_second", "memory_gib_second")
WORKER: Final = ("worker_second", "worker_gib_second")


@dataclass(frozen=True)
class Way:
    """The work of the busiest second, and the dollars of a month, for what differs between the ways.

    `requests` are calls of functions, or queries of the change stream and of the group's state.
    """

    requests: float
    transactions: float
    instances: int
    dollars: float


def ways(load: Load, figures: Figures) -> Mapping[str, Way]:
    return {
        "push": push(load, figures),
        "push, together": push(replace(load, views_per_function=load.projections), figures),
        "pull, functions": pull(load, figures, groups=load.projections, prices=FUNCTION),
        "pull, a worker": pull(load, figures, groups=1, prices=WORKER),
    }


def push(load: Load, figures: Figures) -> Way:
    """Each event is for each function of projections a message, a call and a transaction."""
    calls, month = load.pushes_per_second, load.average_share * SECONDS_A_MONTH
    busy = busy_instances(load, figures, calls, *push_times(load, figures))
    each = message_bytes(load, figures) / TIB * figures["message_tib"]
    each += figures["million_calls"] / MB
    reads, writes = applied_rows(load, figures)
    return Way(
        requests=calls,
        transactions=calls,
        instances=ceil(busy),
        dollars=spanner(figures, reads=reads, writes=writes)
        + (calls * each + busy * second(figures, FUNCTION)) * month,
    )


def pull(load: Load, figures: Figures, *, groups: int, prices: tuple[str, str]) -> Way:
    """Each group is told of each event once. Its projections apply what came during their last transaction in one.

    Somebody is there all the time, whether there are events or not.
    """
    reads, writes = applied_rows(replace(load, views_per_function=load.projections / groups), figures)
    nodes = need(load, figures).processing_units / 1000
    partitions = max(nodes * figures["node_partitions"], 1) * groups
    instances = groups * instances_of_group(load, figures, groups)
    batches = min(load.events_per_second * groups, partitions / figures["pull_ms"] * 1000)
    beats = instances / figures["beat_seconds"]
    saves = partitions / figures["save_seconds" if load.events_per_second else "save_idle_seconds"]
    return Way(
        requests=partitions / figures["window_seconds"] + beats,
        transactions=batches + saves + beats,
        instances=instances,
        dollars=spanner(
            figures,
            reads=reads + load.events_per_second * groups + beats * partitions / groups,
            writes=writes + load.events_per_second * figures["change_rows"] + saves + beats,
        )
        + instances * second(figures, prices) * SECONDS_A_MONTH,
    )


def instances_of_group(load: Load, figures: Figures, groups: int) -> int:
    """Return how many each of so many groups needs; they share the projections evenly."""
    busy = load.applied_per_second / groups * figures["pull_cpu_ms"] / 1000 / figures["processor_share"]
    return max(ceil(busy), 1)


def spanner(figures: Figures, *, reads: float, writes: float) -> float:
    """Return the price of the part of a node that so many rows a second take."""
    nodes = (reads / figures["node_reads"] + writes / figures["node_writes"]) / figures["cpu_share"]
    return nodes * HOURS_A_MONTH * figures["node_hour"]


def second(figures: Figures, prices: tuple[str, str]) -> float:
    """Return the price of a second of an instance."""
    processor, memory = prices
    return figures[processor] + GIB_OF_MEMORY * figures[memory]
