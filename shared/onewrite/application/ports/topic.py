"""The topic: where events are published, and the bus pushes them from."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from onewrite.domain.events import RecordedEvent


@dataclass(frozen=True, slots=True)
class Published:
    """What became of a batch: the events the bus acknowledged, and how many it did not, with the first cause.

    Those in `unpublishable` it will never take, each for its own cause; they don't count as refused.
    """

    acknowledged: tuple[RecordedEvent, ...]
    refused: int = 0
    cause: str | None = None
    unpublishable: tuple[tuple[RecordedEvent, str], ...] = ()


class Topic(Protocol):
    def publish(
        self, events: Sequence[RecordedEvent], *, replay: bool = False, within: float | None = None
    ) -> Published:
        """Send the events and wait for the bus's word on each, for `within` seconds or as long as is usual here.

        Never raises for the bus's faults.
        """
