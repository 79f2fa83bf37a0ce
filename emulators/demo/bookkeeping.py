"""Reads every stream that was written and all of the views, over HTTP, and keeps the books of them."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import urlencode

from emulators.demo.books import Books, keep
from emulators.demo.clients import Clients
from emulators.demo.teller import Teller
from emulators.demo.views import Views


def audit(teller: Teller, clients: Clients) -> None:
    """Whatever the views show: each stream that a command was accepted for is looked at."""
    acknowledged = set(clients.acknowledged)
    histories = {stream: clients.history(stream) for stream in sorted({one.stream for one in acknowledged})}
    heads = clients.status()["heads"]
    teller.check(f"the store has {heads} streams, one for each account and club", true=heads == len(histories))
    tell(teller, keep(acknowledged, histories, shown(clients)))


def tell(teller: Teller, books: Books) -> None:
    teller.check("every stream's versions are 1, 2, 3, … without a hole", true=not books.holes)
    teller.check(str(books), true=books.balance)


def shown(clients: Clients) -> Views:
    """Ask for every profile, every interest that anyone has, every club of every topic, and its members."""
    popular, topics = _rows(clients, "/interests/popular"), _rows(clients, "/topics")
    views = Views(
        profiles={
            row["account_id"]: (row["name"], row["address"], row["status"]) for row in _rows(clients, "/profiles")
        },
        popular=Counter({row["interest"]: row["accounts"] for row in popular}),
        topics=Counter({row["topic"]: row["members"] for row in topics}),
    )
    for interest in views.popular:
        query = urlencode({"limit": 1000, "q": interest})
        for result in clients.query(f"/interests/search?{query}").json()["results"]:
            views.interests |= {(result["account_id"], found) for found in result["interests"]}
    for topic in views.topics:
        views.clubs |= {row["club_id"]: row["topic"] for row in _rows(clients, "/clubs", topic=topic)}
    for club in views.clubs:
        members = clients.query(f"/clubs/{club}/members").json()["members"]
        views.members |= {(club, member["account_id"]) for member in members}
    return views


def _rows(clients: Clients, path: str, **parameters: str) -> Iterator[Mapping[str, Any]]:
    """Yield the rows of all pages."""
    token: str | None = ""
    while token is not None:
        query = urlencode({**parameters, "page_size": 500} | ({"page_token": token} if token else {}))
        page = clients.query(f"{path}?{query}").json()
        yield from page["rows"]
        token = page["next_page_token"]
