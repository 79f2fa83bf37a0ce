"""Turns: which of the pushes that wait are served by the next transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from threading import Lock

from onewrite.application.ports.views import Target
from onewrite.application.projections.pushes.ticket import Ticket
from onewrite.application.projections.steps.step import Advanced
from onewrite.domain.streams import StreamId


@dataclass
class Turns:
    """Of what shares transactions. All that wait are in the next one; a stream that has filled one gets others.

    Both take turns, and so do the streams that are far behind, so that each waits for a bounded number of transactions.
    """

    turn: Lock = field(default_factory=Lock)
    _waiting: list[Ticket] = field(default_factory=list)
    _behind: dict[StreamId, list[Ticket]] = field(default_factory=dict)
    _is_turn_of_behind: bool = False
    _lock: Lock = field(default_factory=Lock)

    def join(self, ticket: Ticket) -> None:
        with self._lock:
            self._behind.get(ticket.stream, self._waiting).append(ticket)

    def take(self) -> Sequence[Ticket]:
        """Take the tickets of the next transaction out of the line."""
        with self._lock:
            if self._behind and (self._is_turn_of_behind or not self._waiting):
                self._is_turn_of_behind = False
                return self._behind.pop(next(iter(self._behind)))
            self._is_turn_of_behind = True
            taken, self._waiting = self._waiting, []
            return taken

    def go_on(self, taken: Sequence[Ticket], done: Mapping[Target, Advanced]) -> None:
        """Tell these tickets what the transaction did, and put back those that need another one."""
        # Events are read in the order of streams as text: of the first that is left some were applied, of others none.
        filled = min((stream for advanced in done.values() for stream in advanced.left), key=str, default=None)
        with self._lock:
            for ticket in taken:
                ticket.hear_of(done)
            self._waiting += [ticket for ticket in taken if not ticket.is_done]
            of_filled = [ticket for ticket in self._waiting if ticket.stream == filled]
            if filled is not None and of_filled:
                self._waiting = [ticket for ticket in self._waiting if ticket.stream != filled]
                self._behind.setdefault(filled, []).extend(of_filled)

    def leave(self, ticket: Ticket) -> None:
        """Give up: nobody waits for this ticket any more."""
        with self._lock:
            ticket.give_up()
            behind = self._behind.get(ticket.stream, [])
            for line in (self._waiting, behind):
                if ticket in line:
                    line.remove(ticket)
            if not behind:
                self._behind.pop(ticket.stream, None)
