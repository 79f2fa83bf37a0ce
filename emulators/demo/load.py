"""A few thousand commands from several clients at once, then the books are checked."""

import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import httpx
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from emulators.demo.audit import audit
from emulators.demo.clients import Clients, eventually
from emulators.demo.teller import Teller

CLIENTS = 4
ACCOUNTS = 50
COMMANDS = 10
WORDS = ("chess", "tea", "mathematics", "gardens", "engines", "poetry", "weaving", "flight", "music")


@dataclass
class Sent:
    """What one client sent, and the ids of the events it was told of."""

    commands: int = 0
    refused: int = 0
    event_ids: list[str] = field(default_factory=list)


def tell_a_load(teller: Teller, clients: Clients) -> None:
    total = CLIENTS * ACCOUNTS * COMMANDS
    teller.chapter(f"{total} commands from {CLIENTS} clients at once")
    columns = (TextColumn("   {task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=teller.console) as bar, ThreadPoolExecutor(CLIENTS) as pool:
        task = bar.add_task("commands", total=total)
        sent = list(pool.map(lambda number: _send(clients, number, lambda: bar.advance(task)), range(CLIENTS)))
        views = bar.add_task("views   ", total=None)
        followed = eventually(
            lambda: _followed(clients, lambda done, of: bar.update(views, completed=done, total=of)), within=60
        )
    teller.check("every command was accepted", true=not sum(one.refused for one in sent))
    teller.check("both views followed, and nothing is unpublished", true=followed)
    books = audit(clients, [event_id for one in sent for event_id in one.event_ids])
    commands = sum(one.commands for one in sent)
    teller.check(
        f"{commands} commands, {books.events} events, {books.missing} missing, {books.repeated} repeated, "
        f"views {'equal' if books.equal else 'DIFFER'}",
        true=not books.missing and not books.repeated and books.equal,
    )


def _send(clients: Clients, number: int, tick: Callable[[], None]) -> Sent:
    sent = Sent()
    for name, body, account in _script(random.Random(number), number):  # noqa: S311 - the same load every time
        answer = clients.command(account, name, body)
        sent.commands += 1
        if answer.status_code in {httpx.codes.OK, httpx.codes.CREATED}:
            sent.event_ids.extend(event["event_id"] for event in answer.json()["events"])
        else:
            sent.refused += 1

        tick()
    return sent


def _script(dice: random.Random, number: int) -> Iterator[tuple[str, dict[str, str], str]]:
    """Yield the commands of one client: account after account, each command is one that the rules allow."""
    for account in (f"{number}-{account}" for account in range(ACCOUNTS)):
        interests: set[str] = set()
        yield "create", {"name": f"Client {account}", "address": "Here"}, account
        for step in range(1, COMMANDS):
            yield (*_next(dice, step, interests), account)


def _next(dice: random.Random, step: int, interests: set[str]) -> tuple[str, dict[str, str]]:
    kind = dice.choice(("rename", "change-address", "remove-interest", "add-interest", "add-interest"))
    if kind == "rename":
        return kind, {"name": f"Name {step}"}
    if kind == "change-address":
        return kind, {"address": f"Place {step}"}
    if kind == "remove-interest" and interests:
        return kind, {"interest": interests.pop()}
    word = dice.choice(sorted(set(WORDS) - interests))
    interests.add(word)
    return "add-interest", {"interest": word}


def _followed(clients: Clients, show: Callable[[int, int], None]) -> bool:
    status = clients.status()

    of = status["heads"] * len(status["projections"])
    show(of - status["lagging"], of)
    return bool(status["lagging"] == 0 and status["unpublished"] == 0)
