"""Reads every stream that was written and all of both views, over HTTP, and keeps the books of them."""

from urllib.parse import quote

from emulators.demo.books import Books, Views, keep
from emulators.demo.clients import Clients
from emulators.demo.teller import Teller


def audit(teller: Teller, clients: Clients) -> None:
    """Whatever the views show: each account that a command was accepted for is looked at."""
    acknowledged = set(clients.acknowledged)
    histories = {account: clients.history(account) for account in sorted({one.account for one in acknowledged})}
    heads = clients.status()["heads"]
    teller.check(f"the store has {heads} streams, one for each account", true=heads == len(histories))
    tell(teller, keep(acknowledged, histories, Views(_profiles(clients), _interests(clients))))


def tell(teller: Teller, books: Books) -> None:
    teller.check("every stream's versions are 1, 2, 3, … without a hole", true=not books.holes)
    teller.check(str(books), true=books.balance)


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
