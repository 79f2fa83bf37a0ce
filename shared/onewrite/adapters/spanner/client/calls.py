"""What each call to Spanner gets in the last place before gRPC: limits of time, and locks.

Google's client retries for an hour by default, whatever timeout it is given, and can't ask for exclusive locks.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final

from google.api_core import exceptions as google
from google.api_core.retry import Retry, if_exception_type
from google.cloud.spanner_v1 import ReadRequest

from onewrite.application.tally import measured

RETRIED: Final = (google.ServiceUnavailable, google.ResourceExhausted)
CALLS: Final = (
    "create_session",
    "batch_create_sessions",
    "get_session",
    "begin_transaction",
    "commit",
    "read",
    "streaming_read",
    "execute_streaming_sql",
    "partition_read",
    "partition_query",
)
#: Whoever rolls back has an error to tell already, and Spanner gives the transaction up by itself some seconds later.
ROLLBACK_SECONDS: Final = 2.0
#: Set while reads ask for locks that nobody shares.
_exclusive: ContextVar[bool] = ContextVar("exclusive", default=False)


@contextmanager
def exclusive_locks() -> Iterator[None]:
    """Let all that is read in this block, to its last row, be locked for this transaction alone."""
    before = _exclusive.set(True)
    try:
        yield
    finally:
        _exclusive.reset(before)


def limit_calls(api: Any, timeout: float) -> None:
    """Limit each call and its retries, in seconds."""
    for name in CALLS:
        _replace(api, name, timeout)
    _replace(api, "rollback", min(timeout, ROLLBACK_SECONDS))
    # Batches and transactions end with this call; each attempt is one.
    api.commit = measured("commit_ended")(api.commit)


def _replace(api: Any, name: str, timeout: float) -> None:
    retry = Retry(predicate=if_exception_type(*RETRIED), initial=0.05, maximum=2, timeout=timeout)
    setattr(api, name, _limited(getattr(api, name), {"retry": retry, "timeout": timeout}))


def _limited(call: Callable[..., Any], limits: dict[str, Any]) -> Callable[..., Any]:
    def limited(*arguments: Any, **options: Any) -> Any:
        request = options.get("request")
        if _exclusive.get() and isinstance(request, ReadRequest):
            request.lock_hint = ReadRequest.LockHint(ReadRequest.LockHint.LOCK_HINT_EXCLUSIVE)
        return call(*arguments, **{**options, **limits})

    return limited
