"""The databases of one instance on the Spanner emulator, and the statements that they are made of."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final
from uuid import uuid4

from google.api_core.exceptions import DeadlineExceeded, FailedPrecondition, GoogleAPICallError, ServiceUnavailable
from google.cloud.spanner_admin_database_v1 import CreateDatabaseRequest, DatabaseAdminClient
from tenacity import Retrying, retry_if_exception, stop_after_delay, wait_fixed

from emulators.errors import CannotRun
from onewrite.checks.statements import title

#: For each call, without retries: the emulator is up, and the retries of Google's client go on for an hour.
CALL_TIMEOUT_SECONDS: Final = 120.0
#: How long a statement waits for transactions to end: the emulator refuses it during one.
QUIET_TIMEOUT_SECONDS: Final = 60.0


class Databases:
    def __init__(self, client: DatabaseAdminClient, instance: str) -> None:
        """Take the instance by its whole name."""
        self._client = client
        self._instance = instance

    def create(self, name: str) -> None:
        """Create an empty database."""
        request = CreateDatabaseRequest(parent=self._instance, create_statement=f"CREATE DATABASE `{name}`")
        self._client.create_database(request, retry=None, timeout=CALL_TIMEOUT_SECONDS).result(
            timeout=CALL_TIMEOUT_SECONDS
        )

    def apply(self, name: str, statement: str) -> None:
        """Apply one statement. Raises `CannotRun`, naming it, if the emulator refuses it.

        One for each call: an emulator before 1.5.38 keeps pointers of a search index into the schema before it, and
        dies of a later statement unless that schema is kept. It keeps the schema that each call ends with.
        """
        calls = Retrying(
            retry=retry_if_exception(_is_busy),
            wait=wait_fixed(0.05),
            stop=stop_after_delay(QUIET_TIMEOUT_SECONDS),
            reraise=True,
        )
        try:
            calls(self._apply, name, statement)
        except (ServiceUnavailable, DeadlineExceeded):
            raise
        except GoogleAPICallError as refusal:
            why = " ".join(refusal.message.rpartition(f"{statement} : ")[2].split())
            raise CannotRun(f"infra/schema: the Spanner emulator refuses {title(statement)}: {why}") from refusal

    def ddl(self, name: str) -> set[str]:
        """Return what the database is made of, as the emulator prints it."""
        answer = self._client.get_database_ddl(database=self._path(name), retry=None, timeout=CALL_TIMEOUT_SECONDS)
        return set(answer.statements)

    @contextmanager
    def temporary(self) -> Iterator[str]:
        """Yield the name of an empty database that is dropped in the end."""
        name = f"like-{uuid4().hex[:8]}"
        self.create(name)
        try:
            yield name
        finally:
            self._client.drop_database(database=self._path(name), retry=None, timeout=CALL_TIMEOUT_SECONDS)

    def _apply(self, name: str, statement: str) -> None:
        self._client.update_database_ddl(
            database=self._path(name), statements=[statement], retry=None, timeout=CALL_TIMEOUT_SECONDS
        ).result(timeout=CALL_TIMEOUT_SECONDS)

    def _path(self, name: str) -> str:
        return f"{self._instance}/databases/{name}"


def _is_busy(error: BaseException) -> bool:
    return isinstance(error, FailedPrecondition) and "concurrent" in error.message
