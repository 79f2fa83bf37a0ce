"""One step of advancing a view: what one transaction has to do, and where it left the streams."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from onewrite.application.ports.views import Checkpoint
from onewrite.domain.events import RecordedEvent
from onewrite.domain.projection import Projection
from onewrite.domain.streams import StreamId
from onewrite.domain.views import View
from onewrite.errors import RowsRefused


@dataclass(frozen=True)
class Step:
    """At most `limit` events of these streams, for one generation of a projection.

    `refusal` is set where the store has refused the rows of the one event that is left to blame.
    """

    projection: Projection
    generation: int
    streams: Collection[StreamId]
    limit: int
    refusal: RowsRefused | None = None

    def apply(self, event: RecordedEvent, view: View) -> None:
        """Let the projection apply the event. Raises whatever its method raises, or the refusal."""
        if self.refusal is not None:
            raise self.refusal
        self.projection.apply(event, view)

    def halves(self) -> tuple["Step", "Step"]:
        """Return the same step for each half of the streams."""
        in_order, middle = sorted(self.streams, key=str), len(self.streams) // 2
        return replace(self, streams=in_order[:middle]), replace(self, streams=in_order[middle:])


@dataclass(frozen=True)
class Advanced:
    """Where the streams stand afterwards, and how many events were applied.

    `failed` are the streams that met a failing event now, `left` those that may have more to apply.
    """

    checkpoints: Mapping[StreamId, Checkpoint]
    applied: int = 0
    failed: frozenset[StreamId] = frozenset()
    left: frozenset[StreamId] = frozenset()

    def __add__(self, other: "Advanced") -> "Advanced":
        return Advanced(
            {**self.checkpoints, **other.checkpoints},
            self.applied + other.applied,
            self.failed | other.failed,
            self.left | other.left,
        )
