"""Release parked streams, or skip the events that stopped them: resume in order, and report how far each got."""

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from onewrite.application.operations.release_report import MOST_NAMED, Released, ReleaseReport
from onewrite.application.ports.audit_log import Actor, Operation
from onewrite.application.ports.views import Checkpoint, Failure, Parked, Views, ViewTransaction
from onewrite.application.projections.advance import Advance
from onewrite.application.projections.checked_generations import CheckedGenerations
from onewrite.domain.model import Domain
from onewrite.domain.streams import StreamId
from onewrite.errors import OperationRefused


@dataclass(frozen=True)
class ParkedStream:
    """A stream that is parked for one generation of a projection."""

    projection: str
    generation: int
    checkpoint: Checkpoint

    @property
    def failure(self) -> Failure:
        if self.checkpoint.failure is None:
            raise AssertionError("a parked checkpoint keeps its failure")
        return self.checkpoint.failure


#: Returns the version after which a parked stream is resumed.
ResumeAfter: TypeAlias = Callable[[ParkedStream], int]
STREAMS_PER_TRANSACTION = 200
STREAMS_PER_PAGE = 1000


@dataclass(frozen=True)
class ReleaseStream:
    """`advance` parks at the first failure, as the operator waits for the result and no message comes again.

    If the process dies half-way, the stream is active and behind; the next message or the reconciler advances it.
    """

    domain: Domain
    views: Views
    generations: CheckedGenerations
    advance: Advance

    def parked(
        self, projection: str | None = None, stream: StreamId | None = None, error_class: str | None = None
    ) -> Iterator[ParkedStream]:
        """Yield the streams that are parked now, in each projection the longest parked first, a page at a time.

        Raises UnknownProjection.
        """
        names = [self.domain.projection(projection).name] if projection else [p.name for p in self.domain.projections]
        for name in names:
            kept = self.generations.read(name).kept
            for generation, checkpoint in self._of_stream(name, kept, stream) if stream else self._of_all(name):
                found = ParkedStream(name, generation, checkpoint)
                if generation in kept and error_class in (None, found.failure.error_class):
                    yield found

    def _of_all(self, name: str) -> Iterator[Parked]:
        page = self.views.parked(name, limit=STREAMS_PER_PAGE)
        if len(page) < STREAMS_PER_PAGE:
            yield from page
            return
        # What is released from this page and parks again must not come again.
        now = self.views.transact(name, 1, lambda transaction: transaction.now())
        while page:
            yield from (one for one in page if one[1].parked_at and one[1].parked_at <= now)
            page = self.views.parked(name, after=page[-1], limit=STREAMS_PER_PAGE)

    def _of_stream(self, name: str, kept: Collection[int], stream: StreamId) -> Iterator[Parked]:
        known = self.views.read_checkpoints([(name, generation) for generation in kept], stream)
        yield from ((generation, checkpoint) for (_, generation), checkpoint in known.items() if checkpoint.is_parked)

    def release(self, parked: Iterable[ParkedStream], actor: Actor, *, most_named: int = MOST_NAMED) -> ReleaseReport:
        """Resume each stream at its failed event."""
        resumed = self._resume_all(parked, "release", lambda stream: stream.checkpoint.version, actor)
        return ReleaseReport.of(resumed, most_named)

    def skip(self, parked: Iterable[ParkedStream], actor: Actor, *, most_named: int = MOST_NAMED) -> ReleaseReport:
        """Resume each stream after its failed event. Raises OperationRefused without a reason."""
        if not (actor.reason and actor.reason.strip()):
            raise OperationRefused("To skip an event is to leave it out of the view: give the reason")
        resumed = self._resume_all(parked, "skip", lambda stream: stream.failure.version, actor)
        return ReleaseReport.of(resumed, most_named)

    def _resume_all(
        self, parked: Iterable[ParkedStream], operation: str, after: ResumeAfter, actor: Actor
    ) -> Iterator[Released]:
        """Resume each stream after the version that `after` returns, many in one transaction, as they come."""
        waiting: dict[tuple[str, int], list[ParkedStream]] = {}
        for one in parked:
            together = waiting.setdefault((one.projection, one.generation), [])
            together.append(one)
            if len(together) == STREAMS_PER_TRANSACTION:
                yield from self._resume(together, operation, after, actor)
                together.clear()
        for together in filter(None, waiting.values()):
            yield from self._resume(together, operation, after, actor)

    def _resume(
        self, streams: Sequence[ParkedStream], operation: str, after: ResumeAfter, actor: Actor
    ) -> Iterator[Released]:
        """Resume streams of one generation in one transaction, and advance them."""
        name, generation = streams[0].projection, streams[0].generation
        moves = [(one.checkpoint, after(one), _operation(operation, one, actor)) for one in streams]
        self._unpark(name, generation, moves)
        now = self.advance(self.domain.projection(name), generation, [one.checkpoint.stream for one in streams])
        for one in streams:
            yield Released(name, generation, one.checkpoint, now.checkpoints[one.checkpoint.stream])

    def _unpark(self, name: str, generation: int, moves: Sequence[tuple[Checkpoint, int, Operation]]) -> None:
        def unpark(transaction: ViewTransaction) -> None:
            now = transaction.read_checkpoints([before.stream for before, _, _ in moves])
            for before, version, operation in moves:
                if now[before.stream] == before:
                    transaction.write([], [before.at(version)])
                    transaction.audit(operation)

        self.views.transact(name, generation, unpark)


def _operation(name: str, parked: ParkedStream, actor: Actor) -> Operation:
    failure = parked.failure
    details = {
        "generation": parked.generation,
        "version": failure.version,
        "event_id": failure.event_id,
        "error_class": failure.error_class,
    }
    return Operation(name, actor, parked.projection, str(parked.checkpoint.stream), details)
