"""Advance views: the one primitive behind pushes, rebuilds, releases, reconciling and reads that can't wait."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import TypeAlias

from onewrite.application.ports.views import Checkpoint, Views, ViewTransaction
from onewrite.application.projections.buffered_view import BufferedView
from onewrite.application.projections.failure_policy import FailurePolicy
from onewrite.domain.events import RecordedEvent
from onewrite.domain.projection import Projection
from onewrite.domain.streams import StreamId
from onewrite.domain.views import View
from onewrite.errors import RowsRefused

Apply: TypeAlias = Callable[[RecordedEvent, View], None]


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
        total, left = Advanced({}), frozenset(streams)
        while left:
            step = self.step(projection, generation, left)
            total, left = total + step, step.left
        return replace(total, left=left)

    def step(
        self, projection: Projection, generation: int, streams: Collection[StreamId], limit: int | None = None
    ) -> Advanced:
        """Take one transaction's worth: at most `limit` events, the batch without one."""
        limit = limit or self.batch
        try:
            return self._transact(projection, generation, streams, limit, projection.apply)
        except RowsRefused as refusal:
            return self._narrow_down(projection, generation, streams, limit, refusal)

    def _narrow_down(
        self, projection: Projection, generation: int, streams: Collection[StreamId], limit: int, refusal: RowsRefused
    ) -> Advanced:
        """Find the one event whose rows are refused, so that it stops its own stream and no other."""
        if len(streams) > 1:
            in_order, half = sorted(streams, key=str), len(streams) // 2
            parts = in_order[:half], in_order[half:]
            return self.step(projection, generation, parts[0], limit) + self.step(
                projection, generation, parts[1], limit
            )
        if limit > 1:
            return self.step(projection, generation, streams, limit // 2)

        def refuse(event: RecordedEvent, view: View) -> None:
            raise refusal

        return self._transact(projection, generation, streams, 1, refuse)

    def _transact(
        self, projection: Projection, generation: int, streams: Collection[StreamId], limit: int, apply: Apply
    ) -> Advanced:
        step = self.views.transact(
            projection.name, generation, lambda transaction: self._apply(apply, transaction, streams, limit)
        )
        for stream in step.failed:
            self.failure_policy.report(projection.name, generation, step.checkpoints[stream])
        return step

    def _apply(self, apply: Apply, transaction: ViewTransaction, streams: Collection[StreamId], limit: int) -> Advanced:
        checkpoints = dict(transaction.read_checkpoints(streams))
        behind = {stream: known.version for stream, known in checkpoints.items() if not known.is_parked}
        events = transaction.read_events(behind, limit=limit) if behind else ()
        if not events:
            return Advanced(checkpoints)
        view = BufferedView(transaction.read_row)
        moved = {
            stream: self._apply_stream(apply, transaction, checkpoints[stream], list(of_stream), view)
            for stream, of_stream in groupby(events, key=lambda event: event.stream)
        }
        transaction.write(view.changes(), list(moved.values()))
        failed = frozenset(stream for stream, now in moved.items() if now.failure)
        return Advanced(
            {**checkpoints, **moved},
            applied=sum(now.version - checkpoints[stream].version for stream, now in moved.items()),
            failed=failed,
            left=_from(events[-1].stream, behind) - failed if len(events) == limit else frozenset(),
        )

    def _apply_stream(
        self,
        apply: Apply,
        transaction: ViewTransaction,
        checkpoint: Checkpoint,
        events: Sequence[RecordedEvent],
        view: BufferedView,
    ) -> Checkpoint:
        if not events:
            return checkpoint
        branch = view.branch()
        for done, event in enumerate(events):
            try:
                apply(event, branch)
            except Exception as error:  # noqa: BLE001 - whatever it is, it stops this stream and no other
                if branch.fault is None:
                    # Projections are pure: what came before the failing event is applied once more, without it.
                    before = self._apply_stream(apply, transaction, checkpoint, events[:done], view)
                    if before.version + 1 < event.version:
                        return before
                    return self.failure_policy.record(before, event, error, checkpoint.failure, transaction.now())
            if branch.fault is not None:
                raise branch.fault
        view.merge(branch)
        return checkpoint.at(events[-1].version)


def _from(first: StreamId, streams: Collection[StreamId]) -> frozenset[StreamId]:
    """Return the streams at this one and behind it: events are read in the order of stream ids as text."""
    return frozenset(stream for stream in streams if str(stream) >= str(first))
