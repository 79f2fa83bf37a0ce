"""Changes by way of consumer groups over a change stream, whichever store keeps the stream and the groups."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from threading import Event
from typing import Final

from onewrite.application.ports.changes import GroupStatus, Handle, PartitionStatus
from onewrite.application.ports.outbox import Pointer, shard_of
from onewrite.domain.streams import StreamId
from onewrite.errors import NotInSchema, OperationRefused, Unavailable
from onewrite.errors.telling import without_data
from spanner_changes import ChangeStream, ConsumerGroup, DataChange, GroupState, GroupView, HistoryLost, Pace
from spanner_changes.groups.turn import CLOCK_MARGIN
from spanner_changes.partitions.partition import TICK
from spanner_changes.streams.window import read_window

#: The table whose changes are followed.
EVENTS: Final = "events"


@dataclass(frozen=True)
class GroupChanges:
    """Changes over `stream`, which reports at least the keys of what is inserted into `events`."""

    stream: ChangeStream
    state_of: Callable[[str], GroupState]
    group_names: Callable[[], Iterable[str]]
    pace: Pace

    def follow(self, group: str, handle: Handle, *, heal: Callable[[], datetime | None], stop: Event) -> None:
        def handle_changes(changes: Sequence[DataChange]) -> None:
            if pointers := tuple(pointers_of(changes)):
                handle(pointers)

        def heal_history(_: HistoryLost) -> datetime:
            if since := heal():
                return since
            raise Unavailable(f"{group} was stopped before it was healed: the next run goes on")

        state = self.state_of(group)
        if not self._begin(state, heal):
            return
        ConsumerGroup(self.stream, state, handle_changes, self.pace, describe=without_data, heal=heal_history).run(stop)

    def look(self, group: str) -> GroupStatus | None:
        view = self.state_of(group).look()
        return _status_of(group, view) if view.partitions else None

    def look_at_all(self) -> Sequence[GroupStatus]:
        return [status for name in sorted(self.group_names()) if (status := self.look(name))]

    def between(self, after: datetime, upto: datetime, *, most: int) -> Sequence[Pointer] | None:
        found = pointers_of(read_window(self.stream, after + TICK, upto))
        try:
            pointers = list(islice(found, most + 1))
        except HistoryLost:
            return None
        except NotInSchema as lacking:
            raise OperationRefused(f"No change stream tells here what was committed last. {lacking.message}") from None
        return sorted(pointers, key=_place) if len(pointers) <= most else None

    def _begin(self, state: GroupState, heal: Callable[[], datetime | None]) -> bool:
        """Heal what was committed before the group begins; if this process dies meanwhile, the next one does so."""
        view = state.look()
        if view.partitions:
            return True
        since = heal()
        if since is None:
            return False
        state.begin(min(since, view.now) - CLOCK_MARGIN)
        return True


def pointers_of(changes: Iterable[DataChange]) -> Iterator[Pointer]:
    """Yield a pointer to each event that the changes insert, in their order."""
    for change in changes:
        if change.table != EVENTS or change.mod_type != "INSERT":
            continue
        for mod in change.mods:
            stream = StreamId.parse(mod.keys["stream_id"])
            yield Pointer(shard_of(stream), change.timestamp, stream, mod.keys["version"])


def _place(pointer: Pointer) -> tuple[datetime, str, int]:
    return pointer.committed_at, str(pointer.stream), pointer.version


def _status_of(group: str, view: GroupView) -> GroupStatus:
    partitions = [
        PartitionStatus(
            partition=one.token,
            holder=one.holder if one.holder in view.members else None,
            watermark=one.watermark,
            error=one.failure.error if one.failure else None,
            attempts=one.failure.attempts if one.failure else 0,
        )
        for one in view.partitions
        if one.ended_at is None
    ]
    return GroupStatus(group, view.now, view.members, partitions)
