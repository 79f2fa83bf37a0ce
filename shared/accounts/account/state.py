"""The state of an account, as far as the rules need it."""

from typing import Literal

from accounts.account.events import AddressChanged, InterestAdded, InterestRemoved, UserClosed, UserCreated, UserRenamed
from onewrite.domain.events import Event
from onewrite.domain.state import State
from onewrite.domain.text import folded


class Account(State):
    """Folded from events, and stored as a snapshot in the stream's head."""

    status: Literal["absent", "open", "closed"] = "absent"
    name: str = ""
    address: str = ""
    interests: tuple[str, ...] = ()

    def interest_like(self, interest: str) -> str | None:
        """Return the account's interest that equals this one but for case and code points, or None."""
        return next((known for known in self.interests if folded(known) == folded(interest)), None)


def evolve(account: Account, event: Event) -> Account:
    """Return the account after the event."""
    match event:
        case UserCreated(name=name, address=address):
            return Account(status="open", name=name, address=address)
        case UserRenamed(name=name):
            return account.changed(name=name)
        case AddressChanged(address=address):
            return account.changed(address=address)
        case InterestAdded(interest=interest):
            return account.changed(interests=(*account.interests, interest))
        case InterestRemoved(interest=interest):
            kept = tuple(known for known in account.interests if known != interest)
            return account.changed(interests=kept)
        case UserClosed():
            return account.changed(status="closed")
        case _:
            raise TypeError(f"{type(event).__name__} is no event of an account")
