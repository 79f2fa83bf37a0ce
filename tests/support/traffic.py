"""Clients who never give up: each command is sent with its key again and again until it is answered."""

import os
import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from itertools import count

import httpx

from emulators.system import System
from tests.support.eventually import eventually

WORDS = ("chess", "tea", "mathematics", "gardens", "engines", "poetry")
_runs = count(1)


def seed() -> int:
    """The seed of this run: CHAOS_SEED, or a new one; printed, so that a failure can be repeated."""
    chosen = int(os.environ.get("CHAOS_SEED") or random.SystemRandom().randrange(10**6))
    print(f"CHAOS_SEED={chosen}")
    return chosen


def send_many(system: System, commands: int, dice: random.Random, *, clients: int = 3) -> list[str]:
    """Send about so many commands; return the ids of all events that were acknowledged."""
    run = f"r{next(_runs)}"
    plans = [list(_plan(random.Random(dice.random()), f"{run}-{n}", commands // clients)) for n in range(clients)]
    with ThreadPoolExecutor(clients) as pool:
        sent = pool.map(lambda plan: _send_all(system, plan), plans)
        return [event_id for ids in sent for event_id in ids]


def _send_all(system: System, plan: list[tuple[str, str, dict[str, str]]]) -> list[str]:
    acknowledged: list[str] = []
    for number, (account, name, body) in enumerate(plan):
        url, key = f"{system.url('accept_commands')}/accounts/{account}/{name}", f"{account}-{number}"
        answer = eventually(_attempt(url, key, body), within=60)
        assert answer is not None
        acknowledged.extend(event["event_id"] for event in answer.json()["events"])
    return acknowledged


def _attempt(url: str, key: str, body: dict[str, str]) -> Callable[[], httpx.Response | None]:
    def attempt() -> httpx.Response | None:
        try:
            answer = httpx.post(url, json=body, headers={"Idempotency-Key": key}, timeout=15, trust_env=False)
        except httpx.TransportError:
            return None
        return answer if answer.status_code in {httpx.codes.OK, httpx.codes.CREATED} else None

    return attempt


def _plan(dice: random.Random, prefix: str, commands: int) -> Iterator[tuple[str, str, dict[str, str]]]:
    """Yield commands that the rules allow, over a few accounts that grow side by side."""
    accounts = {f"{prefix}-{n}": set[str]() for n in range(max(1, commands // 8))}
    for account in accounts:
        yield account, "create", {"name": "Ada", "address": "London"}
    for number in range(commands - len(accounts)):
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


def reconciled(system: System) -> dict[str, int]:
    """Ask `reconcile_views` once; return its report."""
    report: dict[str, int] = httpx.post(system.url("reconcile_views"), timeout=60, trust_env=False).json()
    return report


def is_quiet(system: System) -> bool:
    """Whether nothing is unpublished and no view is behind, by the system's own account."""
    status = httpx.get(f"{system.url('operate_views')}/status", timeout=20, trust_env=False).json()
    return bool(status["lagging"] == 0 and status["unpublished"] == 0)
