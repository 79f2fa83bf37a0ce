"""Counting round trips: every call that carries data, at the last place before gRPC."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any

import pytest

from onewrite.adapters.pubsub import PubSubTopic
from onewrite.adapters.spanner import SpannerEventStore
from onewrite.bootstrap import Adapters

#: What costs a round trip in production. Not among them: creating a session and asking whether it is still there. With
#: multiplexed sessions, which only the emulator lacks, there is one session for a week.
SPANNER = (
    "read",
    "streaming_read",
    "execute_sql",
    "execute_streaming_sql",
    "execute_batch_dml",
    "begin_transaction",
    "commit",
    "rollback",
    "partition_read",
    "partition_query",
    "batch_write",
)


@contextmanager
def spanner_calls(adapters: Adapters) -> Iterator[list[str]]:
    """Yield the list that the name of each call is added to, as long as the block lasts."""
    assert isinstance(adapters.store, SpannerEventStore)
    with calls_of(adapters.store.connection.database) as calls:
        yield calls


@contextmanager
def calls_of(database: Any) -> Iterator[list[str]]:
    """As `spanner_calls`, for a Database of Google's client."""
    with _counted(database.spanner_api, *SPANNER) as calls:
        yield calls


@contextmanager
def publish_calls(adapters: Adapters) -> Iterator[list[str]]:
    assert isinstance(adapters.topic, PubSubTopic)
    with _counted(type(adapters.topic.publisher), "publish") as calls:
        yield calls


@contextmanager
def _counted(client: Any, *names: str) -> Iterator[list[str]]:
    calls: list[str] = []

    def counting(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(call)
        def count(*args: Any, **options: Any) -> Any:
            calls.append(name)
            return call(*args, **options)

        return count

    with pytest.MonkeyPatch.context() as patch:
        for name in names:
            patch.setattr(client, name, counting(name, getattr(client, name)))
        yield calls
