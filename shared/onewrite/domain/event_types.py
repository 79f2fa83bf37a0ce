"""The event types of a domain: how their events are stored, and how stored events are read with today's code."""

from collections import Counter
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from dataclasses import replace
from typing import Any, Final, TypeAlias

from pydantic import ValidationError

from onewrite.domain.canonical import canonical
from onewrite.domain.events import Event, Metadata, NewEvent, RecordedEvent, require_written
from onewrite.domain.schema_versions import Downcaster, Upcaster
from onewrite.errors import EventNotDeclared, UndecodableEvent

#: A type and a schema version of it.
TypeVersion: TypeAlias = tuple[str, int]
#: What is known of an event that nobody has decoded.
NOT_YET: Final[tuple[None, Any]] = (None, None)


class EventTypes:
    """Types by their stable names. Raises TypeError unless every caster is there that they need, and no other."""

    def __init__(
        self, *types: type[Event], upcasters: Iterable[Upcaster] = (), downcasters: Iterable[Downcaster] = ()
    ) -> None:
        self._types = {declared.event_type: declared for declared in types}
        self._upcasters = {(known.event_type, known.from_version): known.upcast for known in upcasters}
        self._downcasters = {(known.event_type, known.to_version): known.downcast for known in downcasters}
        read = {(known.event_type, version) for known in types for version in range(1, known.schema_version)}
        written = {(known.event_type, version) for known in types for version in _downcast_to(known)}
        times = Counter(known.event_type for known in types)
        wrong = [
            *(f"declare {name} once" for name in times if times[name] > 1),
            *_misfits('@upcasts("{}", from_version={})', read, self._upcasters.keys()),
            *_misfits('@downcasts("{}", to_version={})', written, self._downcasters.keys()),
        ]
        if wrong:
            raise TypeError(f"the event types don't fit: {', '.join(wrong)}")

    def __iter__(self) -> Iterator[type[Event]]:
        return iter(self._types.values())

    def encode(self, event: Event, *, event_id: str, metadata: Metadata) -> NewEvent:
        """Return the event as it is stored, in the schema version that its type writes.

        Raises EventNotDeclared for a type that isn't among these, as nobody could read the event again; EventRetired.
        """
        declared = type(event)
        if self._types.get(declared.event_type) is not declared:
            raise EventNotDeclared(declared.__name__)
        require_written(declared)
        new = NewEvent.of(event, event_id=event_id, metadata=metadata)
        for version in reversed(_downcast_to(declared)):
            downcast = self._downcasters[declared.event_type, version]
            new = replace(new, schema_version=version, data=canonical(downcast(new.data)))
        return new

    def require_declared(self, stored: NewEvent | RecordedEvent) -> type[Event]:
        """Return the type of the event. Raises UndecodableEvent when it isn't among these."""
        declared = self._types.get(stored.event_type)
        if declared is None:
            raise _unknown(stored)
        return declared

    def decode(self, stored: NewEvent | RecordedEvent) -> Event:
        """Return the event in today's schema, decoded once. Raises UndecodableEvent."""
        event: Event
        by, event = getattr(stored, "decoded", NOT_YET)
        if by is self:
            return event
        event = self._decode(stored)
        stored.keep("decoded", (self, event))
        return event

    def _decode(self, stored: NewEvent | RecordedEvent) -> Event:
        declared = self.require_declared(stored)
        if not 1 <= stored.schema_version <= declared.schema_version:
            raise _unknown(stored)
        try:
            data = stored.data
            for version in range(stored.schema_version, declared.schema_version):
                data = self._upcasters[declared.event_type, version](data)
            return declared.model_validate(data)
        except ValidationError as error:
            fields = ", ".join(".".join(map(str, problem["loc"])) or "(all)" for problem in error.errors())
            raise _malformed(stored, f"wrong at {fields}") from None
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise _malformed(stored, f"an upcaster failed with {type(error).__name__}") from error


def _downcast_to(event: type[Event]) -> range:
    """Return the schema versions from the written one to the one before today's."""
    return range(event.written_version or event.schema_version, event.schema_version)


def _misfits(caster: str, needed: AbstractSet[TypeVersion], declared: AbstractSet[TypeVersion]) -> Iterator[str]:
    yield from (f"add {caster.format(*missing)}" for missing in sorted(needed - declared))
    yield from (f"take out {caster.format(*unneeded)}" for unneeded in sorted(declared - needed))


def _unknown(stored: NewEvent | RecordedEvent) -> UndecodableEvent:
    return UndecodableEvent(
        f"{stored.event_type} in schema version {stored.schema_version} is not known here: deploy code that is",
        event_type=stored.event_type,
        schema_version=stored.schema_version,
    )


def _malformed(stored: NewEvent | RecordedEvent, problem: str) -> UndecodableEvent:
    if isinstance(stored, NewEvent):
        return UndecodableEvent(
            f"{stored.event_type} can't be read as it would be stored: {problem}", event_type=stored.event_type
        )
    return UndecodableEvent(
        f"{stored.event_type} version {stored.version} is malformed: {problem}",
        event_type=stored.event_type,
        version=stored.version,
    )
