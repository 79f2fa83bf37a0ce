"""Events as Spanner sends them: what was written is what is read, however the store writes it down."""

import json
from datetime import UTC, datetime

from google.cloud.spanner_v1._helpers import _make_list_value_pb

from onewrite.adapters.spanner import rows
from onewrite.adapters.spanner.undecoded_events import Undecoded, event_of, size_of
from onewrite.domain.events import Metadata, NewEvent
from onewrite.domain.streams import StreamId

AT = datetime(2026, 1, 1, 12, 0, 0, 123456, tzinfo=UTC)
STREAM = StreamId("account", "7")
MOVED = NewEvent("id", "Moved", 1, {"at": {"x": 1, "y": 2}, "by": "Ada"}, Metadata("c1", "c2", "ada", None))


def sent(event: NewEvent, **other: object) -> Undecoded:
    """Return the values that Spanner sends for the event, once it is written at that time."""
    written = dict(zip(rows.EVENT, rows.row_of_event(STREAM, 3, event), strict=True)) | {"committed_at": AT, **other}
    return _make_list_value_pb([*written.values()]).values  # type: ignore[no-any-return]


def test_an_event_is_read_as_it_was_written() -> None:
    event = event_of(sent(MOVED))
    assert (event.stream, event.version, event.committed_at) == (STREAM, 3, AT)
    assert NewEvent(event.event_id, event.event_type, event.schema_version, event.data, event.metadata) == MOVED


def test_a_text_that_is_there_and_empty_is_not_missing() -> None:
    nobody = event_of(sent(MOVED, actor="", traceparent=None)).metadata
    assert (nobody.actor, nobody.traceparent) == ("", None)
    untraced = event_of(sent(MOVED, actor=None, traceparent="")).metadata
    assert (untraced.actor, untraced.traceparent) == (None, "")


def test_the_data_of_an_event_has_one_form_whatever_form_the_store_gives_it() -> None:
    other_form = '{"by":"Ada","at":{"y":2.0,"x":1.0}}'
    assert json.dumps(event_of(sent(MOVED, data=other_form)).data) == json.dumps(MOVED.data)


def test_the_size_of_an_event_is_that_of_its_data_in_bytes() -> None:
    other = NewEvent("id", "Moved", 1, {"by": "Adä"}, MOVED.metadata)
    assert size_of(sent(other, data='{"by":"Adä"}')) == other.size
