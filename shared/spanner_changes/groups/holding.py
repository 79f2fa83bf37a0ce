"""The partitions that one instance holds, and which of them is to be followed next. Not shared between threads."""

from collections.abc import Callable, Iterable
from concurrent.futures import Future
from dataclasses import dataclass, field
from threading import Event
from time import monotonic

from spanner_changes.groups.turn import Result, Turn
from spanner_changes.partitions.partition import Partition


@dataclass
class Held:
    """A partition that is held here. `released`: it is to be handed over as soon as nothing works on it."""

    partition: Partition
    due_at: float
    saved_at: float = field(default_factory=monotonic)
    released: Event = field(default_factory=Event)
    turn: Turn | None = None
    faults: int = 0

    def take_back(self) -> Result:
        """Return what came of the turn, or raise its error; the partition is as far as it was followed either way."""
        assert self.turn is not None
        turn, self.turn = self.turn, None
        self.partition, self.saved_at = turn.window.partition, turn.window.saved_at
        return turn.result.result()

    @property
    def is_due(self) -> bool:
        return self.turn is None and not self.released.is_set() and self.due_at <= monotonic()

    @property
    def is_finished(self) -> bool:
        return self.turn is not None and self.turn.result.done()


class Holding:
    """What this instance holds, by token."""

    def __init__(self) -> None:
        self._held: dict[str, Held] = {}

    def __contains__(self, token: str) -> bool:
        return token in self._held

    @property
    def kept(self) -> list[str]:
        """The tokens that are not to be handed over, what has been held longest first."""
        return [token for token, held in self._held.items() if not held.released.is_set()]

    def add(self, partition: Partition, due_in: float) -> None:
        self._held[partition.token] = Held(partition, monotonic() + due_in)

    def get(self, token: str) -> Held:
        return self._held[token]

    def drop(self, token: str) -> None:
        del self._held[token]

    def release(self, tokens: Iterable[str]) -> None:
        for token in tokens:
            self._held[token].released.set()

    def release_what_was_taken(self, still_ours: Callable[[Partition], bool]) -> None:
        self.release([token for token, held in self._held.items() if not still_ours(held.partition)])

    def due(self) -> list[Held]:
        """Return what is to be followed next, the one that is due longest first."""
        return sorted((held for held in self._held.values() if held.is_due), key=lambda held: held.due_at)

    def finished(self) -> list[Held]:
        return [held for held in self._held.values() if held.is_finished]

    def to_hand_over(self) -> list[Held]:
        return [held for held in self._held.values() if held.released.is_set() and held.turn is None]

    def at_work(self) -> list[Future[Result]]:
        return [held.turn.result for held in self._held.values() if held.turn is not None]
