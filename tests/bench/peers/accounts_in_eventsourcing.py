"""The account as eventsourcing's documentation declares it with msgspec: immutable structs, and a mapper for them."""

from collections.abc import Iterable
from datetime import datetime
from functools import singledispatch
from typing import Any, ClassVar
from uuid import UUID

import msgspec
from eventsourcing.application import Application
from eventsourcing.domain import datetime_now_with_tzinfo
from eventsourcing.persistence import Mapper, StoredEvent, Transcoder
from eventsourcing.utils import get_topic, resolve_topic

from tests.bench.peers.story import Change


class AccountEvent(msgspec.Struct, frozen=True, kw_only=True):
    originator_id: UUID
    originator_version: int
    timestamp: datetime = msgspec.field(default_factory=datetime_now_with_tzinfo)


class Created(AccountEvent, frozen=True):
    name: str
    address: str


class Renamed(AccountEvent, frozen=True):
    name: str


class InterestAdded(AccountEvent, frozen=True):
    interest: str


class Account(msgspec.Struct, frozen=True):
    id: UUID
    version: int
    name: str
    address: str
    interests: tuple[str, ...] = ()


@singledispatch
def mutate(event: AccountEvent, before: Account | None) -> Account | None:
    return before


@mutate.register
def _(event: Created, before: None) -> Account:
    return Account(event.originator_id, event.originator_version, event.name, event.address)


@mutate.register
def _(event: Renamed, before: Account) -> Account:
    return Account(before.id, event.originator_version, event.name, before.address, before.interests)


@mutate.register
def _(event: InterestAdded, before: Account) -> Account:
    interests = (*before.interests, event.interest)
    return Account(before.id, event.originator_version, before.name, before.address, interests)


def project_account(found: Account | None, events: Iterable[AccountEvent]) -> Account | None:
    for event in events:
        found = mutate(event, found)
    return found


class StructMapper(Mapper):
    def to_stored_event(self, domain_event: AccountEvent) -> StoredEvent:
        return StoredEvent(
            originator_id=domain_event.originator_id,
            originator_version=domain_event.originator_version,
            topic=get_topic(type(domain_event)),
            state=msgspec.json.encode(domain_event),
        )

    def to_domain_event(self, stored_event: StoredEvent) -> AccountEvent:
        event: AccountEvent = msgspec.json.decode(stored_event.state, type=resolve_topic(stored_event.topic))
        return event


class NoTranscoder(Transcoder):
    def encode(self, obj: Any) -> bytes:
        return b""

    def decode(self, data: bytes) -> Any:
        return None


class Accounts(Application):
    env: ClassVar[dict[str, str]] = {
        "MAPPER_TOPIC": get_topic(StructMapper),
        "TRANSCODER_TOPIC": get_topic(NoTranscoder),
    }

    def account(self, account_id: UUID) -> Account:
        found: Account = self.repository.get(account_id, projector_func=project_account)
        return found

    def create(self, account_id: UUID, name: str, address: str) -> None:
        self.save(Created(originator_id=account_id, originator_version=1, name=name, address=address))

    def rename(self, account_id: UUID, name: str) -> None:
        found = self.account(account_id)
        if name != found.name:
            self.save(Renamed(originator_id=account_id, originator_version=found.version + 1, name=name))

    def add_interest(self, account_id: UUID, interest: str) -> None:
        found = self.account(account_id)
        if interest in found.interests:
            raise ValueError("The account has the interest already")
        self.save(InterestAdded(originator_id=account_id, originator_version=found.version + 1, interest=interest))

    def change(self, account_id: UUID, changes: Iterable[Change]) -> None:
        for what, text in changes:
            getattr(self, what)(account_id, text)
