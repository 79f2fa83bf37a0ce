"""When a partition may be read, and when it may be forgotten. Pure.

With immutable key ranges a key's order needs each child to wait for all its parents; Spanner's documentation says so.
With mutable ones a partition waits where keys moved in, until the source has been followed as far.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from spanner_changes.partitions.partition import Partition


def by_token(partitions: Iterable[Partition]) -> Mapping[str, Partition]:
    return {partition.token: partition for partition in partitions}


def may_start(partition: Partition, known: Mapping[str, Partition]) -> bool:
    """Tell whether all parents have ended, and go on with one that has started: its parents may be forgotten.

    A parent that is not known to one that hasn't started has yet to be reported by its own parents.
    """
    has_started = partition.watermark >= partition.started_at
    return has_started or all(parent in known and known[parent].ended_at is not None for parent in partition.parents)


def has_reached(source: Partition | None, time: datetime) -> bool:
    """Tell whether the source of keys that moved at `time` has been followed as far.

    One that waits itself at that time has: of two partitions that exchange keys neither may wait for the other.
    A source that is not known has yet to be reported.
    """
    if source is None:
        return False
    waits_there = source.waits_at is not None and source.waits_at >= time
    return source.watermark >= time or source.ended_at is not None or waits_there


def low_watermark(partitions: Iterable[Partition]) -> datetime | None:
    """Return the time up to which the whole group has handled everything; None if no partition is open."""
    return min((partition.watermark for partition in partitions if partition.ended_at is None), default=None)


def forgettable(partitions: Iterable[Partition]) -> list[str]:
    """Return the ended partitions that nobody can wait for any more.

    A child that waits, or a move that is still to be read, holds the low watermark below the end of its source.
    """
    every = list(partitions)
    low = low_watermark(every)
    return [one.token for one in every if one.ended_at is not None and low is not None and one.ended_at <= low]
