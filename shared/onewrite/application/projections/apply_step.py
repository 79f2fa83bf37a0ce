"""Apply a step inside its transaction: read checkpoints and events, write rows, totals and checkpoints."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from itertools import groupby
from operator import attrgetter

from onewrite.application import tracing
from onewrite.application.ports.views import Checkpoint, ViewTransaction
from onewrite.application.projections.buffered_view import BufferedView
from onewrite.application.projections.count_totals import CountTotals
from onewrite.application.projections.failure_policy import FailurePolicy
from onewrite.application.projections.step import Advanced, Step
from onewrite.domain.events import RecordedEvent
from onewrite.domain.streams import StreamId
from onewrite.errors.telling import class_and_place


@dataclass(frozen=True)
class ApplyStep:
    """Called with a transaction, and again with another one if the first is aborted; keeps nothing in between."""

    step: Step
    failure_policy: FailurePolicy

    def __call__(self, transaction: ViewTransaction) -> Advanced:
        # 1. Where does each stream stand?
        checkpoints = dict(transaction.read_checkpoints(self.step.streams))
        behind = {stream: known.version for stream, known in checkpoints.items() if not known.is_parked}
        # 2. What came after that?
        read = transaction.read_events(behind, limit=self.step.limit, size=self.step.size) if behind else None
        if not (read and read.events):
            return Advanced(checkpoints)
        tracing.link_to(event.metadata.traceparent for event in read.events)
        # 3. Rows, totals and checkpoints change together.
        view = BufferedView(transaction.read_row)
        # However many streams fail, the time is asked for once.
        now = cache(transaction.now)
        moved: dict[StreamId, Checkpoint] = {}
        tried: dict[StreamId, str | None] = {}
        for stream, of_stream in groupby(read.events, key=attrgetter("stream")):
            moved[stream], tried[stream] = self._apply_stream(of_stream, checkpoints[stream], view, now)
        if self.step.trial:
            self.step.trial.check(tried)
        changes = view.changes()
        totals = CountTotals(self.step.projection.totals, self.step.lane)(transaction, changes)
        transaction.write([*changes, *totals], list(moved.values()))
        # 4. What is there still to do?
        failed = {stream for stream, error in tried.items() if error}
        return Advanced(
            {**checkpoints, **moved},
            applied=sum(known.version - checkpoints[stream].version for stream, known in moved.items()),
            tried=tried,
            left=frozenset() if read.is_all else _from(read.events[-1].stream, behind) - failed,
        )

    def _apply_stream(
        self, events: Iterable[RecordedEvent], before: Checkpoint, view: BufferedView, now: Callable[[], datetime]
    ) -> tuple[Checkpoint, str | None]:
        """Apply the events in order, up to the first that fails, and tell its error: nothing else of it is kept."""
        checkpoint = before
        for event in events:
            changes = view.branch(event.stream)
            try:
                self.step.apply(event, changes)
            except Exception as error:  # noqa: BLE001 - any error stops this stream and no other
                changes.raise_fault_of_the_store()
                failed = self.failure_policy.with_failure(checkpoint, event, error, now())
                return failed, class_and_place(error)
            changes.raise_fault_of_the_store()
            view.merge(changes)
            checkpoint = checkpoint.at(event.version)
        return checkpoint, None


def _from(first: StreamId, streams: Collection[StreamId]) -> frozenset[StreamId]:
    """Return the stream `first` and those after it in the order of ids as text, in which events are read."""
    return frozenset(stream for stream in streams if str(stream) >= str(first))
