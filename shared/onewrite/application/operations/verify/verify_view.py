"""Verify a view: compare every row of the active generation, and of the one being built, with a fresh fold.

Totals are compared with those rows, counted anew.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from math import inf
from typing import Final

from onewrite.application.operations.rebuild.settle_totals import settle_totals
from onewrite.application.operations.verify.compare_totals import compare_totals
from onewrite.application.operations.verify.verdict import Difference, Verdict
from onewrite.application.operations.verify.verify_progress import VerifyProgress
from onewrite.application.operations.verify.verify_streams import VERDICT, VerifyStreams
from onewrite.application.operations.walks.walk_streams import WalkStreams
from onewrite.application.ports.audit_log import Actor, AuditLog, Operation
from onewrite.application.ports.generations import Generations
from onewrite.application.ports.rebuild_queue import RebuildQueue
from onewrite.application.ports.view_scan import ViewScan
from onewrite.application.ports.views import Views
from onewrite.application.ports.walks import Walk
from onewrite.application.projections.advance import Advance
from onewrite.application.projections.checked_generations import CheckedGenerations
from onewrite.domain.model import Domain
from onewrite.domain.projection import Projection
from onewrite.domain.views import Totals
from onewrite.errors import Unavailable

log = logging.getLogger(__name__)
#: The time between two looks at a walk whose last ranges others hold.
PAUSE_SECONDS: Final = 5.0


@dataclass(frozen=True)
class VerifyView:
    """Compares each generation with a fold up to its checkpoints, both as of one instant, so that traffic may go on.

    The streams are walked in ranges, with the workers of rebuilds; a verify that was interrupted goes on where it
    stopped. Only differences of its own prevent a switch to a generation; those of the active one may be the reason for
    a rebuild. The leading key column of every row must be the key of its stream.
    """

    domain: Domain
    views: Views
    generations: CheckedGenerations
    audit_log: AuditLog
    advance: Advance
    walking: WalkStreams
    rebuild_queue: RebuildQueue
    batch_bytes: int

    def __call__(self, projection_name: str, actor: Actor | None = None) -> Verdict:
        """Compare the active generation and the one being built, if any; save the verdict on each of them.

        The call goes into the audit log, with the verdict, if an operator (`actor`) makes it.
        """
        projection = self.domain.projection(projection_name)
        known = self.generations.begin(projection.name)
        verdict = Verdict(projection.name, tuple(sorted({known.active, known.building or known.active})))
        for generation in verdict.generations:
            # Of each the same streams are compared, so the counts are those of the last one.
            verdict.streams = verdict.rows = verdict.groups = verdict.skipped = 0
            verdict.add_all(self._verify(projection, generation))
        self._keep(verdict, _operation(verdict, actor) if actor else None)
        return verdict

    def work(self, projection_name: str, generation: int, *, seconds: float) -> bool:
        """Walk free ranges for somebody who verifies this generation; return False if some are left."""
        visitor = self._visitor(self.domain.projection(projection_name), generation)
        walk = self.walking.work(visitor, seconds=seconds)
        return walk is None or not walk.ranges or walk.is_walked or not visitor.goes_on()

    def progress(self, projection_name: str) -> Sequence[VerifyProgress]:
        """Return how far each generation is that is compared now. Raises UnknownProjection and Unavailable."""
        projection = self.domain.projection(projection_name)
        visitors = [self._visitor(projection, number) for number in self.generations.read(projection.name).kept]
        walks = [(visitor, self.walking.walks.read(visitor.walk)) for visitor in visitors]
        return [visitor.progress_of(walk.ranges) for visitor, walk in walks if walk and walk.ranges]

    def _verify(self, projection: Projection, generation: int) -> Verdict:
        visitor = self._visitor(projection, generation)
        while walk := self._walked(visitor):
            verdict = visitor.verdict_of(walk.ranges)
            settle_totals(self.views, projection, generation)
            for totals in projection.totals:
                self.views.scan(generation, partial(_compare_totals, totals, generation, verdict))
            # Somebody else may have ended the same walk, with the same verdict.
            self.walking.walks.end(walk, VERDICT.dump_python(verdict, mode="json"))
            return verdict
        return Verdict(projection.name, (generation,))

    def _walked(self, visitor: VerifyStreams) -> Walk | None:
        """Walk all streams with whoever comes; return None if the generation was dropped meanwhile."""
        asked = False
        while visitor.goes_on():
            left = [one for one in self.walking.begin(visitor.walk).ranges if not one.is_done]
            if not asked and len(left) > 1:
                self._request_workers(visitor, len(left) - 1)
            asked = True
            walk = self.walking.work(visitor, seconds=inf)
            if walk and walk.is_walked:
                return walk
            if walk and walk.ranges:
                self.walking.wait(PAUSE_SECONDS)
        return None

    def _request_workers(self, visitor: VerifyStreams, number: int) -> None:
        try:
            self.rebuild_queue.request_workers(visitor.projection.name, visitor.generation, number)
        except Unavailable as fault:
            # It can go on without them, on its own.
            log.warning("%s", fault.message, extra={"action": "rebuild_workers_not_requested"})

    def _visitor(self, projection: Projection, generation: int) -> VerifyStreams:
        return VerifyStreams(
            self.views, self.generations, self.advance, projection, generation, batch_bytes=self.batch_bytes
        )

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
