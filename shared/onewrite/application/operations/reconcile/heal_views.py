"""Heal some views, for what a change stream can't tell: a walk of their own, which a later call may go on with."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from threading import Event

from onewrite.application.operations.reconcile.compare_checkpoints import CompareCheckpoints
from onewrite.application.operations.reconcile.visit_streams import PAUSE_SECONDS, VisitStreams, found_in
from onewrite.application.operations.walks.names import heal_of
from onewrite.application.operations.walks.walk_streams import WalkStreams
from onewrite.domain.projection import Projection


@dataclass(frozen=True)
class HealViews:
    """Shared by all instances of a consumer group that want it at the same time."""

    compare: CompareCheckpoints
    walking: WalkStreams

    def __call__(self, group: str, projections: Sequence[Projection], stop: Event) -> datetime | None:
        """Bring these views up to date; return since when: whatever is committed from then on has to be told.

        Return None if it was stopped before the end; the next call goes on. Raises Unavailable.
        """
        domain = replace(self.compare.domain, projections=projections, queries=())
        visitor = VisitStreams(replace(self.compare, domain=domain), heal_of(group), stop.is_set)
        begun = self.walking.begin(visitor.walk)
        while not stop.is_set():
            walk = self.walking.work(visitor, seconds=float("inf"))
            if walk and walk.is_walked:
                self.walking.walks.end(walk, found_in(walk.ranges))
            if walk is None or walk.is_walked or not walk.ranges or walk.number != begun.number:
                return begun.began_at
            stop.wait(PAUSE_SECONDS)
        return None
