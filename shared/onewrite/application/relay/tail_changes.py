"""The relay that follows the store's changes: publish what was committed, then clear the outbox rows."""

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from threading import Event
from typing import Final

from onewrite.application.batches import batches
from onewrite.application.ports.changes import Changes
from onewrite.application.ports.outbox import Outbox, Pointer
from onewrite.application.relay.publish_rows import PublishRows
from onewrite.errors import Unavailable

log = logging.getLogger(__name__)
#: The name of its consumer group.
GROUP: Final = "tail_changes"


@dataclass(frozen=True)
class Tailed:
    """How many events a run published; `behind_seconds` is how far the whole group was behind at its end."""

    published: int
    behind_seconds: float


@dataclass(frozen=True)
class TailChanges:
    """Leaves alone what another relay has published. Several runs share the work.

    The outbox stays the obligation: what the changes can't tell, because it is older than the group or than what the
    change stream keeps, is swept from there.
    """

    changes: Changes
    outbox: Outbox
    publish: PublishRows
    sweep: Callable[[datetime], object]
    batch: int
    batch_bytes: int

    def __call__(self, stop: Event) -> Tailed:
        """Be one instance of the group until `stop` is set. Raises Unavailable if the group can't begin."""
        published: list[int] = []

        def handle(pointers: Sequence[Pointer]) -> None:
            owed = sorted(self.outbox.remaining(pointers), key=attrgetter("committed_at"))
            parts = batches(owed, attrgetter("size"), rows=self.batch, size=self.batch_bytes)
            published.extend(map(self._publish, parts))

        self.changes.follow(GROUP, handle, heal=self._sweep_all, stop=stop)
        status = self.changes.look(GROUP)
        return Tailed(sum(published), status.behind_seconds if status else 0.0)

    def _sweep_all(self) -> datetime:
        """Return since when the changes have to be told.

        Raises Unavailable as long as another relay holds rows, the bus refuses some, or time isn't enough.
        """
        now = self.outbox.read_marks().now
        self.sweep(now)
        oldest = self.outbox.oldest()
        if oldest is not None and oldest <= now:
            raise Unavailable("The outbox could not be swept as a whole: the next run goes on")
        return now

    def _publish(self, owed: Sequence[Pointer]) -> int:
        """Return how many were published. Raises Unavailable if the bus refused any; the others are cleared."""
        result = self.publish(owed)
        if result.acknowledged:
            self.outbox.clear(result.acknowledged)
        if result.refused:
            raise Unavailable(f"The bus refused {result.refused} events ({result.cause}): they come again")
        return len(result.acknowledged)
