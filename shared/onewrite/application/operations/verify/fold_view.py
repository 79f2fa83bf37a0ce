"""A fresh fold: the rows that a view should hold, made from events alone, and the last version of each stream."""

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
    """Applies events in order; `left_out` counts, for each stream, the events that the projection can't apply.

    A checkpoint has passed such an event only if an operator skipped it, so the fold leaves the event out as well.
    """

    projection: Projection
    left_out: Counter[StreamId] = field(default_factory=Counter)
    ends: dict[StreamId, int] = field(default_factory=dict)
    _view: BufferedView = field(default_factory=lambda: BufferedView(lambda table, key: None))

    def add(self, event: RecordedEvent, *, upto: int) -> None:
        """Note the event as the last of its stream; apply it unless its version is greater than `upto`."""
        self.ends[event.stream] = event.version
        if event.version > upto:
            return
        branch = self._view.branch(event.stream)
        try:
            self.projection.apply(event, branch)
        except Exception:  # noqa: BLE001 - the projection raises the same in live traffic
            self.left_out[event.stream] += 1
        else:
            self._view.merge(branch)

    def rows(self) -> Rows:
        puts = (change for change in self._view.changes() if isinstance(change, Put))
        return {
            (put.table.name, put.table.key_of(put.row)): {**dict.fromkeys(put.table.columns), **put.row} for put in puts
        }
