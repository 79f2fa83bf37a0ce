"""Work on a rebuild when its bell rings, and have it rung again while others still hold ranges."""

from dataclasses import dataclass

from onewrite.application.rebuild_view import RebuildView
from onewrite.errors import RebuildUnfinished


@dataclass(frozen=True)
class WorkOnRebuild:
    """Raises RebuildUnfinished when ranges are left: should their holders have died, the next ring takes them over."""

    rebuild: RebuildView
    seconds: float

    def __call__(self, projection: str, generation: int) -> None:
        if not self.rebuild.work(projection, generation, seconds=self.seconds):
            raise RebuildUnfinished(projection, generation)
