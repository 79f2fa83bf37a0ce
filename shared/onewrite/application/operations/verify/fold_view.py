"""A fresh fold: the rows that a view should hold of a stream, made from its events alone."""

from dataclasses import dataclass, field
from typing import TypeAlias

from onewrite.application.ports.views import Put
from onewrite.application.projections.steps.buffered_view import BufferedView
from onewrite.domain.events import RecordedEvent
from onewrite.domain.projection import Projection
from onewrite.domain.views import Key, Row

Rows: TypeAlias = dict[tuple[str, Key], Row]


@dataclass
class FoldView:
    """Applies the events of a stream in order; `left_out` counts those that the projection can't apply.

    A checkpoint has passed such an event only if an operator skipped it, so the fold leaves the event out as well.
    `end` is the last version of the stream.
    """

    projection: Projection
    left_out: int = 0
    end: int = 0
    _view: BufferedView = field(default_factory=lambda: BufferedView(lambda table, key: None))

    def add(self, event: RecordedEvent, *, upto: int) -> None:
        """Note the event as the last of the stream; apply it unless its version is greater than `upto`."""
        self.end = event.version
        if event.version > upto:
            return
        view = self._view.of_event(event.stream)
        try:
            self.projection.apply(event, view)
        except Exception:  # noqa: BLE001 - the projection raises the same in live traffic
            self.left_out += 1
        else:
            self._view.take(view)

    def rows(self) -> Rows:
        puts = (change for change in self._view.changes() if isinstance(change, Put))
        return {
            (put.table.name, put.table.key_of(put.row)): {**dict.fromkeys(put.table.columns), **put.row} for put in puts
        }
