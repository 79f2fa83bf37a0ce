"""Group commit: pushes that arrive at the same time share a transaction."""

from collections.abc import Callable, Mapping, Sequence
from threading import Lock

from onewrite.application import tracing
from onewrite.application.ports.views import Checkpoint, Target
from onewrite.application.projections.advance import Advance
from onewrite.application.projections.pushes.ticket import Ticket
from onewrite.application.projections.pushes.turns import Turns
from onewrite.application.projections.steps.step import Part
from onewrite.domain.model import Domain
from onewrite.domain.streams import StreamId


class ShareTransactions:
    """Runs one transaction at a time for each line of targets in this process; the next one takes all that wait in it.

    A stream that is far behind holds up nobody: see Turns. A fault of the store is one of every call that shared the
    transaction, so that each message is pushed again.
    """

    def __init__(self, domain: Domain, advance: Advance, clock: Callable[[], float]) -> None:
        self._domain = domain
        self._advance = advance
        self._clock = clock
        self._lines: dict[tuple[Target, ...], Turns] = {}
        self._lock = Lock()

    def __call__(
        self,
        line: tuple[Target, ...],
        stream: StreamId,
        known: Mapping[Target, Checkpoint],
        *,
        version: int,
        until: float,
    ) -> Ticket:
        """Advance the stream to this version, or as far as it goes, in these targets of a line; tell what became of it.

        What isn't done by `until`, which is a time of the clock, has ViewBehind as its fault.
        """
        ticket = Ticket(stream, version, dict(known))
        with self._lock:
            turns = self._lines.setdefault(line, Turns())
        turns.join(ticket)
        while not ticket.is_done:
            seconds = until - self._clock()
            if seconds <= 0:
                turns.leave(ticket)
            elif turns.turn.acquire(timeout=seconds):
                try:
                    self._take_turn(turns, ticket)
                finally:
                    turns.turn.release()
        return ticket

    def _take_turn(self, turns: Turns, ticket: Ticket) -> None:
        """Apply one step, which may be that of other tickets; nothing if this one is done meanwhile."""
        if ticket.is_done:
            return
        taken = turns.take()
        try:
            with tracing.shared_by(one.span for one in taken):
                done = self._advance.step_together(self._parts(taken), known=_least_versions(taken))
        except Exception as fault:  # noqa: BLE001 - raised again in each call that waits
            for one in taken:
                one.fail(fault)
        else:
            turns.go_on(taken, done)

    def _parts(self, tickets: Sequence[Ticket]) -> Sequence[Part]:
        streams: dict[Target, set[StreamId]] = {}
        for ticket in tickets:
            for target in ticket.checkpoints:
                if target in ticket.waits_for:
                    streams.setdefault(target, set()).add(ticket.stream)
        return [Part(self._domain.projection(name), number, wanted) for (name, number), wanted in streams.items()]


def _least_versions(tickets: Sequence[Ticket]) -> Mapping[StreamId, int]:
    """Return at which version each stream is known to be in the target in which it is farthest behind."""
    least: dict[StreamId, int] = {}
    for ticket in tickets:
        for target in ticket.waits_for:
            version = ticket.checkpoints[target].version
            least[ticket.stream] = min(version, least.get(ticket.stream, version))
    return least
