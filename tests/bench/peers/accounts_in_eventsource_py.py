"""The account and its view, as eventsource-py's documentation declares such things."""

from typing import Any
from uuid import UUID

from eventsource import AggregateRoot, DomainEvent, register_event
from pydantic import BaseModel


@register_event
class AccountCreated(DomainEvent):
    aggregate_type: str = "Account"
    name: str
    address: str


@register_event
class AccountRenamed(DomainEvent):
    aggregate_type: str = "Account"
    name: str


@register_event
class InterestAdded(DomainEvent):
    aggregate_type: str = "Account"
    interest: str


class AccountState(BaseModel):
    account_id: UUID
    name: str
    address: str
    interests: tuple[str, ...] = ()


class Account(AggregateRoot[AccountState]):
    aggregate_type = "Account"

    def _get_initial_state(self) -> AccountState:
        return AccountState(account_id=self.aggregate_id, name="", address="")

    def _apply(self, event: DomainEvent) -> None:
        if isinstance(event, AccountCreated):
            self._state = AccountState(account_id=self.aggregate_id, name=event.name, address=event.address)
        elif isinstance(event, AccountRenamed):
            self._state = self._state.model_copy(update={"name": event.name})
        elif isinstance(event, InterestAdded):
            self._state = self._state.model_copy(update={"interests": (*self._state.interests, event.interest)})

    def create(self, name: str, address: str) -> None:
        self._append(AccountCreated, name=name, address=address)

    def rename(self, name: str) -> None:
        if name != self.state.name:
            self._append(AccountRenamed, name=name)

    def add_interest(self, interest: str) -> None:
        if interest in self.state.interests:
            raise ValueError("The account has the interest already")
        self._append(InterestAdded, interest=interest)

    def _append(self, event: type[DomainEvent], **fields: str) -> None:
        version_of_it = self.get_next_version()
        self.apply_event(event(aggregate_id=self.aggregate_id, aggregate_version=version_of_it, **fields))


class Profiles:
    """A view as its documentation has it: a subscriber with `subscribed_to` and `handle`."""

    def __init__(self) -> None:
        self.rows: dict[UUID, dict[str, Any]] = {}
        self.applied = 0

    def subscribed_to(self) -> list[type[DomainEvent]]:
        return [AccountCreated, AccountRenamed]

    async def handle(self, event: DomainEvent) -> None:
        if isinstance(event, AccountCreated):
            at = event.occurred_at
            row = {"name": event.name, "address": event.address, "status": "open", "created_at": at, "changed_at": at}
            self.rows[event.aggregate_id] = row
        elif isinstance(event, AccountRenamed):
            self.rows[event.aggregate_id].update(name=event.name, changed_at=event.occurred_at)
        self.applied += 1
