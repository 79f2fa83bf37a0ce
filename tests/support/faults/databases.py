"""A database of Google's client that fails whatever is asked of it, and commits that end as they are told to."""

from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any, cast

from onewrite.adapters.spanner.client.calls import CALLS
from onewrite.adapters.spanner.client.connection import Connection


class FailingDatabase:
    """Raises what it is given in each transaction, at each commit and in each read; it is its own service."""

    name = "database"

    def __init__(self, error: Exception) -> None:
        self.error = error
        self.commits = 0
        self.options: dict[str, Any] = {}
        self.spanner_api = self
        self.sessions_manager = SimpleNamespace(
            get_session=lambda kind: SimpleNamespace(name="session"), put_session=lambda session: None
        )
        self._local = type("Local", (), {"transaction_running": True})()

    def run_in_transaction(self, _: Any, **options: Any) -> None:
        self.options = options
        raise self.error

    def commit(self, **_: Any) -> None:
        self.commits += 1
        raise self.error

    @contextmanager
    def snapshot(self, **_: Any) -> Iterator["FailingDatabase"]:
        yield self

    def read(self, *_: Any, **__: Any) -> None:
        raise self.error

    execute_sql = read


def failing_with(error: Exception) -> Connection:
    return Connection(database=cast("Any", FailingDatabase(error)), timeout=0.1, retry_delay=0.01)


def committing(*outcomes: Exception | None) -> Any:
    """Return what Google's client sends its calls to, for one commit with each of these outcomes."""
    left = iter(outcomes)

    def commit(**how: object) -> None:
        if error := next(left):
            raise error

    return SimpleNamespace(**dict.fromkeys((*CALLS, "rollback"), print) | {"commit": commit})
