"""What each view holds of some streams: how far it has applied them, and what stops it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from onewrite.application.ports.inspection import Inspection, Place
from onewrite.application.ports.views import Checkpoint
from onewrite.application.projections.checked_generations import CheckedGenerations
from onewrite.domain.model import Domain
from onewrite.domain.streams import StreamId
from onewrite.errors import ViewNotServed


class ViewState(StrEnum):
    """How a view stands to one event of a stream."""

    REACHED = "reached"
    LAGGING = "lagging"
    FAILING = "failing"
    PARKED = "parked"
    NOT_SERVED = "not_served"


@dataclass(frozen=True, slots=True)
class KeptView:
    """One generation of a view; if the view isn't served, 0, and `problem` says why."""

    projection: str
    generation: int = 0
    is_active: bool = False
    problem: str | None = None


@dataclass(frozen=True, slots=True)
class ViewOfStream:
    """A view, and its checkpoint of one stream."""

    view: KeptView
    checkpoint: Checkpoint

    def state_at(self, version: int) -> ViewState:
        """Return how it stands to the event of that version."""
        if self.view.problem:
            return ViewState.NOT_SERVED
        if self.checkpoint.version >= version:
            return ViewState.REACHED
        if self.checkpoint.is_parked:
            return ViewState.PARKED
        return ViewState.FAILING if self.checkpoint.failure else ViewState.LAGGING


@dataclass(frozen=True)
class ViewsOfStreams:
    """A round trip or two for each projection, and one for all checkpoints."""

    domain: Domain
    generations: CheckedGenerations
    inspection: Inspection

    def __call__(
        self, streams: Collection[StreamId], *, only_active: bool = False
    ) -> Mapping[StreamId, Sequence[ViewOfStream]]:
        """Return for each stream the views that read its category. Raises Unavailable.

        With `only_active` it is the generation that answers queries, else each one that is kept.
        """
        categories = {stream.category for stream in streams}
        kept = [
            (projection, view)
            for projection in self.domain.projections
            if not categories.isdisjoint(projection.categories)
            for view in self._kept(projection.name, only_active=only_active)
        ]
        pairs = [
            (stream, view)
            for projection, view in kept
            for stream in streams
            if stream.category in projection.categories
        ]
        known = self.inspection.checkpoints([_place(*pair) for pair in pairs if not pair[1].problem])
        found: dict[StreamId, list[ViewOfStream]] = {stream: [] for stream in streams}
        for stream, view in pairs:
            checkpoint = known.get(_place(stream, view), Checkpoint(stream))
            found[stream].append(ViewOfStream(view, checkpoint))
        return found

    def _kept(self, projection: str, *, only_active: bool) -> Sequence[KeptView]:
        try:
            known = self.generations.read(projection)
        except ViewNotServed as problem:
            return [KeptView(projection, problem=problem.message)]
        numbers = (known.active,) if only_active else known.kept
        return [KeptView(projection, number, is_active=number == known.active) for number in numbers]


def _place(stream: StreamId, view: KeptView) -> Place:
    return view.projection, view.generation, stream
