"""Dead letters: messages that the bus gave up after so many attempts, and keeps aside."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """A message that was given up, as far as it can be read; what it lacks is None.

    `subject` is the stream, or the projection and generation of a rebuild. `message` is the bus's own.
    """

    letter_id: str
    subscription: str | None
    subject: str | None
    version: int | None
    event_type: str | None
    attempts: int | None
    published_at: datetime | None
    given_up_at: datetime
    message: Any = field(compare=False, repr=False)


class DeadLetters(Protocol):
    """Whoever takes some holds them for a minute; after that time, or when they are put back, they can be taken again.

    All calls raise Unavailable when the bus can't be reached.
    """

    def take(self, *, limit: int) -> Sequence[DeadLetter]:
        """Take up to `limit` of them, in any order; none if the bus has none to give within seconds."""

    def put_back(self, letters: Sequence[DeadLetter]) -> None:
        """Let them be taken again at once."""

    def publish_again(self, letters: Sequence[DeadLetter]) -> None:
        """Publish them unchanged where they came from; return when the bus has acknowledged all of them."""

    def remove(self, letters: Sequence[DeadLetter]) -> None:
        """Forget those that were taken."""
