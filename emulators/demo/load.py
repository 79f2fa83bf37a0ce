"""A few thousand commands from several clients at once, then the books are kept."""

import random
from collections.abc import Callable, Iterator
from concurrent.futures import as_completed
from typing import Final

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from emulators.demo.bookkeeping import audit
from emulators.demo.clients import Clients, crew, eventually
from emulators.demo.teller import Teller
from emulators.errors import CannotRun

USUAL: Final = "2000"
CLIENTS: Final = 4
COMMANDS_EACH: Final = 20
#: No more than the audit finds again: a search shows its first thousand.
ACCOUNTS: Final = range(CLIENTS, 901)
WORDS: Final = ("chess", "tea", "mathematics", "gardens", "engines", "poetry", "weaving", "flight", "music")
COLUMNS: Final = (TextColumn("   {task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())


def accounts_for(commands: str) -> int:
    """Tell how many accounts so many commands make."""
    if commands.isdecimal() and (accounts := int(commands) // COMMANDS_EACH) in ACCOUNTS:
        return accounts
    least, most = ACCOUNTS[0] * COMMANDS_EACH, ACCOUNTS[-1] * COMMANDS_EACH
    raise CannotRun(f"COMMANDS={commands} can't be played: use a number from {least} to {most}")


def tell_a_load(teller: Teller, clients: Clients, accounts: int) -> None:
    total = accounts * COMMANDS_EACH
    teller.chapter(f"{total} commands from {CLIENTS} clients at once")
    with Progress(*COLUMNS, console=teller.console) as bar, crew(CLIENTS) as pool:
        task = bar.add_task("commands", total=total)
        sending = [pool.submit(_send, clients, n, accounts, lambda: bar.advance(task)) for n in range(CLIENTS)]
        for sent in as_completed(sending):
            sent.result()
        views = bar.add_task("views   ", total=None)
        followed = eventually(
            lambda: _followed(clients, lambda done, of: bar.update(views, completed=done, total=of)), within=60
        )
    teller.check("both views followed, and nothing is unpublished", true=followed)
    audit(teller, clients)


def _send(clients: Clients, number: int, accounts: int, tick: Callable[[], None]) -> None:
    """Be one client: account after account, the same load every time."""
    dice = random.Random(number)  # noqa: S311
    for account in range(number, accounts, CLIENTS):
        for name, body in _script(dice, account):
            clients.command(f"load-{account}", name, body)
            tick()


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
