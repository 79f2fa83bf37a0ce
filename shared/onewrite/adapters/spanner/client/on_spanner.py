"""What the adapters have in common: a connection, which knows what it is used for."""

from dataclasses import dataclass, replace
from typing import Self

from onewrite.adapters.purpose import HasPurpose, Purpose
from onewrite.adapters.spanner.client.connection import Connection


@dataclass(frozen=True)
class OnSpanner(HasPurpose):
    """An adapter over a connection."""

    connection: Connection

    def used_for(self, purpose: Purpose) -> Self:
        return replace(self, connection=self.connection.used_for(purpose))
