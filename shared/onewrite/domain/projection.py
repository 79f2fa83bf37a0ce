"""Projections: the functions from events to the rows of a view."""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from inspect import currentframe
from types import FrameType
from typing import ClassVar, Protocol, Self, TypeVar

from onewrite.domain.aggregate import Aggregate
from onewrite.domain.events import Event, RecordedEvent
from onewrite.domain.views import Table, TableKeys, Totals, View
from onewrite.errors import NotInAnyDomain

E_contra = TypeVar("E_contra", bound=Event, contravariant=True)
P_contra = TypeVar("P_contra", bound="Projection", contravariant=True)


class Applies(Protocol[P_contra, E_contra]):
    """A method of a projection. Takes one event, as recorded and as decoded, and the view to write to."""

    def __call__(self, projection: P_contra, recorded: RecordedEvent, event: E_contra, view: View, /) -> None: ...


def when(event: type[E_contra]) -> Callable[[Applies[P_contra, E_contra]], Applies[P_contra, E_contra]]:
    """Let the decorated method apply events of this type. Raises TypeError where a method would never be called."""

    def mark(method: Applies[P_contra, E_contra]) -> Applies[P_contra, E_contra]:
        name, body = method.__qualname__, _around(currentframe())  # type: ignore[attr-defined]
        if hasattr(method, "applies"):
            raise TypeError(f"{name} has two @when, and only one would count: write a method for each event")
        if "__qualname__" in body and name.rpartition(".")[2] in body:
            raise TypeError(f"{name} is there twice, and only the last would be called: rename one of the two")
        method.applies = event  # type: ignore[attr-defined]
        return method

    return mark


def _around(frame: FrameType | None) -> Mapping[str, object]:
    """Return the names in the body of the class that is being defined."""
    return frame.f_back.f_locals if frame and frame.f_back else {}


class Projection:
    """A name, its tables, totals over them, and a `@when` method for each event type that changes a row.

    Which categories of streams it reads follows from its methods, as an event type belongs to one aggregate. They use
    nothing but their arguments: no clock, no I/O, no other side effects. So they do the same in a rebuild as in live
    traffic. A declared event type without a method changes no row; the checkpoint moves past its events. An event type
    that isn't declared is undecodable, and stops its stream.
    """

    name: ClassVar[str]
    tables: ClassVar[tuple[Table, ...]]
    totals: ClassVar[tuple[Totals, ...]] = ()
    _methods: ClassVar[Mapping[str, Applies["Projection", Event]]]
    #: The event classes that its methods apply, in the order of the names of the methods.
    event_classes: ClassVar[tuple[type[Event], ...]]

    _aggregates: Mapping[str, Aggregate] | None = None

    def __init_subclass__(cls) -> None:
        """Raise TypeError for two methods that apply the same event, and for one whose name the library uses."""
        methods = [(name, getattr(cls, name)) for name in dir(cls)]
        applying = [(name, method) for name, method in methods if hasattr(method, "applies")]
        ours = {*dir(Projection), *Projection.__annotations__}
        for taken in (name for name, _ in applying if name in ours):
            raise TypeError(f"{cls.__name__}.{taken} has a name that the library uses: rename the method")
        times = Counter(method.applies.event_type for _, method in applying)
        for twice in (event_type for event_type in times if times[event_type] > 1):
            names = ", ".join(name for name, method in applying if method.applies.event_type == twice)
            raise TypeError(f"{cls.__name__} applies {twice} in {names}: let one method do it")
        cls._methods = {method.applies.event_type: method for _, method in applying}
        cls.event_classes = tuple(method.applies for _, method in applying)

    def in_domain(self, aggregates: Sequence[Aggregate]) -> Self:
        """Return the projection as part of a domain with these aggregates, whose events it can decode."""
        mine = copy(self)
        read = (one for one in aggregates if any(event in self.event_classes for event in one.event_types))
        vars(mine)["_aggregates"] = {one.category: one for one in read}
        return mine

    @property
    def aggregates(self) -> Mapping[str, Aggregate]:
        """Those whose events it applies, by category. Raises NotInAnyDomain."""
        if self._aggregates is None:
            raise NotInAnyDomain(type(self).__name__, self.name)
        return self._aggregates

    @property
    def categories(self) -> frozenset[str]:
        return frozenset(self.aggregates)

    @property
    def all_tables(self) -> tuple[Table, ...]:
        """All tables in which it keeps rows, those of totals included."""
        return (*self.tables, *(totals.table for totals in self.totals))

    @property
    def table_keys(self) -> TableKeys:
        return {table.name: table.key for table in self.tables} | {one.name: one.signature for one in self.totals}

    def category_of(self, table: Table) -> str:
        """Return the category to whose streams the rows of the table belong."""
        return table.category or next(iter(self.aggregates))

    def apply(self, recorded: RecordedEvent, view: View) -> None:
        """Apply one event. Raises UndecodableEvent, and any error of the method."""
        event_types = self.aggregates[recorded.stream.category].event_types
        method = self._methods.get(recorded.event_type)
        if method is not None:
            method(self, recorded, event_types.decode(recorded), view)
        else:
            event_types.require_declared(recorded)
