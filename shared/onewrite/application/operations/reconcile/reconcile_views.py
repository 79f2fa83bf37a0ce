"""Reconcile: compare every head with every checkpoint, advance the streams that lag, report the result."""

from dataclasses import dataclass
from datetime import timedelta
from math import inf

from onewrite.application.operations.reconcile.compare_checkpoints import CompareCheckpoints
from onewrite.application.operations.reconcile.found import FOUND, Found
from onewrite.application.operations.reconcile.read_status import ReadStatus
from onewrite.application.operations.reconcile.reconcile_report import ReconcileReport
from onewrite.application.operations.reconcile.visit_streams import PAUSE_SECONDS, VisitStreams, found_in
from onewrite.application.operations.walks.names import RECONCILE
from onewrite.application.operations.walks.pace import AT_ONCE, Pace
from onewrite.application.operations.walks.walk_streams import WalkStreams
from onewrite.application.ports.audit_log import Actor, AuditLog, Operation
from onewrite.application.ports.outbox import SHARDS

#: What waits for so long in the outbox was not published by the sweep that it waited for.
OVERDUE = timedelta(minutes=2)
MOST_OVERDUE = 1000


@dataclass(frozen=True)
class ReconcileViews:
    """A walk that any number of instances share: it goes on where it stopped, and begins again after its end.

    Streams whose events are overdue in the outbox come first: what they wait for is known without a walk.
    """

    compare: CompareCheckpoints
    walking: WalkStreams
    status: ReadStatus
    audit_log: AuditLog
    #: How long one call of the scheduler works, and how fast.
    seconds: float
    pace: Pace

    def __call__(self, actor: Actor | None = None, *, resume: bool = False) -> ReconcileReport:
        """Look at every stream from now on, as fast as it goes; return what the whole walk found.

        The walk that is under way is given up for a new one, unless this is to `resume` it. The call goes into the
        audit log if an operator (`actor`) makes it. Raises Unavailable; then the walk waits for whoever goes on.
        """
        if actor:
            self.audit_log.append(Operation("reconcile", actor))
        self._heal_overdue()
        number = self.walking.begin(RECONCILE, anew=not resume).number
        while True:
            self._work(VisitStreams(self.compare, RECONCILE), seconds=inf, pace=AT_ONCE)
            ended = self.walking.walks.report(RECONCILE)
            if ended and ended.number >= number:
                return self.status.of(FOUND.validate_python(ended.report), ended.ended_at)
            self.walking.wait(PAUSE_SECONDS)

    def go_on(self) -> ReconcileReport:
        """Work on the walk that is under way, or on a new one, for a while; return what this call found.

        Raises Unavailable.
        """
        visitor = VisitStreams(self.compare, RECONCILE)
        visitor.found.add(self._heal_overdue())
        self.walking.begin(RECONCILE)
        self._work(visitor, seconds=self.seconds, pace=self.pace)
        return self.status.of(visitor.found, self.status.outbox.read_marks().now)

    def _heal_overdue(self) -> Found:
        """Compare the streams whose events should have been published by now, the first of them."""
        outbox = self.status.outbox
        marks = outbox.read_marks()
        rows = outbox.read(range(SHARDS), marks, before=marks.now - OVERDUE, limit=MOST_OVERDUE)
        # In the order of their times, so of each stream the last version counts.
        return self.compare.streams({row.stream: row.version for row in rows})

    def _work(self, visitor: VisitStreams, *, seconds: float, pace: Pace) -> None:
        walk = self.walking.work(visitor, seconds=seconds, pace=pace)
        if walk and walk.is_walked:
            self.walking.walks.end(walk, found_in(walk.ranges))
