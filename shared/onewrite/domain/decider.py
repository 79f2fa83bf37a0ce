"""The decider: state and command in, events out (after Jérémie Chassaing's functional event sourcing decider)."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from pydantic import BaseModel

from onewrite.domain.commands import Command
from onewrite.domain.events import Event

State = TypeVar("State", bound=BaseModel)


@dataclass(frozen=True)
class Decider(Generic[State]):
    """How one category of streams decides and remembers; all three functions are pure and may be run again.

    `decide` raises CommandRejected to say no. `state_version` goes up whenever `evolve` or the state changes its
    meaning: snapshots of another version are not read, the stream is folded again.
    """

    initial_state: Callable[[], State]
    decide: Callable[[Command, State], Sequence[Event]]
    evolve: Callable[[State, Event], State]
    state_version: int = 1


def fold(decider: Decider[State], events: Iterable[Event], state: State | None = None) -> State:
    """Evolve `state` (the initial one if none is given) by each event in turn."""
    folded = decider.initial_state() if state is None else state
    for event in events:
        folded = decider.evolve(folded, event)
    return folded
