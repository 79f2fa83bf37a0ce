"""The pace of a walk: how many streams an instance walks in a second, so that it costs what one wants."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True)
class Pace:
    """None walks as fast as it can. What a page itself takes comes on top, so the pace is never exceeded."""

    streams_per_second: float | None

    def pause_after(self, streams: int) -> float:
        """Return how long to wait after so many streams, in seconds."""
        return streams / self.streams_per_second if self.streams_per_second else 0.0


AT_ONCE: Final = Pace(None)
