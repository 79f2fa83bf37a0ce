from dataclasses import replace
from datetime import UTC, datetime

import pytest

from onewrite.domain.event_types import EventTypes
from onewrite.domain.events import Event, Json, JsonObject, Metadata, NewEvent, RecordedEvent
from onewrite.domain.schema_versions import Downcaster, Upcaster, downcasts, upcasts
from onewrite.domain.streams import StreamId
from onewrite.errors import EventNotDeclared, EventRetired, UndecodableEvent


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


def test_an_event_is_decoded_once_by_the_same_types() -> None:
    stored = recorded("Moved", 1, address="Strand")
    assert TYPES.decode(stored) is TYPES.decode(stored)
    # Other code has other types, and may read it otherwise.
    other = EventTypes(
        Moved, upcasters=[upcasts("Moved", from_version=1)(lambda data: {"street": "?"}), all_were_english]
    )
    assert other.decode(stored) == Moved(street="?", country="GB")
    assert TYPES.decode(stored) == Moved(street="Strand", country="GB")


def test_an_event_that_was_decided_is_not_decoded_again_when_it_is_in_the_store() -> None:
    new = TYPES.encode(Moved(street="Strand", country="GB"), event_id="1", metadata=Metadata("c", "c"))
    decoded = TYPES.decode(new)
    assert TYPES.decode(new.recorded(StreamId("a", "1"), 4, datetime.now(UTC))) is decoded
    assert TYPES.decode(replace(new, data={**new.data, "street": "Mall"})) == Moved(street="Mall", country="GB")


@pytest.mark.parametrize(("event_type", "version"), [("Flown", 1), ("Moved", 4), ("Moved", 0)])
def test_a_type_or_version_that_nobody_knows_is_undecodable(event_type: str, version: int) -> None:
    with pytest.raises(UndecodableEvent, match=f"{event_type} in schema version {version} is not known here") as error:
        TYPES.decode(recorded(event_type, version))
    assert error.value.metadata == {"event_type": event_type, "schema_version": version}


def test_a_malformed_event_is_told_by_field_without_its_data() -> None:
    with pytest.raises(UndecodableEvent) as error:
        TYPES.decode(recorded("Moved", 3, street="13 Secret Lane", country=["also secret"], planet="x"))
    assert error.value.message == "Moved version 4 is malformed: wrong at country, planet"
    assert error.value.metadata == {"event_type": "Moved", "version": 4}


@pytest.mark.parametrize("error", [KeyError, TypeError, ValueError, AttributeError])
def test_whatever_an_upcaster_fails_with_the_event_is_undecodable_and_its_data_not_told(error: type[Exception]) -> None:
    def fail(data: JsonObject) -> JsonObject:
        raise error("13 Secret Lane")

    types = EventTypes(Moved, upcasters=[Upcaster("Moved", 1, fail), all_were_english])
    with pytest.raises(UndecodableEvent) as told:
        types.decode(recorded("Moved", 1))
    assert told.value.message == f"Moved version 4 is malformed: an upcaster failed with {error.__name__}"


def test_data_that_is_no_object_is_malformed_as_a_whole() -> None:
    with pytest.raises(UndecodableEvent, match=r"wrong at \(all\)$"):
        TYPES.decode(replace(recorded("Moved", 3), data=["Strand"]))  # type: ignore[arg-type]


def test_casters_that_are_missing_or_not_needed_are_named_when_they_are_declared() -> None:
    too_new, for_nothing = Upcaster("Moved", 3, dict), Downcaster("Flown", 1, dict)
    with pytest.raises(TypeError) as error:
        EventTypes(Moved, upcasters=[address_became_street, too_new], downcasters=[for_nothing])
    assert str(error.value).partition(": ")[2].split(", take out ") == [
        'add @upcasts("Moved", from_version=2)',
        '@upcasts("Moved", from_version=3)',
        '@downcasts("Flown", to_version=1)',
    ]


def test_two_events_of_one_type_are_told_when_they_are_declared() -> None:
    with pytest.raises(TypeError, match="declare Moved once"):
        EventTypes(Moved, Moved, upcasters=[address_became_street, all_were_english])


class Named(Event, type="Named", schema_version=3, writes=1):
    """Version 1 had one name; version 2 had two of them; version 3 has a title as well."""

    first: str
    last: str
    title: str | None


@upcasts("Named", from_version=1)
def name_was_divided(data: JsonObject) -> JsonObject:
    first, _, last = data["name"].partition(" ")
    return {"first": first, "last": last}


@upcasts("Named", from_version=2)
def nobody_had_a_title(data: JsonObject) -> JsonObject:
    return {**data, "title": None}


@downcasts("Named", to_version=2)
def without_title(data: JsonObject) -> JsonObject:
    return {"last": data["last"], "first": data["first"]}


@downcasts("Named", to_version=1)
def name_is_one(data: JsonObject) -> JsonObject:
    return {"name": f"{data['first']} {data['last']}"}


UP, DOWN = [name_was_divided, nobody_had_a_title], [without_title, name_is_one]
ADA = Named(first="Ada", last="Lovelace", title="Countess")


def stored(types: EventTypes, event: Event) -> NewEvent:
    return types.encode(event, event_id="1", metadata=Metadata("c", "c"))


def test_an_event_is_stored_in_the_version_that_its_type_writes() -> None:
    new = stored(EventTypes(Named, upcasters=UP, downcasters=DOWN), ADA)
    assert new == NewEvent("1", "Named", 1, {"name": "Ada Lovelace"}, Metadata("c", "c"))


def test_a_downcast_event_has_the_canonical_form_too() -> None:
    class Half(Named, type="Named", schema_version=3, writes=2):
        pass

    new = stored(EventTypes(Half, upcasters=UP, downcasters=[without_title]), Half(**dict(ADA)))
    assert (new.schema_version, list(new.data.items())) == (2, [("first", "Ada"), ("last", "Lovelace")])


def test_an_event_that_is_not_stored_yet_is_read_as_it_will_be() -> None:
    types = EventTypes(Named, upcasters=UP, downcasters=DOWN)
    assert types.decode(stored(types, ADA)) == Named(first="Ada", last="Lovelace", title=None)
    with pytest.raises(UndecodableEvent, match=r"^Moved can't be read as it would be stored: wrong at country$"):
        TYPES.decode(NewEvent("1", "Moved", 3, {"street": "Strand"}, Metadata("c", "c")))


def test_a_missing_downcaster_is_told_when_it_is_declared() -> None:
    with pytest.raises(TypeError, match=r'add @downcasts\("Named", to_version=2\)$'):
        EventTypes(Named, upcasters=UP, downcasters=[name_is_one])


def test_a_downcaster_that_nobody_needs_any_more_is_told_when_it_is_declared() -> None:
    class Today(Named, type="Named", schema_version=3):
        pass

    with pytest.raises(
        TypeError, match=r'take out @downcasts\("Named", to_version=1\), take out @downcasts\("Named", '
    ):
        EventTypes(Today, upcasters=UP, downcasters=DOWN)


class Flown(Event, type="Flown", retired=True):
    pass


def test_an_event_of_a_retired_type_is_read_and_never_written() -> None:
    types = EventTypes(Flown)
    assert types.decode(recorded("Flown", 1)) == Flown()
    with pytest.raises(EventRetired, match="Flown is decided and retired: decide another event, or take out `retired`"):
        stored(types, Flown())


def test_an_event_that_is_not_declared_is_never_written() -> None:
    class Other(Event, type="Moved"):
        pass

    for event in (Other(), ADA):
        with pytest.raises(
            EventNotDeclared, match=f"{type(event).__name__} is decided and not declared: add it to the domain"
        ):
            stored(TYPES, event)
