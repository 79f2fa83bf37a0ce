"""An aggregate: one category of streams, with its commands, its events and its rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from onewrite.domain.commands import Command
from onewrite.domain.decider import Decider
from onewrite.domain.event_types import EventTypes
from onewrite.domain.streams import StreamId, hashed
from onewrite.errors import InvalidStreamId


@dataclass(frozen=True)
class Aggregate:
    """Its streams are `category-key`, with the path `/collection/key` over HTTP. No other aggregate has its events.

    With `hashed_ids` the key of a stream begins with a hash of its id. That spreads ids that count up over all servers
    of the store. It is for good: nothing finds a stream under another key.
    """

    category: str
    collection: str
    commands: Sequence[type[Command]]
    event_types: EventTypes
    decider: Decider[Any]
    hashed_ids: bool = False

    def stream(self, text: str) -> StreamId:
        """Return the stream with this id; its whole key is understood as well. Raises InvalidStreamId."""
        named = StreamId(self.category, text)
        key = hashed(named.id) if self.hashed_ids else named.id
        if text not in {named.id, key}:
            raise InvalidStreamId(str(named), f"leave out what is before {named.id}")
        return StreamId(self.category, key)

    @property
    def stream_ids(self) -> str:
        """What the ids of its streams look like, as it is kept beside the events that were released."""
        return f"{self.category}-{'{hash}~' if self.hashed_ids else ''}{{id}}"
