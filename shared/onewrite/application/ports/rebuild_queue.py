"""The rebuild queue: how a rebuild asks for workers."""

from typing import Protocol


class RebuildQueue(Protocol):
    def request_workers(self, projection: str, generation: int, count: int) -> None:
        """Ask up to `count` instances to work on a rebuild. Raises Unavailable when the bus can't be reached."""
