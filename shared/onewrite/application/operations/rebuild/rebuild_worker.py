"""Rebuild a view, the worker's side: advance the streams of free ranges beside live traffic."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from onewrite.application.operations.pages_of_heads import PageOfHeads, PageSize
from onewrite.application.operations.rebuild.events_ahead import EventsAhead
from onewrite.application.operations.rebuild.settle_totals import settle_totals
from onewrite.application.operations.walks.names import rebuild_of
from onewrite.application.operations.walks.walk_streams import WalkStreams
from onewrite.application.ports.event_store import Head
from onewrite.application.ports.generations import BuildState
from onewrite.application.ports.walks import WalkRange
from onewrite.application.projections.advance import Advance
from onewrite.application.projections.checked_generations import CheckedGenerations
from onewrite.application.projections.steps.step import Advanced
from onewrite.domain.events import JsonObject
from onewrite.domain.model import Domain
from onewrite.domain.projection import Projection

#: Streams are advanced in bounded transactions, so only the heads of a page have to fit in memory; it takes seconds.
PAGE: Final = PageSize(heads=1000, events=50_000)


@dataclass(frozen=True)
class RebuildWorker:
    """Works on one range at a time, under a lease; any number of instances may work on the same rebuild.

    Each range counts totals in a lane of its own, so that workers don't wait for one another at the rows of groups.
    Whoever finds all ranges done settles them.
    """

    domain: Domain
    generations: CheckedGenerations
    walking: WalkStreams
    advance: Advance

    def work(self, projection_name: str, generation: int, *, seconds: float) -> bool:
        """Work on free ranges until none is left or `seconds` are over; return False if the rebuild is not done yet."""
        projection = self.domain.projection(projection_name)
        visitor = _Rebuild(self.generations, self.advance, projection, generation)
        walk = self.walking.work(visitor, seconds=seconds)
        if walk and walk.is_walked:
            settle_totals(self.advance.views, projection, generation)
            return True
        return not visitor.goes_on()


@dataclass(frozen=True)
class _Rebuild:
    """Visits the streams of one generation that is being built."""

    generations: CheckedGenerations
    advance: Advance
    projection: Projection
    generation: int

    @property
    def walk(self) -> str:
        return rebuild_of(self.projection.name, self.generation)

    @property
    def page_size(self) -> PageSize:
        return PAGE

    def visit(self, page: PageOfHeads, range_: WalkRange, hold: Callable[[], None]) -> JsonObject:
        mine = [head for head in page.heads if head.stream.category in self.projection.categories]
        events = 0
        for advanced in self._advance(mine, lane=range_.number):
            events += advanced.applied
            hold()
        found = range_.found
        return {"streams": found.get("streams", 0) + len(mine), "events": found.get("events", 0) + events}

    def _advance(self, heads: Sequence[Head], lane: int) -> Iterator[Advanced]:
        advance, target = self.advance, (self.projection, self.generation)
        written = self.projection.name, self.generation
        ahead = EventsAhead(advance.views, written, advance.batch, advance.batch_bytes)
        for streams, read in ahead(heads):
            yield (done := advance.step(*target, streams, lane=lane, read=read))
            yield from advance.steps(*target, done.left, lane=lane)

    def goes_on(self) -> bool:
        known = self.generations.read(self.projection.name)
        return known.building == self.generation and known.state is BuildState.UNDER_WAY
