"""Group commit: pushes that arrive at the same time share a transaction."""

from collections.abc import Callable
from threading import Lock

from onewrite.application import tracing
from onewrite.application.ports.views import Checkpoint
from onewrite.application.projections.advance import Advance
from onewrite.application.projections.turns import Ticket, Turns
from onewrite.domain.projection import Projection
from onewrite.errors import ViewBehind


class ShareTransactions:
    """Runs one transaction at a time for each generation in this process; the next one takes all streams that wait.

    A stream that is far behind holds up nobody: see Turns. A fault of the store is raised in every call that shared the
    transaction, so that each message is pushed again.
    """

    def __init__(self, advance: Advance, clock: Callable[[], float]) -> None:
        self._advance = advance
        self._clock = clock
        self._turns: dict[tuple[str, int], Turns] = {}
        self._lock = Lock()

    def __call__(
        self, projection: Projection, generation: int, known: Checkpoint, *, version: int, until: float
    ) -> Checkpoint:
        """Advance the stream to this version, or as far as it goes, and return its checkpoint.

        Raises ViewBehind when that isn't done by `until`, which is a time of the clock; and Unavailable.
        """
        ticket = Ticket(known.stream, version, known)
        with self._lock:
            turns = self._turns.setdefault((projection.name, generation), Turns())
        turns.join(ticket)
        while not ticket.is_done:
            seconds = until - self._clock()
            if seconds <= 0:
                turns.leave(ticket)
                raise ViewBehind(projection.name, str(ticket.stream), version, ticket.checkpoint.version)
            if turns.turn.acquire(timeout=seconds):
                try:
                    self._take_turn(projection, generation, turns, ticket)
                finally:
                    turns.turn.release()
        if ticket.fault is not None:
            raise ticket.fault
        return ticket.checkpoint

    def _take_turn(self, projection: Projection, generation: int, turns: Turns, ticket: Ticket) -> None:
        """Apply one step, which may be that of other tickets; nothing if this one is done meanwhile."""
        if ticket.is_done:
            return
        taken = turns.take()
        try:
            with tracing.shared_by(one.span for one in taken):
                advanced = self._advance.step(projection, generation, {one.stream for one in taken})
        except Exception as fault:  # noqa: BLE001 - raised again in each call that waits
            for one in taken:
                one.fail(fault)
        else:
            turns.go_on(taken, advanced)
