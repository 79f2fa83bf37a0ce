"""Messages that the bus gave up are seen, published again or discarded: those that are wanted, and no others."""

from collections.abc import Sequence
from typing import NoReturn

import pytest

from onewrite.adapters.memory import MemoryAuditLog, MemoryDatabase, MemoryDeadLetters, MemoryTopic
from onewrite.adapters.memory.topic import GivenUp
from onewrite.application.operations import dead_letters
from onewrite.application.operations.dead_letters import HandleDeadLetters, LettersHandled, WantedLetters
from onewrite.application.ports.audit_log import Actor
from onewrite.application.ports.dead_letters import DeadLetter
from onewrite.domain.events import RecordedEvent
from onewrite.domain.streams import StreamId
from onewrite.errors import Unavailable
from tests.contract.test_topic import events
from tests.support.faults.ports import on_top_of
from tests.support.waiting.clocks import Clock

ADA = Actor("ada", "the function is back")
ALL = WantedLetters()
PROFILES, INTERESTS = WantedLetters("project_profiles"), WantedLetters("project_interests")


@pytest.fixture
def topic() -> MemoryTopic:
    return MemoryTopic()


@pytest.fixture
def letters(topic: MemoryTopic) -> MemoryDeadLetters:
    return MemoryDeadLetters(topic)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def audit_log() -> MemoryAuditLog:
    return MemoryAuditLog(MemoryDatabase())


@pytest.fixture
def handle(letters: MemoryDeadLetters, audit_log: MemoryAuditLog, clock: Clock) -> HandleDeadLetters:
    return HandleDeadLetters(letters, audit_log, clock.seconds)


@pytest.fixture
def given_up(letters: MemoryDeadLetters) -> Sequence[RecordedEvent]:
    """Three events, each given up by two subscriptions."""
    found = events(3)
    for event in found:
        for subscription in ("project_profiles", "project_interests"):
            letters.keep(GivenUp(event, subscription, 100, event.committed_at))
    return found


def about(found: Sequence[DeadLetter]) -> list[tuple[str | None, int | None]]:
    return [(letter.subscription, letter.version) for letter in found]


def test_looking_changes_nothing_and_can_be_repeated(
    handle: HandleDeadLetters, given_up: Sequence[RecordedEvent], audit_log: MemoryAuditLog
) -> None:
    seen = handle.look(ALL, limit=10)
    assert len(seen) == 2 * len(given_up)
    assert seen == sorted(seen, key=lambda letter: letter.given_up_at)
    assert handle.look(ALL, limit=10) == seen
    assert len(handle.look(ALL, limit=1)) == 1
    assert audit_log.newest(limit=1) == []


def test_the_first_that_were_given_up_are_seen_first_in_whatever_order_the_bus_has_them(
    handle: HandleDeadLetters, letters: MemoryDeadLetters
) -> None:
    for event in events(3):
        letters.keep(GivenUp(event, "project_profiles", 100, event.committed_at))
    backwards = on_top_of(letters, take=lambda **asked: [*reversed(letters.take(**asked))])
    seen = HandleDeadLetters(backwards, handle.audit_log, handle.clock).look(ALL, limit=2)
    assert [letter.version for letter in seen] == [1, 2]


def test_they_are_told_apart_by_subscription_and_by_stream(
    handle: HandleDeadLetters, given_up: Sequence[RecordedEvent]
) -> None:
    seen = about(handle.look(PROFILES, limit=10))
    assert sorted(seen) == [("project_profiles", version) for version in (1, 2, 3)]
    assert len(handle.look(WantedLetters(stream=given_up[0].stream), limit=10)) == 2 * len(given_up)
    assert handle.look(WantedLetters(stream=StreamId("account", "nobody")), limit=10) == []


def test_what_is_redriven_is_published_again_and_no_dead_letter_any_more(
    handle: HandleDeadLetters, topic: MemoryTopic, given_up: Sequence[RecordedEvent]
) -> None:
    assert handle.redrive(PROFILES, ADA) == LettersHandled(3, is_over=True)
    assert sorted(event.version for event in topic.published) == [1, 2, 3]
    assert {letter.subscription for letter in handle.look(ALL, limit=10)} == {"project_interests"}


def test_what_is_discarded_is_not_published(
    handle: HandleDeadLetters, topic: MemoryTopic, given_up: Sequence[RecordedEvent]
) -> None:
    assert handle.discard(INTERESTS, ADA) == LettersHandled(3, is_over=True)
    assert topic.published == []
    assert {letter.subscription for letter in handle.look(ALL, limit=10)} == {"project_profiles"}


def test_who_did_it_to_which_of_them_and_why_is_in_the_audit_log(
    handle: HandleDeadLetters, audit_log: MemoryAuditLog
) -> None:
    handle.redrive(PROFILES, ADA)
    handle.discard(WantedLetters(stream=StreamId("account", "7")), ADA)
    discarded, redriven = (entry.operation for entry in audit_log.newest(limit=2))
    assert (redriven.name, redriven.actor, redriven.details) == ("redrive", ADA, {"subscription": "project_profiles"})
    assert (discarded.name, discarded.stream_id) == ("discard", "account-7")


def test_what_could_not_be_published_again_stays(
    letters: MemoryDeadLetters, handle: HandleDeadLetters, given_up: Sequence[RecordedEvent]
) -> None:
    removed = list[DeadLetter]()

    def fail(found: object) -> NoReturn:
        raise Unavailable("the bus is down")

    broken = on_top_of(letters, publish_again=fail, remove=removed.extend)
    with pytest.raises(Unavailable):
        HandleDeadLetters(broken, handle.audit_log, handle.clock).redrive(ALL, ADA)
    assert removed == []


def test_more_than_can_be_handled_in_a_call_are_left_for_the_next(
    handle: HandleDeadLetters, clock: Clock, given_up: Sequence[RecordedEvent], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dead_letters, "LETTERS_PER_TAKE", 2)

    def remove_slowly(found: Sequence[DeadLetter]) -> None:
        handle.dead_letters.remove(found)
        clock.let_pass(30)

    slow = on_top_of(handle.dead_letters, remove=remove_slowly)
    called = HandleDeadLetters(slow, handle.audit_log, clock.seconds)
    assert called.discard(ALL, ADA) == LettersHandled(4, is_over=False)
    assert called.discard(ALL, ADA) == LettersHandled(2, is_over=True)


def test_no_more_are_held_than_fit_in_memory_while_others_are_looked_for(
    handle: HandleDeadLetters, given_up: Sequence[RecordedEvent], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dead_letters, "LETTERS_PER_TAKE", 1)
    monkeypatch.setattr(dead_letters, "MOST_HELD", 2)
    nobody = WantedLetters("nobody")
    assert handle.look(nobody, limit=1) == []
    assert handle.discard(nobody, ADA) == LettersHandled(0, is_over=False)
    assert len(handle.look(ALL, limit=2)) == 2, "they were put back"
