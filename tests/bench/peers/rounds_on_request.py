"""A process that does rounds of a library's work when it is told to, and writes what they took."""

import gc
import json
import sys
from collections.abc import Callable, Mapping
from dataclasses import asdict
from statistics import median
from time import process_time
from typing import Protocol, TypeAlias

from tests.bench.peers.story import Outcome, Sizes

#: Does the work once, and returns what tells afterwards what it has come to.
Work: TypeAlias = Callable[[], Callable[[], Outcome]]


class Library(Protocol):
    """Each method prepares a round; what it returns does the work, and the processor time of that alone is taken."""

    sizes: Sizes

    def handle(self) -> Work: ...

    def fold(self) -> Work: ...

    def project(self) -> Work: ...


def serve(library: Library, **versions: str) -> None:
    """Greet with what is measured; then do a work as often as a line says, and write what the middle one took."""
    # What was prepared once would be searched for garbage again and again.
    gc.collect()
    gc.freeze()
    _write({"versions": versions, "sizes": asdict(library.sizes)})
    for line in sys.stdin:
        work, rounds = line.split()
        taken, outcomes = zip(*(_round(getattr(library, work)()) for _ in range(int(rounds))), strict=True)
        _write({"seconds": median(taken), "outcome": outcomes[-1]})


def _round(work: Work) -> tuple[float, Outcome]:
    gc.collect()
    begun = process_time()
    told = work()
    seconds = process_time() - begun
    return seconds, told()


def _write(response: Mapping[str, object]) -> None:
    print(json.dumps(response), flush=True)
