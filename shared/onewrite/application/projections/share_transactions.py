"""Group commit: pushes that arrive at the same time share a transaction."""

from dataclasses import dataclass, field
from threading import Lock

from onewrite.application.ports.views import Checkpoint
from onewrite.application.projections.advance import Advance
from onewrite.domain.projection import Projection
from onewrite.domain.streams import StreamId


@dataclass(eq=False)
class _Ticket:
    stream: StreamId
    checkpoint: Checkpoint | None = None
    fault: Exception | None = None


@dataclass
class _Queue:
    turn: Lock = field(default_factory=Lock)
    waiting: list[_Ticket] = field(default_factory=list)


class ShareTransactions:
    """Runs one transaction at a time for each generation in this process; the next one takes all streams that wait.

    A fault of the store is raised in every call that shared the transaction, so that each message is pushed again.
    """

    def __init__(self, advance: Advance) -> None:
        self._advance = advance
        self._queues: dict[tuple[str, int], _Queue] = {}
        self._lock = Lock()

    def __call__(self, projection: Projection, generation: int, stream: StreamId) -> Checkpoint:
        """Advance the stream and return its checkpoint. Raises Unavailable."""
        ticket = _Ticket(stream)
        with self._lock:
            queue = self._queues.setdefault((projection.name, generation), _Queue())
            queue.waiting.append(ticket)
        with queue.turn:
            if ticket.checkpoint is None and ticket.fault is None:
                self._advance_all(projection, generation, queue)
        if ticket.fault is not None:
            raise ticket.fault
        if ticket.checkpoint is None:
            raise AssertionError("a turn completes every ticket that it takes")
        return ticket.checkpoint

    def _advance_all(self, projection: Projection, generation: int, queue: _Queue) -> None:
        """Advance the streams of all tickets that wait, this call's among them."""
        with self._lock:
            tickets, queue.waiting = queue.waiting, []
        try:
            advanced = self._advance(projection, generation, {ticket.stream for ticket in tickets})
        except Exception as fault:  # noqa: BLE001 - raised again in each call that waits
            for ticket in tickets:
                ticket.fault = fault
        else:
            for ticket in tickets:
                ticket.checkpoint = advanced.checkpoints[ticket.stream]
