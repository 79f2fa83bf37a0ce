"""One instance that follows one partition of a scripted stream, and what it has handled."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from threading import Event

from spanner_changes import MemoryGroupState, Pace
from spanner_changes.groups.follow import Outcome, Window
from spanner_changes.partitions.partition import Partition
from spanner_changes.records import Child, DataChange
from spanner_changes.streams.port import ROOT
from tests.support.change_streams.group_states import LONG, claim, partitions
from tests.support.change_streams.scripted import ScriptedStream, Step
from tests.support.change_streams.simulated import at

SAVES_AT_ONCE = Pace(waits=False, batch=3, save_every=timedelta(0), save_idle_every=timedelta(0))
SAVES_SELDOM = replace(SAVES_AT_ONCE, save_every=LONG, save_idle_every=LONG)


class Following:
    """The instance `a` holds the partition `token`, which begins at tick 0. Keys in `refused` can't be handled."""

    def __init__(self, *steps: Step, token: str = "p", pace: Pace = SAVES_AT_ONCE) -> None:
        self.stream = ScriptedStream(**{token: list(steps)})
        self.state = MemoryGroupState()
        self.handled: list[str] = []
        self.refused: set[str] = set()
        self.then: Callable[[], None] = lambda: None
        self.stop = Event()
        self.pace = pace
        self._token = token
        self.state.begin(at(0))
        if token != ROOT:
            self.state.end(claim(self.state).lease, at(0), [Child(token, ())])
        self.held = claim(self.state, token)

    def window(self, until: int = 10, *, saved_at: float = float("-inf")) -> Window:
        return Window(
            stream=self.stream,
            state=self.state,
            handle=self._handle,
            describe=repr,
            pace=self.pace,
            partition=self.held,
            until=at(until),
            stopped=self.stop.is_set,
            saved_at=saved_at,
        )

    def follow(self, until: int = 10) -> Outcome:
        window = self.window(until)
        try:
            return window.follow()
        finally:
            self.held = window.partition

    @property
    def saved(self) -> Partition:
        return partitions(self.state)[self._token]

    @property
    def tokens(self) -> set[str]:
        return set(partitions(self.state))

    def _handle(self, changes: Sequence[DataChange]) -> None:
        keys = [mod.keys["key"] for one in changes for mod in one.mods]
        if refused := self.refused & set(keys):
            raise ValueError(*sorted(refused))
        self.handled += keys
        self.then()


def fault() -> None:
    raise ConnectionError("lost")
