"""Reading stored events with today's code: the event types of a domain, and upcasters of older schema versions."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from pydantic import ValidationError

from onewrite.domain.events import Event, JsonObject, RecordedEvent
from onewrite.errors import UndecodableEvent


@dataclass(frozen=True, slots=True)
class Upcaster:
    """Turns data of one schema version into data of the next. Pure, and defined for all data of that version."""

    event_type: str
    from_version: int
    upcast: Callable[[JsonObject], JsonObject]


def upcasts(event_type: str, *, from_version: int) -> Callable[[Callable[[JsonObject], JsonObject]], Upcaster]:
    """Declare the decorated function as the upcaster from `from_version` to the version after it."""
    return lambda upcast: Upcaster(event_type, from_version, upcast)


class EventTypes:
    """The event types of a domain, by stable name. Raises TypeError if an upcaster is missing or not needed."""

    def __init__(self, *types: type[Event], upcasters: Iterable[Upcaster] = ()) -> None:
        self._types = {declared.event_type: declared for declared in types}
        self._upcasters = {(known.event_type, known.from_version): known.upcast for known in upcasters}
        needed = {
            (name, version) for name, declared in self._types.items() for version in range(1, declared.schema_version)
        }
        if len(self._types) != len(types) or needed != self._upcasters.keys():
            raise TypeError(f"event types and upcasters don't fit: needed {needed}, got {set(self._upcasters)}")

    def __iter__(self) -> Iterator[type[Event]]:
        return iter(self._types.values())

    def require(self, event: type[Event]) -> None:
        """Raise TypeError for a type that isn't among them: its events could be stored but not read again."""
        if self._types.get(event.event_type) is not event:
            raise TypeError(f"{event.__name__} is decided and not declared: add it to the domain's EventTypes")

    def require_declared(self, recorded: RecordedEvent) -> type[Event]:
        """Return the type of the event. Raises UndecodableEvent when it isn't among these."""
        declared = self._types.get(recorded.event_type)
        if declared is None:
            raise _unknown(recorded)
        return declared

    def decode(self, recorded: RecordedEvent) -> Event:
        """Return the event in today's schema. Raises UndecodableEvent."""
        declared = self.require_declared(recorded)
        if not 1 <= recorded.schema_version <= declared.schema_version:
            raise _unknown(recorded)
        try:
            data = recorded.data
            for version in range(recorded.schema_version, declared.schema_version):
                data = self._upcasters[declared.event_type, version](data)
            return declared.model_validate(data)
        except ValidationError as error:
            fields = ", ".join(".".join(map(str, problem["loc"])) or "(all)" for problem in error.errors())
            raise _malformed(recorded, f"wrong at {fields}") from None
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise _malformed(recorded, f"an upcaster failed with {type(error).__name__}") from None


def _unknown(recorded: RecordedEvent) -> UndecodableEvent:
    return UndecodableEvent(
        f"{recorded.event_type} in schema version {recorded.schema_version} is not known here: deploy code that is",
        event_type=recorded.event_type,
        schema_version=recorded.schema_version,
    )


def _malformed(recorded: RecordedEvent, problem: str) -> UndecodableEvent:
    return UndecodableEvent(
        f"{recorded.event_type} version {recorded.version} is malformed: {problem}",
        event_type=recorded.event_type,
        version=recorded.version,
    )
