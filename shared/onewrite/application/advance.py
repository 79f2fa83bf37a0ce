"""Advance views: the one primitive behind pushes, rebuilds, releases, reconciling and reads that can't wait."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from onewrite.application.buffered_view import BufferedView
from onewrite.application.failure_policy import FailurePolicy
from onewrite.application.ports.views import Checkpoint, Views, ViewTransaction
from onewrite.domain.events import RecordedEvent
from onewrite.domain.projection import Projection
from onewrite.domain.streams import StreamId


@dataclass(frozen=True)
class Advanced:
    """Where the streams stand afterwards, how many events were applied, and which streams met a failing one now."""

    checkpoints: Mapping[StreamId, Checkpoint]
    applied: int = 0
    failed: frozenset[StreamId] = frozenset()
    complete: bool = True


@dataclass(frozen=True)
class Advance:
    """Bring streams up to date in one generation of a projection, in bounded steps of one transaction each.

    A failing event stops its own stream: what came before it is applied, its checkpoint keeps the failure, and the
    other streams go on. Raises Unavailable; faults of the store are never counted against an event.
    """

    views: Views
    failure_policy: FailurePolicy
    batch: int

    def __call__(self, projection: Projection, generation: int, streams: Collection[StreamId]) -> Advanced:
        applied, failed, waiting = 0, frozenset[StreamId](), frozenset(streams)
        checkpoints: dict[StreamId, Checkpoint] = {}
        while waiting:
            step = self.step(projection, generation, waiting)
            checkpoints.update(step.checkpoints)
            applied, failed = applied + step.applied, failed | step.failed
            waiting = frozenset() if step.complete else waiting - step.failed
        return Advanced(checkpoints, applied, failed)

    def step(self, projection: Projection, generation: int, streams: Collection[StreamId]) -> Advanced:
        """Take one transaction's worth; `complete` when nothing was left to apply."""
        step = self.views.transact(
            projection.name, generation, lambda transaction: self._apply(projection, transaction, streams)
        )
        for stream in step.failed:
            self.failure_policy.report(projection.name, generation, step.checkpoints[stream])
        return step

    def _apply(self, projection: Projection, transaction: ViewTransaction, streams: Collection[StreamId]) -> Advanced:
        checkpoints = dict(transaction.read_checkpoints(streams))
        behind = {stream: known.version for stream, known in checkpoints.items() if not known.is_parked}
        events = transaction.read_events(behind, limit=self.batch) if behind else ()
        if not events:
            return Advanced(checkpoints)
        view = BufferedView(transaction.read_row)
        moved = {
            stream: self._apply_stream(projection, transaction, checkpoints[stream], of_stream, view)
            for stream, of_stream in groupby(events, key=lambda event: event.stream)
        }
        transaction.write(view.changes(), list(moved.values()))
        return Advanced(
            {**checkpoints, **moved},
            applied=sum(now.version - checkpoints[stream].version for stream, now in moved.items()),
            failed=frozenset(stream for stream, now in moved.items() if now.failure),
            complete=len(events) < self.batch,
        )

    def _apply_stream(
        self,
        projection: Projection,
        transaction: ViewTransaction,
        checkpoint: Checkpoint,
        events: Iterable[RecordedEvent],
        view: BufferedView,
    ) -> Checkpoint:
        before = checkpoint.failure
        for event in events:
            branch = view.branch()
            try:
                projection.apply(event, branch)
            except Exception as error:  # noqa: BLE001 - whatever it is, it stops this stream and no other
                if branch.fault is None:
                    return self.failure_policy.record(checkpoint, event, error, before, transaction.now())
            if branch.fault is not None:
                raise branch.fault
            view.merge(branch)
            checkpoint = checkpoint.at(event.version)
        return checkpoint
