"""Follow a stream: what a projection's function does with a message that the stream has reached a version."""

from collections.abc import Callable
from dataclasses import dataclass

from onewrite.application import tracing
from onewrite.application.ports.views import Views
from onewrite.application.projections.known_generations import KnownGenerations
from onewrite.application.projections.share_transactions import ShareTransactions
from onewrite.domain.model import Domain
from onewrite.domain.streams import StreamId
from onewrite.errors import EventNotApplied


@dataclass(frozen=True)
class FollowStream:
    """Brings every generation that is kept up to the message's version of the stream, and mostly to the store's.

    Needs only one read when all of them are at the message's version or parked. Raises EventNotApplied when an event
    failed and the stream isn't parked yet, ViewBehind when `seconds` weren't enough, and Unavailable; after each of
    them, the bus pushes the message again.
    """

    domain: Domain
    views: Views
    generations: KnownGenerations
    advance: ShareTransactions
    clock: Callable[[], float]
    #: How long one message may hold its thread; a transaction under way is finished first.
    seconds: float

    def __call__(self, projection_name: str, stream: StreamId, version: int) -> None:
        tracing.note(projection=projection_name, stream=str(stream), version=version)
        projection = self.domain.projection(projection_name)
        if stream.category not in projection.categories:
            return
        generations = self.generations(projection.name).kept
        checkpoints = self.views.read_checkpoints(projection.name, generations, stream)
        failed, until = None, self.clock() + self.seconds
        for generation, checkpoint in checkpoints.items():
            if checkpoint.is_parked or checkpoint.version >= version:
                continue
            advanced = self.advance(projection, generation, checkpoint, version=version, until=until)
            if advanced.failure and not advanced.is_parked:
                failed = advanced.failure
        if failed:
            raise EventNotApplied(projection.name, str(stream), failed.version, failed.error_class)
