"""Dead letters in memory: what the topic in memory gave up."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from itertools import count, islice
from threading import Lock

from onewrite.adapters.memory.database import BEFORE_ALL_COMMITS, utc_now
from onewrite.adapters.memory.topic import GivenUp, MemoryTopic
from onewrite.application.ports.dead_letters import DeadLetter

HELD_FOR = timedelta(minutes=1)


@dataclass
class _Kept:
    letter: DeadLetter
    held_until = BEFORE_ALL_COMMITS


class MemoryDeadLetters:
    def __init__(self, topic: MemoryTopic) -> None:
        self._topic = topic
        self._kept: dict[str, _Kept] = {}
        self._numbers = count(1)
        self._lock = Lock()
        topic.give_up_to(self.keep)

    def take(self, *, limit: int) -> Sequence[DeadLetter]:
        with self._lock:
            now = utc_now()
            free = list(islice((kept for kept in self._kept.values() if kept.held_until <= now), limit))
            for kept in free:
                kept.held_until = now + HELD_FOR
            return [kept.letter for kept in free]

    def put_back(self, letters: Sequence[DeadLetter]) -> None:
        with self._lock:
            for letter in letters:
                if kept := self._kept.get(letter.letter_id):
                    kept.held_until = BEFORE_ALL_COMMITS

    def publish_again(self, letters: Sequence[DeadLetter]) -> None:
        self._topic.publish([letter.message for letter in letters])

    def remove(self, letters: Sequence[DeadLetter]) -> None:
        with self._lock:
            for letter in letters:
                self._kept.pop(letter.letter_id, None)

    def keep(self, given_up: GivenUp) -> None:
        event = given_up.event
        letter = DeadLetter(
            letter_id=str(next(self._numbers)),
            subscription=given_up.subscription or None,
            subject=str(event.stream),
            version=event.version,
            event_type=event.event_type,
            attempts=given_up.attempts,
            published_at=given_up.published_at,
            given_up_at=utc_now(),
            message=event,
        )
        with self._lock:
            self._kept[letter.letter_id] = _Kept(letter)
