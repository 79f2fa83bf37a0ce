from datetime import UTC, datetime

import pytest

from onewrite.domain.events import Event, Json, JsonObject, Metadata, RecordedEvent
from onewrite.domain.streams import StreamId
from onewrite.domain.upcasting import EventTypes, Upcaster, upcasts
from onewrite.errors import UndecodableEvent


class Moved(Event, type="Moved", schema_version=3):
    street: str
    country: str


@upcasts("Moved", from_version=1)
def address_became_street(data: JsonObject) -> JsonObject:
    return {"street": data["address"]}


@upcasts("Moved", from_version=2)
def all_were_english(data: JsonObject) -> JsonObject:
    return {**data, "country": "GB"}


TYPES = EventTypes(Moved, upcasters=[address_became_street, all_were_english])


def recorded(event_type: str, schema_version: int, **data: Json) -> RecordedEvent:
    now = datetime.now(UTC)
    return RecordedEvent(StreamId("a", "1"), 4, "id", event_type, schema_version, data, Metadata("c", "c"), now)


@pytest.mark.parametrize(
    ("version", "data"),
    [(1, {"address": "Strand"}), (2, {"street": "Strand"}), (3, {"street": "Strand", "country": "GB"})],
)
def test_every_stored_version_is_read_as_todays(version: int, data: JsonObject) -> None:
    assert TYPES.decode(recorded("Moved", version, **data)) == Moved(street="Strand", country="GB")


@pytest.mark.parametrize(("event_type", "version"), [("Flown", 1), ("Moved", 4), ("Moved", 0)])
def test_a_type_or_version_that_nobody_knows_is_undecodable(event_type: str, version: int) -> None:
    with pytest.raises(UndecodableEvent, match=f"{event_type} in schema version {version} is not known here"):
        TYPES.decode(recorded(event_type, version))


def test_a_malformed_event_is_told_by_field_without_its_data() -> None:
    with pytest.raises(UndecodableEvent) as error:
        TYPES.decode(recorded("Moved", 3, street="13 Secret Lane", country=["also secret"], planet="x"))
    assert error.value.message == "Moved version 4 is malformed: wrong at country, planet"


def test_an_upcaster_that_fails_makes_the_event_undecodable_without_telling_its_data() -> None:
    with pytest.raises(UndecodableEvent) as error:
        TYPES.decode(recorded("Moved", 1, secret="13 Secret Lane"))
    assert error.value.message == "Moved version 4 is malformed: an upcaster failed with KeyError"


@pytest.mark.parametrize(
    "upcasters",
    [
        [address_became_street],
        [address_became_street, all_were_english, Upcaster("Moved", 3, dict)],
        [address_became_street, all_were_english, Upcaster("Flown", 1, dict)],
    ],
    ids=["one missing", "one too new", "one for nothing"],
)
def test_upcasters_that_do_not_fit_are_told_when_they_are_declared(upcasters: list[Upcaster]) -> None:
    with pytest.raises(TypeError, match="event types and upcasters don't fit"):
        EventTypes(Moved, upcasters=upcasters)


def test_two_events_of_one_type_are_told_when_they_are_declared() -> None:
    with pytest.raises(TypeError, match="don't fit"):
        EventTypes(Moved, Moved, upcasters=[address_became_street, all_were_english])
