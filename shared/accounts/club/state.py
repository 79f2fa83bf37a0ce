"""The state of a club, as far as the rules need it."""

from typing import Literal

from accounts.club.events import ClubClosed, ClubFounded, MemberJoined, MemberLeft
from onewrite.domain.events import Event
from onewrite.domain.state import State


class Club(State):
    """Folded from events, and stored as a snapshot in the stream's head."""

    status: Literal["absent", "open", "closed"] = "absent"
    members: tuple[str, ...] = ()


def evolve(club: Club, event: Event) -> Club:
    """Return the club after the event."""
    match event:
        case ClubFounded():
            return Club(status="open")
        case MemberJoined(account_id=account_id):
            return club.changed(members=(*club.members, account_id))
        case MemberLeft(account_id=account_id):
            return club.changed(members=tuple(one for one in club.members if one != account_id))
        case ClubClosed():
            return Club(status="closed")
        case _:
            raise TypeError(f"{type(event).__name__} is no event of a club")
