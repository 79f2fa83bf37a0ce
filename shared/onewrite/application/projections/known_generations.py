"""A cache of the generations in this instance, with a bounded age."""

from collections.abc import Callable
from threading import Lock

from onewrite.application.ports.generations import Generations
from onewrite.application.projections.checked_generations import CheckedGenerations


class KnownGenerations:
    """Reads the generations of a projection at most once in `seconds`; lets it begin if it has not.

    The age is checked at each use, after a message has arrived. So every instance that receives an event which was
    committed more than `seconds` after a generation was registered knows of that generation. Raises ViewNotServed.
    """

    def __init__(self, generations: CheckedGenerations, clock: Callable[[], float], seconds: float) -> None:
        self._generations = generations
        self._clock = clock
        self._seconds = seconds
        self._known: dict[str, tuple[float, Generations]] = {}
        self._lock = Lock()

    def __call__(self, projection: str) -> Generations:
        with self._lock:
            known = self._known.get(projection)
            # The clock is read before the store, so that the age is never underestimated.
            now = self._clock()
            if known is None or now - known[0] >= self._seconds:
                known = (now, self._generations.begin(projection))
                self._known[projection] = known
            return known[1]
