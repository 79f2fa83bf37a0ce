"""Given these events, when this command comes, then that happens: tests of deciders."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic

from pydantic import BaseModel

from onewrite.domain.commands import Command
from onewrite.domain.decider import Decider, State, fold
from onewrite.domain.events import Event, Json
from onewrite.errors import CommandRejected


def given(decider: Decider[State], *events: Event) -> "Given[State]":
    """Start from what has happened to a stream; nothing, without events."""
    return Given(decider, events)


@dataclass(frozen=True)
class Given(Generic[State]):
    """A stream with a past, ready for a command."""

    decider: Decider[State]
    events: tuple[Event, ...]

    def when(self, command: Command) -> "Outcome":
        """Decide. What was decided must be something that evolves, and that comes back from a store unchanged."""
        state = fold(self.decider, self.events)
        story = f"{_told('given', self.events)}\n{_told('when', [command])}"
        try:
            decided = tuple(self.decider.decide(command, state))
        except CommandRejected as rejection:
            return Outcome(story, (), rejection)
        _must_survive_a_store(*decided, fold(self.decider, decided, state))
        return Outcome(story, decided)


@dataclass(frozen=True)
class Outcome:
    """What the decider said. Each `then` raises AssertionError with the whole story."""

    story: str
    events: tuple[Event, ...]
    rejection: CommandRejected | None = None

    def then(self, *events: Event) -> None:
        """Expect exactly these events."""
        self._expect(events, holds=self.rejection is None and self.events == events)

    def then_nothing(self) -> None:
        """Expect that the command is fine and changes nothing."""
        self.then()

    def then_rejected(self, reason: str, **metadata: Json) -> None:
        """Expect the domain to say no for this reason; `metadata` names what it must tell beside the message."""
        no = self.rejection
        told = no is not None and no.reason == reason and metadata.items() <= no.metadata.items()
        self._expect([CommandRejected(reason, "…", **metadata)], holds=told)

    def _expect(self, expected: Iterable[object], *, holds: bool) -> None:
        if not holds:
            happened = self.events if self.rejection is None else [self.rejection]
            raise AssertionError(f"\n{self.story}\n{_told('then', expected)}\n{_told('but', happened)}")


def _told(word: str, things: Iterable[object]) -> str:
    lines = [_shown(thing) for thing in things] or ["nothing"]
    return f"{word:6}" + "\n      ".join(lines)


def _shown(thing: object) -> str:
    if isinstance(thing, CommandRejected):
        named = "".join(f", {name}={value!r}" for name, value in thing.metadata.items())
        return f"rejected: {thing.reason}{named}"
    return repr(thing)


def _must_survive_a_store(*models: BaseModel) -> None:
    """Events and snapshots are kept as JSON: what JSON can't hold is lost on the way."""
    for model in models:
        back = type(model).model_validate(model.model_dump(mode="json"))
        if back != model:
            raise AssertionError(f"\nkept as JSON  {model!r}\ncomes back as {back!r}")
