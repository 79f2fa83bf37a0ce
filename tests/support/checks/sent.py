"""What requests to Spanner say of themselves, at the last place before gRPC."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final

import pytest

from onewrite.adapters.spanner import SpannerEventStore
from onewrite.bootstrap import Adapters

#: The calls whose requests have options. That of a partitioned read has none, but those for its parts have.
CALLS: Final = ("read", "streaming_read", "execute_streaming_sql", "commit")


@dataclass(frozen=True, order=True)
class Sent:
    """A commit has the tag of its transaction; a read has one of its own, and in a transaction that one as well."""

    call: str
    tag: str
    transaction_tag: str
    priority: str

    @property
    def name(self) -> str:
        return self.tag or self.transaction_tag


@contextmanager
def requests_of(adapters: Adapters) -> Iterator[list[Sent]]:
    """Yield the list that each request is added to, as long as the block lasts."""
    assert isinstance(adapters.store, SpannerEventStore)
    connection, sent = adapters.store.connection, list[Sent]()

    def noting(name: str, call: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(call)
        def note(*args: Any, **options: Any) -> Any:
            told = options["request"].request_options
            sent.append(Sent(name, told.request_tag, told.transaction_tag, told.priority.name))
            return call(*args, **options)

        return note

    with pytest.MonkeyPatch.context() as patch:
        for api in (one.database.spanner_api for one in (connection, connection.long_running)):
            for name in CALLS:
                patch.setattr(api, name, noting(name, getattr(api, name)))
        yield sent
