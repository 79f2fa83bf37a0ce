"""What was set aside is tried again or abandoned, and the audit log has it."""

import pytest

from accounts import ACCOUNTS
from onewrite.application.operations import unpublishable
from onewrite.application.operations.unpublishable import Abandoned, HandleUnpublishable, Retried
from onewrite.application.ports.audit_log import Actor, Operation
from onewrite.application.ports.outbox import Pointer
from onewrite.bootstrap import Adapters, build, memory_adapters
from onewrite.domain.streams import StreamId
from onewrite.errors import OperationRefused
from tests.support.data.builders import a_stream
from tests.support.systems.adapters import settings
from tests.support.systems.sweeps import append

ADA = Actor("ada", "mended")


@pytest.fixture
def adapters() -> Adapters:
    return memory_adapters()


@pytest.fixture
def handle(adapters: Adapters) -> HandleUnpublishable:
    return build(settings(), ACCOUNTS, adapters).operate.unpublishable


def set_aside(adapters: Adapters, number: int, key: str = "x") -> StreamId:
    events = append(adapters, number, a_stream(key))
    adapters.unpublishable.set_aside({Pointer.to(event): "invalid" for event in events})
    return a_stream(key)


def logged(adapters: Adapters) -> list[Operation]:
    return [entry.operation for entry in adapters.audit_log.newest(limit=9)]


def test_all_are_tried_again(adapters: Adapters, handle: HandleUnpublishable) -> None:
    set_aside(adapters, 2)
    set_aside(adapters, 3, "y")
    assert handle.retry(None, ADA) == Retried(5, is_over=True)
    assert adapters.outbox.count() == 5
    assert logged(adapters) == [Operation("retry", ADA, details={"events": 5})]


def test_those_of_a_stream_are_tried_again_and_the_others_stay(adapters: Adapters, handle: HandleUnpublishable) -> None:
    set_aside(adapters, 2)
    y = set_aside(adapters, 3, "y")
    assert handle.retry(y, ADA) == Retried(3, is_over=True)
    assert len(handle.look(None, limit=9)) == len(handle.look(a_stream("x"), limit=9)) == 2
    assert logged(adapters) == [Operation("retry", ADA, stream_id=str(y), details={"events": 3})]


def test_where_nothing_was_set_aside_nothing_is_logged(adapters: Adapters, handle: HandleUnpublishable) -> None:
    assert handle.retry(None, ADA) == Retried(0, is_over=True)
    assert logged(adapters) == []


def test_many_are_tried_again_in_steps(
    adapters: Adapters, handle: HandleUnpublishable, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(unpublishable, "MOST_EVENTS", 2)
    set_aside(adapters, 3)
    assert [handle.retry(None, ADA) for _ in range(2)] == [Retried(2, is_over=False), Retried(1, is_over=True)]


def test_one_is_abandoned_with_its_reason(adapters: Adapters, handle: HandleUnpublishable) -> None:
    stream = set_aside(adapters, 3)
    assert handle.abandon(stream, 2, ADA) == Abandoned(str(stream), 2, "invalid")
    assert [event.version for event in handle.look(None, limit=9)] == [1, 3]
    details = {"version": 2, "cause": "invalid"}
    assert logged(adapters) == [Operation("abandon", ADA, stream_id=str(stream), details=details)]


def test_what_was_not_set_aside_can_not_be_abandoned(adapters: Adapters, handle: HandleUnpublishable) -> None:
    event, later = append(adapters, 2)
    adapters.unpublishable.set_aside({Pointer.to(later): "invalid"})
    with pytest.raises(OperationRefused, match=r"^Version 1 of account-\w+ was not set aside"):
        handle.abandon(event.stream, 1, ADA)
    assert adapters.outbox.count() == 1
