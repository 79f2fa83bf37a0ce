"""What can have happened to an account, and how events of older schema versions are read today."""

from onewrite.domain.events import Event, JsonObject
from onewrite.domain.upcasting import EventTypes, upcasts


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
    """Version 1 said `topic`."""
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
