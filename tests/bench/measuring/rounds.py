"""Rounds: what is compared takes turns, so that a slow moment of the machine hits all of it alike."""

from collections.abc import Callable, Iterator
from time import perf_counter

Side = Callable[[], float | None]


def take_turns(rounds: int, *, warm_up: int = 1, **sides: Side) -> dict[str, list[float]]:
    """Return what each side took in each round: the figure that it returned, or its seconds where it returned none.

    Each side is called once in a round; every other round goes in the opposite order. The first rounds warm all of
    them up and aren't counted.
    """
    taken: dict[str, list[float]] = {name: [] for name in sides}
    for turn in range(warm_up + rounds):
        for name, side in _in_turn(sides, turn):
            begun = perf_counter()
            figure = side()
            took = perf_counter() - begun if figure is None else figure
            if turn >= warm_up:
                taken[name].append(took)
    return taken


def _in_turn(sides: dict[str, Side], turn: int) -> Iterator[tuple[str, Side]]:
    return iter(list(sides.items())[:: -1 if turn % 2 else 1])
