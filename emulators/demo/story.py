"""The life of an account: created, changed, asked about, remembered."""

import json
from collections.abc import Sequence

import httpx

from emulators.demo.clients import Clients, eventually
from emulators.demo.teller import Teller

FACTS: Sequence[tuple[str, dict[str, str]]] = (
    ("create", {"name": "Ada Lovelace", "address": "London"}),
    ("change-address", {"address": "Ockham Park"}),
    ("rename", {"name": "Ada King"}),
    ("add-interest", {"interest": "analytical engines"}),
)


def tell_the_life_of_an_account(teller: Teller, clients: Clients) -> None:
    _one_write(teller, clients)
    _same_key_same_response(teller, clients)
    _the_outbox_empties(teller, clients)
    _both_views_follow(teller, clients)
    _as_it_was(teller, clients)


def _one_write(teller: Teller, clients: Clients) -> None:
    teller.chapter("One write: events, outbox rows and the stream's head in one commit")
    for name, body in FACTS:
        response = clients.command("/accounts/7", name, body)
        event = response.json()["events"][0]
        teller.show(
            f"POST /accounts/7/{name} {json.dumps(body)}", f"{_line(response)}  {event['type']} v{event['version']}"
        )
    teller.check("account-7 is at version 4", true=response.json()["version"] == 4)
    teller.check("4 outbox rows wait to be published", true=clients.status()["unpublished"] == 4)


def _same_key_same_response(teller: Teller, clients: Clients) -> None:
    teller.chapter("Same key, same response; a stale writer is told at once")
    key = {"Idempotency-Key": "order-1"}
    first = clients.command("/accounts/7", "add-interest", {"interest": "mathematics"}, key)
    repeat = clients.command("/accounts/7", "add-interest", {"interest": "mathematics"}, key)
    teller.show("POST /accounts/7/add-interest, Idempotency-Key: order-1", _line(first))
    teller.show("the same again", _line(repeat))
    teller.check("the repeat got the first response and changed nothing", true=first.json() == repeat.json())
    refusal = {httpx.codes.PRECONDITION_FAILED}
    stale = clients.command("/accounts/7", "rename", {"name": "Nobody"}, {"If-Match": '"2"'}, refusal=refusal)
    teller.show('POST /accounts/7/rename, If-Match: "2"', f"{_line(stale)}  {stale.json()['detail']}")
    teller.check("a stale If-Match is refused with 412", true=stale.status_code in refusal)


def _the_outbox_empties(teller: Teller, clients: Clients) -> None:
    teller.chapter("The relay: publish, wait for the bus, clear exactly what it acknowledged")
    before = clients.status()["unpublished"]
    published = clients.relay()
    teller.show(
        f"POST {clients.ways.relays}", f"{published} published, {clients.status()['unpublished']} left of {before}"
    )
    teller.check("the outbox is empty: nothing is unpublished", true=clients.status()["unpublished"] == 0)


def _both_views_follow(teller: Teller, clients: Clients) -> None:
    teller.chapter("Two views follow, each at its own pace")
    caught_up = eventually(clients.have_followed)
    profile = clients.query("/profiles/7")
    teller.show("GET /profiles/7", f"{_line(profile)}  {json.dumps(_of(profile, 'name', 'address', 'status'))}")
    found = clients.query("/interests/search?q=engines")
    teller.show("GET /interests/search?q=engines", found.json()["results"])
    popular = clients.query("/interests/popular")
    teller.show("GET /interests/popular", popular.json()["rows"])
    teller.check("both views show version 5", true=caught_up and profile.headers["ETag"].startswith('"5-'))
    teller.check("the search finds account 7", true=[one["account_id"] for one in found.json()["results"]] == ["7"])


def _as_it_was(teller: Teller, clients: Clients) -> None:
    teller.chapter("Nothing is forgotten: the same account as it was at version 2")
    then = clients.query("/accounts/7/history?at_version=2").json()["state"]
    teller.show("GET /accounts/7/history?at_version=2", then)
    teller.check("it lived at Ockham Park under its old name", true=(then["name"], then["address"]) == _AT_VERSION_2)


_AT_VERSION_2 = ("Ada Lovelace", "Ockham Park")


def _line(response: httpx.Response) -> str:
    etag = response.headers.get("ETag")
    return f"{response.status_code} {response.reason_phrase}" + (f"  ETag {etag}" if etag else "")


def _of(response: httpx.Response, *names: str) -> dict[str, str]:
    return {name: response.json()[name] for name in names}
