"""One step of advancing a view: the work of one transaction, and its result."""

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
    """At most `limit` events of these streams, to be applied to one generation of a projection.

    What they add to totals goes to rows of this `lane`, so that two steps with different ones never meet there.
    `refusal` is set when the step is down to one event and the store has refused its rows.
    """

    projection: Projection
    generation: int
    streams: Collection[StreamId]
    limit: int
    lane: int = 0
    refusal: RowsRefused | None = None

    def apply(self, event: RecordedEvent, view: View) -> None:
        """Let the projection apply the event. Raises what its method raises, or the refusal."""
        if self.refusal is not None:
            raise self.refusal
        self.projection.apply(event, view)

    def halves(self) -> tuple["Step", "Step"]:
        """Return the same step for each half of the streams."""
        streams, middle = list(self.streams), len(self.streams) // 2
        return replace(self, streams=streams[:middle]), replace(self, streams=streams[middle:])


@dataclass(frozen=True)
class Advanced:
    """The checkpoints afterwards, and how many events were applied.

    `failed` are the streams of which an event failed in this step, `left` those that may have more events to apply.
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
