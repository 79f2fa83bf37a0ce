"""Rebuild a view, the worker's side: take a range under a lease, advance its streams beside live traffic."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from onewrite.application.operations.pages_of_heads import pages_of_heads
from onewrite.application.operations.rebuild.settle_totals import settle_totals
from onewrite.application.ports.event_store import EventStore
from onewrite.application.ports.generations import BuildState
from onewrite.application.ports.rebuild_ranges import RangeLease, RebuildRange, RebuildRanges
from onewrite.application.projections.advance import Advance
from onewrite.application.projections.checked_generations import CheckedGenerations
from onewrite.domain.model import Domain
from onewrite.domain.projection import Projection
from onewrite.domain.streams import StreamId
from onewrite.errors import LeaseLost

#: Streams are advanced in bounded transactions, so only the heads of a page have to fit in memory.
STREAMS_PER_PAGE = 200


@dataclass(frozen=True)
class RebuildWorker:
    """Works on one range at a time, under a lease; any number of instances may work on the same rebuild.

    If a worker dies, another one takes its range once the lease has expired, and continues at the saved position. Each
    range counts totals in a lane of its own, so that no two workers wait for one another at a row of a group; whoever
    finds all ranges done settles them.
    """

    domain: Domain
    store: EventStore
    generations: CheckedGenerations
    ranges: RebuildRanges
    advance: Advance
    new_holder: Callable[[], str]
    clock: Callable[[], float]
    lease_for: timedelta

    def work(self, projection_name: str, generation: int, *, seconds: float) -> bool:
        """Work on free ranges until none is left or `seconds` are over; return False if the rebuild is not done yet."""
        projection = self.domain.projection(projection_name)
        holder, deadline = self.new_holder(), self.clock() + seconds
        while self._is_under_way(projection_name, generation) and self.clock() < deadline:
            lease = self.ranges.acquire(projection_name, generation, holder, self.lease_for)
            if lease is None:
                break
            try:
                self._walk(projection, lease, deadline)
            except LeaseLost:
                continue
        ranges = self.ranges.read(projection_name, generation)
        is_built = bool(ranges) and all(cut.is_done for cut in ranges)
        if is_built:
            settle_totals(self.advance.views, projection, generation)
        return is_built or not self._is_under_way(projection_name, generation)

    def _walk(self, projection: Projection, lease: RangeLease, deadline: float) -> None:
        """Advance the streams of a range, a page at a time; save the position after each page."""
        progress = lease.range
        for page in pages_of_heads(self.store, size=STREAMS_PER_PAGE, after=progress.position, upto=progress.upto):
            mine = [stream for stream in page.streams if stream.category in projection.categories]
            events = self._advance(projection, lease, progress, mine)
            progress = replace(
                progress,
                position=str(page.streams[-1]) if page.streams else progress.position,
                is_done=page.is_last,
                streams=progress.streams + len(mine),
                events=progress.events + events,
            )
            self.ranges.save(lease, progress, self.lease_for)
            if not page.is_last and not self._may_go_on(lease, deadline):
                self.ranges.save(lease, progress, timedelta(0))
                return

    def _advance(
        self, projection: Projection, lease: RangeLease, progress: RebuildRange, streams: Sequence[StreamId]
    ) -> int:
        """Advance the streams, renewing the lease meanwhile; return how many events were applied."""
        events, left, renewed = 0, frozenset(streams), self.clock()
        while left:
            advanced = self.advance.step(projection, lease.generation, left, lane=progress.number)
            events, left = events + advanced.applied, advanced.left
            if self.clock() - renewed > self.lease_for.total_seconds() / 3:
                self.ranges.save(lease, progress, self.lease_for)
                renewed = self.clock()
        return events

    def _may_go_on(self, lease: RangeLease, deadline: float) -> bool:
        return self.clock() < deadline and self._is_under_way(lease.projection, lease.generation)

    def _is_under_way(self, projection_name: str, generation: int) -> bool:
        known = self.generations.read(projection_name)
        return known.building == generation and known.state is BuildState.UNDER_WAY
