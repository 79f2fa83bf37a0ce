"""The protocol of leases and watermarks as a model: all that two or three instances can do, in steps that are atomic.

Every step works on the group's real state and rules; what an instance has in its memory is modelled. Faults are the
steps that nobody wants: an instance dies, or is frozen until its leases have run out.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TypeAlias

from spanner_changes.errors import LeaseLost
from spanner_changes.partitions.lifecycle import by_token, forgettable, may_start
from spanner_changes.partitions.partition import Partition
from spanner_changes.records import ChildPartitions, DataChange, Record
from spanner_changes.state.memory import MemoryGroupState
from tests.support.change_streams.simulated import EPOCH, SimulatedStream, at

#: A change of a key.
Change: TypeAlias = tuple[str, datetime]


@dataclass(frozen=True)
class Memory:
    """What one instance has in mind: the partitions that it believes to hold, as far as it followed them."""

    member: str
    held: frozenset[Partition] = frozenset()


@dataclass(frozen=True)
class World:
    partitions: frozenset[Partition]
    alive: frozenset[str]
    instances: tuple[Memory, ...]
    handled: frozenset[Change] = frozenset()
    faults_left: int = 0

    def with_instance(self, number: int, memory: Memory) -> "World":
        return replace(self, instances=(*self.instances[:number], memory, *self.instances[number + 1 :]))


class Opened(MemoryGroupState):
    """The group's state, put together from a world and taken apart again; its clock stands still."""

    def __init__(self, world: World) -> None:
        super().__init__(lambda: EPOCH)
        self._partitions = dict(by_token(world.partitions))
        self._alive_until = dict.fromkeys(world.alive, EPOCH + timedelta(seconds=1))

    def close(self, world: World) -> World:
        view = self.look()
        return replace(world, partitions=frozenset(view.partitions), alive=frozenset(view.members))


class Model:
    """`stream` is a history that has happened. Checks each step, and raises AssertionError for one that is wrong."""

    def __init__(self, stream: SimulatedStream, instances: int, faults: int) -> None:
        self._records = {token: list(life.records) for token, life in stream.lives.items()}
        self._changes = [(token, change) for token, change in stream.changes()]
        first = frozenset(Partition.starting(one.token, (), at(0)) for one in stream.lives.values() if not one.parents)
        members = tuple(Memory(f"m{number}.0") for number in range(instances))
        self.start = World(first, frozenset(), members, faults_left=faults)

    def steps(self, world: World) -> Iterator[tuple[str, World]]:
        """Yield every step that is possible, without and then with faults."""
        yield from self._forget(world)
        for number, memory in enumerate(world.instances):
            yield from self._claim(world, number, memory)
            for held in memory.held:
                yield from self._handle(world, number, held)
                yield from self._save(world, number, held)
            if world.faults_left:
                yield from self._faults(replace(world, faults_left=world.faults_left - 1), number, memory)

    def is_finished(self, world: World) -> bool:
        return {key for _, change in self._changes for key in _keys(change)} <= world.handled

    def _claim(self, world: World, number: int, memory: Memory) -> Iterator[tuple[str, World]]:
        """Beat, and take one of the partitions that are free."""
        known = by_token(world.partitions)
        for token, partition in known.items():
            free = partition.ended_at is None and partition.holder not in world.alive - {memory.member}
            if not (free and may_start(partition, known)) or any(one.token == token for one in memory.held):
                continue
            state = Opened(world)
            state.beat(memory.member, timedelta(seconds=1))
            if claimed := state.claim(memory.member, [token]):
                assert claimed[0].fence > partition.fence, "a fence that does not grow"
                mine = replace(memory, held=memory.held | {claimed[0]})
                yield f"{memory.member} claims {token}", state.close(world).with_instance(number, mine)

    def _handle(self, world: World, number: int, held: Partition) -> Iterator[tuple[str, World]]:
        """Handle the next record in memory, or, at its end, end the partition in one commit."""
        record = next((one for one in self._records[held.token] if one.timestamp > held.watermark), None)
        if isinstance(record, DataChange):
            self._check_order(world, record)
            further = self._with(world, number, held, replace(held, watermark=record.timestamp))
            handled = world.handled | set(_keys(record))
            yield f"{held.holder} handles {record.timestamp}", replace(further, handled=handled)
        elif isinstance(record, ChildPartitions):
            yield from self._commit(world, number, held, record)

    def _save(self, world: World, number: int, held: Partition) -> Iterator[tuple[str, World]]:
        now = by_token(world.partitions).get(held.token)
        if now is None or now.watermark != held.watermark or now.lease != held.lease:
            yield from self._commit(world, number, held, None)

    def _commit(self, world: World, number: int, held: Partition, end: Record | None) -> Iterator[tuple[str, World]]:
        state = Opened(world)
        before = by_token(world.partitions).get(held.token)
        try:
            if isinstance(end, ChildPartitions):
                children = [child for one in self._ends(held.token) for child in one.children]
                state.end(held.lease, end.timestamp, children)
            else:
                state.advance(held.lease, held.watermark)
        except LeaseLost:
            yield f"{held.holder} loses {held.token}", self._with(world, number, held, None)
            return
        assert before is not None
        assert before.lease == held.lease, "a commit under a lease that was lost"
        assert before.watermark <= held.watermark, "a watermark that went back"
        self._check_complete(world, held.token, end.timestamp if end else held.watermark)
        kept = None if end else held
        yield f"{held.holder} commits {held.token}", self._with(state.close(world), number, held, kept)

    def _forget(self, world: World) -> Iterator[tuple[str, World]]:
        if tokens := forgettable(world.partitions):
            state = Opened(world)
            state.forget(tokens)
            yield f"forget {tokens}", state.close(world)

    def _faults(self, world: World, number: int, memory: Memory) -> Iterator[tuple[str, World]]:
        """The instance dies and another takes its place; or it is frozen until its leases have run out."""
        if memory.member in world.alive:
            frozen = replace(world, alive=world.alive - {memory.member})
            yield f"{memory.member} is frozen", frozen
            name, run = memory.member.split(".")
            yield f"{memory.member} dies", frozen.with_instance(number, Memory(f"{name}.{int(run) + 1}"))

    def _with(self, world: World, number: int, held: Partition, now: Partition | None) -> World:
        memory = world.instances[number]
        return world.with_instance(number, replace(memory, held=memory.held - {held} | ({now} if now else set())))

    def _ends(self, token: str) -> list[ChildPartitions]:
        return [one for one in self._records[token] if isinstance(one, ChildPartitions)]

    def _check_order(self, world: World, change: DataChange) -> None:
        for key, time in _keys(change):
            earlier = {(key, one.timestamp) for _, one in self._changes if one.timestamp < time and _has(one, key)}
            assert earlier <= world.handled, f"{key} at {time} came before an earlier change"

    def _check_complete(self, world: World, token: str, until: datetime) -> None:
        passed = {pair for at, one in self._changes if at == token and one.timestamp <= until for pair in _keys(one)}
        assert passed <= world.handled, "a watermark that passed a change"


def _keys(change: DataChange) -> list[Change]:
    return [(mod.keys["key"], change.timestamp) for mod in change.mods]


def _has(change: DataChange, key: str) -> bool:
    return any(mod.keys["key"] == key for mod in change.mods)
