"""A domain in one value: everything that a team declares."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from onewrite.domain.commands import Command
from onewrite.domain.decider import Decider
from onewrite.domain.event_types import EventTypes
from onewrite.domain.projection import Projection
from onewrite.domain.queries import Query
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

    @cached_property
    def _by_name(self) -> dict[str, Projection]:
        return {projection.name: projection for projection in self.projections}

    def projection(self, name: str) -> Projection:
        """Return the projection of that name. Raises UnknownProjection."""
        try:
            return self._by_name[name]
        except KeyError:
            raise UnknownProjection(name, ", ".join(self._by_name)) from None
