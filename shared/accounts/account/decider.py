"""The rules of accounts: from a command and the state to events, or to a rejection."""

from collections.abc import Sequence

from accounts.account.commands import AddInterest, ChangeAddress, CloseAccount, CreateAccount, RemoveInterest, Rename
from accounts.account.events import AddressChanged, InterestAdded, InterestRemoved, UserClosed, UserCreated, UserRenamed
from accounts.account.state import Account, evolve
from onewrite.domain.commands import Command
from onewrite.domain.decider import Decider
from onewrite.domain.events import Event
from onewrite.errors import CommandRejected

MAX_INTERESTS = 100


def decide(command: Command, account: Account) -> Sequence[Event]:
    """Reject with ACCOUNT_EXISTS, ACCOUNT_CLOSED, INTEREST_EXISTS, INTEREST_UNKNOWN or TOO_MANY_…."""
    if isinstance(command, CreateAccount):
        return _create(command, account)
    if account.status == "closed":
        raise CommandRejected("ACCOUNT_CLOSED", "The account is closed, nothing about it can change any more")
    match command:
        case Rename(name=name):
            return [UserRenamed(name=name)] if name != account.name else []
        case ChangeAddress(address=address):
            return [AddressChanged(address=address)] if address != account.address else []
        case AddInterest(interest=interest):
            return _add_interest(interest, account)
        case RemoveInterest(interest=interest):
            return _remove_interest(interest, account)
        case CloseAccount(reason=reason):
            return [UserClosed(reason=reason)]
        case _:
            raise TypeError(f"{type(command).__name__} is no command for an account")


def _create(command: CreateAccount, account: Account) -> Sequence[Event]:
    if account.status != "absent":
        raise CommandRejected("ACCOUNT_EXISTS", "The account was created before: choose another id")
    return [UserCreated(name=command.name, address=command.address)]


def _add_interest(interest: str, account: Account) -> Sequence[Event]:
    known = account.interest_like(interest)
    if known is not None:
        raise CommandRejected("INTEREST_EXISTS", f"The account has the interest {known!r} already", interest=known)
    if len(account.interests) >= MAX_INTERESTS:
        raise CommandRejected(
            "TOO_MANY_INTERESTS", f"An account has at most {MAX_INTERESTS} interests: remove one", most=MAX_INTERESTS
        )
    return [InterestAdded(interest=interest)]


def _remove_interest(interest: str, account: Account) -> Sequence[Event]:
    known = account.interest_like(interest)
    if known is None:
        raise CommandRejected("INTEREST_UNKNOWN", f"The account has no interest {interest!r}", interest=interest)
    return [InterestRemoved(interest=known)]


DECIDER = Decider(initial_state=Account, decide=decide, evolve=evolve)
