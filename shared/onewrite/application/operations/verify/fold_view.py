"""A fresh fold: the rows that a view should hold, made from events alone, and how far each stream goes."""

from collections import Counter
from dataclasses import dataclass, field
from typing import TypeAlias

from onewrite.application.ports.views import Put
from onewrite.application.projections.buffered_view import BufferedView
from onewrite.domain.events import RecordedEvent
from onewrite.domain.projection import Projection
from onewrite.domain.streams import StreamId
from onewrite.domain.views import Key, Row

Rows: TypeAlias = dict[tuple[str, Key], Row]


@dataclass
class FoldView:
    """Takes events in order; `left_out` counts those of each stream that the projection can't apply.

    A checkpoint passes such an event only if an operator skipped it, so the rows are what they are without it.
    """

    projection: Projection
    left_out: Counter[StreamId] = field(default_factory=Counter)
    ends: dict[StreamId, int] = field(default_factory=dict)
    _view: BufferedView = field(default_factory=lambda: BufferedView(lambda table, key: None))

    def add(self, event: RecordedEvent, *, upto: int) -> None:
        """Note the event as its stream's last, and apply it unless it lies behind `upto`."""
        self.ends[event.stream] = event.version
        if event.version > upto:
            return
        branch = self._view.branch()
        try:
            self.projection.apply(event, branch)
        except Exception:  # noqa: BLE001 - whatever the projection raises, live traffic met it too
            self.left_out[event.stream] += 1
        else:
            self._view.merge(branch)

    def rows(self) -> Rows:
        puts = (change for change in self._view.changes() if isinstance(change, Put))
        return {
            (put.table.name, put.table.key_of(put.row)): {**dict.fromkeys(put.table.columns), **put.row} for put in puts
        }
