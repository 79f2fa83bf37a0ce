"""The two emulators: how each is called, named, found and asked."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from emulators.found import Found, pubsub_emulator, spanner_emulator
from onewrite.cli.answers import pubsub_answers, spanner_answers


class Answers(Protocol):
    def __call__(self, host: str, *, within: float) -> bool: ...


@dataclass(frozen=True)
class Kind:
    name: str
    #: The variable that names a running one, to us as to Google's clients.
    variable: str
    found: Callable[[int], Found | None]
    answers: Answers


SPANNER: Final = Kind("spanner", "SPANNER_EMULATOR_HOST", spanner_emulator, spanner_answers)
PUBSUB: Final = Kind("pubsub", "PUBSUB_EMULATOR_HOST", pubsub_emulator, pubsub_answers)
KINDS: Final = (SPANNER, PUBSUB)
