"""Handling changes in the order of their times, and narrowing down which one can't be handled."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TypeAlias

from spanner_changes.records.changes import DataChange

#: Returns when all of them have been handled for good. They are in the order of their times; a repeat is possible.
Handle: TypeAlias = Callable[[Sequence[DataChange]], None]


@dataclass(frozen=True, slots=True)
class Refusal:
    """The changes of this time could not be handled; everything before it was."""

    at: datetime
    error: Exception


def handle_in_order(changes: Sequence[DataChange], handle: Handle) -> Refusal | None:
    """Handle all at once; if that fails, one commit timestamp after another up to the first that fails."""
    if not changes:
        return None
    try:
        handle(changes)
    except Exception as error:  # noqa: BLE001 - whatever it is, the watermark must not pass it
        every = list(by_time(changes))
        if len(every) == 1:
            return Refusal(changes[0].timestamp, error)
        return next((refusal for one in every if (refusal := handle_in_order(one, handle))), None)
    return None


def by_time(changes: Sequence[DataChange]) -> Iterator[Sequence[DataChange]]:
    return (list(group) for _, group in groupby(changes, key=lambda change: change.timestamp))
