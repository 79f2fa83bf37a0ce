"""With a bus that hangs commands take as long as those whose events only the scheduled relay publishes."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

import pytest

from accounts import ACCOUNTS
from onewrite.application.ports.event_store import Commit
from onewrite.application.ports.topic import Published
from onewrite.bootstrap import Adapters, App, build
from onewrite.domain.events import RecordedEvent
from tests.support.data.requests import CREATE, a_request
from tests.support.faults.ports import on_top_of
from tests.support.systems.adapters import settings
from tests.support.waiting.bounds import WAIT_SECONDS
from tests.support.waiting.clocks import Clock

COMMIT_SECONDS = 2.0
WITHIN = 2.0
HALF_AN_HOUR = 1800.0


class HangingBus:
    """A store whose commits take some time, and a bus that takes all the time that it is given, and no event."""

    def __init__(self, adapters: Adapters, clock: Clock) -> None:
        self.adapters, self.clock = adapters, clock
        self.waits = 0

    def app(self, *, eager_relay: bool) -> App:
        store = on_top_of(self.adapters.store, append=self._append)
        here = replace(self.adapters, store=store, topic=on_top_of(self.adapters.topic, publish=self._hang))
        options = settings(eager_relay=eager_relay, eager_relay_seconds=WITHIN)
        return build(options, ACCOUNTS, here, clock=self.clock.seconds)

    def _append(self, commit: Commit) -> tuple[RecordedEvent, ...]:
        self.clock.let_pass(COMMIT_SECONDS)
        return self.adapters.store.append(commit)

    def _hang(self, events: Sequence[RecordedEvent], *, within: float) -> Published:
        self.clock.let_pass(within)
        self.waits += 1
        return Published((), len(events), "DeadlineExceeded")


@pytest.fixture
def bus(adapters: Adapters, clock: Clock) -> HangingBus:
    return HangingBus(adapters, clock)


def durations(bus: HangingBus, *, eager_relay: bool) -> list[float]:
    """Send one command after the other for half an hour; return how long each took."""
    app, took = bus.app(eager_relay=eager_relay), list[float]()
    while sum(took) < HALF_AN_HOUR:
        began = bus.clock.seconds()
        app.accept_command(a_request(CREATE))
        took.append(bus.clock.seconds() - began)
    return took


def test_a_client_gets_nearly_as_many_commands_done_as_with_the_scheduled_relay(bus: HangingBus) -> None:
    scheduled = durations(bus, eager_relay=False)
    assert bus.waits == 0
    assert len(durations(bus, eager_relay=True)) > 0.95 * len(scheduled)


def test_one_command_in_a_minute_waits_and_the_others_not_at_all(bus: HangingBus) -> None:
    took = durations(bus, eager_relay=True)
    assert set(map(round, took)) == {round(COMMIT_SECONDS), round(COMMIT_SECONDS + WITHIN)}
    assert sum(seconds > COMMIT_SECONDS + 1 for seconds in took) == bus.waits <= HALF_AN_HOUR / 60 + 4


def test_of_commands_that_come_together_only_those_wait_that_began_before_the_first_failure(
    adapters: Adapters, clock: Clock
) -> None:
    together, waits = Barrier(8), list[int]()

    def hang(events: Sequence[RecordedEvent], **how: object) -> Published:
        waits.append(together.wait(WAIT_SECONDS))
        return Published((), len(events), "DeadlineExceeded")

    hanging = replace(adapters, topic=on_top_of(adapters.topic, publish=hang))
    app = build(settings(eager_relay=True), ACCOUNTS, hanging, clock=clock.seconds)
    with ThreadPoolExecutor(8) as pool:
        for number in (8, 80):
            list(pool.map(app.accept_command, [a_request(CREATE) for _ in range(number)]))
    assert len(waits) == 8
    assert adapters.outbox.count() == 88, "the obligations stay"
