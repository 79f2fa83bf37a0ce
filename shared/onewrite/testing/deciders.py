"""Tests of deciders: given these events, when this command is decided, then these events or this rejection."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic

from pydantic import BaseModel

from onewrite.domain.commands import Command
from onewrite.domain.decider import Decider, State, decided, fold
from onewrite.domain.events import Event, Json, require_written
from onewrite.errors import CommandRejected


def given(decider: Decider[State], *events: Event) -> "Given[State]":
    """Start with the events of a stream; with none it is a new stream."""
    return Given(decider, events)


@dataclass(frozen=True)
class Given(Generic[State]):
    """A stream with its events, before a command."""

    decider: Decider[State]
    events: tuple[Event, ...]

    def when(self, command: Command) -> "Outcome":
        """Decide the command. Raises AssertionError if an event or the state afterwards changes when it is stored.

        Raises EventRetired for an event of a retired type, which can only be given.
        """
        state = fold(self.decider, self.events)
        story = f"{_lines('given', self.events)}\n{_lines('when', [command])}"
        try:
            events = tuple(decided(self.decider, command, state))
        except CommandRejected as rejection:
            return Outcome(story, (), rejection)
        for event in events:
            require_written(type(event))
        _must_survive_a_store(*events, fold(self.decider, events, state))
        return Outcome(story, events)


@dataclass(frozen=True)
class Outcome:
    """The decided events or the rejection. Each `then` raises AssertionError with the whole story."""

    story: str
    events: tuple[Event, ...]
    rejection: CommandRejected | None = None

    def then(self, *events: Event) -> None:
        """Expect exactly these events."""
        self._expect(events, holds=self.rejection is None and self.events == events)

    def then_nothing(self) -> None:
        """Expect that the command is accepted and decides no events."""
        self.then()

    def then_rejected(self, reason: str, **metadata: Json) -> None:
        """Expect a rejection with this reason, and with at least this metadata."""
        given = self.rejection
        holds = given is not None and given.reason == reason and metadata.items() <= given.metadata.items()
        self._expect([CommandRejected(reason, "…", **metadata)], holds=holds)

    def _expect(self, expected: Iterable[object], *, holds: bool) -> None:
        if not holds:
            happened = self.events if self.rejection is None else [self.rejection]
            raise AssertionError(f"\n{self.story}\n{_lines('then', expected)}\n{_lines('but', happened)}")


def _lines(word: str, things: Iterable[object]) -> str:
    lines = [_shown(thing) for thing in things] or ["nothing"]
    return f"{word:6}" + "\n      ".join(lines)


def _shown(thing: object) -> str:
    if isinstance(thing, CommandRejected):
        named = "".join(f", {name}={value!r}" for name, value in thing.metadata.items())
        return f"rejected: {thing.reason}{named}"
    return repr(thing)


def _must_survive_a_store(*models: BaseModel) -> None:
    """Raise AssertionError for a model that is not the same after it was stored as JSON."""
    for model in models:
        back = type(model).model_validate(model.model_dump(mode="json"))
        if back != model:
            raise AssertionError(f"\nkept as JSON  {model!r}\ncomes back as {back!r}")
