"""Connecting to Spanner: one database handle for the process, no call without an end, faults in our own words."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias
from uuid import uuid4

from google.api_core import exceptions as google
from google.api_core.retry import Retry, if_exception_type
from google.cloud import spanner

from onewrite.adapters.spanner.mutations import Mutations
from onewrite.adapters.spanner.sessions import SessionPool
from onewrite.errors import Unavailable

#: What Google's client hands out; it ships without types.
Database: TypeAlias = Any
Transaction: TypeAlias = Any

#: Half of what a function may take at the most, in seconds.
CALL_TIMEOUT_SECONDS = 1800.0
PASSING = (google.ServiceUnavailable, google.ResourceExhausted)
CALLS = (
    "create_session",
    "batch_create_sessions",
    "get_session",
    "begin_transaction",
    "commit",
    "rollback",
    "streaming_read",
    "execute_streaming_sql",
    "partition_read",
    "partition_query",
)
FAULTS = (
    google.Aborted,
    google.Cancelled,
    google.DeadlineExceeded,
    google.InternalServerError,
    google.ResourceExhausted,
    google.RetryError,
    google.ServiceUnavailable,
    google.Unknown,
)


@dataclass(frozen=True)
class Connection:
    """A database, and how this process talks to it; times in seconds."""

    database: Database
    timeout: float
    retry_delay: float | None

    def read(self, table: str, columns: tuple[str, ...], keys: Any, *, index: str = "", limit: int = 0) -> list[Any]:
        """Read rows by key, strongly, without locks, in key order. One round trip."""
        with faults_named(), self.database.snapshot() as snapshot:
            return list(snapshot.read(table, columns, keys, index, limit, timeout=self.timeout))

    def query(self, sql: str, params: dict[str, Any] | None = None, types: dict[str, Any] | None = None) -> list[Any]:
        """Run one query, strongly, without locks. One round trip."""
        with faults_named(), self.database.snapshot() as snapshot:
            return list(snapshot.execute_sql(sql, params=params, param_types=types, timeout=self.timeout))

    @cached_property
    def patient(self) -> Database:
        """The same database for the few statements that take as long as there are rows."""
        one = self.database
        return _opened(one._instance, one.database_id, one.database_role, CALL_TIMEOUT_SECONDS)  # noqa: SLF001

    def new_id(self) -> str:
        return str(uuid4())

    @contextmanager
    def commit(self) -> Iterator[Mutations]:
        """Collect mutations and commit them without a read-write transaction. One round trip."""
        with (
            faults_named(),
            self.database.batch(timeout_secs=self.timeout, default_retry_delay=self.retry_delay) as batch,
        ):
            yield Mutations(batch)

    def transact(self, work: Any) -> Any:
        """Run `work(transaction)` and commit; again from the start when Spanner aborts it."""
        try:
            with faults_named():
                return self.database.run_in_transaction(
                    work, timeout_secs=self.timeout, default_retry_delay=self.retry_delay
                )
        finally:
            # The client forgets this when it gets no session, and then this thread could never transact again.
            self.database._local.transaction_running = False  # noqa: SLF001


def connect(  # noqa: PLR0913 - where, as whom, and how patiently
    project: str, instance: str, database: str, *, role: str | None, timeout: float, retry_delay: float | None
) -> Connection:
    """Return a connection; nothing is sent before the first call."""
    client = spanner.Client(project=project)
    return Connection(_opened(client.instance(instance), database, role, timeout), timeout, retry_delay)


def _opened(instance: Any, database: str, role: str | None, timeout: float) -> Database:
    handle = instance.database(database, pool=SessionPool(), database_role=role)
    _bound(handle.spanner_api, timeout)
    return handle


def _bound(api: Any, timeout: float) -> None:
    """Left alone, the client goes on trying for an hour while the service is down, whatever timeout it is given."""
    retry = Retry(predicate=if_exception_type(*PASSING), initial=0.05, maximum=2, timeout=timeout)
    for name in CALLS:
        setattr(api, name, _limited(getattr(api, name), {"retry": retry, "timeout": timeout}))


def _limited(call: Callable[..., Any], limits: dict[str, Any]) -> Callable[..., Any]:
    return lambda *arguments, **options: call(*arguments, **{**options, **limits})


@contextmanager
def faults_named() -> Iterator[None]:
    """Turn what Google's client raises when the service can't answer into Unavailable."""
    try:
        yield
    except FAULTS as fault:
        cause = type(fault).__name__
        raise Unavailable(f"Spanner could not answer ({cause}): try again", cause=cause) from fault
