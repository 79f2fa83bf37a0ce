"""Apply a step inside its transaction: read checkpoints and events once, for all of its parts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from onewrite.application import tracing
from onewrite.application.ports.views import Checkpoint, FirstEvents, JointTransaction, Target
from onewrite.application.projections.steps.apply_part import ApplyPart
from onewrite.application.projections.steps.failure_policy import FailurePolicy
from onewrite.application.projections.steps.step import Advanced, Step
from onewrite.domain.streams import StreamId

NOTHING: Final = FirstEvents({}, (), is_all=True)


@dataclass(frozen=True)
class ApplyStep:
    """Called with a transaction, and again with another one if the first is aborted; keeps nothing in between."""

    step: Step
    failure_policy: FailurePolicy

    def __call__(self, transaction: JointTransaction) -> Mapping[Target, Advanced]:
        # 1. Where does each stream stand, in each part?
        checkpoints = transaction.read_checkpoints({part.target: part.streams for part in self.step.parts})
        # 2. What came after that?
        read = self._read(transaction, _least_versions(checkpoints.values()))
        tracing.link_to(event.metadata.traceparent for event in read.events)
        # 3. Rows, totals and checkpoints of all parts change together.
        # However many streams fail, the time is asked for once.
        apply = ApplyPart(self.step, self.failure_policy, read, now=cache(transaction.now))
        return {
            part.target: apply(part, transaction.of(part.target), checkpoints[part.target]) for part in self.step.parts
        }

    def _read(self, transaction: JointTransaction, behind: Mapping[StreamId, int]) -> FirstEvents:
        ahead = self.step.read
        if ahead and ahead.leave_no_gap_behind(behind):
            return ahead
        return transaction.read_events(behind, limit=self.step.limit, size=self.step.size) if behind else NOTHING


def _least_versions(parts: Iterable[Mapping[StreamId, Checkpoint]]) -> Mapping[StreamId, int]:
    """Return where each stream stands that isn't parked, in the part in which it is farthest behind."""
    least: dict[StreamId, int] = {}
    for checkpoints in parts:
        for stream, known in checkpoints.items():
            if not known.is_parked:
                least[stream] = min(known.version, least.get(stream, known.version))
    return least
