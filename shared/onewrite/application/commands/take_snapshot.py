"""When a command writes a snapshot beside its events: always while it is small, else every so many events."""

import json
import logging
from dataclasses import dataclass, field
from typing import Any, Final

from pydantic_core import to_json

from onewrite.application.commands.load_state import is_of_today
from onewrite.application.ports.event_store import Head, Snapshot
from onewrite.domain.decider import Decider
from onewrite.domain.events import JsonObject
from onewrite.domain.streams import StreamId

log = logging.getLogger(__name__)
#: A cell of Spanner holds 10 MiB. How its JSON is counted isn't documented, so this leaves some of it.
MOST_BYTES: Final = 8_000_000
#: Of so many streams it is remembered that they were warned about.
MOST_REMEMBERED: Final = 1000


@dataclass(frozen=True)
class TakeSnapshot:
    """A snapshot has at most `small` bytes, or is `every` events after the one before."""

    small: int
    every: int
    _warned: set[StreamId] = field(default_factory=set)

    def __call__(self, decider: Decider[Any], head: Head, state: Any, version: int) -> Snapshot | None:
        """Return the snapshot of the state at this version, or None if the head keeps the one that it has."""
        snapshot = Snapshot(version, decider.state_version, decider.state_schema, state.model_dump(mode="json"))
        size = _size_of(snapshot.state)
        if size > MOST_BYTES:
            self._warn_once(head.stream, size)
            return None
        if size <= self.small:
            return snapshot
        known = head.snapshot.version if head.snapshot and is_of_today(head.snapshot, decider) else 0
        return snapshot if version - known >= self.every else None

    def _warn_once(self, stream: StreamId, size: int) -> None:
        if stream in self._warned or len(self._warned) == MOST_REMEMBERED:
            return
        self._warned.add(stream)
        log.warning(
            "The state of %s has %s bytes, too many for a snapshot: each command folds the events since the last one",
            stream,
            f"{size:,}",
            extra={"action": "snapshot_left_out", "stream_id": str(stream), "bytes": size},
        )


def _size_of(state: JsonObject) -> int:
    """How many bytes the state is as it is sent: characters beyond ASCII are escaped, which pydantic doesn't do."""
    text = to_json(state)
    return len(text) if text.isascii() else len(json.dumps(state, separators=(",", ":")))
