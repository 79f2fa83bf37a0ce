"""An event as it is stored: all of its fields, as canonical JSON."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

from accounts.account.events import UserClosed
from onewrite.domain.events import Event, Metadata, NewEvent, RecordedEvent
from onewrite.domain.streams import StreamId

NOON = datetime(2026, 1, 1, 12, tzinfo=UTC)


class Weighed(Event, type="Weighed"):
    weight: float
    price: Decimal = Decimal("1.50")
    at: datetime = NOON
    approved_by: str | None = None


def stored(event: Event) -> str:
    return json.dumps(NewEvent.of(event, event_id="1", metadata=Metadata("c", "c")).data)


def test_it_is_json_in_the_one_form_for_what_is_equal() -> None:
    assert stored(Weighed(weight=2.0)) == (
        '{"approved_by": null, "at": "2026-01-01T12:00:00Z", "price": "1.50", "weight": 2}'
    )


def test_fields_at_their_defaults_are_stored_as_the_default_may_change() -> None:
    assert stored(UserClosed()) == '{"reason": null}'


def test_a_stored_event_does_not_show_its_data_in_a_log() -> None:
    event = RecordedEvent(StreamId("a", "1"), 4, "id", "UserMoved", 1, {"to": "Secret Lane"}, Metadata("c", "c"), NOON)
    assert "Secret" not in f"{event} {event!r}"


def test_an_event_has_the_size_of_its_data_as_json_in_each_of_its_forms() -> None:
    new = NewEvent.of(UserClosed(reason="é"), event_id="1", metadata=Metadata("c", "c"))
    stored = new.recorded(StreamId("a", "1"), 4, NOON)
    assert new.size == stored.size == stored.size == len('{"reason":"é"}'.encode())
    assert replace(stored, data={}).size == 2
    assert stored == new.recorded(StreamId("a", "1"), 4, NOON), "what was found out of an event makes no other event"


def test_its_size_is_that_of_its_data_in_bytes() -> None:
    event = NewEvent("id", "Named", 1, {"name": "Adä", "ages": [1, None]}, Metadata("c", "c"))
    assert event.size == len('{"name":"Adä","ages":[1,null]}'.encode())
    assert event.recorded(StreamId("account", "7"), 1, NOON).size == event.size
    assert replace(event, data={}).size == 2
