"""Times, and steps that tests of a group's state take again and again."""

from datetime import UTC, datetime, timedelta

from spanner_changes import GroupState
from spanner_changes.partitions.partition import Partition
from spanner_changes.streams.port import ROOT

#: The start of a group, and a time that it may reach.
NOON = datetime(2026, 2, 28, 12, 0, 0, 123_457, UTC)
LATER = NOON + timedelta(seconds=1)
#: Leases that don't run out in a test, and leases that do.
LONG = timedelta(hours=1)
SHORT = timedelta(milliseconds=5)


def partitions(group: GroupState) -> dict[str, Partition]:
    return {partition.token: partition for partition in group.look().partitions}


def claim(group: GroupState, token: str = ROOT, member: str = "a") -> Partition:
    """Let an instance that is alive for long claim a partition that is free."""
    group.beat(member, LONG)
    (claimed,) = group.claim(member, [token])
    return claimed
