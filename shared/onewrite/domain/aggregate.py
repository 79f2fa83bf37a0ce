"""An aggregate: one category of streams, with its commands, its events and its rules."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from onewrite.domain.commands import Command
from onewrite.domain.decider import Decider
from onewrite.domain.event_types import EventTypes


@dataclass(frozen=True)
class Aggregate:
    """Its streams are `category-key`, with the path `/collection/key` over HTTP. No other aggregate has its events."""

    category: str
    collection: str
    commands: Sequence[type[Command]]
    event_types: EventTypes
    decider: Decider[Any]
