"""Apply one part of a step: rows, totals and checkpoints of one generation of a projection."""

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from onewrite.application.ports.views import Checkpoint, FirstEvents, ViewTransaction
from onewrite.application.projections.steps.buffered_view import BufferedView
from onewrite.application.projections.steps.count_totals import CountTotals
from onewrite.application.projections.steps.failure_policy import FailurePolicy
from onewrite.application.projections.steps.step import Advanced, Part, Step
from onewrite.domain.events import RecordedEvent
from onewrite.domain.streams import StreamId
from onewrite.errors import ProjectionHalted
from onewrite.errors.telling import class_and_place


@dataclass(frozen=True)
class ApplyPart:
    """Applies those of the events that a part hasn't applied yet; what fails in it changes nothing in the others.

    Small events can make large rows: once these are more than the bytes of a step, further streams are left.
    """

    step: Step
    failure_policy: FailurePolicy
    read: FirstEvents
    now: Callable[[], datetime]

    def __call__(
        self, part: Part, transaction: ViewTransaction, checkpoints: Mapping[StreamId, Checkpoint]
    ) -> Advanced:
        behind = {stream: known.version for stream, known in checkpoints.items() if not known.is_parked}
        view = BufferedView(transaction.read_row)
        moved: dict[StreamId, Checkpoint] = {}
        tried: dict[StreamId, str | None] = {}
        written, last, next_one = 0, "", None if self.read.is_all else self.read.events[-1].stream
        for stream, of_stream in groupby(self.read.events, key=attrgetter("stream")):
            after = behind.get(stream)
            events = [event for event in of_stream if after is not None and event.version > after]
            if not events:
                continue
            written += view.size_under(last) if last else 0
            if written > self.step.size:
                next_one = stream
                break
            moved[stream], tried[stream] = self._apply_stream(part, events, checkpoints[stream], view)
            last = stream.key
        if part.trial:
            try:
                part.trial.check(tried)
            except ProjectionHalted as halted:
                return Advanced(checkpoints, fault=halted)
        if moved:
            changes = view.changes()
            totals = CountTotals(part.projection.totals, self.step.lane)(transaction, changes)
            transaction.write([*changes, *totals], list(moved.values()))
        failed = {stream for stream, error in tried.items() if error}
        return Advanced(
            {**checkpoints, **moved},
            applied=sum(known.version - checkpoints[stream].version for stream, known in moved.items()),
            tried=tried,
            left=_from(next_one, behind) - failed if next_one else frozenset(),
        )

    def _apply_stream(
        self, part: Part, events: Iterable[RecordedEvent], before: Checkpoint, view: BufferedView
    ) -> tuple[Checkpoint, str | None]:
        """Apply the events in order, up to the first that fails, and tell its error: nothing else of it is kept."""
        reached = before.version
        for event in events:
            changes = view.of_event(event.stream)
            try:
                self.step.apply(part.projection, event, changes)
            except Exception as error:  # noqa: BLE001 - any error stops this stream and no other
                changes.raise_fault_of_the_store()
                checkpoint = before.at(reached) if reached > before.version else before
                failed = self.failure_policy.with_failure(checkpoint, event, error, self.now())
                return failed, class_and_place(error)
            changes.raise_fault_of_the_store()
            view.take(changes)
            reached = event.version
        return before.at(reached), None


def _from(first: StreamId, streams: Collection[StreamId]) -> frozenset[StreamId]:
    """Return the stream `first` and those after it in the order of ids as text, in which events are read."""
    return frozenset(stream for stream in streams if str(stream) >= str(first))
