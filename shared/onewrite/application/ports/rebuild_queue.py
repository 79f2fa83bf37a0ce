"""Bells: how a rebuild calls for more instances."""

from typing import Protocol


class RebuildBell(Protocol):
    def ring(self, projection: str, generation: int, times: int) -> None:
        """Call up to `times` instances to work on a rebuild. Raises Unavailable when the bus can't be reached."""
