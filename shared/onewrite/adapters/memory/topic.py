"""The topic in memory: its own threads call each subscriber with an event until the call returns without an error."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from heapq import heappop, heappush
from itertools import count
from threading import Condition, Thread
from time import monotonic

from onewrite.application.ports.topic import Published
from onewrite.domain.events import RecordedEvent

Subscriber = Callable[[RecordedEvent], None]


@dataclass(frozen=True)
class GivenUp:
    """An event that a subscriber refused as often as it may."""

    event: RecordedEvent
    subscription: str
    attempts: int
    published_at: datetime


@dataclass(order=True)
class _Delivery:
    due: float
    number: int
    event: RecordedEvent = field(compare=False)
    subscriber: Subscriber = field(compare=False)
    subscription: str = field(compare=False)
    published_at: datetime = field(compare=False)
    attempts: int = field(default=0, compare=False)


class MemoryTopic:
    """Keeps the published events in `published`; delivers each to every subscriber, at least once, in any order.

    A subscriber that raises is called again after `retry_seconds`, doubled each time up to a minute; after
    `attempts` it is not called with that event again.
    """

    def __init__(self, *, retry_seconds: float = 1, workers: int = 4, attempts: int = 100) -> None:
        self.published: list[RecordedEvent] = []
        self._subscribers: list[tuple[str, Subscriber]] = []
        self._due: list[_Delivery] = []
        self._numbers = count()
        self._changed = Condition()
        self._retry_seconds = retry_seconds
        self._workers = workers
        self._attempts = attempts
        self._give_up: Callable[[GivenUp], None] = lambda given_up: None
        self._in_flight = 0

    def publish(
        self, events: Sequence[RecordedEvent], *, replay: bool = False, within: float | None = None
    ) -> Published:
        with self._changed:
            self.published.extend(events)
            now = datetime.now(UTC)
            for event in events:
                for subscription, subscriber in self._subscribers:
                    delivery = _Delivery(monotonic(), next(self._numbers), event, subscriber, subscription, now)
                    heappush(self._due, delivery)
            self._changed.notify_all()
        return Published(tuple(events))

    def subscribe(self, subscriber: Subscriber, subscription: str = "") -> None:
        """Deliver events published from now on. A subscriber acknowledges by returning; if it raises, it is retried."""
        with self._changed:
            if not self._subscribers:
                for _ in range(self._workers):
                    Thread(target=self._deliver_for_ever, daemon=True).start()
            self._subscribers.append((subscription, subscriber))

    def give_up_to(self, keep: Callable[[GivenUp], None]) -> None:
        """Call this with each event that a subscriber has refused as often as it may."""
        self._give_up = keep

    def wait_until_quiet(self, seconds: float) -> bool:
        """Wait until no delivery is due or under way; return False if that takes longer than `seconds`."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._due and not self._in_flight, seconds)

    def _deliver_for_ever(self) -> None:
        while True:
            delivery = self._next_due()
            try:
                delivery.subscriber(delivery.event)
            except Exception:  # noqa: BLE001 - after any error the event is delivered again
                delivery.attempts += 1
                self._retry_or_give_up(delivery)
            with self._changed:
                self._in_flight -= 1
                self._changed.notify_all()

    def _retry_or_give_up(self, delivery: _Delivery) -> None:
        if delivery.attempts < self._attempts:
            delivery.due = monotonic() + min(60.0, self._retry_seconds * 2 ** (delivery.attempts - 1))
            with self._changed:
                heappush(self._due, delivery)
            return
        self._give_up(GivenUp(delivery.event, delivery.subscription, delivery.attempts, delivery.published_at))

    def _next_due(self) -> _Delivery:
        with self._changed:
            while True:
                wait = self._due[0].due - monotonic() if self._due else None
                if wait is not None and wait <= 0:
                    self._in_flight += 1
                    return heappop(self._due)
                self._changed.wait(wait)
