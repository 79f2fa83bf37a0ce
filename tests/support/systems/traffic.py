"""Clients who never give up: each command is sent with its key again and again until it is answered."""

import random
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from threading import Event

import httpx

from emulators.system.system import System
from tests.support.http.curl import CURL
from tests.support.waiting.eventually import eventually
from tests.support.waiting.rounds import rounds

WORDS = ("chess", "tea", "mathematics", "gardens", "engines", "poetry")
#: Commands for each account, about.
A_LIFE = 8
CLIENTS = 3
#: Between the commands of a client: more of them at once would prove nothing more.
PAUSE_SECONDS = 0.05
#: What a command is: an account, the command's name, its body.
Step = tuple[str, str, dict[str, str]]
_clients = count(1)


class Client:
    """Lets a few accounts of its own grow side by side; `acknowledged` are the ids of all events it was told of."""

    def __init__(self, system: System, dice: random.Random) -> None:
        self.acknowledged: list[str] = []
        self._system = system
        self._name = f"c{next(_clients)}"
        self._steps = enumerate(_steps(random.Random(dice.random()), self._name))

    def send(self) -> tuple[str, int]:
        """Send the next command until it is answered; return its account and the version that it has now."""
        number, (account, name, body) = next(self._steps)
        url = f"{self._system.url('accept_commands')}/accounts/{account}/{name}"
        told = _answered(lambda: CURL.post(url, json=body, headers={"Idempotency-Key": f"{self._name}-{number}"}))
        self.acknowledged.extend(event["event_id"] for event in told.json()["events"])
        return account, told.json()["version"]

    def send_and_read(self) -> None:
        """Send the next command, and read what it wrote: a response must be as new as that (G7)."""
        account, version = self.send()
        url = f"{self._system.url('answer_queries')}/profiles/{account}?min_version={version}"
        seen = _answered(lambda: CURL.get(url)).headers["ETag"]
        read = int(seen.strip('"').partition("-")[0])
        assert read >= version, f"{account} was read at {seen}, after version {version} was written"


def acknowledged_by(clients: Sequence[Client]) -> list[str]:
    return [event_id for client in clients for event_id in client.acknowledged]


def send_many(system: System, dice: random.Random) -> list[str]:
    """Let several clients send commands for a while; return the ids of all events that were acknowledged."""
    return _send(system, dice, lambda: rounds(at_least=A_LIFE))


def send_a_few(system: System, dice: random.Random) -> list[str]:
    """Let each of several clients send one command; return the ids of the events."""
    return _send(system, dice, lambda: range(1))


def _send(system: System, dice: random.Random, commands: Callable[[], Iterable[int]]) -> list[str]:
    clients = [Client(system, dice) for _ in range(CLIENTS)]

    def send(client: Client) -> None:
        for _ in commands():
            client.send()
            Event().wait(PAUSE_SECONDS)

    with ThreadPoolExecutor(CLIENTS) as pool:
        list(pool.map(send, clients))
    return acknowledged_by(clients)


def _answered(ask: Callable[[], httpx.Response]) -> httpx.Response:
    response = eventually(lambda: _fine(ask))
    assert response is not None
    return response


def _fine(ask: Callable[[], httpx.Response]) -> httpx.Response | None:
    try:
        response = ask()
    except httpx.TransportError:
        return None
    assert response.is_success, response.text
    return response


def _steps(dice: random.Random, prefix: str) -> Iterator[Step]:
    """Yield commands that the rules allow, for ever."""
    accounts: dict[str, set[str]] = {}
    for number in count():
        if number % A_LIFE == 0:
            account = f"{prefix}-{len(accounts)}"
            accounts[account] = set()
            yield account, "create", {"name": "Ada", "address": "London"}
        else:
            account = dice.choice(sorted(accounts))
            yield account, *_next(dice, number, accounts[account])


def _next(dice: random.Random, number: int, interests: set[str]) -> tuple[str, dict[str, str]]:
    kind = dice.choice(("rename", "change-address", "interest", "interest"))
    if kind == "rename":
        return kind, {"name": f"Name {number}"}
    if kind == "change-address":
        return kind, {"address": f"Place {number}"}
    word = dice.choice(WORDS)
    name = "remove-interest" if word in interests else "add-interest"
    interests ^= {word}
    return name, {"interest": word}
