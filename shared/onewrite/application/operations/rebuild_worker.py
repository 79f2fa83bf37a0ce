"""Work on a rebuild when its bell rings: on what is free, and on what comes free because its holder died."""

from collections.abc import Callable
from dataclasses import dataclass

from onewrite.application.operations.rebuild_view import RebuildView

#: How often one who found nothing free looks again.
PAUSE = 5.0


@dataclass(frozen=True)
class WorkOnRebuild:
    """Returns when the generation is built or nobody wants it any more; has the bell rung again when time is up.

    So the message of one who died is never the only one that knows of the ranges left. Raises Unavailable when the
    bell can't be rung: then the message that called comes again.
    """

    rebuild: RebuildView
    clock: Callable[[], float]
    wait: Callable[[float], None]
    seconds: float

    def __call__(self, projection: str, generation: int) -> None:
        until = self.clock() + self.seconds
        while not self.rebuild.work(projection, generation, seconds=until - self.clock()):
            if self.clock() + PAUSE >= until:
                self.rebuild.bell.ring(projection, generation, 1)
                return
            self.wait(PAUSE)
