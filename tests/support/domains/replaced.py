"""The sample domain with a small view in place of its own, as it is in one release and in the next."""

from dataclasses import dataclass, replace
from functools import cached_property

from pydantic import create_model

from accounts import ACCOUNTS
from accounts.account.events import UserCreated, UserRenamed
from onewrite.domain.events import RecordedEvent
from onewrite.domain.model import Domain
from onewrite.domain.projection import Projection, when
from onewrite.domain.queries import RowQuery
from onewrite.domain.views import Table, View


@dataclass(frozen=True)
class Kept:
    """The last name of each account: by which projection it is kept, in which table, under which key.

    There may be a name that the projection can't take.
    """

    projection: str
    name: str
    key: str = "account_id"
    cannot_take: str | None = None

    @cached_property
    def table(self) -> Table:
        return Table(self.name, key=(self.key,), row=create_model("Name", **{self.key: str, "name": str}))  # type: ignore[call-overload]

    @property
    def ddl(self) -> str:
        key = f"generation INT64 NOT NULL, {self.key} STRING(128) NOT NULL"
        return f"CREATE TABLE {self.name} ({key}, name STRING(256)) PRIMARY KEY (generation, {self.key})"

    def declared(self) -> Projection:
        table, key, cannot_take = self.table, self.key, self.cannot_take

        class Names(Projection):
            name = self.projection
            tables = (table,)

            @when(UserCreated)
            def created(self, recorded: RecordedEvent, event: UserCreated, view: View) -> None:
                view.put(table, **{key: recorded.stream.key, "name": event.name})

            @when(UserRenamed)
            def renamed(self, recorded: RecordedEvent, event: UserRenamed, view: View) -> None:
                view.put(table, **{key: recorded.stream.key, "name": event.name})
                if event.name == cannot_take:
                    raise ValueError

        return Names()


NAMES = Kept("names", "names")


def release(*views: Kept, asked: Kept | None = None) -> Domain:
    """Return the domain with these views; `GET /names/{account_id}` asks the last one, or the one that is named."""
    asked = asked or views[-1]
    query = RowQuery(f"/names/{{{asked.key}}}", asked.table, "The last name of an account")
    return replace(ACCOUNTS, projections=tuple(view.declared() for view in views), queries=(query,))
