"""The rebuild's bell in memory."""

from collections.abc import Callable
from dataclasses import dataclass, field


@dataclass
class MemoryRebuildBell:
    """Calls `answer(projection, generation)` at once, for each ring, where someone answers."""

    rung: list[tuple[str, int, int]] = field(default_factory=list)
    answer: Callable[[str, int], None] | None = None

    def ring(self, projection: str, generation: int, times: int) -> None:
        self.rung.append((projection, generation, times))
        for _ in range(times if self.answer else 0):
            if self.answer:
                self.answer(projection, generation)
