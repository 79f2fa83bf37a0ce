"""Splits in memory, where nothing has to be split."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from onewrite.domain.projection import Projection
from onewrite.domain.streams import StreamId


@dataclass
class MemorySplits:
    """Notes in `asked` what it is asked for."""

    asked: list[tuple[str, int, Sequence[StreamId]]] = field(default_factory=list)

    def split(self, projection: Projection, generation: int, cuts: Sequence[StreamId]) -> None:
        self.asked.append((projection.name, generation, cuts))
