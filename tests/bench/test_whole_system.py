"""The whole system alive: how many commands it takes from one client and from many, and what each process uses (B11).

Then two minutes at half of what it can, in which nothing may become slower or larger (B14). A bare client sends a
command now and then meanwhile: it shows how much slower the emulator becomes, whose reads wait longer with each
transaction.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import median
from typing import NamedTuple

import pytest

from emulators.system.system import System
from tests.bench.floors.bare_creates import BareCreates
from tests.bench.measuring.figures import a_cost, a_rate, at_least, at_most
from tests.bench.measuring.load import Client, run, run_at_paces
from tests.bench.measuring.processes import milliseconds_between, use_by_process
from tests.bench.measuring.results import Results
from tests.bench.measuring.timing import percentile
from tests.bench.measuring.views import outbox_rows, seconds_until_all_views_have_it
from tests.support.systems.scraping import scraped
from tests.support.systems.start_system import StartSystem, only

#: The functions that a command goes through. The emulator would push to all others too, as it doesn't filter.
SERVED = ("accept_commands", "relay_outbox", "project_profiles", "project_interests")
VIEWS = ("profiles", "interests")
#: Each number of clients has its turn twice, in a balanced order: with each transaction the emulator becomes slower.
CLIENTS, SECONDS = (1, 4, 16, 16, 4, 1), 10.0

#: Two minutes in parts, with so many commands of the bare client a second.
PARTS, PART_SECONDS, BARE_PACE = 6, 20.0, 2.0


class Load(NamedTuple):
    """What became of the commands of some clients."""

    commands: int
    seconds: float
    catching_up: float
    aborted: float
    processor: Mapping[str, float]

    @property
    def in_all_views(self) -> float:
        """How many commands a second went through the whole system."""
        return self.commands / (self.seconds + self.catching_up)


class Part(NamedTuple):
    """What was seen in a part of the two minutes."""

    ours: Sequence[float]
    bare: Sequence[float]
    memory: Mapping[str, float]
    outbox: int


@pytest.fixture(scope="module")
def most() -> list[float]:
    """The commands a second that went through the whole system, from each number of clients."""
    return []


@pytest.fixture
def system(start_system: StartSystem, tmp_path: Path) -> System:
    return start_system(functions=only(tmp_path / "served", *SERVED))


def test_many_clients(system: System, most: list[float], results: Results) -> None:
    clients = [Client(system, f"c{number}") for number in range(max(CLIENTS))]
    load(system, clients[:4], seconds=2)
    loads: dict[int, list[Load]] = defaultdict(list)
    for number in CLIENTS:
        loads[number].append(load(system, clients[:number], seconds=SECONDS))
    for number, both in loads.items():
        tell_of(results, f"{number} client{'s' if number > 1 else ''}", both)
    for name in loads[4][0].processor:
        milliseconds = [one.processor[name] for one in loads[4]]
        results.add(a_cost("B11", f"4 clients: processor, {name}", "ms for a command", {"ours": milliseconds}))
    most += [median(one.in_all_views for one in both) for both in loads.values()]
    for client in clients:
        client.close()
    rounds = {"ours": seconds_for_one(loads[16]), "floor": seconds_for_one(loads[4])}
    what = "16 clients: commands accepted"
    results.add(a_rate("B11", what, "/s", rounds, each=1, bar=at_least(1), beside="4 clients"))


def load(system: System, clients: Sequence[Client], *, seconds: float) -> Load:
    seconds_until_all_views_have_it(system, *VIEWS)
    before, aborted = use_by_process(system), aborted_commits(system)
    took = run(clients, seconds)
    caught_up = seconds_until_all_views_have_it(system, *VIEWS)
    commands = sum(len(client.took) for client in clients)
    processor = milliseconds_between(before, use_by_process(system), commands)
    for client in clients:
        client.took.clear()
    return Load(commands, took, caught_up, aborted_commits(system) - aborted, processor)


def tell_of(results: Results, who: str, loads: Sequence[Load]) -> None:
    for what, unit, figures in (
        ("commands accepted", "/s", [one.commands / one.seconds for one in loads]),
        ("commands in all views", "/s", [one.in_all_views for one in loads]),
        ("commits that the emulator aborted", "for a command", [one.aborted / one.commands for one in loads]),
    ):
        results.add(a_cost("B11", f"{who}: {what}", unit, {"ours": figures}))


def seconds_for_one(loads: Sequence[Load]) -> Sequence[float]:
    return [one.seconds / one.commands for one in loads]


def aborted_commits(system: System) -> float:
    return sum(count for name, count in scraped(system).items() if name[0] == "onewrite_commits_aborted_total")


def test_two_minutes(system: System, most: list[float], results: Results) -> None:
    clients, bare = [Client(system, f"s{number}") for number in range(4)], BareCreates(system, "bare")
    pace = max(most or [load(system, clients, seconds=5).in_all_views]) / 2
    run(clients, 5, pace)
    parts = [part_of(system, clients, bare, pace) for _ in range(PARTS)]
    for client in clients:
        client.close()
    first, last = parts[: PARTS // 3], parts[-PARTS // 3 :]
    for which in (50, 95):
        slower = {}
        for whose in ("ours", "bare"):
            ends = [[percentile(getattr(part, whose), which) for part in third] for third in (last, first)]
            tell_drift(results, f"a command, {whose}: p{which}", "ms", ends)
            slower[whose] = [median(ends[0]) / median(ends[1])]
        drifts = {"ours": slower["ours"], "floor": slower["bare"]}
        what = f"a command is slower in the last third: p{which}"
        results.add(a_cost("B14", what, "times", drifts, bar=at_most(1.2), beside="a bare client's"))
    for name in SERVED:
        memory = [[part.memory[name] for part in third] for third in (last, first)]
        tell_drift(results, f"memory of {name}", "MiB", memory, bar=1.1)
    outbox = {"ours": [float(max(part.outbox for part in parts))], "floor": [float(len(clients))]}
    results.add(a_cost("B14", "outbox after a part, most seen", "rows", outbox, bar=at_most(1), beside="clients"))


def part_of(system: System, clients: Sequence[Client], bare: BareCreates, pace: float) -> Part:
    run_at_paces({**dict.fromkeys(clients, len(clients) / pace), bare: 1 / BARE_PACE}, PART_SECONDS)
    ours = [milliseconds for client in clients for milliseconds in client.took]
    part = Part(ours, [*bare.took], memory_of(system), outbox_rows(system))
    for took in (*(client.took for client in clients), bare.took):
        took.clear()
    return part


def memory_of(system: System) -> Mapping[str, float]:
    return {name: use.memory_mib for name, use in use_by_process(system).items()}


def tell_drift(
    results: Results, what: str, unit: str, last_and_first: Sequence[Sequence[float]], bar: float | None = None
) -> None:
    last, first = last_and_first
    limit = at_most(bar) if bar else None
    results.add(a_cost("B14", what, unit, {"ours": last, "floor": first}, bar=limit, beside="first third"))
