"""What commands, folds and projections cost in memory, beside other libraries over their own stores in memory (B8).

It is processor time that is compared, in all threads of a process: there is no I/O, and nothing to wait for.
"""

from collections.abc import Iterable, Mapping
from contextlib import ExitStack
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
PEERS: Final = ("eventsourcing", "eventsource_py", "protean")
#: Each work, what it is called, its unit, and how often it is done in a round.
WORKS: Final = {
    "handle": ("commands handled, in memory", "commands/s", 3),
    "fold": ("events folded, in memory", "events/s", 5),
    "project": ("events projected, in memory", "events/s", 1),
}
ROUNDS: Final = 5

Taken: TypeAlias = Mapping[str, list[float]]


def test_each_work_beside_the_same_by_other_libraries(results: Results) -> None:
    with ExitStack() as started:
        libraries = {name: library for name in (OURS, *PEERS) if (library := start(name, started, results))}
        taken = {work: rounds_of(libraries, work) for work in WORKS}
    best = {work: min(taken[work].keys() - {OURS}, key=lambda name: median(taken[work][name])) for work in WORKS}
    for work, (what, unit, _) in WORKS.items():
        for name in taken[work].keys() - {OURS}:
            bar = at_least(1) if name == best[work] else None
            rounds = {"ours": taken[work][OURS], "floor": taken[work][name]}
            results.add(a_rate("B8", what, unit, rounds, each=1, bar=bar, beside=libraries[name].title))
    rounds = {
        "ours": together(taken[work][OURS] for work in WORKS),
        "floor": together(taken[work][best[work]] for work in WORKS),
    }
    what = "all three, geometric mean"
    results.add(a_rate("B8", what, "a second", rounds, each=1, bar=at_least(2), beside="the best of each"))


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
    times = WORKS[work][2]
    sides = {name: partial(library.seconds_for_one, work, times) for name, library in libraries.items()}
    return take_turns(ROUNDS, warm_up=1, **sides)


def together(works: Iterable[list[float]]) -> list[float]:
    """Return the geometric mean of the works, round by round."""
    return [geometric_mean(of_round) for of_round in zip(*works, strict=True)]
