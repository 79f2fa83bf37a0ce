"""The report on all views: what was found when heads were compared with checkpoints, and what is known at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from onewrite.application.operations.reconcile.found import Counts, oldest
from onewrite.application.ports.generations import Generations
from onewrite.application.ports.views import ParkedCount
from onewrite.application.ports.walks import Walk


@dataclass
class ProjectionReport:
    """`problem` says why this code doesn't serve the view; then nothing of it was counted.

    `parked` counts the streams that are parked now, in all generations.
    """

    generations: Generations
    problem: str | None = None
    counts: Counts = field(default_factory=Counts)
    parked: ParkedCount = field(default_factory=ParkedCount)


@dataclass
class ReconcileReport:
    """The report at `time`, the store's. Every row of the outbox counts as unpublished.

    `heads` and the counts of each projection are as of `walked_at`, when the walk ended that found them; None if there
    was none yet. All else is as of now. `unpublished` is at most one more than MAX_COUNTED_ROWS. Everything older than
    `swept` was published; None if no sweep has moved its watermark yet. `left_over` are projections that are in the
    database and not in this code; they were not looked at. `walks` are those that are under way.
    """

    time: datetime
    unpublished: int
    oldest_unpublished: datetime | None
    left_over: Sequence[str] = ()
    heads: int = 0
    projections: dict[str, ProjectionReport] = field(default_factory=dict)
    swept: datetime | None = None
    walked_at: datetime | None = None
    walks: Mapping[str, Walk] = field(default_factory=dict)

    @property
    def lagging(self) -> int:
        return sum(found.counts.lagging for found in self.projections.values())

    @property
    def healed(self) -> int:
        return sum(found.counts.healed for found in self.projections.values())

    @property
    def parked(self) -> int:
        return sum(found.parked.number for found in self.projections.values())

    @property
    def ahead(self) -> int:
        return sum(found.counts.ahead for found in self.projections.values())

    @property
    def oldest_lagging(self) -> datetime | None:
        return oldest(*(found.counts.oldest_lagging for found in self.projections.values()))

    @property
    def second_generation_since(self) -> datetime | None:
        """Since when a projection has kept a second generation, and nobody did anything to it."""
        kept = (found.generations for found in self.projections.values() if len(found.generations.kept) > 1)
        return oldest(*(generations.changed_at for generations in kept))

    @property
    def is_healed(self) -> bool:
        """Whether every stream is up to date now. Unpublished events don't count: the relay publishes them."""
        is_served = not any(found.problem for found in self.projections.values())
        return is_served and self.lagging == self.healed and not self.parked and not self.ahead
