"""The rebuild queue in memory."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class MemoryRebuildQueue:
    """Notes each request in `requested`; if `worker` is set, calls it at once, `count` times."""

    requested: list[tuple[str, int, int]] = field(default_factory=list)
    worker: Callable[[str, int], None] | None = None

    def request_workers(self, projection: str, generation: int, count: int) -> None:
        self.requested.append((projection, generation, count))
        if self.worker:
            for _ in range(count):
                self.worker(projection, generation)
