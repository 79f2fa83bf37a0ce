"""Pull: projections follow the store's changes as a consumer group, without any bus."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from threading import Event
from typing import Final

from onewrite.application.ports.changes import Changes
from onewrite.application.ports.outbox import Pointer
from onewrite.application.projections.advance import Advance
from onewrite.application.projections.known_generations import KnownGenerations
from onewrite.application.projections.pushes.targets import Targets
from onewrite.application.projections.steps.step import Part
from onewrite.domain.model import Domain
from onewrite.domain.projection import Projection
from onewrite.domain.streams import StreamId

#: Of the name of a group, in its tables.
MOST_CHARACTERS: Final = 128


@dataclass(frozen=True)
class Pulled:
    """How many events one run applied, over all projections and generations; `behind_seconds` as in Tailed."""

    applied: int
    behind_seconds: float


@dataclass(frozen=True)
class PullStreams:
    """Advances the streams that have changed, many in one transaction, in all generations that are kept up.

    `advance` has to park a stream at its first failure: no stream may hold up the others of its partition. A fault of
    the store is raised, and the same changes come again. They do so too while one view of a group is halted or not
    served, as a group has one position; its other views have applied them by then. `heal` brings the projections of a
    group up to date by a walk over all streams, for what the changes can't tell; it returns since when, None if it was
    stopped before the end.
    """

    domain: Domain
    changes: Changes
    generations: KnownGenerations
    advance: Advance
    heal: Callable[[str, Sequence[Projection], Event], datetime | None]

    def __call__(self, names: Sequence[str], stop: Event) -> Pulled:
        """Be one instance of the projections' group until `stop` is set.

        Raises UnknownProjection; and what keeps the group from beginning, such as Unavailable and ViewNotServed.
        """
        projections = [self.domain.projection(name) for name in names]
        applied: list[int] = []

        def bring_up_to_date(changed: Sequence[Pointer]) -> None:
            streams = {pointer.stream for pointer in changed}
            applied.append(self._advance(projections, streams))

        group = group_of(names)

        def heal() -> datetime | None:
            for projection in projections:
                self.generations(projection.name)
            return self.heal(group, projections, stop)

        self.changes.follow(group, bring_up_to_date, heal=heal, stop=stop)
        status = self.changes.look(group)
        return Pulled(sum(applied), status.behind_seconds if status else 0.0)

    def _advance(self, projections: Sequence[Projection], streams: Collection[StreamId]) -> int:
        """Return how many events were applied in all generations. Raises the first problem when all else is done."""
        concerned: dict[str, tuple[Projection, Collection[StreamId]]] = {}
        for projection in projections:
            if mine := {stream for stream in streams if stream.category in projection.categories}:
                concerned[projection.name] = projection, mine
        targets = Targets.of((projection for projection, _ in concerned.values()), self.generations)
        applied, problems = 0, [*targets.problems]
        for line in targets.lines():
            done = self.advance.together(
                [Part(concerned[name][0], number, concerned[name][1]) for name, number in line]
            )
            applied += sum(advanced.applied for advanced in done.values())
            problems += [advanced.fault for advanced in done.values() if advanced.fault]
        if problems:
            raise problems[0]
        return applied


def group_of(projections: Sequence[str]) -> str:
    """Name the consumer group. Other projections are another group, which begins by reconciling.

    Raises TypeError if so many names don't fit into the key of its tables.
    """
    name = f"pull_{'+'.join(sorted(projections))}"
    if len(name) > MOST_CHARACTERS:
        raise TypeError(f"{name} has more than {MOST_CHARACTERS} characters: let several functions pull these views")
    return name
