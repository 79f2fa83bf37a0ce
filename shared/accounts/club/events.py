"""The events of clubs."""

from onewrite.domain.event_types import EventTypes
from onewrite.domain.events import Event


class ClubFounded(Event, type="ClubFounded"):
    name: str
    topic: str


class MemberJoined(Event, type="MemberJoined"):
    account_id: str


class MemberLeft(Event, type="MemberLeft"):
    account_id: str


class ClubClosed(Event, type="ClubClosed"):
    pass


EVENT_TYPES = EventTypes(ClubFounded, MemberJoined, MemberLeft, ClubClosed)
