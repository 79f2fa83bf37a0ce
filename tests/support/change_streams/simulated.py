"""A change stream in memory that does what the emulator can't: many partitions, all kinds of splits, merges and moves.

Time is what the writer says. A partition has keys for some time; reading it returns what Spanner documents.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from spanner_changes.records import (
    Child,
    ChildPartitions,
    DataChange,
    Heartbeat,
    Mod,
    PartitionEnded,
    PartitionMoved,
    PartitionsStarted,
    Record,
)
from spanner_changes.streams.port import ROOT

EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


def at(tick: int) -> datetime:
    """The time of a tick; ticks are microseconds, so that neighbours are neighbours for Spanner too."""
    return EPOCH + timedelta(microseconds=tick)


@dataclass
class Life:
    """One partition: its keys now, its records, and when it ended."""

    token: str
    keys: frozenset[str]
    parents: tuple[str, ...]
    started: int
    ended: int | None = None
    records: list[Record] = field(default_factory=list)

    @property
    def is_open(self) -> bool:
        return self.ended is None

    def lives_after(self, time: datetime) -> bool:
        return self.ended is None or at(self.ended) > time


class SimulatedStream:
    """`now` is the tick of the latest change; each takes the one after it. A write may share it until that was read."""

    def __init__(self, keys: Iterable[str], partitions: int, *, mutable: bool = False) -> None:
        every = sorted(keys)
        self.mutable = mutable
        self.now = 1
        self.lives: dict[str, Life] = {}
        self._written_at: dict[int, set[str]] = {}
        self._read_until = EPOCH
        for number in range(partitions):
            self._open(frozenset(every[number::partitions]), ())

    @property
    def open(self) -> list[Life]:
        return [life for life in self.lives.values() if life.is_open]

    def write(self, *keys: str, same_time: bool = False) -> None:
        """One transaction; it has a record in each partition that has one of the keys."""
        tick = self._tick(same_time=same_time and at(self.now) > self._read_until)
        wanted = set(keys) - self._written_at.setdefault(tick, set())  # no row is written twice at one time
        self._written_at[tick] |= wanted
        concerned = [(life, sorted(life.keys & wanted)) for life in self.open if life.keys & wanted]
        for life, mine in concerned:
            life.records.append(change(tick, mine, len(life.records), len(concerned)))

    def split(self, token: str) -> None:
        """Immutable ranges: two children. Mutable ones: half of the keys go to a new partition."""
        parent = self.lives[token]
        first = frozenset(sorted(parent.keys)[::2])
        if self.mutable:
            fresh = self._start_in(parent)
            self._move(self._tick(), [(parent, parent.keys - first)], fresh)
        else:
            self._replace([parent], [first, parent.keys - first])

    def merge(self, *tokens: str) -> None:
        """Immutable ranges: one child of all. Mutable ones: the first takes the keys of the others, which end."""
        first, *others = (self.lives[token] for token in tokens)
        if not self.mutable:
            self._replace([first, *others], [frozenset().union(*(life.keys for life in (first, *others)))])
            return
        tick = self._tick()
        self._move(tick, [(life, life.keys) for life in others], first)
        for life in others:
            life.ended = tick
            life.records.append(PartitionEnded(at(tick), _sequence(life)))

    def renew(self, token: str) -> None:
        """Immutable ranges: one child with the same keys. Mutable ones: all keys go to a new partition."""
        parent = self.lives[token]
        if not self.mutable:
            self._replace([parent], [parent.keys])
            return
        fresh = self._start_in(parent)
        self.now = fresh.started
        self._move(fresh.started, [(parent, parent.keys)], fresh)
        parent.ended = fresh.started
        parent.records.append(PartitionEnded(at(fresh.started), _sequence(parent)))

    def exchange(self, one: str, other: str) -> None:
        """Mutable ranges: both give half of their keys to each other, at one time."""
        first, second = self.lives[one], self.lives[other]
        given, taken = (frozenset(sorted(life.keys)[::2]) for life in (first, second))
        tick = self._tick()
        for life, source, gone, came in ((first, other, given, taken), (second, one, taken, given)):
            life.records.append(PartitionMoved(at(tick), _sequence(life), (source,), (source,)))
            life.keys = life.keys - gone | came

    def read(self, token: str, start: datetime, end: datetime, heartbeat: timedelta) -> Iterator[Record]:
        self._read_until = max(self._read_until, end)
        if token == ROOT:
            yield from self._first_partitions(start)
            return
        life = self.lives[token]
        for record in list(life.records):
            if start <= record.timestamp <= end:
                yield record
        if life.lives_after(end):
            yield Heartbeat(end)

    def changes(self) -> Iterator[tuple[str, DataChange]]:
        """Yield every change, with the partition that it is in."""
        for life in self.lives.values():
            yield from ((life.token, record) for record in life.records if isinstance(record, DataChange))

    def _first_partitions(self, start: datetime) -> Iterator[Record]:
        alive = [
            one
            for one in self.lives.values()
            if at(one.started) <= start and (one.is_open or at(one.ended or 0) > start)
        ]
        if self.mutable:
            yield PartitionsStarted(start, "00", tuple(life.token for life in alive))
        for life in () if self.mutable else alive:
            yield ChildPartitions(start, "00", (Child(life.token, ()),))

    def _replace(self, parents: list[Life], keys: list[frozenset[str]]) -> None:
        """End the parents; each of them reports all the children, in an order of its own."""
        tick = self._tick()
        tokens = tuple(parent.token for parent in parents)
        children = [self._open(some, tokens, tick) for some in keys]
        for parent in parents:
            parent.ended = tick
            for life in children if parent is parents[0] else reversed(children):
                child = Child(life.token, life.parents)
                parent.records.append(ChildPartitions(at(tick), _sequence(parent), (child,)))

    def _move(self, tick: int, sources: list[tuple[Life, frozenset[str]]], into: Life) -> None:
        for life, keys in sources:
            life.records.append(PartitionMoved(at(tick), _sequence(life), (), (into.token,)))
            life.keys -= keys
            into.keys |= keys
        tokens = tuple(life.token for life, _ in sources)
        into.records.append(PartitionMoved(at(tick), _sequence(into), tokens, ()))

    def _start_in(self, parent: Life) -> Life:
        """Report a new partition in this one, at the tick of the move that follows."""
        fresh = self._open(frozenset(), (), self.now + 1)
        parent.records.append(PartitionsStarted(at(self.now + 1), _sequence(parent), (fresh.token,)))
        return fresh

    def _open(self, keys: frozenset[str], parents: tuple[str, ...], started: int = 0) -> Life:
        life = Life(f"p{len(self.lives)}", keys, parents, started)
        self.lives[life.token] = life
        return life

    def _tick(self, *, same_time: bool = False) -> int:
        self.now += not same_time
        return self.now


def change(tick: int, keys: Iterable[str], number: int, partitions: int = 1) -> DataChange:
    """An insert of one row for each key; the row says when, so that each of its changes differs."""
    return DataChange(
        timestamp=at(tick),
        sequence=f"{number:08}",
        transaction=f"t{tick}",
        table="things",
        mod_type="INSERT",
        value_capture_type="NEW_ROW",
        columns=(),
        mods=tuple(Mod({"key": key}, {"tick": tick}, {}) for key in keys),
        is_last_of_transaction_in_partition=True,
        records_in_transaction=partitions,
        partitions_in_transaction=partitions,
        transaction_tag="",
        is_system_transaction=False,
    )


def _sequence(life: Life) -> str:
    return f"{len(life.records):08}"
