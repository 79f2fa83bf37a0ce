"""A domain in one value: everything that a team declares."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from onewrite.domain.commands import Command
from onewrite.domain.decider import Decider
from onewrite.domain.event_types import EventTypes
from onewrite.domain.projection import Projection
from onewrite.domain.queries import Query
from onewrite.domain.streams import StreamId
from onewrite.errors import UnknownProjection


@dataclass(frozen=True)
class Domain:
    """One category of streams: its path over HTTP (`collection`), its commands, events, decider, views and queries."""

    category: str
    collection: str
    commands: Sequence[type[Command]]
    event_types: EventTypes
    decider: Decider[Any]
    projections: Sequence[Projection]
    queries: Sequence[Query]

    def __post_init__(self) -> None:
        """Raise TypeError if projections share a table: each deletes the rows of its generations, by their number."""
        tables = Counter(table.name for projection in self.projections for table in projection.tables)
        if shared := [name for name, number in tables.items() if number > 1]:
            raise TypeError(f"more than one projection keeps rows in {', '.join(shared)}: give each a table of its own")

    @cached_property
    def _by_name(self) -> dict[str, Projection]:
        return {projection.name: projection for projection in self.projections}

    def projection(self, name: str) -> Projection:
        """Return the projection of that name. Raises UnknownProjection."""
        try:
            return self._by_name[name]
        except KeyError:
            raise UnknownProjection(name, ", ".join(self._by_name)) from None

    def stream(self, text: str) -> StreamId:
        """Parse a stream id; its category may be left out, as in `7` for `account-7`. Raises InvalidStreamId."""
        named, dash, _ = text.partition("-")
        known = {self.category}.union(*(projection.categories for projection in self.projections))
        return StreamId.parse(text) if dash and named in known else StreamId(self.category, text)
