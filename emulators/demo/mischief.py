"""What the bus does wrong in real life: it repeats, reorders and drops."""

import random
from typing import Final

import httpx

from emulators.demo.clients import Clients, eventually
from emulators.demo.teller import Teller

#: Create, one interest to keep, one that is added and removed three times, rename.
VERSIONS: Final = 9
DROPPED: Final = (3, 6, VERSIONS)


def tell_what_the_bus_does_wrong(teller: Teller, clients: Clients) -> None:
    teller.chapter("Messages repeated, reordered and dropped on purpose")
    clients.command("/accounts/8", "create", {"name": "Grace Hopper", "address": "New York"})
    clients.command("/accounts/8", "add-interest", {"interest": "compilers"})
    for name in ("add-interest", "remove-interest") * 3:
        clients.command("/accounts/8", name, {"interest": "moths"})
    _push(teller, clients)
    clients.command("/accounts/8", "rename", {"name": "Admiral Hopper"})
    _a_named_version(teller, clients)
    report = clients.reconcile()
    teller.show("POST reconcile_views", {name: report[name] for name in ("heads", "lagging", "healed", "parked")})
    teller.check(
        "the reconciler healed the view that no message told of", true=report["healed"] == report["lagging"] == 1
    )
    _interests(teller, clients)


def _push(teller: Teller, clients: Clients) -> None:
    """The last message is of an addition, and comes long after the removal."""
    if pulled := clients.ways.pulled:
        teller.say(f"   (DELIVERY={clients.ways.delivery}: no message reaches {', '.join(pulled)}. They pull.)")
        eventually(clients.have_followed)
    if clients.ways.pushed:
        _misbehave(teller, clients)


def _misbehave(teller: Teller, clients: Clients) -> None:
    kept = [version for version in range(1, VERSIONS) if version not in DROPPED]
    versions = [*random.Random(8).sample(kept * 3, k=len(kept) * 3), 7]  # noqa: S311 - the same mischief every time
    statuses = {clients.push(projection, "8", version) for version in versions for projection in clients.ways.pushed}
    teller.show("messages for account-8, as they came", " ".join(map(str, versions)))
    teller.show("messages dropped", f"{' '.join(map(str, DROPPED))} (the last event's among them)")
    teller.check(
        f"each of the {len(clients.ways.pushed) * len(versions)} pushes was acknowledged",
        true=statuses == {httpx.codes.NO_CONTENT},
    )


def _a_named_version(teller: Teller, clients: Clients) -> None:
    fresh = clients.query(f"/profiles/8?min_version={VERSIONS}")
    teller.show(f"GET /profiles/8?min_version={VERSIONS}", f"{fresh.json()['name']}, ETag {fresh.headers['ETag']}")
    teller.check("a query that names a version gets it, message or not", true=fresh.json()["name"] == "Admiral Hopper")


def _interests(teller: Teller, clients: Clients) -> None:
    """An event applied twice, or after a later one, would bring back what was removed."""
    found = clients.query("/interests/search?q=compilers").json()["results"]
    gone = clients.query("/interests/search?q=moths").json()["results"]
    teller.show("GET /interests/search?q=compilers, ?q=moths", [found, gone])
    took_effect_once = [result["interests"] for result in found] == [["compilers"]] and not gone
    teller.check("no late or repeated message brought back what was removed 3 times", true=took_effect_once)
