"""Connecting to Spanner: one database handle for the process, a time limit for every call, faults as errors of ours.

Every request says what it is for, by a tag and a priority.
"""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from functools import cache
from typing import Any, Final, TypeAlias
from uuid import uuid4

from google.api_core import exceptions as google
from google.cloud import spanner

from onewrite.adapters.purpose import Priority, Purpose
from onewrite.adapters.spanner.client import faults
from onewrite.adapters.spanner.client.calls import limit_calls
from onewrite.adapters.spanner.client.direct_calls import commit, read_row
from onewrite.adapters.spanner.client.emulated import api_of_emulator
from onewrite.adapters.spanner.client.mutations import Batch
from onewrite.adapters.spanner.client.sessions import SessionPool
from onewrite.adapters.spanner.client.tagged import Tagged, options_of
from onewrite.application.tally import done

#: Objects of Google's client, which has no types.
Database: TypeAlias = Any
Transaction: TypeAlias = Any

#: For statements whose duration grows with the number of rows; half of the longest time a function may run.
LONG_TIMEOUT_SECONDS = 1800.0
#: Of requests that no use case has named.
UNNAMED: Final = Purpose("onewrite", Priority.HIGH)


@dataclass(frozen=True)
class Connection:
    """A database handle with the limits of its calls, in seconds, and what it is used for."""

    database: Database
    timeout: float
    retry_delay: float | None
    #: Returns the same database for statements whose duration grows with the number of rows.
    open_long_running: Callable[[], Database] | None = None
    purpose: Purpose = UNNAMED

    def used_for(self, purpose: Purpose) -> "Connection":
        return replace(self, purpose=purpose)

    def of(self, part: str) -> "Connection":
        """Return the same connection for a part of its purpose, such as a projection."""
        return self.used_for(self.purpose.of(part))

    @property
    def long_running(self) -> "Connection":
        """The same connection for statements whose duration grows with the number of rows."""
        return replace(self, database=self.open_long_running()) if self.open_long_running else self

    def read(self, table: str, columns: tuple[str, ...], keys: Any, *, index: str = "", limit: int = 0) -> list[Any]:
        """Read rows by key, strongly, without locks, in key order. One round trip."""
        with self.reading(table, columns, keys, index=index, limit=limit) as found:
            return list(found)

    def row(self, table: str, columns: tuple[str, ...], *key: str) -> list[Any] | None:
        """Read one row of texts, whole numbers and JSON by its key, strongly, without locks. One round trip."""
        with self.faults_as_ours():
            return read_row(self.database, self.purpose, table, columns, key)

    @contextmanager
    def reading(
        self, table: str, columns: tuple[str, ...], keys: Any, *, index: str = "", limit: int = 0
    ) -> Iterator[Iterable[list[Any]]]:
        """Read likewise, for one who takes the rows as they come and may leave the rest."""
        with self.snapshot() as snapshot:
            yield snapshot.read(table, columns, keys, index, limit)

    def query(self, sql: str, params: dict[str, Any] | None = None, types: dict[str, Any] | None = None) -> list[Any]:
        """Run one query, strongly, without locks. One round trip."""
        with self.snapshot() as snapshot:
            return list(snapshot.execute_sql(sql, params=params, param_types=types))

    @contextmanager
    def snapshot(self, **how: Any) -> Iterator[Tagged]:
        """Read without locks, as of one instant; `how` is for Google's client."""
        with self.faults_as_ours(), self.database.snapshot(**how) as snapshot:
            yield Tagged(snapshot, self.purpose)

    def new_id(self) -> str:
        return str(uuid4())

    @contextmanager
    def commit(self) -> Iterator[Batch]:
        """Collect mutations and commit them without a read-write transaction. One round trip."""
        batch = Batch()
        with self.faults_as_ours():
            yield batch
            batch.committed_at = commit(
                self.database, self.purpose, batch.messages, timeout=self.timeout, retry_delay=self.retry_delay
            )

    def transact(self, work: Callable[[Transaction], Any], **how: Any) -> Any:
        """Run `work(transaction)` and commit; run it again from the start when Spanner aborts it."""
        try:
            with self.faults_as_ours():
                return self.database.run_in_transaction(
                    lambda transaction: _undone_on_a_fault(work, Tagged(transaction, self.purpose)),
                    transaction_tag=self.purpose.tag,
                    commit_request_options=options_of(self.purpose),
                    **{**self.limits, **how},
                )
        finally:
            # The client leaves this set when it gets no session, and then refuses all later transactions of the thread.
            self.database._local.transaction_running = False  # noqa: SLF001

    def change_in_steps(self, statement: str, params: dict[str, Any], types: dict[str, Any]) -> None:
        """Run a statement in as many transactions as Spanner likes."""
        with self.faults_as_ours():
            self.long_running.database.execute_partitioned_dml(
                statement, params, types, request_options=options_of(self.purpose)
            )

    @property
    def limits(self) -> dict[str, Any]:
        return {"timeout_secs": self.timeout, "default_retry_delay": self.retry_delay}

    @contextmanager
    def faults_as_ours(self) -> Iterator[None]:
        """Raise Unavailable or Misconfigured for what Google's client raises; what is about rows stays as it is."""
        try:
            yield
        except (google.GoogleAPICallError, google.RetryError) as error:
            faults.forget_request(error)
            if faults.is_lost_session(error):
                self._replace_sessions()
            if fault := faults.fault_of(error):
                raise fault from error
            raise

    def _replace_sessions(self) -> None:
        manager = self.database.sessions_manager
        manager._multiplexed_session = None  # noqa: SLF001 - it would be used for a week
        manager._pool.doubt_all()  # noqa: SLF001


def connect(  # noqa: PLR0913 - the database, the role and the limits
    project: str, instance: str, database: str, *, role: str | None, timeout: float, retry_delay: float | None
) -> Connection:
    """Return a connection; nothing is sent to Spanner before its first call."""
    of_project = spanner.Client(project=project).instance(instance)
    open_long_running = cache(lambda: _open(of_project, database, role, LONG_TIMEOUT_SECONDS))
    return Connection(_open(of_project, database, role, timeout), timeout, retry_delay, open_long_running)


def _open(instance: Any, database: str, role: str | None, timeout: float) -> Database:
    handle = instance.database(database, pool=SessionPool(), database_role=role)
    if instance.emulator_host:
        handle._spanner_api = api_of_emulator(instance.emulator_host)  # noqa: SLF001
    limit_calls(handle.spanner_api, timeout)
    return handle


def _undone_on_a_fault(work: Callable[[Transaction], Any], transaction: Tagged) -> Any:
    """Roll back after a fault of Spanner, so that no lock outlives it: Google's client does so after other errors."""
    try:
        return work(transaction)
    except google.Aborted:
        done("commit_ended", outcome="Aborted")  # before its commit, which would have told it
        raise
    except google.GoogleAPICallError:
        with suppress(google.GoogleAPICallError, google.RetryError):
            transaction.rollback()
        raise
