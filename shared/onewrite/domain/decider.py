"""The decider: state and command in, events out (after Jérémie Chassaing's functional event sourcing decider)."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256
from typing import Generic, TypeVar

from pydantic import BaseModel

from onewrite.domain.commands import Command
from onewrite.domain.events import Event
from onewrite.errors import NotAState, NotEvents

State = TypeVar("State", bound=BaseModel)


@dataclass(frozen=True)
class Decider(Generic[State]):
    """The rules of one category of streams; all three functions are pure and may be run again.

    `decide` raises CommandRejected to reject a command. Increase `state_version` when `evolve` or the meaning of a
    field changes: snapshots of another version are not read, the stream is folded again. A snapshot of a state with
    other fields is recognised by itself, by `state_schema`.
    """

    initial_state: Callable[[], State]
    decide: Callable[[Command, State], Sequence[Event]]
    evolve: Callable[[State, Event], State]
    state_version: int = 1

    @cached_property
    def state_class(self) -> type[State]:
        return type(self.initial_state())

    @cached_property
    def state_schema(self) -> str:
        """A fingerprint of the state's JSON schema: names, types, constraints and defaults of its fields."""
        schema = json.dumps(self.state_class.model_json_schema(), sort_keys=True)
        return sha256(schema.encode()).hexdigest()[:16]


def decided(decider: Decider[State], command: Command, state: State) -> Sequence[Event]:
    """Let the decider decide. Raises CommandRejected; and NotEvents for a result that isn't a sequence of events."""
    events = decider.decide(command, state)
    if not isinstance(events, Sequence) or not all(isinstance(event, Event) for event in events):
        raise NotEvents(type(command).__name__, _kind_of(events))
    return events


def fold(decider: Decider[State], events: Iterable[Event], state: State | None = None) -> State:
    """Apply the events in turn to `state`, or to the initial state if none is given. Raises NotAState."""
    folded = decider.initial_state() if state is None else state
    known: type | None = None
    for event in events:
        folded = decider.evolve(folded, event)
        if type(folded) is not known:
            known = type(folded)
            if not isinstance(folded, BaseModel):
                raise NotAState(type(event).__name__, known.__name__)
    return folded


def _kind_of(events: object) -> str:
    """Return what was decided, by type: it may hold personal data."""
    if isinstance(events, list | tuple):
        return f"{type(events).__name__} of {', '.join(sorted({type(one).__name__ for one in events}))}"
    return type(events).__name__
