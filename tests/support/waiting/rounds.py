"""How long the load of a chaos test goes on: a moment in `make test`, longer in `make chaos`."""

import os
from collections.abc import Iterator
from itertools import count
from time import monotonic

CHAOS_SECONDS = float(os.environ.get("CHAOS_SECONDS") or 1)


def rounds(at_least: int = 1) -> Iterator[int]:
    """Yield 0, 1, 2, … until the time is over and there were so many."""
    until = monotonic() + CHAOS_SECONDS
    for number in count():
        if number >= at_least and monotonic() >= until:
            return
        yield number
