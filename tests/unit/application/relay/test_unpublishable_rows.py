"""One event that the bus will never take, or that is not there, holds up no batch, no shard and no group."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from threading import Event

import pytest

from accounts import ACCOUNTS
from onewrite.adapters.memory import MemoryEventStore
from onewrite.application.operations.replay_events import Replayed, Selection
from onewrite.application.ports.audit_log import Actor
from onewrite.application.ports.changes import Handle
from onewrite.application.ports.outbox import Pointer, shard_of
from onewrite.application.ports.topic import Published, Topic
from onewrite.application.relay.publish_rows import NO_EVENT
from onewrite.application.relay.sweep_outbox import Swept
from onewrite.bootstrap import Adapters, App, build
from onewrite.domain.events import RecordedEvent
from tests.support.data.builders import a_stream
from tests.support.faults.ports import on_top_of
from tests.support.systems.adapters import settings
from tests.support.systems.sweeps import append, published, sweep_of
from tests.support.waiting.clocks import Clock

CAUSE = "MessageTooLarge"


def never_taking(topic: Topic, *versions: int) -> Topic:
    def publish(events: Sequence[RecordedEvent], **how: bool) -> Published:
        taken = [event for event in events if event.version not in versions]
        hopeless = tuple((event, CAUSE) for event in events if event.version in versions)
        return replace(topic.publish(taken, **how), unpublishable=hopeless)

    return on_top_of(topic, publish=publish)


def lose(adapters: Adapters, event: RecordedEvent) -> None:
    """Let the store lack an event of which the outbox has a row; only a later one of its stream may be lost."""
    assert isinstance(adapters.store, MemoryEventStore)
    adapters.store.database.events[event.stream].remove(event)


def app_of(adapters: Adapters, *versions: int, **changes: object) -> App:
    here = replace(adapters, topic=never_taking(adapters.topic, *versions))
    return build(settings(eager_relay=False, relay_grace_seconds=0, **changes), ACCOUNTS, here)


def set_aside(adapters: Adapters) -> list[tuple[int, str]]:
    return [(event.version, event.cause) for event in adapters.unpublishable.read(limit=100)]


def test_what_the_bus_never_takes_is_set_aside_and_the_sweep_goes_on_behind_it(
    adapters: Adapters, clock: Clock, caplog: pytest.LogCaptureFixture
) -> None:
    stream = a_stream("k")
    first, refused, third = (append(adapters, 1, stream)[0] for _ in range(3))
    sweep = sweep_of(replace(adapters, topic=never_taking(adapters.topic, 2)), clock, relay_batch=1)
    assert sweep() == Swept(published=2, unpublishable=1)
    assert published(adapters) == [first, third]
    assert set_aside(adapters) == [(refused.version, CAUSE)]
    assert adapters.outbox.count() == 0
    assert adapters.outbox.read_marks().watermarks[shard_of(first.stream)] == third.committed_at
    [line] = caplog.records
    assert (line.levelname, line.__dict__["action"]) == ("ERROR", "events_unpublishable")
    assert f"the first is version 2 of {refused.stream}: {CAUSE}" in line.getMessage()


def test_a_row_without_its_event_is_set_aside_and_the_sweep_goes_on_behind_it(adapters: Adapters, clock: Clock) -> None:
    stream = a_stream("k")
    append(adapters, 1, stream)
    [lost] = append(adapters, 1, stream)
    [other] = append(adapters)
    lose(adapters, lost)
    assert sweep_of(adapters, clock)() == Swept(published=2, unpublishable=1)
    assert set_aside(adapters) == [(lost.version, NO_EVENT)]
    assert other in published(adapters)


def test_every_sweep_tells_how_many_are_set_aside_until_they_are_mended(adapters: Adapters, clock: Clock) -> None:
    append(adapters, 3)
    failing = replace(adapters, topic=never_taking(adapters.topic, 2, 3))
    assert [sweep_of(failing, clock)().unpublishable for _ in range(2)] == [2, 2]
    app_of(adapters).operate.unpublishable.retry(None, Actor("ada"))
    clock.let_pass(1)
    assert sweep_of(adapters, clock)() == Swept(published=2)
    assert [event.version for event in published(adapters)] == [1, 2, 3]


def test_what_the_bus_refuses_for_now_is_not_set_aside(adapters: Adapters, clock: Clock) -> None:
    append(adapters, 2)

    def publish(events: Sequence[RecordedEvent], **how: bool) -> Published:
        return Published((), 1, "ServiceUnavailable", ((events[0], CAUSE),))

    swept = sweep_of(replace(adapters, topic=on_top_of(adapters.topic, publish=publish)), clock)()
    assert (swept.published, swept.refused, swept.unpublishable) == (0, 1, 1)
    assert adapters.outbox.count() == 1


def test_one_who_dies_after_setting_aside_leaves_the_rest_as_it_was(adapters: Adapters, clock: Clock) -> None:
    append(adapters, 2)
    here = replace(adapters, topic=never_taking(adapters.topic, 2))

    def die(*what: object) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sweep_of(replace(here, outbox=on_top_of(adapters.outbox, complete=die)), clock)()
    clock.let_pass(timedelta(minutes=5).total_seconds())
    assert sweep_of(here, clock)() == Swept(published=1, unpublishable=1)


def test_the_relay_that_follows_the_changes_sets_aside_as_well(adapters: Adapters) -> None:
    rows = [Pointer.to(event) for event in append(adapters, 3)]

    def follow(group: str, handle: Handle, *, heal: Callable[[], object], stop: Event) -> None:
        handle(rows)

    tail = app_of(adapters, 2).tail_changes
    told = replace(tail, changes=on_top_of(tail.changes, follow=follow, look=lambda group: None))
    assert told(Event()).published == 2
    assert set_aside(adapters) == [(2, CAUSE)]
    assert adapters.outbox.count() == 0


def test_a_group_begins_although_there_is_such_an_event(adapters: Adapters) -> None:
    append(adapters, 2)
    [*_, lost] = append(adapters, 3)
    lose(adapters, lost)
    stop = Event()
    stop.set()
    app_of(adapters, 2).tail_changes(stop)
    assert adapters.changes.look("tail_changes")
    assert len(set_aside(adapters)) == 3


def test_a_replay_passes_over_it(adapters: Adapters) -> None:
    append(adapters, 5)
    replayed = app_of(adapters, 2, relay_batch=2).operate.replay(Selection(), Actor("ada"), dry_run=False)
    assert replayed == Replayed(selected=5, published=4, dry_run=False)
    assert [event.version for event in published(adapters)] == [1, 3, 4, 5]


def test_the_eager_relay_leaves_it_to_the_sweep_and_goes_on_publishing(adapters: Adapters) -> None:
    here = replace(adapters, topic=never_taking(adapters.topic, 2))
    app = build(settings(eager_relay=True, relay_grace_seconds=0), ACCOUNTS, here)
    relay = app.accept_command.relay
    assert relay
    relay(append(adapters, 3))
    relay(append(adapters))
    assert len(published(adapters)) == 3
    assert (adapters.outbox.count(), set_aside(adapters)) == (1, [])
    assert app.sweep_outbox() == Swept(unpublishable=1)
