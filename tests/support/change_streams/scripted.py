"""A change stream that returns what a test wrote down for each partition."""

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from typing import TypeAlias

from spanner_changes.records import Record

#: A record, or what happens instead of the next one: it may raise, or block.
Step: TypeAlias = Record | Callable[[], object]


class ScriptedStream:
    """`reads` says which windows were asked for."""

    def __init__(self, **steps: Sequence[Step]) -> None:
        self.steps: dict[str, list[Step]] = {token: list(some) for token, some in steps.items()}
        self.reads: list[tuple[str, datetime, datetime]] = []

    def read(self, token: str, start: datetime, end: datetime, heartbeat: timedelta) -> Iterator[Record]:
        self.reads.append((token, start, end))
        for step in self.steps.get(token, []):
            if callable(step):
                step()
            elif start <= step.timestamp <= end:
                yield step
