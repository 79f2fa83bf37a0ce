"""Reconcile: compare every head with every checkpoint, heal what lags, report what was found."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from onewrite.application.ports.audit_log import By, Operation, Operations
from onewrite.application.ports.event_store import EventStore, Head
from onewrite.application.ports.generations import Generations, GenerationStore
from onewrite.application.ports.outbox import Outbox
from onewrite.application.ports.views import Checkpoint, Views
from onewrite.application.projections.advance import Advance
from onewrite.domain.model import Domain
from onewrite.domain.projection import Projection
from onewrite.domain.streams import StreamId

PAGE = 500


@dataclass
class ProjectionReport:
    """What was found of one projection; streams are counted once for each generation that is kept up to date.

    `parked` counts those as well that were parked by this very attempt to heal them; `ahead` those whose view has
    applied more than the store holds: no advance mends that, a rebuild does.
    """

    generations: Generations
    lagging: int = 0
    healed: int = 0
    parked: int = 0
    ahead: int = 0
    oldest_lagging: datetime | None = None
    oldest_parked: datetime | None = None

    def count_parked(self, checkpoints: Iterable[Checkpoint]) -> None:
        parked = [checkpoint for checkpoint in checkpoints if checkpoint.is_parked]
        self.parked += len(parked)
        self.oldest_parked = _oldest(self.oldest_parked, *(checkpoint.parked_at for checkpoint in parked))


@dataclass
class Report:
    """What was found at `time`, the store's; a row of the outbox counts as unpublished."""

    time: datetime
    unpublished: int
    oldest_unpublished: datetime | None
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
        return _oldest(*(found.oldest_lagging for found in self.projections.values()))

    @property
    def is_healed(self) -> bool:
        """Whether every stream is up to date now; what is unpublished is the relay's to mend."""
        return self.lagging == self.healed and not self.parked and not self.ahead


@dataclass(frozen=True)
class ReconcileViews:
    """Walks heads in key order, a page at a time, so that memory stays constant however many streams there are."""

    domain: Domain
    store: EventStore
    outbox: Outbox
    views: Views
    generations: GenerationStore
    operations: Operations
    advance: Advance

    def __call__(self, by: By | None = None, *, heal: bool = True) -> Report:
        """Compare everything; without `heal`, look only. Raises Unavailable.

        An operator (`by`) is put on record; a scheduler is none.
        """
        if by:
            self.operations.record(Operation("reconcile", by))
        report = Report(self.outbox.read_marks().now, self.outbox.count(), self.outbox.oldest())
        for projection in self.domain.projections:
            report.projections[projection.name] = ProjectionReport(self.generations.read(projection.name))
        for heads in self._pages():
            report.heads += len(heads)
            for projection in self.domain.projections:
                found = report.projections[projection.name]
                of_projection = [head for head in heads if head.stream.category in projection.categories]
                for generation in found.generations.kept:
                    self._compare(projection, generation, of_projection, found, heal=heal)
        return report

    def _pages(self) -> Iterator[Sequence[Head]]:
        heads = self.store.read_heads(limit=PAGE)
        while heads:
            yield heads
            heads = self.store.read_heads(after=heads[-1].stream, limit=PAGE) if len(heads) == PAGE else ()

    def _compare(
        self, projection: Projection, generation: int, heads: Sequence[Head], found: ProjectionReport, *, heal: bool
    ) -> None:
        versions = {head.stream: head.version for head in heads}
        if not versions:
            return
        known = self.views.look(projection.name, generation, lambda view: view.read_checkpoints(versions))
        found.count_parked(known.values())
        found.ahead += self._count_ahead(known.values(), versions)
        lagging = {
            stream: known[stream].version
            for stream, version in versions.items()
            if known[stream].version < version and not known[stream].is_parked
        }
        found.lagging += len(lagging)
        if lagging:
            waiting = self.store.read_events((stream, version + 1) for stream, version in lagging.items())
            found.oldest_lagging = _oldest(found.oldest_lagging, *(event.committed_at for event in waiting))
        if lagging and heal:
            now = self.advance(projection, generation, lagging.keys()).checkpoints
            found.healed += _up_to_date(now, versions)
            found.count_parked(now.values())

    def _count_ahead(self, checkpoints: Iterable[Checkpoint], versions: Mapping[StreamId, int]) -> int:
        """A stream may have moved on since its head was read; then the store holds what the view has applied."""
        seem = {(known.stream, known.version) for known in checkpoints if known.version > versions[known.stream]}
        held = self.store.read_events(seem) if seem else ()
        return len(seem) - len(held)


def _up_to_date(now: Mapping[StreamId, Checkpoint], versions: Mapping[StreamId, int]) -> int:
    return sum(checkpoint.version >= versions[stream] for stream, checkpoint in now.items())


def _oldest(*times: datetime | None) -> datetime | None:
    return min((time for time in times if time), default=None)
