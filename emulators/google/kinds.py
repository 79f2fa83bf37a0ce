"""The two emulators: how each is called, named, found and asked."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from emulators.google.discover import SPANNER_VERSION, Found, pubsub_emulator, spanner_emulator
from onewrite.local.probes import pubsub_answers, spanner_answers


class Answers(Protocol):
    def __call__(self, host: str, *, within: float) -> bool: ...


@dataclass(frozen=True)
class Kind:
    name: str
    title: str
    #: Old enough to be known to work.
    version: str
    #: The variable that names a running one, to us as to Google's clients.
    variable: str
    #: Raises `NotFound`.
    found: Callable[[int], Found]
    answers: Answers


SPANNER: Final = Kind("spanner", "Spanner", SPANNER_VERSION, "SPANNER_EMULATOR_HOST", spanner_emulator, spanner_answers)
PUBSUB: Final = Kind("pubsub", "Pub/Sub", "0.8.20", "PUBSUB_EMULATOR_HOST", pubsub_emulator, pubsub_answers)
KINDS: Final = (SPANNER, PUBSUB)
