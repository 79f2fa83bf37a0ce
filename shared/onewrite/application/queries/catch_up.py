"""Bring a stream up to the version that a reader names, in the reader's own request: no waiting for the bus."""

from collections.abc import Callable
from dataclasses import dataclass

from onewrite.application.ports.views import Checkpoint
from onewrite.application.projections.advance import Advance
from onewrite.domain.projection import Projection
from onewrite.domain.streams import StreamId
from onewrite.errors import EventNotApplied, OnewriteError, VersionNotFound, ViewBehind, ViewParked


@dataclass(frozen=True)
class CatchUp:
    """Advances one stream of a view. Raises VersionNotFound, ViewParked, EventNotApplied, ViewBehind, Unavailable."""

    advance: Advance
    clock: Callable[[], float]
    #: How long it may take before ViewBehind is raised; a step under way is finished first.
    seconds: float

    def __call__(self, projection: Projection, generation: int, stream: StreamId, min_version: int) -> None:
        until = self.clock() + self.seconds
        while True:
            step = self.advance.step(projection, generation, [stream])
            checkpoint = step.checkpoints[stream]
            if checkpoint.version >= min_version:
                return
            if not step.left:
                raise _stopped(projection.name, checkpoint, min_version)
            if self.clock() >= until:
                raise ViewBehind(projection.name, str(stream), min_version, checkpoint.version)


def _stopped(projection: str, checkpoint: Checkpoint, min_version: int) -> OnewriteError:
    """Return why the view can't reach the version."""
    stream = str(checkpoint.stream)
    if checkpoint.is_parked:
        return ViewParked(projection, stream, checkpoint.version)
    if failure := checkpoint.failure:
        return EventNotApplied(projection, stream, failure.version, failure.error_class)
    return VersionNotFound(stream, min_version, checkpoint.version)
