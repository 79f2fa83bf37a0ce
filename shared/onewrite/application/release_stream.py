"""Release a parked stream, or skip the event that stopped it: resume in order, and tell how far it got."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from onewrite.application.advance import Advance
from onewrite.application.ports.generations import GenerationStore
from onewrite.application.ports.operations import By, Operation
from onewrite.application.ports.views import Checkpoint, Failure, Views, ViewTransaction
from onewrite.domain.model import Domain
from onewrite.domain.projection import Projection
from onewrite.domain.streams import StreamId
from onewrite.errors import OperationRefused


@dataclass(frozen=True)
class ParkedStream:
    """A stream that stands still for one generation of a projection."""

    projection: str
    generation: int
    checkpoint: Checkpoint

    @property
    def failure(self) -> Failure:
        if self.checkpoint.failure is None:
            raise AssertionError("a parked checkpoint keeps its failure")
        return self.checkpoint.failure


@dataclass(frozen=True)
class Released:
    """How far a stream got: `now` is parked again, with the new reason, when it failed again."""

    projection: str
    generation: int
    before: Checkpoint
    now: Checkpoint


@dataclass(frozen=True)
class ReleaseStream:
    """`advance` parks at the first failure: an operator is watching, and no bus will ring again by itself.

    If this dies half-way the stream is active and behind, which the next message or the reconciler mends.
    """

    domain: Domain
    views: Views
    generations: GenerationStore
    advance: Advance

    def parked(
        self, projection: str | None = None, stream: StreamId | None = None, error_class: str | None = None
    ) -> Iterator[ParkedStream]:
        """Yield what is parked, the longest first in each projection. Raises UnknownProjection."""
        names = [self.domain.projection(projection).name] if projection else [p.name for p in self.domain.projections]
        for name in names:
            kept = self.generations.read(name).kept
            for generation, checkpoint in self.views.parked(name):
                found = ParkedStream(name, generation, checkpoint)
                if generation not in kept or stream not in (None, checkpoint.stream):
                    continue
                if error_class in (None, found.failure.error_class):
                    yield found

    def release(self, parked: Iterable[ParkedStream], by: By) -> list[Released]:
        """Resume each stream at its failed event."""
        return [self._resume(stream, "release", stream.checkpoint.version, by) for stream in list(parked)]

    def skip(self, parked: Iterable[ParkedStream], by: By) -> list[Released]:
        """Pass the failed event of each stream over and resume behind it. Raises OperationRefused without a reason."""
        if not (by.reason and by.reason.strip()):
            raise OperationRefused("To skip an event is to leave it out of the view: give the reason")
        return [self._resume(stream, "skip", stream.failure.version, by) for stream in list(parked)]

    def _resume(self, parked: ParkedStream, operation: str, version: int, by: By) -> Released:
        projection, before = self.domain.projection(parked.projection), parked.checkpoint
        self._unpark(projection, parked, version, _record(operation, parked, by))
        advanced = self.advance(projection, parked.generation, [before.stream])
        return Released(parked.projection, parked.generation, before, advanced.checkpoints[before.stream])

    def _unpark(self, projection: Projection, parked: ParkedStream, version: int, operation: Operation) -> None:
        def unpark(transaction: ViewTransaction) -> None:
            now = transaction.read_checkpoints([parked.checkpoint.stream])[parked.checkpoint.stream]
            if now == parked.checkpoint:
                transaction.write([], [replace(now, version=version, failure=None, parked_at=None)])
                transaction.record(operation)

        self.views.transact(projection.name, parked.generation, unpark)


def _record(operation: str, parked: ParkedStream, by: By) -> Operation:
    failure = parked.failure
    details = {
        "generation": parked.generation,
        "version": failure.version,
        "event_id": failure.event_id,
        "error_class": failure.error_class,
    }
    return Operation(operation, by, parked.projection, str(parked.checkpoint.stream), details)
