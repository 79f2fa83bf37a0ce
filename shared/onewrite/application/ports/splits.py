"""Splits: where the store is asked to cut the rows of a generation, before much is written there."""

from collections.abc import Sequence
from typing import Protocol

from onewrite.domain.projection import Projection
from onewrite.domain.streams import StreamId


class Splits(Protocol):
    def split(self, projection: Projection, generation: int, cuts: Sequence[StreamId]) -> None:
        """Ask for splits at the beginning of the generation and at these streams.

        It is a hint: nothing else depends on it. Raises Unavailable when the store refuses.
        """
