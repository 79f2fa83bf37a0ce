"""Changes that are loaded when they are first used: most functions follow none."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from threading import Event

from onewrite.application.ports.changes import Changes, GroupStatus, Handle
from onewrite.application.ports.outbox import Pointer


@dataclass(frozen=True)
class ChangesOnDemand:
    """Changes by what `load` returns."""

    load: Callable[[], Changes]

    def follow(self, group: str, handle: Handle, *, heal: Callable[[], datetime | None], stop: Event) -> None:
        self._loaded.follow(group, handle, heal=heal, stop=stop)

    def look(self, group: str) -> GroupStatus | None:
        return self._loaded.look(group)

    def look_at_all(self) -> Sequence[GroupStatus]:
        return self._loaded.look_at_all()

    def between(self, after: datetime, upto: datetime, *, most: int) -> Sequence[Pointer] | None:
        return self._loaded.between(after, upto, most=most)

    @cached_property
    def _loaded(self) -> Changes:
        return self.load()
