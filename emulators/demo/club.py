"""A second aggregate: a club, whose members come with the names that another view keeps."""

from typing import Final

import httpx

from emulators.demo.clients import Clients, eventually
from emulators.demo.teller import Teller

FOUNDED: Final = {"name": "The Engineers", "topic": "engines", "founder": "7"}
JOINS: Final = {"account_id": "8"}


def tell_of_a_club(teller: Teller, clients: Clients) -> None:
    teller.chapter("A second aggregate: a club, joined with the names of its members")
    founded = clients.command("/clubs/engineers", "found", FOUNDED)
    events = " and ".join(event["type"] for event in founded.json()["events"])
    teller.show("POST /clubs/engineers/found, by account 7", f"{events}, in one commit")
    clients.command("/clubs/engineers", "join", JOINS)
    refusal = {httpx.codes.CONFLICT}
    again = clients.command("/clubs/engineers", "join", JOINS, refusal=refusal)
    teller.show("POST /clubs/engineers/join, twice by account 8", f"{again.status_code} {again.json()['reason']}")
    teller.check("nobody joins twice", true=again.status_code in refusal)
    clients.relay()
    followed = eventually(clients.have_followed)
    _asked(teller, clients)
    teller.check("all views followed", true=followed)


def _asked(teller: Teller, clients: Clients) -> None:
    members = clients.query("/clubs/engineers/members").json()["members"]
    teller.show("GET /clubs/engineers/members", [member["name"] for member in members])
    named = [member["name"] for member in members] == ["Ada King", "Admiral Hopper"]
    teller.check("one query joins two views, as of one instant", true=named)
    clubs = clients.query("/accounts/7/clubs").json()["rows"]
    teller.check("GET /accounts/7/clubs lists it", true=[row["club_id"] for row in clubs] == ["engineers"])
    topics = clients.query("/topics").json()["rows"]
    teller.show("GET /topics", topics)
    teller.check(
        "its members are counted in a total, once each", true=topics == [{"topic": "engines", "clubs": 1, "members": 2}]
    )
