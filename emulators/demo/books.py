"""The books: every stream folded by code of its own, and compared with what the views show."""

from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from itertools import chain
from typing import NamedTuple

from emulators.demo.views import Event, Views


class Acknowledged(NamedTuple):
    """What one command was told; the stream is named by its path."""

    stream: str
    event_ids: tuple[str, ...]


@dataclass(frozen=True)
class Books:
    commands: int
    events: int
    #: Events that were acknowledged and aren't in the store.
    missing: int
    #: Events that are there more often than once.
    repeated: int
    #: Streams whose versions aren't 1, 2, 3, …
    holes: int
    equal: bool

    @property
    def balance(self) -> bool:
        return self.equal and not self.missing and not self.repeated

    def __str__(self) -> str:
        views = "equal" if self.equal else "DIFFER"
        return (
            f"{self.commands} commands, {self.events} events, "
            f"{self.missing} missing, {self.repeated} repeated, views {views}"
        )


def keep(said: AbstractSet[Acknowledged], histories: Mapping[str, Sequence[Event]], shown: Views) -> Books:
    """Compare what was said to commands, what the store has, and what the views show."""
    expected = Views()
    for stream, events in histories.items():
        for event in events:
            expected.fold(stream.rpartition("/")[2], event)
    stored = Counter(event["event_id"] for events in histories.values() for event in events)
    acknowledged = set(chain.from_iterable(one.event_ids for one in said))
    versions = [[event["version"] for event in events] for events in histories.values()]
    return Books(
        commands=len(said),
        events=stored.total(),
        missing=len(acknowledged - stored.keys()),
        repeated=stored.total() - len(stored),
        holes=sum(known != list(range(1, len(known) + 1)) for known in versions),
        equal=shown == expected,
    )
