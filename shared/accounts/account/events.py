"""The events of accounts, and the upcasters of older schema versions."""

from onewrite.domain.event_types import EventTypes
from onewrite.domain.events import Event, JsonObject
from onewrite.domain.schema_versions import upcasts


class UserCreated(Event, type="UserCreated"):
    name: str
    address: str


class UserRenamed(Event, type="UserRenamed"):
    name: str


class AddressChanged(Event, type="AddressChanged"):
    address: str


class InterestAdded(Event, type="InterestAdded", schema_version=2):
    interest: str


class InterestRemoved(Event, type="InterestRemoved"):
    interest: str


class UserClosed(Event, type="UserClosed"):
    reason: str | None = None


@upcasts("InterestAdded", from_version=1)
def interest_was_called_topic(data: JsonObject) -> JsonObject:
    """Rename the field, which was `topic` in version 1."""
    return {"interest": data["topic"]}


EVENT_TYPES = EventTypes(
    UserCreated,
    UserRenamed,
    AddressChanged,
    InterestAdded,
    InterestRemoved,
    UserClosed,
    upcasters=[interest_was_called_topic],
)
