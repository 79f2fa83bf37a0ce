"""The account and its view, as Protean's documentation declares such things."""

from typing import Self

from protean import Domain, apply, handle
from protean.core.projector import on
from protean.exceptions import ValidationError
from protean.fields import DateTime, Identifier, List, String
from protean.utils.globals import current_domain

domain = Domain(name="accounts", config={"command_processing": "sync", "event_processing": "async"})


@domain.event(part_of="Account")
class AccountCreated:
    account_id = Identifier(required=True)
    name = String(required=True)
    address = String(required=True)


@domain.event(part_of="Account")
class AccountRenamed:
    account_id = Identifier(required=True)
    name = String(required=True)


@domain.event(part_of="Account")
class InterestAdded:
    account_id = Identifier(required=True)
    interest = String(required=True)


@domain.aggregate(event_sourced=True)
class Account:
    name = String(max_length=200, required=True)
    address = String(max_length=500, required=True)
    interests = List(content_type=String)

    @classmethod
    def create(cls, account_id: str, name: str, address: str) -> Self:
        new: Self = cls._create_new(id=account_id)
        new.raise_(AccountCreated(account_id=account_id, name=name, address=address))
        return new

    def rename(self, name: str) -> None:
        if name != self.name:
            self.raise_(AccountRenamed(account_id=self.id, name=name))

    def add_interest(self, interest: str) -> None:
        if interest in self.interests:
            raise ValidationError({"interest": ["The account has it already"]})
        self.raise_(InterestAdded(account_id=self.id, interest=interest))

    @apply
    def created(self, event: AccountCreated) -> None:
        self.id = event.account_id
        self.name = event.name
        self.address = event.address
        self.interests = []

    @apply
    def renamed(self, event: AccountRenamed) -> None:
        self.name = event.name

    @apply
    def interest_added(self, event: InterestAdded) -> None:
        self.interests = [*self.interests, event.interest]


@domain.command(part_of=Account)
class CreateAccount:
    account_id = Identifier(required=True)
    name = String(required=True)
    address = String(required=True)


@domain.command(part_of=Account)
class Rename:
    account_id = Identifier(required=True)
    name = String(required=True)


@domain.command(part_of=Account)
class AddInterest:
    account_id = Identifier(required=True)
    interest = String(required=True)


@domain.command_handler(part_of=Account)
class AccountCommands:
    @handle(CreateAccount)
    def create(self, command: CreateAccount) -> None:
        new = Account.create(command.account_id, command.name, command.address)
        current_domain.repository_for(Account).add(new)

    @handle(Rename)
    def rename(self, command: Rename) -> None:
        repository = current_domain.repository_for(Account)
        found = repository.get(command.account_id)
        found.rename(command.name)
        repository.add(found)

    @handle(AddInterest)
    def add_interest(self, command: AddInterest) -> None:
        repository = current_domain.repository_for(Account)
        found = repository.get(command.account_id)
        found.add_interest(command.interest)
        repository.add(found)


@domain.projection
class Profile:
    account_id = Identifier(identifier=True, required=True)
    name = String(required=True)
    address = String(required=True)
    status = String(required=True)
    created_at = DateTime(required=True)
    changed_at = DateTime(required=True)


@domain.projector(projector_for=Profile, aggregates=[Account])
class Profiles:
    @on(AccountCreated)
    def created(self, event: AccountCreated) -> None:
        at = event._metadata.headers.time
        row = Profile(
            account_id=event.account_id,
            name=event.name,
            address=event.address,
            status="open",
            created_at=at,
            changed_at=at,
        )
        current_domain.repository_for(Profile).add(row)

    @on(AccountRenamed)
    def renamed(self, event: AccountRenamed) -> None:
        rows = current_domain.repository_for(Profile)
        row = rows.get(event.account_id)
        row.name = event.name
        row.changed_at = event._metadata.headers.time
        rows.add(row)
