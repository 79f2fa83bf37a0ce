"""The books, kept by code of their own: fold all events straight from Spanner, compare with the tables of the views."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from google.cloud.spanner_v1 import KeySet
from google.cloud.spanner_v1.database import Database

ALL = KeySet(all_=True)


@dataclass
class Books:
    """What the events say; nothing here knows how Onewrite projects."""

    versions: dict[str, list[int]] = field(default_factory=lambda: defaultdict(list))
    event_ids: list[str] = field(default_factory=list)
    profiles: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    interests: set[tuple[str, str]] = field(default_factory=set)

    def enter(self, stream_id: str, version: int, event_id: str, event_type: str, data: dict[str, Any]) -> None:
        self.versions[stream_id].append(version)
        self.event_ids.append(event_id)
        account = stream_id.removeprefix("account-")
        name, address, status = self.profiles.get(account, ("", "", "open"))
        if event_type == "UserCreated":
            self.profiles[account] = (data["name"], data["address"], "open")
        elif event_type == "UserRenamed":
            self.profiles[account] = (data["name"], address, status)
        elif event_type == "AddressChanged":
            self.profiles[account] = (name, data["address"], status)
        elif event_type == "InterestAdded":
            self.interests.add((account, data["interest"]))
        elif event_type == "InterestRemoved":
            self.interests.discard((account, data["interest"]))
        elif event_type == "UserClosed":
            self.profiles[account] = (name, address, "closed")
            self.interests = {held for held in self.interests if held[0] != account}


def keep(database: Database) -> Books:
    books = Books()
    columns = ("stream_id", "version", "event_id", "event_type", "data")
    with database.snapshot() as snapshot:
        for row in sorted(snapshot.read("events", columns, ALL), key=lambda row: (row[0], row[1])):
            books.enter(*row)
    return books


def obligations(database: Database) -> int:
    """Return how many events the outbox still has to see published."""
    with database.snapshot() as snapshot:
        return len(list(snapshot.read("outbox", ["stream_id"], ALL)))


def follows(database: Database, versions: Mapping[str, int]) -> bool:
    """Tell whether both projections have applied these versions of these streams."""
    with database.snapshot() as snapshot:
        rows = list(snapshot.read("checkpoints", ("projection", "stream_id", "version"), ALL))
    applied = {(projection, stream_id): version for projection, stream_id, version in rows}
    return all(
        applied.get((projection, stream_id), 0) >= version
        for stream_id, version in versions.items()
        for projection in ("profiles", "interests")
    )


def check(database: Database, acknowledged: Iterable[str] = (), *, profiles: int = 1, interests: int = 1) -> Books:
    """Fail unless there are events, dense versions, none missing, none there twice, and views and totals are right.

    `profiles` and `interests` are the generations that are looked at.
    """
    books = keep(database)
    assert books.event_ids, "nothing was ever written"
    for stream_id, versions in books.versions.items():
        assert versions == list(range(1, len(versions) + 1)), f"{stream_id} has a hole: {versions}"
    assert len(set(books.event_ids)) == len(books.event_ids), "an event is there twice"
    assert not set(acknowledged) - set(books.event_ids), "an acknowledged event is missing"
    assert _profiles(database, profiles) == books.profiles
    assert _interests(database, interests) == books.interests
    assert _popular(database, interests) == Counter(interest for _, interest in books.interests)
    return books


def _profiles(database: Database, generation: int) -> dict[str, tuple[str, str, str]]:
    columns = ("generation", "account_id", "name", "address", "status")
    with database.snapshot() as snapshot:
        rows = list(snapshot.read("profiles", columns, ALL))
    return {account: (name, address, status) for number, account, name, address, status in rows if number == generation}


def _interests(database: Database, generation: int) -> set[tuple[str, str]]:
    with database.snapshot() as snapshot:
        rows = list(snapshot.read("interests", ("generation", "account_id", "interest"), ALL))
    return {(account, interest) for number, account, interest in rows if number == generation}


def _popular(database: Database, generation: int) -> dict[str, int]:
    """Return how many accounts are counted for each interest, in all shards; a row that counts none is one too many."""
    counted: dict[str, int] = defaultdict(int)
    with database.snapshot() as snapshot:
        for number, interest, accounts in snapshot.read(
            "popular_interests", ("generation", "interest", "accounts"), ALL
        ):
            if number == generation:
                counted[interest] += accounts
    return dict(counted)
