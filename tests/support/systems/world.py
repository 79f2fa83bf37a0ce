"""The whole system in memory: two instances that share a store, and a bus that does what it likes."""

from contextlib import suppress
from typing import Any

from accounts.account.commands import CreateAccount, Rename
from onewrite.adapters.memory import MemoryTopic
from onewrite.application.operations.walks.names import rebuild_of
from onewrite.application.ports.outbox import SHARDS
from onewrite.bootstrap import Adapters, App
from onewrite.domain.commands import Command
from onewrite.domain.events import RecordedEvent
from onewrite.domain.streams import StreamId
from onewrite.errors import CommandRejected, EventNotApplied
from tests.support.checks.observed import NAMES, Observed
from tests.support.data.requests import a_request
from tests.support.domains.fragile import Fragile, app_of
from tests.support.waiting.clocks import Clock, in_memory_by


class World:
    """`late` is an instance that may know of generations what was true a second ago."""

    def __init__(self, streams: tuple[StreamId, ...], *, eager: bool) -> None:
        self.clock, self.fragile = Clock(), Fragile()
        adapters = in_memory_by(self.clock)
        assert isinstance(adapters.topic, MemoryTopic)
        self._topic, self._bus = adapters.topic, list[RecordedEvent]()
        self._went_out = set[str]()
        self.app, self.late = (self.instance(adapters, eager_relay=eager) for _ in range(2))
        self.seen = Observed(self.app, streams)

    def instance(self, adapters: Adapters, **options: Any) -> App:
        usual = {"park_after_attempts": 2, "advance_batch": 3, "relay_grace_seconds": 0, "generation_cache_seconds": 1}
        clocks: Any = {"clock": self.clock.seconds, "wait": self._wait}
        return app_of(adapters, self.fragile, **{**clocks, **usual, **options})

    def append(self, stream: StreamId, *several: Command) -> None:
        for command in (CreateAccount(name="Ada", address="London"), *several):
            with suppress(CommandRejected):
                self.app.accept_command(a_request(command, stream))

    def bus(self) -> list[RecordedEvent]:
        """Sweep; return all messages that were not lost, the delivered ones included: they may come again."""
        self.app.sweep_outbox()
        assert self.app.adapters.outbox.count() == 0
        self._bus += self._topic.published
        self._went_out |= {event.event_id for event in self._topic.published}
        self._topic.published.clear()
        return self._bus

    def deliver_all(self, instance: App) -> None:
        """What was delivered is in every generation, but in one that a rebuild has yet to finish."""
        for event in self.bus():
            self.follow(instance, event)
        heard = {event.stream for event in self._bus}
        for (name, generation, stream), known in self.seen.checkpoints():
            walk = self.app.adapters.walks.read(rebuild_of(name, generation))
            if stream in heard and (generation == 1 or (walk and walk.is_walked)):
                assert known.failure or known.version == len(self.seen.events(stream)), (
                    f"{name} {generation} missed {stream}"
                )

    def follow(self, instance: App, event: RecordedEvent) -> None:
        for name in NAMES:
            with suppress(EventNotApplied):
                instance.follow_stream((name,), event.stream, event.version)

    def forgotten(self) -> list[RecordedEvent]:
        """Return the events that neither were published nor would be found by the next sweep."""
        outbox = self.app.adapters.outbox
        marks = outbox.read_marks()
        due = outbox.read(set(range(SHARDS)), marks, before=marks.now, limit=10**6)
        waiting = {(pointer.stream, pointer.version) for pointer in due}
        went_out = self._went_out | {event.event_id for event in self._topic.published}
        every = (event for stream in self.seen.streams for event in self.seen.events(stream))
        return [e for e in every if e.event_id not in went_out and (e.stream, e.version) not in waiting]

    def _wait(self, seconds: float) -> None:
        """Whoever waits is not alone: meanwhile events are appended, and the late instance hears of them."""
        self.clock.let_pass(seconds * 0.9)
        self.append(self.seen.streams[0], Rename(name=f"meanwhile {self.clock.seconds()}"))
        for event in self.bus()[-3:]:
            self.follow(self.late, event)
        self.clock.let_pass(seconds * 0.1)
