"""What a stream holds: data, states and rows."""

from datetime import datetime
from typing import Any, Self

from pydantic import ConfigDict

from onewrite.adapters.models import Model
from onewrite.application.operations.streams.rows_of_stream import ShownRows
from onewrite.application.operations.streams.show_data import ShownData
from onewrite.application.operations.streams.states_of_stream import Shown


class ShownEventReport(Model):
    """The data as it was stored, in its schema version, and the state right after the event."""

    version: int
    event_id: str
    type: str
    schema_version: int
    committed_at: datetime
    data: dict[str, Any]
    state: dict[str, Any] | None

    @classmethod
    def of(cls, shown: Shown) -> Self:
        event = shown.event
        return cls(
            version=event.version,
            event_id=event.event_id,
            type=event.event_type,
            schema_version=event.schema_version,
            committed_at=event.committed_at,
            data=dict(event.data),
            state=None if shown.state is None else dict(shown.state),
        )


class RowsReport(Model):
    """The rows of the stream in one table, as the view was when it had applied `version`."""

    model_config = ConfigDict(ser_json_bytes="base64")

    projection: str
    generation: int
    is_active: bool
    version: int
    table: str
    key: list[str]
    rows: list[dict[str, Any]]
    has_more: bool

    @classmethod
    def of(cls, shown: ShownRows) -> Self:
        view, table = shown.view.view, shown.table
        return cls(
            projection=view.projection,
            generation=view.generation,
            is_active=view.is_active,
            version=shown.view.checkpoint.version,
            table=table.name,
            key=list(table.key),
            rows=[dict(row) for row in shown.rows],
            has_more=shown.has_more,
        )


class DataReport(Model):
    """The versions from `first` to `last`, which is the last one that there was room for.

    `before` is the state before `first`. States are None from one that can't be folded on; `not_folded` says why.
    """

    stream_id: str
    version: int
    first: int
    last: int
    before: dict[str, Any] | None
    events: list[ShownEventReport]
    not_folded: str | None
    rows: list[RowsReport]

    @classmethod
    def of(cls, found: ShownData) -> Self:
        states = found.states
        return cls(
            stream_id=str(found.stream),
            version=found.version,
            first=found.first,
            last=states.shown[-1].event.version,
            before=None if states.before is None else dict(states.before),
            events=[ShownEventReport.of(shown) for shown in states.shown],
            not_folded=states.not_folded,
            rows=[RowsReport.of(shown) for shown in found.rows],
        )
