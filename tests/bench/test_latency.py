"""How long after its commit an event is in a view, by each way that it can go (B7).

Both times are Spanner's own commit times, read when all is over: so nothing is asked while it is measured. Each event
is the first of a stream of its own, whose checkpoint changes once.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from itertools import count, cycle
from pathlib import Path
from typing import Final

import pytest
from google.cloud.spanner_v1 import KeySet

from emulators.system.system import System
from tests.bench.floors.bare_events import TOPIC, BareEvents
from tests.bench.floors.served_beside import served_beside
from tests.bench.measuring.figures import a_cost, at_most
from tests.bench.measuring.load import Commands, Sender, run
from tests.bench.measuring.results import Results
from tests.bench.measuring.timing import percentile
from tests.support.systems.start_system import StartSystem, only
from tests.support.waiting.eventually import eventually

#: For each way: its relay, its delivery, and the functions that it goes through.
WAYS: Final = {
    "eager, push": ("eager", "push", ("project_profiles",)),
    "scheduled, push": ("scheduled", "push", ("project_profiles",)),
    "change stream, push": ("change-stream", "push", ("project_profiles", "tail_changes")),
    "pull": ("none", "pull", ("pull_profiles",)),
}
EAGER, FLOOR = "eager, push", "floor"
#: For so many seconds at a pace of one a second, all ways by turns; and at twenty a second, one way after the other,
#: but for the first, which goes beside its floor.
SLOW, FAST = 20, 3
POLLS = "the bus polls every 100 ms, so that the middle of so few events is known to a fifth: measure again"
ALL = KeySet(all_=True)


class Accounts(Commands):
    """Opens one account after the other."""

    def __init__(self, system: System) -> None:
        super().__init__(system)
        self._numbers = count(1)

    def send(self) -> None:
        self.post(f"a{next(self._numbers)}", "create", name="Ada", address="London")


class Way:
    """A sender, and where its events can be followed: the rows of one generation of the view."""

    def __init__(self, system: System, sender: Sender, prefix: str, generation: int) -> None:
        self._system, self._prefix, self._generation, self._told = system, prefix, generation, 0
        self.send = sender.send

    def milliseconds(self) -> Sequence[float]:
        """Wait until all is in the view; return how long after its commit each event was, of those not told yet."""
        taken = eventually(self._taken)
        new, self._told = taken[self._told :], len(taken)
        return new

    def _taken(self) -> Sequence[float]:
        """Return how long each took, in the order of their commits; none if one is still missing."""
        with self._system.database.snapshot(multi_use=True) as snapshot:
            events = [row for row in snapshot.read("events", ("stream_id", "committed_at"), ALL) if self._is_mine(row)]
            checkpoints = snapshot.read("checkpoints", ("generation", "stream_id", "updated_at"), ALL)
            applied = {stream: at for generation, stream, at in checkpoints if generation == self._generation}
        if not events or any(stream not in applied for stream, _ in events):
            return []
        in_order = sorted(events, key=lambda row: row[1])
        return [(applied[stream] - committed).total_seconds() * 1000 for stream, committed in in_order]

    def _is_mine(self, row: Sequence[str]) -> bool:
        return row[0].startswith(self._prefix)


class ByTurns:
    """Sends by one way after the other."""

    def __init__(self, ways: Iterable[Sender]) -> None:
        self._turns = cycle(ways)

    def send(self) -> None:
        next(self._turns).send()


@pytest.fixture
def ways(start_system: StartSystem, tmp_path: Path, warm_processes: None) -> Iterator[Mapping[str, Way]]:
    """All of them at once and the floor, each with a database and topics of its own."""
    ways: dict[str, Way] = {}
    with ExitStack() as stack:
        for number, (name, (relay, delivery, functions)) in enumerate(WAYS.items()):
            served = only(tmp_path / f"served{number}", "accept_commands", "relay_outbox", *functions)
            system = start_system(relay=relay, delivery=delivery, functions=served)
            accounts = Accounts(system)
            stack.callback(accounts.close)
            ways[name] = Way(system, accounts, "account-a", 1)
        alone = start_system(relay="none", functions=only(tmp_path / "served", "relay_outbox"))
        bare = stack.enter_context(served_beside(alone, TOPIC))
        ways[FLOOR] = Way(bare, BareEvents(bare), "account-bare", 0)
        yield ways


def test_from_commit_to_view(ways: Mapping[str, Way], results: Results) -> None:
    for seconds in (2, SLOW):  # the first two warm all of them up
        run([ByTurns(ways.values())], seconds, pace=len(ways))
        taken = {name: way.milliseconds() for name, way in ways.items()}
    tell(results, "1/s", taken)
    fast: dict[str, Sequence[float]] = {}
    for together in ([EAGER, FLOOR], *([name] for name in WAYS if name != EAGER)):
        run([ByTurns(ways[name] for name in together)], FAST, pace=20 * len(together))
        fast |= {name: ways[name].milliseconds() for name in together}
    tell(results, "20/s", fast)


def tell(results: Results, pace: str, taken: Mapping[str, Sequence[float]]) -> None:
    for name in WAYS:
        for which in (50, 95, 99):
            of_both = {"ours": [percentile(taken[name], which)], "floor": [percentile(taken[FLOOR], which)]}
            bar = at_most(1.3) if (name, which) == (EAGER, 50) else None
            results.add(a_cost("B7", f"{name}, {pace}: p{which}", "ms", of_both, bar=bar, why=POLLS if bar else ""))
