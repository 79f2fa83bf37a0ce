"""The progress of a rebuild, as read from the store."""

from collections.abc import Sequence
from dataclasses import dataclass

from onewrite.application.ports.generations import BuildState
from onewrite.application.ports.walks import WalkRange


@dataclass(frozen=True)
class RebuildProgress:
    """The number of ranges, of ranges done, and of streams and events handled so far."""

    projection: str
    generation: int
    state: BuildState
    ranges: int
    done: int
    streams: int
    events: int

    @classmethod
    def of(cls, projection: str, generation: int, state: BuildState, ranges: Sequence[WalkRange]) -> "RebuildProgress":
        return cls(
            projection=projection,
            generation=generation,
            state=state,
            ranges=len(ranges),
            done=sum(cut.is_done for cut in ranges),
            streams=sum(cut.found.get("streams", 0) for cut in ranges),
            events=sum(cut.found.get("events", 0) for cut in ranges),
        )

    @property
    def left(self) -> int:
        return self.ranges - self.done

    @property
    def is_complete(self) -> bool:
        return 0 < self.ranges == self.done
