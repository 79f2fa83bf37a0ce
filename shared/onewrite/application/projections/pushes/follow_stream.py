"""Follow a stream: what a projection's function does with a message that the stream has reached a version."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

from onewrite.application import tracing
from onewrite.application.ports.views import Checkpoint, Target
from onewrite.application.projections.known_generations import KnownGenerations
from onewrite.application.projections.pushes.known_checkpoints import KnownCheckpoints
from onewrite.application.projections.pushes.share_transactions import ShareTransactions
from onewrite.application.projections.pushes.targets import Targets
from onewrite.domain.model import Domain
from onewrite.domain.streams import StreamId


@dataclass(frozen=True)
class FollowStream:
    """Brings every generation that is kept up to the message's version of the stream, and mostly to the store's.

    One function may serve several projections: they share the reads and the transaction, and what goes wrong with one
    keeps no other from going on. Needs only one read when all generations are at the message's version or parked, and
    none when it is known that all are at it. When all is done that could be, it raises the first problem, after which
    the bus pushes the message again: EventNotApplied when an event failed and the stream isn't parked yet, ViewBehind
    when `seconds` weren't enough, ProjectionHalted, ViewNotServed, Unavailable.
    """

    domain: Domain
    generations: KnownGenerations
    known: KnownCheckpoints
    advance: ShareTransactions
    clock: Callable[[], float]
    #: How long one message may hold its thread; a transaction under way is finished first.
    seconds: float
    #: How many events one transaction takes.
    batch: int

    def __call__(self, names: tuple[str, ...], stream: StreamId, version: int) -> None:
        tracing.note(projection="+".join(names), stream=str(stream), version=version)
        projections = [self.domain.projection(name) for name in names]
        concerned = [projection for projection in projections if stream.category in projection.categories]
        targets, begun = Targets.of(concerned, self.generations), self.clock()
        known = self.known(targets.all, stream)
        behind = {target: found for target, found in known.items() if not found.is_parked and found.version < version}
        problems = [*targets.problems]
        for line in targets.lines(apart=self._far(behind)):
            if wanted := {target: behind[target] for target in line if target in behind}:
                ticket = self.advance(line, stream, wanted, version=version, until=begun + self.seconds)
                self.known.remember(ticket.found, since=begun)
                problems += ticket.problems
        if problems:
            raise problems[0]

    def _far(self, behind: Mapping[Target, Checkpoint]) -> Collection[Target]:
        """Return who is a whole transaction behind the foremost, which would wait for it if they shared theirs."""
        foremost = max((known.version for known in behind.values()), default=0)
        return [target for target, known in behind.items() if known.version + self.batch < foremost]
