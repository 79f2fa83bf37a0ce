"""The account and its view as eventsourcing's tutorial has them: a class whose methods are events, kept as JSON."""

from collections.abc import Iterable
from uuid import UUID

from eventsourcing.application import Application
from eventsourcing.dispatch import singledispatchmethod
from eventsourcing.domain import Aggregate, event
from eventsourcing.persistence import Tracking
from eventsourcing.projection import Projection

from tests.bench.peers.profiles_in_eventsourcing import Profiles
from tests.bench.peers.story import Change


class Account(Aggregate):
    @event("Created")
    def __init__(self, account_id: UUID, name: str, address: str) -> None:
        self.name = name
        self.address = address
        self.interests: list[str] = []

    @staticmethod
    def create_id(account_id: UUID, name: str, address: str) -> UUID:
        return account_id

    def rename(self, name: str) -> None:
        if name != self.name:
            self._renamed(name)

    def add_interest(self, interest: str) -> None:
        if interest in self.interests:
            raise ValueError("The account has the interest already")
        self._interest_added(interest)

    @event("Renamed")
    def _renamed(self, name: str) -> None:
        self.name = name

    @event("InterestAdded")
    def _interest_added(self, interest: str) -> None:
        self.interests.append(interest)


class Accounts(Application):
    def account(self, account_id: UUID) -> Account:
        found: Account = self.repository.get(account_id)
        return found

    def create(self, account_id: UUID, name: str, address: str) -> None:
        self.save(Account(account_id=account_id, name=name, address=address))

    def rename(self, account_id: UUID, name: str) -> None:
        found = self.account(account_id)
        found.rename(name)
        self.save(found)

    def add_interest(self, account_id: UUID, interest: str) -> None:
        found = self.account(account_id)
        found.add_interest(interest)
        self.save(found)

    def change(self, account_id: UUID, changes: Iterable[Change]) -> None:
        found = self.account(account_id)
        for what, text in changes:
            getattr(found, what)(text)
        self.save(found)


class ProfilesProjection(Projection[Profiles]):
    name = "profiles"

    @singledispatchmethod
    def process_event(self, event: Aggregate.Event, tracking: Tracking) -> None:
        pass

    @process_event.register
    def _(self, event: Account.Created, tracking: Tracking) -> None:
        at = event.timestamp
        row = {"name": event.name, "address": event.address, "status": "open", "created_at": at, "changed_at": at}
        self.view.put(event.originator_id, row, tracking)

    @process_event.register
    def _(self, event: Account.Renamed, tracking: Tracking) -> None:
        self.view.put(event.originator_id, {"name": event.name, "changed_at": event.timestamp}, tracking)
