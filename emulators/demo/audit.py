"""The books: fold every stream from the store with code of its own, and compare with both views."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote

from emulators.demo.clients import Clients


@dataclass(frozen=True)
class Books:
    """`missing`: events that were acknowledged and aren't in the store; `repeated`: those that are there twice."""

    events: int
    missing: int
    repeated: int
    equal: bool


@dataclass
class Expected:
    """What both views should say, told by the events alone."""

    profiles: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    interests: set[tuple[str, str]] = field(default_factory=set)

    def fold(self, account: str, event: dict[str, Any]) -> None:
        data = event["data"]
        name, address, status = self.profiles.get(account, ("", "", "open"))
        match event["type"]:
            case "UserCreated":
                self.profiles[account] = (data["name"], data["address"], "open")
            case "UserRenamed":
                self.profiles[account] = (data["name"], address, status)
            case "AddressChanged":
                self.profiles[account] = (name, data["address"], status)
            case "InterestAdded":
                self.interests.add((account, data["interest"]))
            case "InterestRemoved":
                self.interests.discard((account, data["interest"]))


def audit(clients: Clients, acknowledged: Sequence[str]) -> Books:
    expected, stored, dense = Expected(), Counter[str](), True
    profiles = _profiles(clients)
    for account in profiles:
        events = clients.query(f"/accounts/{account}/history?page_size=1000").json()["events"]
        stored.update(event["event_id"] for event in events)
        dense = dense and [event["version"] for event in events] == list(range(1, len(events) + 1))
        for event in events:
            expected.fold(account, event)
    return Books(
        events=stored.total(),
        missing=len(set(acknowledged) - stored.keys()),
        repeated=stored.total() - len(stored) + (0 if dense else 1),
        equal=(profiles, _interests(clients)) == (expected.profiles, expected.interests),
    )


def _profiles(clients: Clients) -> dict[str, tuple[str, str, str]]:
    found: dict[str, tuple[str, str, str]] = {}
    token = ""
    while True:
        page = clients.query(f"/profiles?page_size=500{token}").json()
        found.update({row["account_id"]: (row["name"], row["address"], row["status"]) for row in page["rows"]})
        if page["next_page_token"] is None:
            return found
        token = f"&page_token={page['next_page_token']}"


def _interests(clients: Clients) -> set[tuple[str, str]]:
    """Ask for every interest that anyone has."""
    found: set[tuple[str, str]] = set()
    for ranked in clients.query("/interests/popular?limit=1000").json()["ranking"]:
        results = clients.query(f"/interests/search?limit=1000&q={quote(ranked['interest'])}").json()["results"]
        found |= {(result["account_id"], interest) for result in results for interest in result["interests"]}
    return found
