"""Pure functions between the schema versions of an event type: upcasters for reading, downcasters for writing."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

from onewrite.domain.events import JsonObject

Cast: TypeAlias = Callable[[JsonObject], JsonObject]


@dataclass(frozen=True, slots=True)
class Upcaster:
    """Turns data of one schema version into data of the next. Pure, and defined for all data of that version."""

    event_type: str
    from_version: int
    upcast: Cast


@dataclass(frozen=True, slots=True)
class Downcaster:
    """Turns data of a schema version into data of the one before. What that has no field for is lost, for ever."""

    event_type: str
    to_version: int
    downcast: Cast


def upcasts(event_type: str, *, from_version: int) -> Callable[[Cast], Upcaster]:
    """Declare the decorated function as the upcaster from `from_version` to the version after it."""
    return lambda upcast: Upcaster(event_type, from_version, upcast)


def downcasts(event_type: str, *, to_version: int) -> Callable[[Cast], Downcaster]:
    """Declare the decorated function as the downcaster to `to_version` from the version after it."""
    return lambda downcast: Downcaster(event_type, to_version, downcast)
