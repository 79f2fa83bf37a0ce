"""Projections: the functions from events to the rows of a view."""

from collections.abc import Callable, Mapping
from typing import ClassVar, Protocol, TypeVar

from onewrite.domain.event_types import EventTypes
from onewrite.domain.events import Event, RecordedEvent
from onewrite.domain.views import Table, TableKeys, View

E_contra = TypeVar("E_contra", bound=Event, contravariant=True)
P_contra = TypeVar("P_contra", bound="Projection", contravariant=True)


class Applies(Protocol[P_contra, E_contra]):
    """A method of a projection. Takes one event, as recorded and as decoded, and the view to write to."""

    def __call__(self, projection: P_contra, recorded: RecordedEvent, event: E_contra, view: View, /) -> None: ...


def when(event: type[E_contra]) -> Callable[[Applies[P_contra, E_contra]], Applies[P_contra, E_contra]]:
    """Let the decorated method apply events of this type."""

    def mark(method: Applies[P_contra, E_contra]) -> Applies[P_contra, E_contra]:
        method.applies_to = event.event_type  # type: ignore[attr-defined]
        return method

    return mark


class Projection:
    """A name, the categories of streams that it reads, its tables, and a `@when` method for each event type.

    Methods use nothing but their arguments: no clock, no I/O, no other side effects. So they do the same in a rebuild
    as in live traffic. A declared event type without a method changes no row; the checkpoint moves past its events. An
    event type that isn't declared is undecodable, and stops its stream.
    """

    name: ClassVar[str]
    categories: ClassVar[frozenset[str]]
    tables: ClassVar[tuple[Table, ...]]
    event_types: ClassVar[EventTypes]
    _methods: ClassVar[Mapping[str, Applies["Projection", Event]]]

    def __init_subclass__(cls) -> None:
        methods = (getattr(cls, name) for name in dir(cls))
        cls._methods = {method.applies_to: method for method in methods if hasattr(method, "applies_to")}

    @property
    def table_keys(self) -> TableKeys:
        return {table.name: table.key for table in self.tables}

    def apply(self, recorded: RecordedEvent, view: View) -> None:
        """Apply one event. Raises UndecodableEvent, and any error of the method."""
        method = self._methods.get(recorded.event_type)
        if method is not None:
            method(self, recorded, self.event_types.decode(recorded), view)
        else:
            self.event_types.require_declared(recorded)
