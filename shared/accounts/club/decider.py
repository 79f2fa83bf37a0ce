"""The rules of clubs: from a command and the state to events, or to a rejection."""

from collections.abc import Sequence

from accounts.club.commands import CloseClub, FoundClub, JoinClub, LeaveClub
from accounts.club.events import ClubClosed, ClubFounded, MemberJoined, MemberLeft
from accounts.club.state import Club, evolve
from onewrite.domain.commands import Command
from onewrite.domain.decider import Decider
from onewrite.domain.events import Event
from onewrite.errors import CommandRejected

MAX_MEMBERS = 100


def decide(command: Command, club: Club) -> Sequence[Event]:
    """Reject with CLUB_EXISTS, CLUB_CLOSED, ALREADY_MEMBER, NO_MEMBER or CLUB_FULL."""
    if isinstance(command, FoundClub):
        return _found(command, club)
    if club.status == "closed":
        raise CommandRejected("CLUB_CLOSED", "The club is closed, nobody can join or leave it any more")
    match command:
        case JoinClub(account_id=account_id):
            return _join(account_id, club)
        case LeaveClub(account_id=account_id):
            return _leave(account_id, club)
        case CloseClub():
            return [ClubClosed()]
        case _:
            raise TypeError(f"{type(command).__name__} is no command for a club")


def _found(command: FoundClub, club: Club) -> Sequence[Event]:
    if club.status != "absent":
        raise CommandRejected("CLUB_EXISTS", "The club was founded before: choose another id")
    return [ClubFounded(name=command.name, topic=command.topic), MemberJoined(account_id=command.founder)]


def _join(account_id: str, club: Club) -> Sequence[Event]:
    if account_id in club.members:
        raise CommandRejected("ALREADY_MEMBER", f"Account {account_id} is a member already", account_id=account_id)
    if len(club.members) >= MAX_MEMBERS:
        raise CommandRejected("CLUB_FULL", f"A club has at most {MAX_MEMBERS} members: found another", most=MAX_MEMBERS)
    return [MemberJoined(account_id=account_id)]


def _leave(account_id: str, club: Club) -> Sequence[Event]:
    if account_id not in club.members:
        raise CommandRejected("NO_MEMBER", f"Account {account_id} is no member of the club", account_id=account_id)
    return [MemberLeft(account_id=account_id)]


DECIDER = Decider(initial_state=Club, decide=decide, evolve=evolve)
