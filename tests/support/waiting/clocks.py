"""Time that passes only when a test says so."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from onewrite.adapters.memory import MemoryEventStore
from onewrite.bootstrap import Adapters, memory_adapters

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


@dataclass
class Clock:
    """A store's time of day when called, and a machine's seconds."""

    now: datetime = NOON

    def __call__(self) -> datetime:
        return self.now

    def seconds(self) -> float:
        return self.now.timestamp()

    def let_pass(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


def in_memory_by(clock: Clock) -> Adapters:
    """The memory adapters, with a store that keeps this time."""
    adapters = memory_adapters()
    assert isinstance(adapters.store, MemoryEventStore)
    adapters.store.database.clock = clock
    return adapters
