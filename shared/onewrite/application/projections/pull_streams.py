"""Pull: projections follow the store's changes as a consumer group, without any bus."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from threading import Event

from onewrite.application.ports.changes import Changes
from onewrite.application.ports.outbox import Pointer
from onewrite.application.projections.advance import Advance
from onewrite.application.projections.known_generations import KnownGenerations
from onewrite.domain.model import Domain
from onewrite.domain.projection import Projection
from onewrite.domain.streams import StreamId


@dataclass(frozen=True)
class Pulled:
    """How many events one run applied, over all projections and generations; `behind_seconds` as in Tailed."""

    applied: int
    behind_seconds: float


@dataclass(frozen=True)
class PullStreams:
    """Advances the streams that have changed, many in one transaction, in each generation that is kept up.

    `advance` has to park a stream at its first failure: no stream may hold up the others of its partition. A fault of
    the store is raised, and the same changes come again.
    """

    domain: Domain
    changes: Changes
    generations: KnownGenerations
    advance: Advance
    #: Which projections may be driven; all if empty.
    only: frozenset[str] = frozenset()

    def __call__(self, group: str, projections: Sequence[str], stop: Event, *, heal: Callable[[], object]) -> Pulled:
        """Be one instance of the group until `stop` is set; `heal` is as in Changes. Raises UnknownProjection."""
        applied: list[int] = []
        named = [name for name in projections if name in self.only or not self.only]
        followed = [self.domain.projection(name) for name in named]

        def bring_up_to_date(changed: Sequence[Pointer]) -> None:
            streams = {pointer.stream for pointer in changed}
            applied.extend(self._advance(projection, streams) for projection in followed)

        self.changes.follow(group, bring_up_to_date, heal=heal, stop=stop)
        status = self.changes.look(group)
        return Pulled(sum(applied), status.behind_seconds if status else 0.0)

    def _advance(self, projection: Projection, streams: Collection[StreamId]) -> int:
        """Return how many events were applied in all generations."""
        concerned = {stream for stream in streams if stream.category in projection.categories}
        kept = self.generations(projection.name).kept if concerned else ()
        return sum(self.advance(projection, generation, concerned).applied for generation in kept)
