"""What goes wrong in real life: the bus repeats, reorders and drops; a process dies at the worst moment."""

import random

import httpx

from emulators.demo.clients import Clients, eventually
from emulators.demo.teller import Teller

VERSIONS = 8


def tell_what_the_bus_does_wrong(teller: Teller, clients: Clients) -> None:
    teller.chapter("Messages repeated, reordered and dropped on purpose")
    clients.command("8", "create", {"name": "Grace Hopper", "address": "New York"})
    for number in range(2, VERSIONS):
        clients.command("8", "add-interest", {"interest": f"compiler {number}"})
    kept = [version for version in range(1, VERSIONS) if version % 3]
    rings = random.Random(8).sample(kept * 3, k=len(kept) * 3)  # noqa: S311 - the same mischief every time
    for version in rings:
        clients.ring("profiles", "8", version)
        clients.ring("interests", "8", version)
    teller.show("doorbells for account-8, as they rang", " ".join(map(str, rings)))
    clients.command("8", "rename", {"name": "Admiral Hopper"})
    dropped = sorted(set(range(1, VERSIONS + 1)) - set(rings))
    teller.show("doorbells dropped", f"{' '.join(map(str, dropped))} (the last event's among them)")
    fresh = clients.query(f"/profiles/8?min_version={VERSIONS}")
    teller.show(f"GET /profiles/8?min_version={VERSIONS}", f"{fresh.json()['name']}, ETag {fresh.headers['ETag']}")
    teller.check("a query that names a version gets it, doorbell or not", true=fresh.json()["name"] == "Admiral Hopper")
    report = clients.reconcile()
    teller.show("POST reconcile_views", {name: report[name] for name in ("heads", "lagging", "healed", "parked")})
    teller.check("the reconciler healed the view that nobody rang for", true=report["healed"] == report["lagging"] == 1)
    found = clients.query("/interests/search?q=compiler").json()["results"]
    teller.check("each event took effect once, in order: 6 interests", true=len(found[0]["interests"]) == VERSIONS - 2)


def tell_a_sudden_death(teller: Teller, clients: Clients) -> None:
    teller.chapter("A process killed between commit and publish")
    clients.sweep()
    clients.command("9", "create", {"name": "Edsger Dijkstra", "address": "Nuenen"})
    if clients.system.emulators is None:
        teller.say("   (Embedded, all functions are one process: the relay is simply left out instead of killed.)")
    else:
        pid = clients.system.pid("accept_commands")
        clients.system.kill("accept_commands")
        teller.show(f"kill -9 {pid}", "accept_commands died after its commit, before any publish")
    teller.check("the outbox remembers the event", true=clients.status()["unpublished"] == 1)
    teller.show("POST relay_outbox", f"{clients.sweep()} published")
    teller.check("the view has it: nothing was lost", true=eventually(lambda: _is_there(clients, "9")))
    if clients.system.emulators is not None:
        clients.system.await_ready("accept_commands")
        renamed = clients.command("9", "rename", {"name": "E. W. Dijkstra"})
        teller.check("the function is back by itself", true=renamed.status_code == httpx.codes.OK)


def _is_there(clients: Clients, account: str) -> bool:
    return clients.query(f"/profiles/{account}").status_code == httpx.codes.OK
