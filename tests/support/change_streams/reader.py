"""Reads a change stream without a group: all partitions in bounded windows, one after the other."""

from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Self

from spanner_changes import ChangeStream
from spanner_changes.records import ChildPartitions, DataChange, Record
from spanner_changes.streams.port import ROOT

HEARTBEAT = timedelta(seconds=1)
TICK = timedelta(microseconds=1)


class Reader:
    """Each window begins a microsecond after the one before and ends now; parents are read before their children."""

    def __init__(self, stream: ChangeStream, now: Callable[[], datetime]) -> None:
        self.changes: list[tuple[str, DataChange]] = []
        self.parents: dict[str, tuple[str, ...]] = {ROOT: ()}
        self.ended: dict[str, datetime] = {}
        self._stream = stream
        self._now = now
        self._next: dict[str, datetime] = {ROOT: now()}

    def read(self) -> Self:
        """Read what was committed until now."""
        until = self._now()
        while behind := [token for token in self._next if self._next[token] <= until and self._may_read(token)]:
            for token in behind:
                for record in self._stream.read(token, self._next[token], until, HEARTBEAT):
                    self._take(token, record)
                self._next[token] = until + TICK
        return self

    def _may_read(self, token: str) -> bool:
        return token not in self.ended and all(parent in self.ended for parent in self.parents[token])

    def _take(self, token: str, record: Record) -> None:
        if isinstance(record, DataChange):
            self.changes.append((token, record))
        elif isinstance(record, ChildPartitions):
            self.ended[token] = record.timestamp
            for child in record.children:
                self.parents[child.token] = child.parents
                self._next.setdefault(child.token, record.timestamp)

    @property
    def numbers(self) -> list[int]:
        """What Things wrote."""
        return [mod.new_values["n"] for _, change in self.changes for mod in change.mods]


def have_split_merged_and_moved(parents: Mapping[str, tuple[str, ...]]) -> bool:
    """Tell it from the parents of each partition."""
    children = Counter(those for those in parents.values() if those)
    merged = any(len(those) == 2 for those in children)
    return merged and {1, 2} <= {number for those, number in children.items() if len(those) == 1}
