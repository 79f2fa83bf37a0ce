"""The report of a reconciliation: what it found, and what it healed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from onewrite.application.ports.generations import Generations
from onewrite.application.ports.views import Checkpoint


@dataclass
class ProjectionReport:
    """The counts of one projection; a stream counts once for each generation that is kept up to date.

    `problem` says why this code doesn't serve the view; then nothing of it was counted.
    `parked` includes streams that this reconciliation parked when it tried to heal them. `ahead` counts streams of
    which the view has applied more than the store holds; only a rebuild corrects that.
    """

    generations: Generations
    problem: str | None = None
    lagging: int = 0
    healed: int = 0
    parked: int = 0
    ahead: int = 0
    oldest_lagging: datetime | None = None
    oldest_parked: datetime | None = None

    def count_parked(self, checkpoints: Iterable[Checkpoint]) -> None:
        parked = [checkpoint for checkpoint in checkpoints if checkpoint.is_parked]
        self.parked += len(parked)
        self.oldest_parked = oldest(self.oldest_parked, *(checkpoint.parked_at for checkpoint in parked))


@dataclass
class ReconcileReport:
    """The counts of all projections at `time`, the store's. Every row of the outbox counts as unpublished.

    `unpublished` is at most one more than MAX_COUNTED_ROWS.
    `left_over` are projections that are in the database and not in this code; they were not looked at.
    """

    time: datetime
    unpublished: int
    oldest_unpublished: datetime | None
    left_over: Sequence[str] = ()
    heads: int = 0
    projections: dict[str, ProjectionReport] = field(default_factory=dict)

    @property
    def lagging(self) -> int:
        return sum(found.lagging for found in self.projections.values())

    @property
    def healed(self) -> int:
        return sum(found.healed for found in self.projections.values())

    @property
    def parked(self) -> int:
        return sum(found.parked for found in self.projections.values())

    @property
    def ahead(self) -> int:
        return sum(found.ahead for found in self.projections.values())

    @property
    def oldest_lagging(self) -> datetime | None:
        return oldest(*(found.oldest_lagging for found in self.projections.values()))

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


def oldest(*times: datetime | None) -> datetime | None:
    return min((time for time in times if time), default=None)
