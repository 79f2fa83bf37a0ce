"""The status of all views: at once, from what is stored, or after a look at every stream."""

from dataclasses import dataclass
from datetime import datetime

from onewrite.application.operations.pages_of_heads import PageSize, pages_of_heads
from onewrite.application.operations.reconcile.compare_checkpoints import CompareCheckpoints
from onewrite.application.operations.reconcile.found import FOUND, Counts, Found
from onewrite.application.operations.reconcile.reconcile_report import ProjectionReport, ReconcileReport
from onewrite.application.operations.walks.names import RECONCILE
from onewrite.application.ports.generations import Generations
from onewrite.application.ports.outbox import Outbox
from onewrite.application.ports.views import Views
from onewrite.application.ports.walks import Walks
from onewrite.application.projections.checked_generations import CheckedGenerations
from onewrite.domain.model import Domain
from onewrite.errors import ViewNotServed

HEADS_PER_PAGE = 500


@dataclass(frozen=True)
class ReadStatus:
    """Changes nothing. The round trips are bounded by the number of views, however many streams there are."""

    domain: Domain
    outbox: Outbox
    views: Views
    generations: CheckedGenerations
    walks: Walks
    compare: CompareCheckpoints

    def __call__(self) -> ReconcileReport:
        """Report what was left by the last walk that came to its end, and all else as it is now. Raises Unavailable."""
        if last := self.walks.report(RECONCILE):
            return self.of(FOUND.validate_python(last.report).afterwards(), last.ended_at)
        return self.of(Found(), None)

    def full(self) -> ReconcileReport:
        """Look at every stream, from the first one on, and report. Raises Unavailable."""
        pages = pages_of_heads(self.compare.store, size=PageSize(HEADS_PER_PAGE))
        found = Found.all_of(self.compare(page, heal=False) for page in pages)
        return self.of(found, self.outbox.read_marks().now)

    def of(self, found: Found, walked_at: datetime | None) -> ReconcileReport:
        """Report what was found, and all else as it is now."""
        marks = self.outbox.read_marks()
        return ReconcileReport(
            time=marks.now,
            unpublished=self.outbox.count(),
            oldest_unpublished=self.outbox.oldest(),
            left_over=self.generations.left_over(),
            heads=found.heads,
            projections={
                projection.name: self._projection(projection.name, found.projections.get(projection.name))
                for projection in self.domain.projections
            },
            swept=min(marks.watermarks.values(), default=None),
            walked_at=walked_at,
            walks=self.walks.read_all(),
        )

    def _projection(self, name: str, counts: Counts | None) -> ProjectionReport:
        """Return a report without counts, and without generations, for a view that this code doesn't serve."""
        try:
            known = self.generations.read(name)
        except ViewNotServed as problem:
            return ProjectionReport(Generations(kept=()), problem.message)
        return ProjectionReport(known, None, counts or Counts(), self.views.count_parked(name))
