"""Let pushes that arrive at once share transactions: whoever's turn it is takes along all who wait (group commit)."""

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
    """One transaction at a time for each generation in this process; while it runs, the next one's streams gather.

    A fault of the store is everyone's who shared the transaction: each of their messages comes again.
    """

    def __init__(self, advance: Advance) -> None:
        self._advance = advance
        self._queues: dict[tuple[str, int], _Queue] = {}
        self._lock = Lock()

    def __call__(self, projection: Projection, generation: int, stream: StreamId) -> Checkpoint:
        """Advance the stream, and return where it stands. Raises Unavailable."""
        ticket = _Ticket(stream)
        with self._lock:
            queue = self._queues.setdefault((projection.name, generation), _Queue())
            queue.waiting.append(ticket)
        with queue.turn:
            if ticket.checkpoint is None and ticket.fault is None:
                self._take_along(projection, generation, queue)
        if ticket.fault is not None:
            raise ticket.fault
        if ticket.checkpoint is None:
            raise AssertionError("a turn answers every ticket that it takes")
        return ticket.checkpoint

    def _take_along(self, projection: Projection, generation: int, queue: _Queue) -> None:
        with self._lock:
            tickets, queue.waiting = queue.waiting, []
        try:
            advanced = self._advance(projection, generation, {ticket.stream for ticket in tickets})
        except Exception as fault:  # noqa: BLE001 - handed on to each who waits
            for ticket in tickets:
                ticket.fault = fault
        else:
            for ticket in tickets:
                ticket.checkpoint = advanced.checkpoints[ticket.stream]
