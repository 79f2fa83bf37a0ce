"""No splits, for a deployment that leaves them to the store."""

from collections.abc import Sequence
from dataclasses import dataclass

from onewrite.domain.projection import Projection
from onewrite.domain.streams import StreamId


@dataclass(frozen=True)
class NoSplits:
    """Asks for nothing."""

    def split(self, projection: Projection, generation: int, cuts: Sequence[StreamId]) -> None:
        pass
