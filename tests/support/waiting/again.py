"""Doing something over and over, beside what a test does, until the test has seen enough."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event

from tests.support.waiting.bounds import WAIT_SECONDS
from tests.support.waiting.eventually import eventually


class Going:
    """What goes on beside the test; `rounds` counts how often each act was done."""

    def __init__(self, acts: tuple[Callable[[], object], ...], pause: float) -> None:
        self.rounds = [0] * len(acts)
        self.running: list[Future[None]] = []
        self.over = Event()
        self._acts = acts
        self._pause = pause

    def repeat(self, number: int) -> None:
        while not self.over.wait(self._pause):
            self._acts[number]()
            self.rounds[number] += 1

    def goes_on(self) -> None:
        """Wait until each act was done once more, from now on; raise what one of them raised."""
        before = list(self.rounds)

        def went_on() -> bool:
            return all(now > then for now, then in zip(self.rounds, before, strict=True))

        eventually(lambda: self._ended() or went_on(), within=WAIT_SECONDS)
        self.raise_what_was_raised()

    def raise_what_was_raised(self) -> None:
        for one in self._ended():
            one.result()

    def _ended(self) -> list[Future[None]]:
        return [one for one in self.running if one.done()]


@contextmanager
def again_and_again(*acts: Callable[[], object], pause: float = 0.05) -> Iterator[Going]:
    """Do each of these over and over, side by side, until the block is left; what one raises, the block raises."""
    going = Going(acts, pause)
    with ThreadPoolExecutor(len(acts)) as pool:
        going.running = [pool.submit(going.repeat, number) for number in range(len(acts))]
        try:
            yield going
        finally:
            going.over.set()
    going.raise_what_was_raised()
