"""The state of a stream at each of some versions, as its commands see it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Final

from pydantic import BaseModel

from onewrite.application.commands.load_state import LoadState, is_of_today
from onewrite.application.ports.event_store import Head
from onewrite.domain.canonical import encoded
from onewrite.domain.events import JsonObject, RecordedEvent
from onewrite.errors import OperationRefused, Unavailable
from onewrite.errors.telling import without_data

#: Somebody waits for the first of the states.
MOST_FOLDED: Final = 10_000
#: So much JSON is made of events and states, and at least one of each.
MOST_BYTES: Final = 4_000_000


@dataclass(frozen=True, slots=True)
class Shown:
    """An event, and the state right after it; None where that can't be folded."""

    event: RecordedEvent
    state: JsonObject | None


@dataclass(frozen=True, slots=True)
class States:
    """The state before the first of the events, and those after each. `not_folded` says why one is None."""

    before: JsonObject | None
    shown: tuple[Shown, ...]
    not_folded: str | None


@dataclass(frozen=True)
class StatesOfStream:
    """Folds the events since the snapshot if it is old enough, else all before."""

    load_state: LoadState

    def __call__(self, head: Head, first: int, events: Iterable[RecordedEvent]) -> States:
        """Show these events, from version `first` on, as many as there is room for. Raises Unavailable."""
        folded = _tried(partial(self._at, head, first - 1))
        before, size, shown = folded.told, folded.size, list[Shown]()
        for event in events:
            if folded.state is not None:
                folded = _tried(partial(self.load_state.fold, head.stream, [event], folded.state))
            size += event.size + folded.size
            if shown and size > MOST_BYTES:
                break
            shown.append(Shown(event, folded.told))
        return States(before, tuple(shown), folded.problem)

    def _at(self, head: Head, version: int) -> BaseModel:
        snapshot, decider = head.snapshot, self.load_state.domain.aggregate(head.stream).decider
        if snapshot and (snapshot.version > version or not is_of_today(snapshot, decider)):
            snapshot = None
        before = version - (snapshot.version if snapshot else 0)
        if before > MOST_FOLDED:
            raise OperationRefused(f"The state at version {version} takes {before} events, more than {MOST_FOLDED}")
        state: BaseModel = self.load_state(Head(head.stream, version, snapshot))
        return state


@dataclass(frozen=True, slots=True)
class _Folded:
    """A state, and how it is told, which takes `size` bytes; or the problem with it."""

    state: BaseModel | None = None
    told: JsonObject | None = None
    size: int = 0
    problem: str | None = None


def _tried(fold: Callable[[], BaseModel]) -> _Folded:
    try:
        state = fold()
        told = state.model_dump(mode="json")
        return _Folded(state, told, len(encoded(told)))
    except Unavailable:
        raise
    except Exception as error:  # noqa: BLE001 - what is wrong with the domain's code is what somebody wants to see
        return _Folded(problem=without_data(error))
