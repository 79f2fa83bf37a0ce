"""The two emulators: the name, the variable, the start command and the probe of each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Protocol

from emulators.google.discover import SPANNER_VERSION, StartCommand, pubsub_emulator, spanner_emulator
from onewrite.local.emulator_probes import pubsub_responds, spanner_responds


class Probe(Protocol):
    def __call__(self, host: str, *, within: float) -> bool: ...


@dataclass(frozen=True)
class Kind:
    name: str
    title: str
    #: The oldest version that is known to work.
    version: str
    #: The environment variable that holds the host of a running emulator; Google's clients read it too.
    variable: str
    #: From the port to the start command. Raises `NotInstalled`.
    start_command: Callable[[int], StartCommand]
    responds: Probe


SPANNER: Final = Kind(
    "spanner", "Spanner", SPANNER_VERSION, "SPANNER_EMULATOR_HOST", spanner_emulator, spanner_responds
)
PUBSUB: Final = Kind("pubsub", "Pub/Sub", "0.8.20", "PUBSUB_EMULATOR_HOST", pubsub_emulator, pubsub_responds)
KINDS: Final = (SPANNER, PUBSUB)
