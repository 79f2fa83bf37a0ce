"""Faults at the ports: each function returns the port it is given, with one way to go wrong."""

from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import Any, TypeVar, cast

from onewrite.application.ports.event_store import Commit, CommitClash, EventStore
from onewrite.application.ports.outbox import Outbox, Pointer
from onewrite.application.ports.reader import Readers, ViewReader
from onewrite.application.ports.topic import Published, Topic
from onewrite.application.ports.views import JointTransaction, Target, Views, ViewTransaction
from onewrite.domain.events import RecordedEvent
from onewrite.errors import Unavailable

P = TypeVar("P")


class Crash(BaseException):
    """The process dies here: nothing after it runs, nobody gets to handle it."""


class _OnTop:
    def __init__(self, port: object, replaced: dict[str, Callable[..., Any]]) -> None:
        self._port = port
        self.__dict__.update(replaced)

    def __getattr__(self, name: str) -> Any:
        return getattr(self._port, name)


def on_top_of(port: P, **replaced: Callable[..., Any]) -> P:
    """Return the port with some of its methods replaced."""
    assert [name for name in replaced if not hasattr(port, name)] == [], "only what is there can be replaced"
    return cast("P", _OnTop(port, replaced))


def reading(readers: Readers, **replaced: Callable[..., Any]) -> Readers:
    """Replace methods of every reader that is opened."""

    @contextmanager
    def open_one(**how: Any) -> Iterator[ViewReader]:
        with readers.open(**how) as reader:
            yield on_top_of(reader, **replaced)

    return on_top_of(readers, open=open_one)


def losing_the_answer(store: EventStore, fault: Exception) -> EventStore:
    """Commit, and then fail as if it were not known whether the commit went through."""

    def append(commit: Commit) -> tuple[RecordedEvent, ...]:
        store.append(commit)
        raise fault

    return on_top_of(store, append=append)


def overtaken(store: EventStore, *others: Callable[[], object]) -> EventStore:
    """Let each of the others go first, one before each append, until they have all been."""
    waiting = list(others)

    def append(commit: Commit) -> tuple[RecordedEvent, ...]:
        if waiting:
            waiting.pop(0)()
        return store.append(commit)

    return on_top_of(store, append=append)


def always_overtaken(store: EventStore) -> EventStore:
    def append(commit: Commit) -> tuple[RecordedEvent, ...]:
        raise CommitClash

    return on_top_of(store, append=append)


def dying_after_the_commit(store: EventStore) -> EventStore:
    def append(commit: Commit) -> tuple[RecordedEvent, ...]:
        store.append(commit)
        raise Crash

    return on_top_of(store, append=append)


def refusing(topic: Topic, refused: Callable[[RecordedEvent], bool] = lambda event: True) -> Topic:
    """Refuse some events, and acknowledge the others."""

    def publish(events: Sequence[RecordedEvent], **how: Any) -> Published:
        taken = tuple(event for event in events if not refused(event))
        topic.publish(taken, **how)
        cause = "ServiceUnavailable" if len(taken) < len(events) else None
        return Published(taken, len(events) - len(taken), cause)

    return on_top_of(topic, publish=publish)


def dying_after_the_publish(topic: Topic) -> Topic:
    def publish(events: Sequence[RecordedEvent], **how: Any) -> Published:
        topic.publish(events, **how)
        raise Crash

    return on_top_of(topic, publish=publish)


def interrupted(topic: Topic, *meanwhile: Callable[[], object]) -> Topic:
    """Let something else happen while the bus is busy, one thing for each publish."""
    waiting = list(meanwhile)

    def publish(events: Sequence[RecordedEvent], **how: Any) -> Published:
        if waiting:
            waiting.pop(0)()
        return topic.publish(events, **how)

    return on_top_of(topic, publish=publish)


def unable_to_clear(outbox: Outbox) -> Outbox:
    def clear(pointers: Sequence[Pointer]) -> None:
        raise Unavailable("Spanner could not answer: try again")

    return on_top_of(outbox, clear=clear)


def transacting(views: Views, transact: Callable[..., Any]) -> Views:
    """Let this run every transaction; it is given what Views.transact_jointly is given."""

    def for_one(projection: str, generation: int, work: Callable[[ViewTransaction], Any]) -> Any:
        target = projection, generation
        return transact([target], lambda transaction: work(transaction.of(target)))

    return on_top_of(views, transact_jointly=transact, transact=for_one)


def in_transactions(views: Views, **replaced: Callable[..., Any]) -> Views:
    """Replace methods of every transaction, of each target's part in it, and of what is read for it before."""

    def with_replaced(transaction: JointTransaction) -> JointTransaction:
        def of(target: Target) -> ViewTransaction:
            part = transaction.of(target)
            return on_top_of(part, **{name: method for name, method in replaced.items() if hasattr(part, name)})

        joint = {name: method for name, method in replaced.items() if hasattr(transaction, name)}
        return on_top_of(transaction, of=of, **joint)

    def transact(targets: Collection[Target], work: Callable[[JointTransaction], Any]) -> Any:
        return views.transact_jointly(targets, lambda transaction: work(with_replaced(transaction)))

    before = {name: method for name, method in replaced.items() if name == "read_events"}
    return on_top_of(transacting(views, transact), **before)


def aborting(views: Views, times: int) -> Views:
    """Run the work and throw it away so many times, as Spanner may, before it counts."""

    def transact(targets: Collection[Target], work: Callable[[JointTransaction], Any]) -> Any:
        for _ in range(times):
            with suppress(_Undone):
                views.transact_jointly(targets, lambda transaction: _undone(work(transaction)))
        return views.transact_jointly(targets, work)

    return transacting(views, transact)


class _Undone(Exception):
    pass


def _undone(result: object) -> None:
    raise _Undone
