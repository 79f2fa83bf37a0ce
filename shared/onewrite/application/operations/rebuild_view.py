"""Rebuild a view: register a new generation, cut the streams into ranges, advance each range beside live traffic."""

import logging
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta

from onewrite.application.ports.audit_log import By, Operation
from onewrite.application.ports.event_store import EventStore
from onewrite.application.ports.generations import Building, Generations, GenerationStore
from onewrite.application.ports.rebuild_queue import RebuildBell
from onewrite.application.ports.rebuild_ranges import RangeLease, RebuildRange, RebuildRanges
from onewrite.application.ports.views import Views
from onewrite.application.projections.advance import Advance
from onewrite.domain.model import Domain
from onewrite.domain.projection import Projection
from onewrite.domain.streams import StreamId
from onewrite.errors import LeaseLost, OperationRefused, Unavailable

log = logging.getLogger(__name__)

#: Streams taken at a time. Each is advanced in bounded transactions, so only their heads must fit in memory.
STREAMS = 200


@dataclass(frozen=True)
class Progress:
    """How far a rebuild has come; all of it is read from the store."""

    projection: str
    generation: int
    state: Building
    ranges: int
    done: int
    streams: int
    events: int

    @property
    def is_complete(self) -> bool:
        return 0 < self.ranges == self.done


@dataclass(frozen=True)
class RebuildView:
    """Any number of instances work on one rebuild; each holds one range at a time, under a lease."""

    domain: Domain
    store: EventStore
    views: Views
    generations: GenerationStore
    ranges: RebuildRanges
    advance: Advance
    bell: RebuildBell
    new_holder: Callable[[], str]
    clock: Callable[[], float]
    wait: Callable[[float], None]
    everyone_knows_after: float
    lease_for: timedelta
    wanted_ranges: int = 16

    def start(self, projection_name: str, by: By) -> Progress:
        """Register a generation, cut ranges, call the workers. Raises OperationRefused while one is being built."""
        projection = self.domain.projection(projection_name)

        def register(known: Generations) -> Generations:
            if known.building:
                raise OperationRefused(
                    f"{projection.name} is building generation {known.building} already: resume it, or cancel it",
                    projection=projection.name,
                    generation=known.building,
                )
            return known.with_new_building()

        return self._begin(projection.name, self._change(projection.name, "rebuild", by, register))

    def resume(self, projection_name: str, by: By) -> Progress:
        """Go on where it stood: after a pause, or after whoever started it died between any two lines."""
        return self._begin(projection_name, self._set_state(projection_name, Building.UNDER_WAY, "resume", by))

    def pause(self, projection_name: str, by: By) -> Progress:
        """Let every worker stop after the streams it has in hand."""
        return self._progress(projection_name, self._set_state(projection_name, Building.PAUSED, "pause", by))

    def progress(self, projection_name: str) -> Progress:
        """Raises OperationRefused when nothing is being built."""
        return self._progress(projection_name, self.generations.read(self.domain.projection(projection_name).name))

    def watch(self, projection_name: str, generation: int) -> Progress | None:
        """Return the progress of this generation; None once it isn't being built: cancelled, or switched to."""
        known = self.generations.read(projection_name)
        return self._progress(projection_name, known) if known.building == generation else None

    def work(self, projection_name: str, generation: int, *, seconds: float) -> bool:
        """Take range after range until none is free or time is up; False when this should be called again.

        A worker that dies leaves its range to whoever comes after its lease has expired, at the position it had saved.
        """
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
        built = bool(ranges) and all(cut.is_done for cut in ranges)
        return built or not self._is_under_way(projection_name, generation)

    def _begin(self, projection_name: str, known: Generations) -> Progress:
        generation = _building(projection_name, known)
        # Whatever is committed from here on finds every instance aware of the new generation.
        self.wait(self.everyone_knows_after)
        cuts = self.ranges.cut(self.wanted_ranges) if not self.ranges.read(projection_name, generation) else None
        if self.watch(projection_name, generation) is None:
            raise OperationRefused(f"Generation {generation} of {projection_name} was cancelled meanwhile")
        if cuts is not None:
            self.ranges.create(projection_name, generation, list(_between(cuts)))
        progress = self._progress(projection_name, known)
        try:
            self.bell.ring(projection_name, generation, progress.ranges - progress.done)
        except Unavailable as fault:
            # Whoever starts a rebuild works on it too, or resumes it.
            log.warning("%s", fault.message, extra={"action": "rebuild_unheard"})
        return progress

    def _progress(self, projection_name: str, known: Generations) -> Progress:
        generation = _building(projection_name, known)
        ranges = self.ranges.read(projection_name, generation)
        return Progress(
            projection_name,
            generation,
            known.state or Building.UNDER_WAY,
            len(ranges),
            sum(cut.is_done for cut in ranges),
            sum(cut.streams for cut in ranges),
            sum(cut.events for cut in ranges),
        )

    def _walk(self, projection: Projection, lease: RangeLease, deadline: float) -> None:
        progress = lease.range
        while not progress.is_done:
            if self.clock() >= deadline or not self._is_under_way(lease.projection, lease.generation):
                self.ranges.save(lease, progress, timedelta(0))
                return
            streams = self._streams_after(progress)
            mine = [stream for stream in streams if stream.category in projection.categories]
            events = self._advance(projection, lease, progress, mine)
            progress = replace(
                progress,
                position=str(streams[-1]) if streams else progress.position,
                is_done=len(streams) < STREAMS,
                streams=progress.streams + len(mine),
                events=progress.events + events,
            )
            self.ranges.save(lease, progress, self.lease_for)

    def _advance(
        self, projection: Projection, lease: RangeLease, progress: RebuildRange, streams: Sequence[StreamId]
    ) -> int:
        """Return how many events were applied. However long the streams are, the lease doesn't expire meanwhile."""
        events, left, renewed = 0, frozenset(streams), self.clock()
        while left:
            step = self.advance.step(projection, lease.generation, left)
            events, left = events + step.applied, step.left
            if self.clock() - renewed > self.lease_for.total_seconds() / 3:
                self.ranges.save(lease, progress, self.lease_for)
                renewed = self.clock()
        return events

    def _streams_after(self, progress: RebuildRange) -> list[StreamId]:
        after = StreamId.parse(progress.position) if progress.position else None
        heads = self.store.read_heads(after=after, upto=progress.upto, limit=STREAMS)
        return [head.stream for head in heads]

    def _is_under_way(self, projection_name: str, generation: int) -> bool:
        known = self.generations.read(projection_name)
        return known.building == generation and known.state is Building.UNDER_WAY

    def _set_state(self, projection_name: str, state: Building, operation: str, by: By) -> Generations:
        def change(known: Generations) -> Generations:
            _building(projection_name, known)
            return replace(known, state=state)

        return self._change(self.domain.projection(projection_name).name, operation, by, change)

    def _change(
        self, projection_name: str, operation: str, by: By, change: Callable[[Generations], Generations]
    ) -> Generations:
        return self.generations.change(
            projection_name,
            change,
            lambda now: Operation(operation, by, projection_name, details={"generation": now.building}),
        )


def _building(projection_name: str, known: Generations) -> int:
    if known.building is None:
        raise OperationRefused(f"{projection_name} is building nothing: start a rebuild", projection=projection_name)
    return known.building


def _between(cuts: Sequence[str]) -> Iterator[RebuildRange]:
    after = ""
    number = 0
    for number, upto in enumerate(cuts, start=1):
        yield RebuildRange(number, after, upto, position=after)
        after = upto
    yield RebuildRange(number + 1, after, None, position=after)
