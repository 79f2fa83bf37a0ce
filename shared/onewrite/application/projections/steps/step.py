"""One step of advancing views: the work of one transaction, and its result."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace

from onewrite.application.ports.views import Checkpoint, FirstEvents, Target
from onewrite.application.projections.halt import Trial
from onewrite.domain.events import RecordedEvent
from onewrite.domain.projection import Projection
from onewrite.domain.streams import StreamId
from onewrite.domain.views import View
from onewrite.errors import RowsRefused


@dataclass(frozen=True)
class Part:
    """Streams to be brought up to date in one generation of a projection.

    `trial` may refuse what becomes of them before it is written.
    """

    projection: Projection
    generation: int
    streams: Collection[StreamId]
    trial: Trial | None = None

    @property
    def target(self) -> Target:
        return self.projection.name, self.generation


@dataclass(frozen=True)
class Step:
    """At most `limit` events, and `size` bytes, each to be applied in all the parts that haven't applied it yet.

    A larger event is a step of its own. What they add to totals goes to rows of this `lane`, so that two steps with
    different ones never meet there. `refusal` is set when the step is down to one event of one part, and the store has
    refused its rows.
    """

    parts: tuple[Part, ...]
    limit: int
    size: int
    lane: int = 0
    refusal: RowsRefused | None = None
    #: The events, where they were read already: those of each stream after a version that it had reached by then.
    read: FirstEvents | None = None

    def apply(self, projection: Projection, event: RecordedEvent, view: View) -> None:
        """Let the projection apply the event. Raises what its method raises, or the refusal."""
        if self.refusal is not None:
            raise self.refusal
        projection.apply(event, view)

    def halves_of_parts(self) -> tuple["Step", "Step"]:
        middle = len(self.parts) // 2
        return replace(self, parts=self.parts[:middle]), replace(self, parts=self.parts[middle:])

    def halves_of_streams(self) -> tuple["Step", "Step"]:
        """Return the same step for each half of the streams of its only part."""
        [part] = self.parts
        streams, middle = list(part.streams), len(part.streams) // 2
        first, second = replace(part, streams=streams[:middle]), replace(part, streams=streams[middle:])
        return replace(self, parts=(first,)), replace(self, parts=(second,))


@dataclass(frozen=True)
class Advanced:
    """What became of one part: the checkpoints afterwards, and how many events were applied.

    `tried` are the streams that had events, with the class and place of the error of each that failed. `left` are those
    that may have more events to apply. `fault` is what kept all of the part from being applied, and no other part.
    """

    checkpoints: Mapping[StreamId, Checkpoint]
    applied: int = 0
    tried: Mapping[StreamId, str | None] = field(default_factory=dict)
    left: frozenset[StreamId] = frozenset()
    fault: Exception | None = None

    @property
    def failed(self) -> frozenset[StreamId]:
        return frozenset(stream for stream, error in self.tried.items() if error)

    def __add__(self, other: "Advanced") -> "Advanced":
        return Advanced(
            {**self.checkpoints, **other.checkpoints},
            self.applied + other.applied,
            {**self.tried, **other.tried},
            self.left | other.left,
            self.fault or other.fault,
        )

    def leaving(self, others: frozenset[StreamId]) -> "Advanced":
        """Count others among those that are left, unless there is a fault."""
        return replace(self, left=frozenset() if self.fault else self.left | others)

    def then(self, later: "Advanced") -> "Advanced":
        """Add what became of the same part in a later step."""
        return replace(self + later, left=later.left)
