"""The rows of `change_partitions`."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

from spanner_changes.partitions.partition import Failure, Partition

COLUMNS: Final = (
    "partition_token",
    "parents",
    "started_at",
    "watermark",
    "holder",
    "fence",
    "waits_at",
    "ended_at",
    "failed_at",
    "error",
    "attempts",
    "retry_at",
)
NO_FAILURE: Final[Mapping[str, Any]] = {"failed_at": None, "error": None, "attempts": None, "retry_at": None}


def partition_of(row: Sequence[Any]) -> Partition:
    token, parents, started_at, watermark, holder, fence, waits_at, ended_at, failed_at, error, attempts, retry_at = row
    failure = Failure(plain(failed_at), error, attempts, plain(retry_at)) if failed_at else None
    return Partition(
        token=token,
        parents=tuple(parents),
        started_at=plain(started_at),
        watermark=plain(watermark),
        holder=holder,
        fence=fence,
        waits_at=waits_at and plain(waits_at),
        ended_at=ended_at and plain(ended_at),
        failure=failure,
    )


def row_of(partition: Partition) -> dict[str, Any]:
    """Return the values of a partition that begins."""
    return {
        "partition_token": partition.token,
        "parents": list(partition.parents),
        "started_at": partition.started_at,
        "watermark": partition.watermark,
        "fence": partition.fence,
    }


def plain(time: datetime) -> datetime:
    """Return a datetime of Python's: the client's own compares and adds nanoseconds."""
    return datetime.combine(time.date(), time.time(), time.tzinfo)
