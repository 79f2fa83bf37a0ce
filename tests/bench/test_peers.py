"""What commands, folds and projections cost in memory, beside other libraries over their own stores in memory (B8).

It is processor time that is compared, in all threads of a process: there is no I/O, and nothing to wait for.
"""

from collections.abc import Iterable, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import geometric_mean, median
from sys import executable
from typing import Final, TypeAlias

from tests.bench.measuring.figures import a_rate, at_least
from tests.bench.measuring.picture import bench_python
from tests.bench.measuring.results import Results
from tests.bench.measuring.rounds import take_turns
from tests.bench.peers.process import LibraryBroke, LibraryProcess

OURS: Final = "onewrite"
PEERS: Final = ("eventsourcing", "eventsourcing_by_default", "eventsource_py", "protean")


@dataclass(frozen=True)
class Work:
    what: str
    unit: str
    #: How often it is done in a round.
    times: int
    #: Why the best of the others is ahead, if it is.
    why: str


WORKS: Final = {
    "handle": Work(
        "commands in memory",
        "commands/s",
        3,
        "the other makes one struct in C and its bytes; ours validates the command, decodes the event as it will be "
        "read, and writes head, snapshot and outbox row with it",
    ),
    "fold": Work(
        "events folded in memory",
        "events/s",
        5,
        "the other decodes and makes structs in C; a state of ours is a pydantic model, and to change it takes most of "
        "the time",
    ),
    "project": Work(
        "events projected in memory",
        "events/s",
        1,
        "ours checks each row against its columns, and can drop what a failing event has changed",
    ),
}
#: Compared by their geometric mean.
TOGETHER: Final = "all three in memory"
ROUNDS: Final = 3

Taken: TypeAlias = Mapping[str, list[float]]


def test_each_work_beside_the_same_by_other_libraries(results: Results) -> None:
    with ExitStack() as started:
        libraries = {name: library for name in (OURS, *PEERS) if (library := start(name, started, results))}
        taken = {name: rounds_of(libraries, name) for name in WORKS}
    peers = [name for name in libraries if name != OURS]
    best = {name: min(peers, key=lambda peer: median(taken[name][peer])) for name in WORKS}
    for name, work in WORKS.items():
        for peer in peers:
            rounds = {"ours": taken[name][OURS], "floor": taken[name][peer]}
            bar = at_least(1) if peer == best[name] else None
            beside, why = libraries[peer].title, work.why if bar else ""
            results.add(a_rate("B8", work.what, work.unit, rounds, each=1, bar=bar, beside=beside, why=why))
    ours = together(taken[name][OURS] for name in WORKS)
    for peer in peers:
        rounds = {"ours": ours, "floor": together(taken[name][peer] for name in WORKS)}
        results.add(a_rate("B8", TOGETHER, "a second", rounds, each=1, beside=libraries[peer].title))
    rounds = {"ours": ours, "floor": together(taken[name][best[name]] for name in WORKS)}
    why = "see each of them"
    results.add(a_rate("B8", TOGETHER, "a second", rounds, each=1, bar=at_least(2), beside="the best", why=why))


def start(name: str, started: ExitStack, results: Results) -> LibraryProcess | None:
    """Start the process of a library; the results say why one has none."""
    try:
        python = Path(executable) if name == OURS else bench_python()
        library = started.enter_context(LibraryProcess.started(python, f"tests.bench.peers.with_{name}"))
    except (LibraryBroke, AssertionError) as why:
        if name == OURS:
            raise
        results.broken.append(f"B8 beside {name}: {why}")
        return None
    results.versions |= library.versions if name != OURS else {}
    return library


def rounds_of(libraries: Mapping[str, LibraryProcess], work: str) -> Taken:
    """Return what each library took for one command or event, in each round."""
    times = WORKS[work].times
    sides = {name: partial(library.seconds_for_one, work, times) for name, library in libraries.items()}
    return take_turns(ROUNDS, warm_up=1, **sides)


def together(works: Iterable[list[float]]) -> list[float]:
    """Return the geometric mean of the works, round by round."""
    return [geometric_mean(of_round) for of_round in zip(*works, strict=True)]
