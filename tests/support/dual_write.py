"""The old way, for comparison only: save the event, then publish it.

Both ways get the same commands, the same store, the same bus, and a process that dies at the same calls, just before
the bus would have got the event. The old way's view knows what the bus brought it; Onewrite's knows its checkpoints.
Run it: `python -m tests.support.dual_write [SEED]`.
"""

import random
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from accounts import ACCOUNTS
from accounts.commands import ChangeAddress, CreateAccount
from accounts.events import AddressChanged, UserCreated
from onewrite.application.accept_command import CommandRequest
from onewrite.application.ports.event_store import Commit
from onewrite.application.ports.topic import Published
from onewrite.bootstrap import App, build, memory_adapters
from onewrite.domain.commands import Command
from onewrite.domain.events import Event, Metadata, NewEvent, RecordedEvent
from onewrite.domain.streams import StreamId
from onewrite.settings import Settings

COMMANDS = 1000
DEATHS = 0.02
ACCOUNTS_AT_ONCE = 10
ORIGIN = Metadata("correlation", "causation")


class Died(BaseException):
    """The process is gone: nothing that it was about to do is done, and no `except Exception` saw it."""


@dataclass
class DeadlyTopic:
    """Kills whoever publishes, by chance, before the bus has anything; else rings its subscriber."""

    dice: random.Random
    deaths: int = 0
    subscriber: Callable[[RecordedEvent], None] = field(default=lambda event: None)
    is_deadly: bool = True

    def publish(
        self, events: Sequence[RecordedEvent], *, replay: bool = False, within: float | None = None
    ) -> Published:
        if self.is_deadly and self.dice.random() < DEATHS:
            self.deaths += 1
            raise Died
        for event in events:
            self.subscriber(event)
        return Published(tuple(events))


@dataclass(frozen=True)
class Compared:
    events: int
    deaths: int
    missed_by_the_old_way: int
    missed_by_onewrite: int

    def __str__(self) -> str:
        return (
            f"{self.events} events; the process died {self.deaths} times after its commit, before its publish\n"
            f"  save, then publish   the view misses {self.missed_by_the_old_way} events, and nothing says so\n"
            f"  Onewrite             the view misses {self.missed_by_onewrite}"
        )


def compare(seed: int) -> Compared:
    old_topic, our_topic = DeadlyTopic(random.Random(seed)), DeadlyTopic(random.Random(seed))
    missed_by_the_old_way = _save_then_publish(_app(old_topic), old_topic)
    missed_by_onewrite = _one_write(_app(our_topic), our_topic)
    return Compared(COMMANDS, old_topic.deaths, missed_by_the_old_way, missed_by_onewrite)


def _save_then_publish(app: App, topic: DeadlyTopic) -> int:
    saved, seen = list[str](), set[str]()
    topic.subscriber = lambda event: seen.add(event.event_id)
    for number, (stream, command) in enumerate(_commands()):
        event = NewEvent.of(_event_of(command), event_id=str(number), metadata=ORIGIN)
        with suppress(Died):
            recorded = app.adapters.store.append(Commit(after=app.adapters.store.read_head(stream), events=[event]))
            saved.extend(one.event_id for one in recorded)
            topic.publish(recorded)
    return len(set(saved) - seen)


def _one_write(app: App, topic: DeadlyTopic) -> int:
    topic.subscriber = lambda event: app.follow_stream("profiles", event.stream, event.version)
    for stream, command in _commands():
        with suppress(Died):
            app.accept_command(CommandRequest(stream, command, ORIGIN))
    topic.is_deadly = False
    app.sweep_outbox()  # the scheduler's next call, in whatever process
    return sum(head.version - _applied(app, head.stream) for head in app.adapters.store.read_heads(limit=COMMANDS))


def _applied(app: App, stream: StreamId) -> int:
    [checkpoint] = app.adapters.views.read_checkpoints("profiles", [1], stream).values()
    return checkpoint.version


def _app(topic: DeadlyTopic) -> App:
    settings = Settings(domain="accounts:ACCOUNTS", relay_grace_seconds=0)
    return build(settings, ACCOUNTS, replace(memory_adapters(), topic=topic))


def _commands() -> Iterator[tuple[StreamId, Command]]:
    """Ten accounts in a hundred commands, each created once and moved nine times."""
    for number in range(COMMANDS):
        stream = StreamId("account", str(number // 100 * ACCOUNTS_AT_ONCE + number % ACCOUNTS_AT_ONCE))
        is_new = number % 100 < ACCOUNTS_AT_ONCE
        yield stream, CreateAccount(name="Ada", address="London") if is_new else ChangeAddress(address=f"{number}")


def _event_of(command: Command) -> Event:
    if isinstance(command, CreateAccount):
        return UserCreated(name=command.name, address=command.address)
    assert isinstance(command, ChangeAddress)
    return AddressChanged(address=command.address)


if __name__ == "__main__":
    print(compare(int(sys.argv[1]) if len(sys.argv) > 1 else 1))
