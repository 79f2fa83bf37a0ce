"""Changes on Spanner: the change stream on `events`, and the groups in the tables beside it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

from onewrite.adapters.change_groups import GroupChanges
from onewrite.adapters.spanner.connection import Connection
from spanner_changes import Pace, SpannerChangeStream, SpannerGroupState, group_names

#: The name of the change stream in infra/schema.
STREAM: Final = "event_changes"


class SpannerChanges(GroupChanges):
    """Changes over one connection. A window may be open for longer than other calls."""

    def __init__(self, connection: Connection, pace: Pace) -> None:
        reading = replace(connection, database=connection.long_running)
        stream, guarded = SpannerChangeStream(_Guarded(reading), STREAM), _Guarded(connection)
        state_of = partial(SpannerGroupState, guarded, retry_delay=connection.retry_delay)
        super().__init__(stream, state_of, partial(group_names, guarded), pace)


@dataclass(frozen=True)
class _Guarded:
    """As much of a Database as the reader uses, with the limits and the faults of the connection."""

    connection: Connection

    @contextmanager
    def snapshot(self, **options: Any) -> Iterator[Any]:
        with self.connection.faults_as_ours(), self.connection.database.snapshot(**options) as snapshot:
            yield snapshot

    @contextmanager
    def batch(self, **options: Any) -> Iterator[Any]:
        limits = {"timeout_secs": self.connection.timeout, **options}
        with self.connection.faults_as_ours(), self.connection.database.batch(**limits) as batch:
            yield batch

    def run_in_transaction(self, work: Any, **options: Any) -> Any:
        with self.connection.faults_as_ours():
            return self.connection.database.run_in_transaction(work, timeout_secs=self.connection.timeout, **options)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.connection.database, name)
