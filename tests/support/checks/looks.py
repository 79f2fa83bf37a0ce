"""What one instance asks of views: looks without a lock, and transactions."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from typing import Any

from onewrite.application.ports.views import Checkpoint, Target
from onewrite.bootstrap import Adapters
from onewrite.domain.streams import StreamId
from onewrite.errors import Unavailable
from tests.support.faults.ports import on_top_of


class Counted:
    """Counts the looks without a lock and the transactions of one instance; the next commits may be lost."""

    def __init__(self, adapters: Adapters) -> None:
        self.views, self.looks, self.transactions, self.losing = adapters.views, 0, 0, False
        mine = on_top_of(self.views, read_checkpoints=self._look, transact_jointly=self._transact)
        self.adapters = replace(adapters, views=mine)

    def _look(self, targets: Collection[Target], stream: StreamId) -> Mapping[Target, Checkpoint]:
        self.looks += 1
        return self.views.read_checkpoints(targets, stream)

    def _transact(self, targets: Collection[Target], work: Callable[[Any], Any]) -> object:
        def lost(transaction: object) -> None:
            work(transaction)
            raise Unavailable("aborted")

        self.transactions += 1
        return self.views.transact_jointly(targets, lost if self.losing else work)

    def calls(self) -> tuple[int, int]:
        """Return how many looks and transactions there were since the last time."""
        seen, self.looks, self.transactions = (self.looks, self.transactions), 0, 0
        return seen
