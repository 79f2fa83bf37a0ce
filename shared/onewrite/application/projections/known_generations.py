"""What this instance knows of generations, for as long as it may act on it."""

from collections.abc import Callable
from threading import Lock

from onewrite.application.ports.generations import Generations, GenerationStore


class KnownGenerations:
    """Reads a projection's generations at most once in `seconds`.

    The age is checked when the answer is used, after the message has arrived: so an event committed more than `seconds`
    after a generation was registered always finds an instance that knows of it.
    """

    def __init__(self, store: GenerationStore, clock: Callable[[], float], seconds: float) -> None:
        self._store = store
        self._clock = clock
        self._seconds = seconds
        self._known: dict[str, tuple[float, Generations]] = {}
        self._lock = Lock()

    def __call__(self, projection: str) -> Generations:
        with self._lock:
            known = self._known.get(projection)
            # The clock is read before the store is: the answer is never younger than it is held to be.
            now = self._clock()
            if known is None or now - known[0] >= self._seconds:
                known = (now, self._store.read(projection))
                self._known[projection] = known
            return known[1]
