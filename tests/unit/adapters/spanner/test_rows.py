"""Rows of Spanner as objects: what was written is what is read, however the store writes it down."""

import json
from datetime import UTC, datetime

from onewrite.adapters.spanner import rows
from onewrite.domain.events import Metadata, NewEvent
from onewrite.domain.streams import StreamId

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)
STREAM = StreamId("account", "7")


def test_the_data_of_an_event_has_one_form_whatever_form_the_store_gives_it() -> None:
    written = NewEvent("id", "Moved", 1, {"at": {"x": 1, "y": 2}, "by": "Ada"}, Metadata("c", "c"))
    row = [*rows.row_of_event(STREAM, 1, written)[:-1], NOON]
    row[rows.EVENT.index("data")] = {"by": "Ada", "at": {"y": 2.0, "x": 1.0}}
    assert json.dumps(rows.event_of(row).data) == json.dumps(written.data)
