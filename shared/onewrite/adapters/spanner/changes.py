"""Changes on Spanner: the change stream on `events`, and the groups in the tables beside it."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any, Final

from onewrite.adapters.change_groups import GroupChanges
from onewrite.adapters.spanner.client.connection import Connection
from onewrite.adapters.spanner.client.tagged import options_of
from spanner_changes import Pace, SpannerChangeStream, SpannerGroupState, group_names

#: The name of the change stream in infra/schema.
STREAM: Final = "event_changes"


class SpannerChanges(GroupChanges):
    """Changes over one connection. A window may be open for longer than other calls."""

    def __init__(self, connection: Connection, pace: Pace) -> None:
        priority = int(connection.purpose.priority)
        stream = SpannerChangeStream(_Guarded(connection.long_running), STREAM, priority=priority)

        def state_of(group: str) -> SpannerGroupState:
            return SpannerGroupState(_Guarded(connection.of(group)), group, retry_delay=connection.retry_delay)

        super().__init__(stream, state_of, partial(group_names, _Guarded(connection)), pace)


@dataclass(frozen=True)
class _Guarded:
    """As much of a Database as the reader uses, with the limits, the faults and the tags of the connection."""

    connection: Connection

    def snapshot(self, **options: Any) -> AbstractContextManager[Any]:
        return self.connection.snapshot(**options)

    @contextmanager
    def batch(self, **options: Any) -> Iterator[Any]:
        how = {"request_options": options_of(self.connection.purpose), **self.connection.limits, **options}
        with self.connection.faults_as_ours(), self.connection.database.batch(**how) as batch:
            yield batch

    def run_in_transaction(self, work: Any, **options: Any) -> Any:
        return self.connection.transact(work, **options)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.connection.database, name)
