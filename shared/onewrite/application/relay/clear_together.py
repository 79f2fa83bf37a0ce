"""Group commit: the outbox rows of commands that end at the same time are deleted in one call."""

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock

from onewrite.application.ports.outbox import Outbox, Pointer


@dataclass(eq=False)
class _Ticket:
    pointers: Sequence[Pointer]
    is_cleared: bool = False
    fault: Exception | None = None


class ClearTogether:
    """Makes one call at a time in this process; the next one takes the rows of all that wait.

    A fault of the store is raised in every call that shared it: the rows stay, and are published once more.
    """

    def __init__(self, outbox: Outbox) -> None:
        self._outbox = outbox
        self._turn = Lock()
        self._lock = Lock()
        self._waiting: list[_Ticket] = []

    def __call__(self, pointers: Sequence[Pointer]) -> None:
        """Delete exactly these rows. Raises Unavailable."""
        ticket = _Ticket(pointers)
        with self._lock:
            self._waiting.append(ticket)
        with self._turn:
            if not ticket.is_cleared and ticket.fault is None:
                self._clear_all()
        if ticket.fault is not None:
            raise ticket.fault

    def _clear_all(self) -> None:
        """Delete the rows of all tickets that wait, this call's among them."""
        with self._lock:
            tickets, self._waiting = self._waiting, []
        try:
            self._outbox.clear([pointer for ticket in tickets for pointer in ticket.pointers])
        except Exception as fault:  # noqa: BLE001 - raised again in each call that waits
            for ticket in tickets:
                ticket.fault = fault
        else:
            for ticket in tickets:
                ticket.is_cleared = True
