"""Orders of the domain `sold`: what is done to them, what is kept of them, and what a fold of their events says."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import localcontext
from typing import Any
from uuid import uuid4

from onewrite.application.ports.audit_log import Actor
from onewrite.application.projections.steps.step import Advanced
from onewrite.bootstrap import Adapters, App, build
from onewrite.domain.events import Event, NewEvent
from onewrite.domain.streams import StreamId
from onewrite.domain.views import Count, Key, Row, Totals
from tests.support.data.builders import METADATA, a_commit
from tests.support.domains.sold import LINES, ORDER, PER_DAY, PER_PRODUCT, LinePut, Sold, sold
from tests.support.systems.adapters import settings

ADA = Actor("ada", "because")
MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)
#: The figures of each group.
Kept = Mapping[Key, tuple[Any, ...]]


def tea(line: str = "1", quantity: int = 1, **columns: object) -> LinePut:
    return LinePut.model_validate({"line": line, "product": "tea", "quantity": quantity, **columns})


@dataclass
class Seller:
    """A system that keeps totals. It waits for nobody, and parks a stream at its first failure."""

    app: App

    @classmethod
    def on(cls, adapters: Adapters, **changes: object) -> "Seller":
        here = {"park_after_attempts": 1, "generation_cache_seconds": 0, "eager_relay": False, **changes}
        return cls(build(settings(**here), sold(), adapters, wait=lambda seconds: None))

    @property
    def sold(self) -> Sold:
        [projection] = self.app.domain.projections
        assert isinstance(projection, Sold)
        return projection

    def append(self, key: str, *events: Event) -> StreamId:
        """Append the events in one commit."""
        stream = StreamId("order", key)
        self.app.adapters.store.append(a_commit(self.app.adapters.store.read_head(stream), *map(new_event, events)))
        return stream

    def advance(self, *streams: StreamId, generation: int = 1) -> Advanced:
        return self.app.advance(self.sold, generation, streams)

    def sell(self, key: str, *events: Event) -> StreamId:
        """Append the events, and advance the stream."""
        stream = self.append(key, *events)
        self.advance(stream)
        return stream

    def lines(self, generation: int = 1) -> list[Row]:
        return self.app.adapters.views.scan(generation, lambda scan: list(scan.rows(LINES)))

    def shards(self, totals: Totals, generation: int = 1) -> list[Row]:
        return self.app.adapters.views.scan(generation, lambda scan: list(scan.rows(totals.table)))

    def kept(self, totals: Totals, generation: int = 1) -> Kept:
        """Return what is stored of each group, its shards added up; a group without lines is not there."""
        figures = defaultdict(list)
        for row in self.shards(totals, generation):
            figures[tuple(row[column] for column in totals.by)].append([row[name] for name in totals.kept])
        added = {group: tuple(map(exactly, zip(*shards, strict=True))) for group, shards in figures.items()}
        return {group: (lines, *others) for group, (lines, *others) in added.items() if lines}

    def is_true(self, generation: int = 1) -> bool:
        """Tell whether the totals are those of the lines that are kept."""
        lines = self.lines(generation)
        for totals in (PER_PRODUCT, PER_DAY):
            assert self.kept(totals, generation) == totals_of(lines, totals)
        return True


def exactly(values: Iterable[Any]) -> Any:
    """Add up, in more digits than any column has."""
    with localcontext(prec=100):
        return sum(values)


def totals_of(lines: Iterable[Row], totals: Totals) -> Kept:
    """Count and add up by hand."""
    members = defaultdict(list)
    for line in lines:
        group = tuple(line[column] for column in totals.by)
        if None not in group:
            members[group].append(line)
    return {
        group: tuple(
            len(inside) if isinstance(figure, Count) else exactly(line[figure.column] or 0 for line in inside)
            for figure in totals.kept.values()
        )
        for group, inside in members.items()
    }


def folded(events: Iterable[tuple[str, Event]]) -> list[Row]:
    """Return the lines that these events of orders leave, by hand."""
    lines: dict[Key, dict[str, Any]] = {}
    for order, event in events:
        match event.event_type, event.model_dump():
            case "LinePut", {"line": line, "product": product, **columns}:
                lines[order, line] = {"order_id": order, "line": line, "product_id": product, **columns}
            case "LineMoved", {"line": line, "product": product}:
                if found := lines.get((order, line)):
                    found["product_id"] = product
            case "LineTaken", {"line": line}:
                lines.pop((order, line), None)
            case "OrderEmptied", _:
                lines = {key: row for key, row in lines.items() if key[0] != order}
            case "OrderSpoilt", {"line": line}:
                lines = {key: row for key, row in lines.items() if key[0] != order}
                spoilt = dict.fromkeys(LINES.columns) | {"product_id": "spoilt", "quantity": 1000}
                lines[order, line] = spoilt | {"order_id": order, "line": line}
    return [lines[key] for key in sorted(lines)]


def new_event(event: Event) -> NewEvent:
    return ORDER.event_types.encode(event, event_id=str(uuid4()), metadata=METADATA)
