"""Commands from several clients at once, for ten seconds or as many as are asked for; then the books are kept."""

import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import as_completed
from dataclasses import dataclass
from math import inf
from typing import Final

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from emulators.demo.bookkeeping import audit
from emulators.demo.clients import WAIT_SECONDS, Clients, crew, eventually
from emulators.demo.teller import Teller
from emulators.errors import CannotRun

LOAD_SECONDS: Final = 10
CLIENTS: Final = 4
COMMANDS_EACH: Final = 20
#: No more than the audit finds again: a search shows its first thousand.
ACCOUNTS: Final = range(CLIENTS, 901)
WORDS: Final = ("chess", "tea", "mathematics", "gardens", "engines", "poetry", "weaving", "flight", "music")
COLUMNS: Final = (TextColumn("   {task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())


@dataclass(frozen=True)
class Load:
    """The commands of so many accounts, as far as the time allows."""

    accounts: int
    seconds: float
    title: str

    @property
    def total(self) -> int | None:
        """The number of commands, where it is known before."""
        return self.accounts * COMMANDS_EACH if self.seconds == inf else None


def load_of(commands: str) -> Load:
    """Return about so many commands, or ten seconds of them if no number is asked for. Raises `CannotRun`."""
    if not commands:
        return Load(ACCOUNTS[-1], LOAD_SECONDS, f"{LOAD_SECONDS} seconds of commands from {CLIENTS} clients at once")
    if commands.isdecimal() and (accounts := int(commands) // COMMANDS_EACH) in ACCOUNTS:
        return Load(accounts, inf, f"{accounts * COMMANDS_EACH} commands from {CLIENTS} clients at once")
    least, most = ACCOUNTS[0] * COMMANDS_EACH, ACCOUNTS[-1] * COMMANDS_EACH
    raise CannotRun(f"COMMANDS={commands} can't be played: use a number from {least} to {most}")


def tell_a_load(teller: Teller, clients: Clients, load: Load) -> None:
    teller.chapter(load.title)
    before, began = len(clients.acknowledged), time.monotonic()
    with Progress(*COLUMNS, console=teller.console) as bar, crew(CLIENTS) as pool:
        task = bar.add_task("commands", total=load.total)
        commands = [_commands(number, load, began + load.seconds) for number in range(CLIENTS)]
        sending = [pool.submit(_send, clients, some, lambda: bar.advance(task)) for some in commands]
        for sent in as_completed(sending):
            sent.result()
        seconds = time.monotonic() - began
        views = bar.add_task("views   ", total=None)
        followed = eventually(
            lambda: _followed(clients, lambda done, of: bar.update(views, completed=done, total=of)),
            within=WAIT_SECONDS,
        )
    number = len(clients.acknowledged) - before
    teller.say(f"   {number} commands in {seconds:.0f} seconds, {number / seconds:.0f} a second")
    teller.check("all views followed, and nothing is unpublished", true=followed)
    audit(teller, clients)


def _send(clients: Clients, commands: Iterator[tuple[str, str, dict[str, str]]], tick: Callable[[], None]) -> None:
    for stream, name, body in commands:
        clients.command(stream, name, body)
        tick()


def _commands(number: int, load: Load, until: float) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Yield the commands of one client: account after account, the same load every time."""
    dice = random.Random(number)  # noqa: S311
    for account in range(number, load.accounts, CLIENTS):
        for name, body in _script(dice, account):
            if time.monotonic() >= until:
                return
            yield f"/accounts/load-{account}", name, body


def _script(dice: random.Random, account: int) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the commands for one account, each of them one that the rules allow."""
    interests: set[str] = set()
    yield "create", {"name": f"Client {account}", "address": "Here"}
    for step in range(1, COMMANDS_EACH):
        yield _next(dice, step, interests)


def _next(dice: random.Random, step: int, interests: set[str]) -> tuple[str, dict[str, str]]:
    kind = dice.choice(("rename", "change-address", "interest", "interest", "interest"))
    if kind == "rename":
        return kind, {"name": f"Name {step}"}
    if kind == "change-address":
        return kind, {"address": f"Place {step}"}
    word = dice.choice(WORDS)
    name = "remove-interest" if word in interests else "add-interest"
    interests ^= {word}
    return name, {"interest": word}


def _followed(clients: Clients, show: Callable[[int, int], None]) -> bool:
    status = clients.status()
    of = status["heads"] * len(status["projections"])
    show(of - status["lagging"], of)
    return bool(status["lagging"] == 0 and status["unpublished"] == 0)
