"""Reconcile: compare every head with every checkpoint, advance the streams that lag, report the result."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from onewrite.application.operations.pages_of_heads import pages_of_heads
from onewrite.application.operations.reconcile_report import ProjectionReport, ReconcileReport, oldest
from onewrite.application.ports.audit_log import Actor, AuditLog, Operation
from onewrite.application.ports.event_store import EventStore, Head
from onewrite.application.ports.generations import Generations
from onewrite.application.ports.outbox import Outbox
from onewrite.application.ports.views import Checkpoint, Views
from onewrite.application.projections.advance import Advance
from onewrite.application.projections.checked_generations import CheckedGenerations
from onewrite.domain.model import Domain
from onewrite.domain.projection import Projection
from onewrite.domain.streams import StreamId
from onewrite.errors import ViewNotServed

HEADS_PER_PAGE = 500


@dataclass(frozen=True)
class ReconcileViews:
    """Reads the heads in key order, a page at a time, so that memory use does not depend on the number of streams."""

    domain: Domain
    store: EventStore
    outbox: Outbox
    views: Views
    generations: CheckedGenerations
    audit_log: AuditLog
    advance: Advance

    def __call__(self, actor: Actor | None = None, *, heal: bool = True) -> ReconcileReport:
        """Compare everything; without `heal`, change nothing. Raises Unavailable.

        The call goes into the audit log if an operator (`actor`) makes it, not if a scheduler does.
        """
        if actor:
            self.audit_log.append(Operation("reconcile", actor))
        report = ReconcileReport(
            self.outbox.read_marks().now, self.outbox.count(), self.outbox.oldest(), self.generations.left_over()
        )
        for projection in self.domain.projections:
            report.projections[projection.name] = self._report_on(projection.name, heal=heal)
        for page in pages_of_heads(self.store, size=HEADS_PER_PAGE):
            report.heads += len(page.heads)
            for projection in self.domain.projections:
                found = report.projections[projection.name]
                of_projection = [head for head in page.heads if head.stream.category in projection.categories]
                for generation in found.generations.kept:
                    self._compare(projection, generation, of_projection, found, heal=heal)
        return report

    def _report_on(self, projection: str, *, heal: bool) -> ProjectionReport:
        """Return a report without counts; one without generations for a view that this code doesn't serve."""
        try:
            known = self.generations.begin(projection) if heal else self.generations.read(projection)
        except ViewNotServed as problem:
            return ProjectionReport(Generations(kept=()), problem.message)
        return ProjectionReport(known)

    def _compare(
        self, projection: Projection, generation: int, heads: Sequence[Head], found: ProjectionReport, *, heal: bool
    ) -> None:
        versions = {head.stream: head.version for head in heads}
        if not versions:
            return
        known = self.views.read_snapshot(projection.name, generation, lambda view: view.read_checkpoints(versions))
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
            found.oldest_lagging = oldest(found.oldest_lagging, *(event.committed_at for event in waiting))
        if lagging and heal:
            now = self.advance(projection, generation, lagging.keys()).checkpoints
            found.healed += _up_to_date(now, versions)
            found.count_parked(now.values())

    def _count_ahead(self, checkpoints: Iterable[Checkpoint], versions: Mapping[StreamId, int]) -> int:
        """Count checkpoints whose event the store lacks; a stream that grew after its head was read is not ahead."""
        suspects = {(known.stream, known.version) for known in checkpoints if known.version > versions[known.stream]}
        stored = self.store.read_events(suspects) if suspects else ()
        return len(suspects) - len(stored)


def _up_to_date(now: Mapping[StreamId, Checkpoint], versions: Mapping[StreamId, int]) -> int:
    return sum(checkpoint.version >= versions[stream] for stream, checkpoint in now.items())
