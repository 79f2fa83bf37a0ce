"""Look at dead letters, publish them again, or discard them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from onewrite.application.ports.audit_log import Actor, AuditLog, Operation
from onewrite.application.ports.dead_letters import DeadLetter, DeadLetters
from onewrite.domain.streams import StreamId

LETTERS_PER_TAKE = 500
#: So many are held, in memory, while others are looked for.
MOST_HELD = 10_000
#: Shorter than the minute for which they are held.
SECONDS = 45.0


@dataclass(frozen=True)
class WantedLetters:
    """Those that this subscription gave up, and those about this stream; all of them if neither is named."""

    subscription: str | None = None
    stream: StreamId | None = None

    def holds(self, letter: DeadLetter) -> bool:
        return (self.subscription is None or letter.subscription == self.subscription) and (
            self.stream is None or letter.subject == str(self.stream)
        )


@dataclass(frozen=True)
class LettersHandled:
    """How many were published again or discarded, and whether the bus had no others to give."""

    handled: int
    is_over: bool


@dataclass(frozen=True)
class HandleDeadLetters:
    """`clock` measures durations on this machine, in seconds."""

    dead_letters: DeadLetters
    audit_log: AuditLog
    clock: Callable[[], float]

    def look(self, wanted: WantedLetters, *, limit: int) -> list[DeadLetter]:
        """Return up to `limit` of them, in the order in which they were given up. They stay. Raises Unavailable."""
        found, held = list[DeadLetter](), list[DeadLetter]()
        while len(found) < limit and len(held) < MOST_HELD and (letters := self._take()):
            held += letters
            found += filter(wanted.holds, letters)
        self.dead_letters.put_back(held)
        return sorted(found, key=lambda letter: letter.given_up_at)[:limit]

    def redrive(self, wanted: WantedLetters, actor: Actor) -> LettersHandled:
        """Publish them again, where every subscription gets them once more, then remove them. Raises Unavailable.

        If this process dies in between, they come twice, which is harmless.
        """
        return self._handle("redrive", wanted, actor, self.dead_letters.publish_again)

    def discard(self, wanted: WantedLetters, actor: Actor) -> LettersHandled:
        """Remove them. Raises Unavailable."""
        return self._handle("discard", wanted, actor, lambda letters: None)

    def _handle(
        self, name: str, wanted: WantedLetters, actor: Actor, handle: Callable[[Sequence[DeadLetter]], None]
    ) -> LettersHandled:
        stream = str(wanted.stream) if wanted.stream else None
        self.audit_log.append(Operation(name, actor, stream_id=stream, details={"subscription": wanted.subscription}))
        handled, held, is_over = 0, list[DeadLetter](), False
        deadline = self.clock() + SECONDS
        while not is_over and len(held) < MOST_HELD and self.clock() < deadline:
            letters = self._take()
            chosen = [letter for letter in letters if wanted.holds(letter)]
            handle(chosen)
            self.dead_letters.remove(chosen)
            handled += len(chosen)
            held += (letter for letter in letters if not wanted.holds(letter))
            is_over = not letters
        self.dead_letters.put_back(held)
        return LettersHandled(handled, is_over)

    def _take(self) -> Sequence[DeadLetter]:
        return self.dead_letters.take(limit=LETTERS_PER_TAKE)
