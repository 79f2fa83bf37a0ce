"""Compare the heads of a page with the checkpoints of a generation; advance the streams that lag."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from onewrite.application.operations.pages_of_heads import KeysOfCategory, PageOfHeads
from onewrite.application.operations.reconcile.found import Counts, Found, oldest
from onewrite.application.ports.event_store import EventStore
from onewrite.application.ports.views import Checkpoint, Views, ViewSnapshot
from onewrite.application.projections.advance import Advance
from onewrite.application.projections.checked_generations import CheckedGenerations
from onewrite.application.projections.known_generations import KnownGenerations
from onewrite.domain.model import Domain
from onewrite.domain.projection import Projection
from onewrite.domain.streams import StreamId
from onewrite.errors import ProjectionHalted, ViewNotServed

#: More in one page are streams that the store does not have.
CHECKPOINTS_PER_READ = 1000


@dataclass(frozen=True)
class CompareCheckpoints:
    """Reads heads and checkpoints side by side, in constant memory: so a checkpoint without a stream is found, too."""

    domain: Domain
    store: EventStore
    views: Views
    generations: CheckedGenerations
    known: KnownGenerations
    advance: Advance
    #: Whether streams of a projection that is halted are left as they are; else ProjectionHalted is raised.
    passes_halted: bool = True

    def __call__(self, page: PageOfHeads, *, heal: bool, hold: Callable[[], None] = lambda: None) -> Found:
        """Compare the page in every generation of every view that this code serves. Raises Unavailable."""
        found = Found(len(page.heads))
        for projection in self.domain.projections:
            counts = found.projections[projection.name] = Counts()
            for generation in self._kept(projection, begin=heal):
                counts.add(self._compare(projection, generation, page, heal=heal))
                hold()
        return found

    def streams(self, versions: Mapping[StreamId, int]) -> Found:
        """Advance those of these streams that are behind these versions; what is ahead is not looked for."""
        found = Found(len(versions))
        for projection in self.domain.projections:
            counts = found.projections[projection.name] = Counts()
            mine = {stream: at for stream, at in versions.items() if stream.category in projection.categories}
            for generation in self._kept(projection, begin=True) if mine else ():
                known = self.views.read_snapshot(projection.name, generation, partial(_read, mine))
                counts.add(self._heal(projection, generation, mine, known, heal=True))
        return found

    def _kept(self, projection: Projection, *, begin: bool) -> tuple[int, ...]:
        try:
            known = self.known(projection.name) if begin else self.generations.read(projection.name)
        except ViewNotServed:
            return ()
        return known.kept

    def _compare(self, projection: Projection, generation: int, page: PageOfHeads, *, heal: bool) -> Counts:
        versions = {head.stream: head.version for head in page.heads if head.stream.category in projection.categories}
        ahead, known = 0, dict[StreamId, Checkpoint]()
        for some in self._checkpoints(projection, generation, page):
            known |= {checkpoint.stream: checkpoint for checkpoint in some if checkpoint.stream in versions}
            ahead += self._count_ahead(some, versions)
        counts = self._heal(projection, generation, versions, known, heal=heal)
        counts.ahead = ahead
        return counts

    def _heal(
        self,
        projection: Projection,
        generation: int,
        versions: Mapping[StreamId, int],
        known: Mapping[StreamId, Checkpoint],
        *,
        heal: bool,
    ) -> Counts:
        """Count the streams that are behind these versions; advance them if wanted."""
        counts = Counts()
        at = {stream: known.get(stream, Checkpoint(stream)) for stream in versions}
        lagging = {
            stream: at[stream].version
            for stream, version in versions.items()
            if at[stream].version < version and not at[stream].is_parked
        }
        counts.lagging = counts.left = len(lagging)
        if lagging:
            waiting = self.store.read_commit_times((stream, version + 1) for stream, version in lagging.items())
            counts.oldest_lagging = oldest(*waiting)
        if lagging and heal:
            now = self._advance(projection, generation, lagging.keys())
            counts.healed = sum(checkpoint.version >= versions[stream] for stream, checkpoint in now.items())
            counts.left -= counts.healed + sum(checkpoint.is_parked for checkpoint in now.values())
        return counts

    def _advance(
        self, projection: Projection, generation: int, streams: Collection[StreamId]
    ) -> Mapping[StreamId, Checkpoint]:
        try:
            return self.advance(projection, generation, streams).checkpoints
        except ProjectionHalted:
            if self.passes_halted:
                return {}
            raise

    def _checkpoints(
        self, projection: Projection, generation: int, page: PageOfHeads
    ) -> Iterator[Sequence[Checkpoint]]:
        """Yield the checkpoints of the streams of the page, and of those that it lacks, in bounded steps."""
        for category in sorted(projection.categories):
            part = page.part_of(category)
            while part:
                some = self.views.read_snapshot(projection.name, generation, partial(_read_between, part))
                yield some
                part = part.behind(some[-1].stream.key) if len(some) == CHECKPOINTS_PER_READ else None

    def _count_ahead(self, checkpoints: Sequence[Checkpoint], versions: Mapping[StreamId, int]) -> int:
        """Count checkpoints whose event the store lacks; a stream that grew after its head was read is not ahead."""
        suspects = {
            (known.stream, max(known.version, 1))
            for known in checkpoints
            if known.stream not in versions or known.version > versions[known.stream]
        }
        stored = self.store.read_commit_times(suspects) if suspects else ()
        return len(suspects) - len(stored)


def _read(streams: Collection[StreamId], view: ViewSnapshot) -> Mapping[StreamId, Checkpoint]:
    return view.read_checkpoints(streams)


def _read_between(keys: KeysOfCategory, view: ViewSnapshot) -> Sequence[Checkpoint]:
    return view.checkpoints_between(keys.after_stream, keys.upto_stream, limit=CHECKPOINTS_PER_READ)
