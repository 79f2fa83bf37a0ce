"""Verify a view: compare every row of the active generation, and of the one being built, with a fresh fold.

Totals are compared with those rows, counted anew.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial

from onewrite.application.operations.pages_of_heads import pages_of_heads
from onewrite.application.operations.rebuild.settle_totals import settle_totals
from onewrite.application.operations.verify.compare_rows import Comparison, KeyRange, compare
from onewrite.application.operations.verify.compare_totals import compare_totals
from onewrite.application.operations.verify.verdict import Difference, Verdict
from onewrite.application.ports.audit_log import Actor, AuditLog, Operation
from onewrite.application.ports.event_store import EventStore
from onewrite.application.ports.generations import Generations
from onewrite.application.ports.view_scan import ViewScan
from onewrite.application.ports.views import Views
from onewrite.application.projections.advance import Advance
from onewrite.application.projections.checked_generations import CheckedGenerations
from onewrite.domain.model import Domain
from onewrite.domain.projection import Projection
from onewrite.domain.views import Totals

HEADS_PER_PAGE = 200


@dataclass(frozen=True)
class VerifyView:
    """Compares each generation with a fold up to its checkpoints, both as of one instant, so that traffic may go on.

    Only differences of its own prevent a switch to a generation; those of the active one may be the reason for a
    rebuild. The leading key column of every row must be the key of its stream.
    """

    domain: Domain
    store: EventStore
    views: Views
    generations: CheckedGenerations
    audit_log: AuditLog
    advance: Advance

    def __call__(self, projection_name: str, actor: Actor | None = None) -> Verdict:
        """Compare the active generation and the one being built, if any; save the verdict on each of them.

        The call goes into the audit log, with the verdict, if an operator (`actor`) makes it.
        """
        projection = self.domain.projection(projection_name)
        known = self.generations.begin(projection.name)
        verdict = Verdict(projection.name, tuple(sorted({known.active, known.building or known.active})))
        for generation in verdict.generations:
            verdict.streams = verdict.rows = verdict.groups = verdict.skipped = 0
            for category in sorted(projection.categories):
                for keys in self._key_ranges(category):
                    self._compare(projection, generation, keys, verdict)
            settle_totals(self.views, projection, generation)
            for totals in projection.totals:
                self.views.scan(generation, partial(_compare_totals, totals, generation, verdict))
        self._keep(verdict, _operation(verdict, actor) if actor else None)
        return verdict

    def _key_ranges(self, category: str) -> Iterator[KeyRange]:
        """Yield the streams of a category in pages, with the row keys that belong to them; the last range is open."""
        after = ""
        for page in pages_of_heads(self.store, size=HEADS_PER_PAGE, category=category):
            upto = None if page.is_last else page.heads[-1].stream.key
            yield KeyRange(category, {head.stream: head.version for head in page.heads}, after, upto)
            after = upto or after

    def _compare(self, projection: Projection, generation: int, keys: KeyRange, verdict: Verdict) -> None:
        def read() -> Comparison:
            return self.views.read_snapshot(projection.name, generation, lambda view: compare(view, projection, keys))

        found = read()
        # Locks are taken for what lags alone: all else is compared without any.
        if lagging := found.lagging(keys.versions):
            self.advance(projection, generation, lagging)
            found = read()
        verdict.streams += len(keys.versions)
        verdict.rows += len(found.stored)
        verdict.skipped += found.fold.left_out.total()
        for place, problem in found.problems(keys.versions):
            verdict.add(Difference(generation, place, problem))

    def _keep(self, verdict: Verdict, operation: Operation | None) -> None:
        def change(known: Generations) -> Generations:
            return known.compared(equal=verdict.equal, differing=verdict.differing)

        self.generations.change(verdict.projection, change, (lambda _: operation) if operation else None)


def _compare_totals(totals: Totals, generation: int, verdict: Verdict, scan: ViewScan) -> None:
    for place, problem in compare_totals(scan, totals):
        verdict.groups += 1
        if problem:
            verdict.add(Difference(generation, place, problem))


def _operation(verdict: Verdict, actor: Actor) -> Operation:
    found = {"generations": list(verdict.generations), "differences": verdict.differences}
    return Operation("verify", actor, verdict.projection, details=found)
