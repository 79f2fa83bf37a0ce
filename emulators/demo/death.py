"""A process dies at the worst moment: its commit is there, the bus has said nothing, nobody was told anything."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import httpx

from emulators.demo.clients import WAIT_SECONDS, Clients, crew, eventually
from emulators.demo.teller import Teller
from emulators.google.kinds import PUBSUB
from emulators.google.start import Emulators
from emulators.settings.relays import relay_settings

DIJKSTRA: Final = {"name": "Edsger Dijkstra", "address": "Nuenen"}
KEY: Final = {"Idempotency-Key": "order-2"}
EAGER: Final = relay_settings(("eager",))
#: It waits for the bus longer than any kill takes.
PATIENT: Final = {"ONEWRITE_EAGER_RELAY_SECONDS": "300"}


def tell_a_sudden_death(teller: Teller, clients: Clients) -> None:
    teller.chapter("A process killed between its commit and its publish")
    clients.relay()
    if emulators := clients.system.emulators:
        _killed(teller, clients, emulators)
    else:
        teller.say("   (Embedded, all functions are one process: the publish is left out, and nobody is killed.)")
        clients.command("/accounts/9", "create", DIJKSTRA, KEY)
    committed = clients.history("/accounts/9")
    teller.check("the outbox remembers the event", true=clients.status()["unpublished"] == 1)
    repeat = clients.command("/accounts/9", "create", DIJKSTRA, KEY)
    teller.show("POST /accounts/9/create again, with its key", f"{repeat.status_code} {repeat.reason_phrase}")
    teller.check(
        "the repeated key gets the first response: version 1, the very event of that commit",
        true=repeat.status_code == httpx.codes.CREATED
        and [event["event_id"] for event in repeat.json()["events"]] == [event["event_id"] for event in committed],
    )
    published = clients.relay()
    teller.show(f"POST {clients.ways.relays}", f"{published} published")
    teller.check(
        f"{clients.ways.relays} published it, and the view has it: nothing was lost",
        true=published == 1 and _seen(clients),
    )


def _killed(teller: Teller, clients: Clients, emulators: Emulators) -> None:
    """Kill the process while its bus takes what is sent and says nothing; start it again with the real bus."""
    system = clients.system
    with _mute_bus() as mute, crew(1) as pool:
        system.restart("accept_commands", {**EAGER, **PATIENT, PUBSUB.variable: mute})
        system.await_ready("accept_commands")
        waiting = pool.submit(clients.command, "/accounts/9", "create", DIJKSTRA, KEY)
        teller.show(f"POST /accounts/9/create, Idempotency-Key: {KEY['Idempotency-Key']}", "… the bus says nothing")
        committed = eventually(lambda: _committed(clients))
        teller.check(
            "the store has version 1, and the request is still unanswered", true=committed and waiting.running()
        )
        pid = system.pid("accept_commands")
        settings = {**relay_settings(system.relay), PUBSUB.variable: emulators.pubsub}
        system.restart("accept_commands", settings)
        fault = waiting.exception(WAIT_SECONDS)
    cause = fault.__cause__ if fault else None
    teller.show(f"kill -9 {pid}", f"the client's connection broke: {cause}" if cause else "the client got a response")
    teller.check("the client was told nothing", true=isinstance(cause, httpx.TransportError))
    system.await_ready("accept_commands")


@contextmanager
def _mute_bus() -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        yield f"127.0.0.1:{mute.getsockname()[1]}"


def _committed(clients: Clients) -> bool:
    """No commit, no stream: that is a 404."""
    return clients.query("/accounts/9/history", refusal={httpx.codes.NOT_FOUND}).is_success


def _seen(clients: Clients) -> bool:
    def seen() -> bool:
        clients.pull()
        return clients.query("/profiles/9", refusal={httpx.codes.NOT_FOUND}).is_success

    return eventually(seen)
