"""One step of advancing a view: the work of one transaction, and its result."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from onewrite.application.ports.views import Checkpoint
from onewrite.application.projections.halt import Trial
from onewrite.domain.events import RecordedEvent
from onewrite.domain.projection import Projection
from onewrite.domain.streams import StreamId
from onewrite.domain.views import View
from onewrite.errors import RowsRefused


@dataclass(frozen=True)
class Step:
    """At most `limit` events of these streams, and `size` bytes, to be applied to one generation of a projection.

    A larger event is a step of its own. What they add to totals goes to rows of this `lane`, so that two steps with
    different ones never meet there.

    `trial` may refuse what becomes of the streams before it is written. `refusal` is set when the step is down to one
    event and the store has refused its rows.
    """

    projection: Projection
    generation: int
    streams: Collection[StreamId]
    limit: int
    size: int
    lane: int = 0
    trial: Trial | None = None
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

    `tried` are the streams that had events, with the class and place of the error of each that failed. `left` are those
    that may have more events to apply.
    """

    checkpoints: Mapping[StreamId, Checkpoint]
    applied: int = 0
    tried: Mapping[StreamId, str | None] = field(default_factory=dict)
    left: frozenset[StreamId] = frozenset()

    @property
    def failed(self) -> frozenset[StreamId]:
        return frozenset(stream for stream, error in self.tried.items() if error)

    def __add__(self, other: "Advanced") -> "Advanced":
        return Advanced(
            {**self.checkpoints, **other.checkpoints},
            self.applied + other.applied,
            {**self.tried, **other.tried},
            self.left | other.left,
        )
